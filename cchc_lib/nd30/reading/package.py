"""Opens a .docx without trusting it: every way in which it cannot be read is one Vietnamese sentence (``DocumentError``)."""

from __future__ import annotations

import os
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

MAX_PART_BYTES = 64 * 1024 * 1024
MAX_TOTAL_BYTES = 256 * 1024 * 1024
MAX_PARTS = 5000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": (
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
}


class DocumentError(Exception):
    """The file cannot be read as a Word document; the message is one Vietnamese sentence: what and what to do."""


@dataclass
class Package:
    """The parts of a .docx; XML is parsed when first asked for, without entities and without network.

    ``strict``: some part was in the names of Strict Open XML, read here as the usual ones.
    """

    path: Path
    archive: zipfile.ZipFile
    main: str
    strict: bool = False
    _trees: dict[str, etree._Element] = field(default_factory=dict)
    _read_bytes: int = 0

    def has(self, name: str) -> bool:
        """Whether the package holds the part ``name``."""
        return name in self.archive.NameToInfo

    def raw(self, name: str) -> bytes:
        """Bytes of a part. DocumentError where it is damaged or larger than any real document's."""
        info = self.archive.NameToInfo[name]
        if info.flag_bits & 1:
            raise DocumentError(f"«{self.path.name}» có mật khẩu: hãy bỏ mật khẩu rồi kiểm tra lại.")
        try:
            with self.archive.open(info) as stream:
                data = stream.read(MAX_PART_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError) as error:
            raise _broken(self.path) from error
        self._read_bytes += len(data)
        if len(data) > MAX_PART_BYTES or self._read_bytes > MAX_TOTAL_BYTES:
            raise DocumentError(f"«{self.path.name}» bung ra quá lớn so với một văn bản: không mở vì có thể là tệp phá hoại.")
        return data

    @property
    def trees(self) -> dict[str, etree._Element]:
        """XML parts read so far, by name."""
        return dict(self._trees)

    def tree(self, name: str) -> etree._Element | None:
        """Root of an XML part; None where there is no such part."""
        if name not in self._trees:
            if not self.has(name):
                return None
            self._trees[name] = self._parse(name)
        return self._trees[name]

    def _parse(self, name: str) -> etree._Element:
        data = self.raw(name)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise DocumentError(f"«{self.path.name}» có khai báo DTD trong phần {name}: Word không tạo ra tệp như vậy, không mở.")
        for strict, transitional in _STRICT.items():
            self.strict = self.strict or strict in data
            data = data.replace(strict, transitional)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise _broken(self.path) from error
        if root is None:
            raise _broken(self.path)
        return root

    def relationships(self, name: str) -> dict[str, tuple[str, str]]:
        """Internal relationships of a part: id → (kind, target part); external targets are left out."""
        folder, base = posixpath.split(name)
        rels = self.tree(posixpath.join(folder, "_rels", base + ".rels"))
        result = {}
        for item in rels if rels is not None else ():
            target, kind = item.get("Target"), item.get("Type") or ""
            if item.get("TargetMode") == "External" or not target or not item.get("Id"):
                continue
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            result[item.get("Id")] = (kind.rpartition("/")[2], part)
        return result

    def related(self, kind: str) -> etree._Element | None:
        """Root of the main document's first part of that kind (``styles``, ``numbering``, ``settings``, ``theme``)."""
        for found, part in self.relationships(self.main).values():
            if found == kind and self.has(part):
                return self.tree(part)
        return None

    def close(self) -> None:
        """Closes the file."""
        self.archive.close()


def open_package(path: str | os.PathLike[str]) -> Package:
    """Opens ``path``. DocumentError for everything that is not a readable Word document of 2007 or later."""
    path = Path(path)
    _refuse_other_kinds(path)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _broken(path) from error
    try:
        if len(archive.infolist()) > MAX_PARTS:
            raise DocumentError(f"«{path.name}» có quá nhiều phần bên trong so với một văn bản: không mở.")
        package = Package(path, archive, "")
        package.main = _main_part(package)
        return package
    except BaseException:
        archive.close()
        raise


def _main_part(package: Package) -> str:
    name = package.path.name
    for kind, part in package.relationships("").values():
        if kind == "officeDocument" and package.has(part):
            root = package.tree(part)
            if root is not None and etree.QName(root).localname == "document":
                return part
            raise DocumentError(f"«{name}» không phải văn bản Word (có thể là bảng tính hoặc bản trình chiếu đổi đuôi).")
    if package.has("mimetype") and b"opendocument" in package.raw("mimetype"):
        raise DocumentError(f"«{name}» là tệp OpenDocument: hãy mở và lưu lại thành .docx rồi kiểm tra.")
    raise DocumentError(f"«{name}» là tệp nén nhưng không có văn bản Word bên trong.")


def refusal(error: OSError) -> str:
    """Why the system refused a file, in a few words."""
    return "không có quyền, hoặc tệp đang mở trong Word" if isinstance(error, PermissionError) else f"hệ thống báo lỗi số {error.errno}"


def _refuse_other_kinds(path: Path) -> None:
    name = path.name
    if path.is_dir():
        raise DocumentError(f"«{name}» là thư mục, không phải tệp .docx.")
    try:
        with path.open("rb") as stream:
            head = stream.read(8)
            rest = stream.read(8 * 1024 * 1024) if head == _OLE else b""
    except FileNotFoundError as error:
        raise DocumentError(f"Không thấy tệp «{path}».") from error
    except OSError as error:
        raise DocumentError(f"Không đọc được tệp «{path}»: {refusal(error)}.") from error
    if not head:
        raise DocumentError(f"«{name}» là tệp rỗng.")
    if head == _OLE:
        if "EncryptedPackage".encode("utf-16-le") in rest:
            raise DocumentError(f"«{name}» có mật khẩu: hãy bỏ mật khẩu rồi kiểm tra lại.")
        raise DocumentError(f"«{name}» là tệp Word 97–2003 (.doc): hãy mở bằng Word và lưu lại thành .docx.")
    for mark, kind in ((b"{\\rtf", "RTF"), (b"%PDF", "PDF"), (b"<html", "HTML"), (b"<!DOC", "HTML"), (b"<?xml", "XML")):
        if head.lower().startswith(mark.lower()):
            raise DocumentError(f"«{name}» là tệp {kind}, không phải .docx: hãy mở bằng Word và lưu lại thành .docx.")
    if not head.startswith(b"PK"):
        raise DocumentError(f"«{name}» không phải tệp Word (.docx).")


def _broken(path: Path) -> DocumentError:
    return DocumentError(f"«{path.name}» bị hỏng, không đọc được: hãy mở bằng Word, lưu lại rồi kiểm tra.")
