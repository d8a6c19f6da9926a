"""Reads declared YAML files into models and says in Vietnamese what is wrong with them: file, key and the nearest right key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from cchc_lib.domain import overrides as set_for_run
from cchc_lib.domain.errors import ParameterError
from cchc_lib.domain.text import nearest

Model = TypeVar("Model", bound=BaseModel)

try:  # the C loader reads the same YAML several times faster
    from yaml import CSafeLoader as _BaseLoader
except ImportError:  # pragma: no cover - PyYAML built without libyaml
    from yaml import SafeLoader as _BaseLoader  # type: ignore[assignment]


class _Loader(_BaseLoader):
    """YAML without its surprises: a key given twice is an error; only true and false are yes/no, so «off» stays a word."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    pairs = [(loader.construct_object(key, deep=True), value) for key, value in node.value]
    seen: set[Any] = set()
    for key, value in pairs:
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"khóa «{key}» có hai lần", value.start_mark)
        seen.add(key)
    return {key: loader.construct_object(value, deep=True) for key, value in pairs}


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def _day(loader: _Loader, node: yaml.ScalarNode) -> Any:
    """A day; one that no calendar has stays text, for the validation to name its key."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return loader.construct_scalar(node)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day)

_BOOL_TAG = "tag:yaml.org,2002:bool"
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL_TAG]
    for first, resolvers in _BaseLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL_TAG, re.compile(r"(?:true|false)$"), ["t", "f"])


class Reader:
    """Reads files of one parameters folder and collects what is wrong with them."""

    def __init__(self, folder: Path, overrides: Mapping[str, str]) -> None:
        self.folder = folder
        self.overrides = overrides
        self.mistakes: list[str] = []

    def yaml(self, name: str, *, optional: bool = False) -> Any:
        data = self._file(name, optional)
        return set_for_run.applied(data, name, self.overrides) if self.overrides else data

    def _file(self, name: str, optional: bool) -> Any:
        path = self.folder / name
        if not path.exists():
            if not optional:
                self.mistakes.append(f"{self.shown(name)}: không có tệp này")
            return None
        try:
            return yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Loader)
        except UnicodeDecodeError:
            self.mistakes.append(f"{self.shown(name)}: không phải UTF-8; hãy lưu lại với mã UTF-8")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            where = f", dòng {mark.line + 1}" if mark else ""
            self.mistakes.append(f"{self.shown(name)}{where}: YAML sai ({_yaml_reason(error)})")
        return None

    def names(self, folder: str) -> list[str]:
        """The YAML files of a sub-folder, in order, with those that only --set speaks of."""
        found = {f"{folder}/{path.name}" for path in (self.folder / folder).glob("*.yaml")}
        return sorted(found | set(set_for_run.files(self.overrides, folder)))

    def model(self, kind: type[Model], data: Any, name: str, key: str = "") -> Model | None:
        try:
            return kind.model_validate(data)
        except ValidationError as error:
            for detail in error.errors():
                self.mistakes.append(self._sentence(kind, name, key, detail, data))
        return None

    def models(self, kind: type[Model], name: str, key: str, *, optional: bool = False) -> list[Model]:
        """The list under key of a file, each item validated."""
        data = self.yaml(name, optional=optional)
        if data is None:
            return []
        if not isinstance(data, dict) or not isinstance(data.get(key), list):
            self.mistakes.append(f"{self.shown(name)}: cần khóa «{key}» với một danh sách")
            return []
        for other in data:
            if other != key:
                self.mistakes.append(f"{self.shown(name)} › {other}: khóa lạ{_suggestion(str(other), [key])}")
        found = (self.model(kind, item, name, f"{key} › {own}" if (own := _id_of(item)) else f"{key}[{n}]") for n, item in enumerate(data[key], 1))
        return [one for one in found if one is not None]

    def shown(self, name: str) -> str:
        return f"{self.folder.name}/{name}".lstrip("/")  # a file of the working folder has no folder to name

    def _sentence(self, kind: type[BaseModel], name: str, key: str, detail: Mapping[str, Any], data: Any) -> str:
        where = " › ".join(part for part in (self.shown(name), key, *_steps(detail["loc"], data)) if part)
        if detail["type"] == "extra_forbidden":
            fields = fields_at(kind, detail["loc"][:-1])
            return f"{where}: khóa lạ{_suggestion(str(detail['loc'][-1]), fields)}"
        if detail["type"] == "missing":
            return f"{where}: thiếu khóa này"
        return f"{where}: {_reason(detail)}"


def _steps(loc: Sequence[int | str], data: Any) -> list[str]:
    """The keys that lead to a value; an item of a list by its id if it has one, else by its number from 1."""
    steps: list[str] = []
    for step in loc:
        try:
            data = data[step]
        except (LookupError, TypeError):
            data = None
        if not isinstance(step, int):
            steps.append(str(step))
        elif own := _id_of(data):
            steps.append(own)
        else:
            steps[-1:] = [f"{''.join(steps[-1:])}[{step + 1}]"]
    return steps


def _id_of(item: Any) -> str:
    return str(item["id"]) if isinstance(item, Mapping) and item.get("id") else ""


def _yaml_reason(error: yaml.YAMLError) -> str:
    """What is wrong with the YAML, in Vietnamese."""
    problem = str(getattr(error, "problem", "") or "")
    if problem.startswith("khóa"):
        return problem
    if "cannot start any token" in problem:
        return "ký tự không đứng được ở đây, như dấu tab; thụt lề bằng dấu cách"
    if "tag" in problem:
        return "có thẻ lạ bắt đầu bằng dấu «!»"
    return "xem lại thụt lề, dấu hai chấm, dấu ngoặc ở dòng này và dòng trên"


def near_hint(word: str, choices: Iterable[str]) -> str:
    """; có phải «…»? where a choice is near, else nothing."""
    near = nearest(word, choices)
    return f"; có phải «{near}»?" if near else ""


def _suggestion(word: str, choices: Sequence[str]) -> str:
    return near_hint(word, choices) or f"; các khóa dùng được: {', '.join(choices)}"


def fields_at(kind: type[BaseModel], path: Sequence[Any]) -> list[str]:
    """The keys that are allowed at a place inside a model."""
    current: Any = kind
    for step in path:
        if isinstance(step, int) or not hasattr(current, "model_fields"):
            continue
        current = _inner_model(current.model_fields[step].annotation) if step in current.model_fields else current
    fields = getattr(current, "model_fields", {})
    return [field.alias or name for name, field in fields.items()]


def _inner_model(annotation: Any) -> Any:
    """The model inside tuple[Model, ...] or Model | None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if (found := _inner_model(argument)) is not None:
            return found
    return None


_LIMITS = {"le": "không lớn hơn", "ge": "không nhỏ hơn", "lt": "nhỏ hơn", "gt": "lớn hơn"}


def _reason(detail: Mapping[str, Any]) -> str:
    shown = repr(detail.get("input"))[:80]
    context = detail.get("ctx", {})
    match detail["type"]:
        case "literal_error":
            choices = [part.strip().strip("'") for part in str(context["expected"]).replace(" or ", ", ").split(", ")]
            return f"thấy {shown}, cần một trong: {', '.join(choices)}{near_hint(str(detail.get('input')), choices)}"
        case "value_error":
            return str(context.get("error", detail["msg"]))
        case "less_than_equal" | "greater_than_equal" | "less_than" | "greater_than":
            sign, limit = next((words, context[key]) for key, words in _LIMITS.items() if key in context)
            return f"thấy {shown}, cần số {sign} {limit}"
        case "string_type":
            return f"thấy {shown}, cần chữ (đặt trong ngoặc kép nếu là số)"
        case kind if "date" in kind:
            return f"thấy {shown}, cần một ngày có thật dạng 2024-03-05 hoặc 05/3/2024"
        case kind if "int" in kind or "decimal" in kind:
            return f"thấy {shown}, cần một số"
        case kind if "bool" in kind:
            return f"thấy {shown}, cần true hoặc false"
        case kind if "tuple" in kind or "list" in kind:
            return f"thấy {shown}, cần một danh sách"
    return f"thấy {shown}: giá trị không dùng được"


def read_yaml(path: Path) -> Any:
    """A YAML file by the rules of the parameters. Raises ParameterError for one that is missing or wrong."""
    read = Reader(path.parent, {})
    data = read.yaml(path.name)
    if read.mistakes:
        raise ParameterError("không đọc được tệp", where=str(path), details=read.mistakes)
    return data
