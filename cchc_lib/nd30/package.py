"""The .docx package: read, properties, and written so that the same parts are always the same bytes."""

from __future__ import annotations

import datetime
import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from .stylesheet import TemplateError
from .text import clean

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
DOCUMENT_RELS, CONTENT_TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"
CORE, APP = "docProps/core.xml", "docProps/app.xml"
XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EARLIEST = datetime.datetime(1980, 1, 1)  # a zip file knows no earlier time
_MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Properties:
    """What the file says of itself.  ``created`` also dates its parts: a date of the period, not of a clock."""

    title: str = ""
    subject: str = ""
    author: str = ""
    created: datetime.datetime = _EARLIEST
    keywords: str = ""
    category: str = ""

    def xml(self) -> bytes:
        """``docProps/core.xml``."""
        when = f"{_utc(self.created).replace(microsecond=0).isoformat()}Z"
        stamp = 'xsi:type="dcterms:W3CDTF"'
        fields = (
            ("dc:title", "", self.title),
            ("dc:subject", "", self.subject),
            ("dc:creator", "", self.author),
            ("cp:keywords", "", self.keywords),
            ("cp:lastModifiedBy", "", self.author),
            ("dcterms:created", stamp, when),
            ("dcterms:modified", stamp, when),
            ("cp:category", "", self.category),
            ("dc:language", "", "vi-VN"),
        )
        inner = "".join(
            f"<{tag}{' ' + more if more else ''}>{escape(clean(text))}</{tag}>" for tag, more, text in fields if text
        )
        return (
            f'{XML_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
            'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{inner}</cp:coreProperties>'
        ).encode()


def _utc(when: datetime.datetime) -> datetime.datetime:
    """The time in UTC; one without a zone is taken as it stands, whatever the machine's zone."""
    return when if when.tzinfo is None else when.astimezone(datetime.UTC).replace(tzinfo=None)


def read_parts(path: Path) -> dict[str, bytes]:
    """All parts of a .docx or .dotx template; TemplateError where it cannot serve as one."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > _MOST_BYTES:
                raise TemplateError(f"{path.name}: mẫu Word lớn bất thường khi giải nén, không dùng.")
            parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    except FileNotFoundError:
        raise TemplateError(f"Không có mẫu Word {path}. Khôi phục tệp này hoặc chỉ đường dẫn khác.") from None
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError):
        raise TemplateError(
            f"{path.name} không phải tệp .docx đọc được (tệp .doc cũ, hỏng hoặc đặt mật khẩu). Lưu lại thành .docx."
        ) from None
    if missing := [name for name in (DOCUMENT, STYLES, DOCUMENT_RELS, CONTENT_TYPES) if name not in parts]:
        raise TemplateError(f"{path.name} không phải tệp Word .docx: thiếu {', '.join(missing)}.")
    if any(name.lower().endswith("vbaproject.bin") for name in parts):
        raise TemplateError(f"{path.name} có macro. Lưu lại thành .docx không macro.")
    return parts


def zip_parts(parts: Mapping[str, bytes], when: datetime.datetime) -> bytes:
    """The package: content types first, as readers expect, then by name; one time stamp; one compression."""
    stamp = max(_utc(when), _EARLIEST)
    order = sorted(parts, key=lambda name: (name != CONTENT_TYPES, name != "_rels/.rels", name != DOCUMENT, name))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in order:
            info = zipfile.ZipInfo(name, (stamp.year, stamp.month, stamp.day, stamp.hour, stamp.minute, stamp.second))
            info.create_system = 0  # else the machine's own system is written into the file
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            archive.writestr(info, parts[name], compresslevel=6)
    return buffer.getvalue()


class Relations:
    """Relationships and content types of the main part, to which pictures, headers and footers are added."""

    _TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self._added = 0

    def add(self, kind: str, name: str, data: bytes, content_type: str | None = None) -> str:
        """Add part ``word/<name>`` of this kind (image, header, footer); its relationship id."""
        self._added += 1
        relation = f"nd30r{self._added}"
        self.parts[f"word/{name}"] = data
        entry = f'<Relationship Id="{relation}" Type="{self._TYPE}/{kind}" Target="{name}"/>'
        self._append(DOCUMENT_RELS, "</Relationships>", entry)
        if content_type is not None:
            self._append(CONTENT_TYPES, "</Types>", f'<Override PartName="/word/{name}" ContentType="{content_type}"/>')
        elif b'Extension="png"' not in self.parts[CONTENT_TYPES]:
            self._append(CONTENT_TYPES, "</Types>", '<Default Extension="png" ContentType="image/png"/>')
        return relation

    def _append(self, part: str, end: str, entry: str) -> None:
        before, found, after = self.parts[part].rpartition(end.encode())
        if not found:
            raise TemplateError(f"Mẫu Word: phần {part} không đúng dạng. Mở mẫu bằng Word và lưu lại.")
        self.parts[part] = before + entry.encode() + found + after


def set_properties(parts: dict[str, bytes], properties: Properties) -> None:
    """Put the document's own properties in the place of the template's; a .dotx becomes a .docx."""
    types = parts[CONTENT_TYPES].replace(b"template.main+xml", b"document.main+xml")
    relations = parts.get("_rels/.rels", b"")
    if CORE not in parts and b"</Relationships>" in relations:
        kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
        relation = f'<Relationship Id="nd30core" Type="{kind}" Target="{CORE}"/></Relationships>'
        parts["_rels/.rels"] = relations.replace(b"</Relationships>", relation.encode())
        content = "application/vnd.openxmlformats-package.core-properties+xml"
        override = f'<Override PartName="/{CORE}" ContentType="{content}"/></Types>'
        types = types.replace(b"</Types>", override.encode())
    parts[CONTENT_TYPES], parts[CORE] = types, properties.xml()
