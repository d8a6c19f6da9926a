"""Sentences from editable templates (templates/sentences/*.yaml), every figure in them traceable to its result.

A template is Jinja text. A figure that it prints is marked with the id of the result that it comes from, so that Word can
bookmark it and figures.json can list it. A blank that cannot be filled stops the work and names itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2
import yaml

from cchc_lib.domain.errors import ParameterError

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader, where there is one, is several times faster
# Private-use characters that no text can hold: they frame a figure inside a rendered sentence.
_OPEN, _MIDDLE, _CLOSE = "\ue000", "\ue001", "\ue002"
_FIGURE = re.compile(f"{_OPEN}([^{_MIDDLE}]*){_MIDDLE}([^{_CLOSE}]*){_CLOSE}")


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence: plain words, or a printed figure with the id of its result (2.2.a, stat/3.07, task/III.2.6).

    part: which number of the result it is: value, numerator, denominator, target, previous …
    """

    text: str
    figure: str | None = None
    part: str | None = None


class Figure(str):
    """A printed figure that remembers where it comes from; it behaves as its text."""

    __slots__ = ("marked",)
    marked: str

    def __new__(cls, text: str, figure: str, part: str) -> Figure:
        made = super().__new__(cls, text)
        made.marked = f"{_OPEN}{figure}#{part}{_MIDDLE}{text}{_CLOSE}"
        return made


def pieces(marked: str) -> tuple[Piece, ...]:
    """A rendered sentence as plain words and figures."""
    return tuple(_split(marked))


def _split(marked: str) -> Iterator[Piece]:
    position = 0
    for match in _FIGURE.finditer(marked):
        if match.start() > position:
            yield Piece(marked[position : match.start()])
        figure, _, part = match[1].partition("#")
        yield Piece(match[2], figure, part)
        position = match.end()
    if position < len(marked):
        yield Piece(marked[position:])


def plain(marked: str) -> str:
    """A rendered sentence as its reader sees it."""
    return _FIGURE.sub(lambda match: match[2], marked)


def sentence(text: str) -> str:
    """Text that begins with a capital and has one full stop at its end; spaces tidied. Figure marks are kept."""
    text = re.sub(r"[ \t\n]+", " ", text).strip()
    text = re.sub(r" ([,.;:])", r"\1", text)
    if not text:
        return ""
    if text[0] != _OPEN:
        text = text[0].upper() + text[1:]
    return text if plain(text).endswith((".", "!", "?", ":", ";")) else text + "."


class Blank(jinja2.StrictUndefined):
    """A name that the template asks for and nobody gave."""


class Templates:
    """The sentence templates of one folder. Raises ParameterError (exit code 2) for a file, key or blank that is wrong."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[str, Mapping[str, Any]] = {}
        self._templates: dict[str, jinja2.Template] = {}

    def _compiled(self, text: str) -> jinja2.Template:
        """The same sentences are filled for every target and every row; each is compiled once."""
        if text not in self._templates:
            self._templates[text] = self._environment.from_string(text)
        return self._templates[text]

    @cached_property
    def _environment(self) -> jinja2.Environment:
        def finalize(value: object) -> object:
            if value is None:
                raise jinja2.UndefinedError("chỗ trống không có số liệu để điền")
            return value.marked if isinstance(value, Figure) else value

        return jinja2.Environment(undefined=Blank, finalize=finalize, autoescape=False)

    def file(self, name: str) -> Mapping[str, Any]:
        """templates/sentences/<name>.yaml as a mapping."""
        if name not in self._files:
            path = self.folder / "sentences" / f"{name}.yaml"
            try:
                data = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_LOADER)
            except FileNotFoundError:
                raise ParameterError("không có tệp mẫu câu này", where=f"templates/sentences/{name}.yaml") from None
            except (yaml.YAMLError, UnicodeDecodeError) as error:
                raise ParameterError(f"không đọc được tệp mẫu câu ({error})", where=f"templates/sentences/{name}.yaml") from None
            self._files[name] = data or {}
        return self._files[name]

    def get(self, name: str, *keys: str) -> Any:
        """What stands under keys in a template file. Raises ParameterError that names the missing key."""
        found: Any = self.file(name)
        for depth, key in enumerate(keys, 1):
            if not isinstance(found, Mapping) or key not in found:
                raise ParameterError("thiếu mẫu câu này", where=f"templates/sentences/{name}.yaml › {' › '.join(keys[:depth])}",
                                     remedy="Thêm khóa này vào tệp mẫu câu (xem các mẫu bên cạnh).")
            found = found[key]
        return found

    def fill(self, name: str, *keys: str, **values: Any) -> str:
        """The template under keys with its blanks filled. Raises ParameterError naming file, key and blank."""
        return self.fill_text(self.get(name, *keys), f"templates/sentences/{name}.yaml › {' › '.join(keys)}", **values)

    def fill_text(self, text: str, where: str, **values: Any) -> str:
        """A template text with its blanks filled; where: the place to name when that fails."""
        try:
            return self._compiled(text).render(**values).strip()
        except jinja2.UndefinedError as error:
            raise ParameterError(f"chỗ trống trong mẫu câu không điền được ({error})", where=where,
                                 remedy="Sửa tên trong ngoặc {{ }} hoặc bỏ chỗ trống đó khỏi mẫu câu.") from None
        except jinja2.TemplateError as error:
            raise ParameterError(f"mẫu câu viết sai ({error})", where=where) from None
