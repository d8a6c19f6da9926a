"""What a file really is, and whether it may be opened at all: decided on its bytes, quickly and in bounded memory.

Nothing is extracted to disk, no link is followed, nothing in a file is ever executed.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from .refusal import Refused

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
MAX_UNPACKED = 1_200_000_000  # bytes of all parts together: a sheet of a million dossiers is about 850 MB
MAX_PART_RATIO = 250  # unpacked : packed; real sheets stay far below 100
RATIO_FREE = 20_000_000  # bytes under which the ratio does not matter
MAX_PARTS = 10_000
CHUNK = 1 << 22
MAX_SMALL_PART = 64_000_000  # workbook, relations, styles

_OTHER_SHEETS = {".xlsm", ".xltm", ".xlam", ".xlsb", ".xltx", ".xlt", ".ods", ".ots", ".et", ".fods", ".numbers"}
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def other_spreadsheet(suffix: str) -> str | None:
    """The code of the refusal for a spreadsheet of a kind that is not accepted; None for any other file."""
    if suffix in {".xlsm", ".xltm", ".xlam"}:
        return "tep_macro"
    return "tep_kieu_khac" if suffix in _OTHER_SHEETS else None


def kind_of(content: bytes, suffix: str) -> str:
    """xlsx or xls, by the bytes. Raises Refused for everything that is neither, is encrypted or carries macros."""
    if content.startswith(ZIP_MAGIC):
        return _zip_kind(content, suffix)
    if content.startswith(OLE_MAGIC):
        return _ole_kind(content, suffix)
    raise _other_kind(content, suffix)


def _zip_kind(content: bytes, suffix: str) -> str:
    names = {info.filename.lower() for info in open_zip(content).infolist()}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Refused("tep_macro")
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise Refused("tep_kieu_khac", suffix=".xlsb")
    if "content.xml" in names and "mimetype" in names:
        raise Refused("tep_kieu_khac", suffix=".ods")
    kind = "tài liệu Word" if "word/document.xml" in names else "tệp nén ZIP"
    raise Refused("tep_khong_phai_excel", suffix=suffix, kind=kind)


def _ole_kind(content: bytes, suffix: str) -> str:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        raise Refused("tep_ma_hoa")
    if holds("_VBA_PROJECT_CUR"):
        raise Refused("tep_macro")
    if not (holds("Workbook") or holds("Book")):
        kind = "tài liệu Word" if holds("WordDocument") else "tệp kiểu khác"
        raise Refused("tep_khong_phai_excel", suffix=suffix, kind=kind)
    return "xls"


def _other_kind(content: bytes, suffix: str) -> Refused:
    """The refusal of a file that is no workbook at all."""
    head = content[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").replace(b"\x00", b"").lower()
    if head.startswith(b"mime-version") or b"<html" in head or b"<table" in head or head.startswith(b"<!doctype html"):
        return Refused("tep_khong_phai_excel", suffix=suffix, kind="trang HTML")
    if head.startswith(b"<?xml") or head.startswith(b"<workbook"):
        return Refused("tep_khong_phai_excel", suffix=suffix, kind="tệp XML")
    if head.startswith(b"%pdf"):
        return Refused("tep_khong_phai_excel", suffix=suffix, kind="tệp PDF")
    if b"\x00" not in content[:4096] and _is_text(content[:4096]):
        return Refused("tep_khong_phai_excel", suffix=suffix, kind="văn bản thuần (như CSV)")
    return Refused("tep_hong", reason="không nhận ra kiểu tệp")


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8", errors="strict")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:
            return False
        text = head[: error.start].decode("utf-8")
    return bool(text.strip()) and all(c.isprintable() or c in "\r\n\t" for c in text)


def open_zip(content: bytes) -> zipfile.ZipFile:
    """The archive, once its declared sizes are bearable. Raises Refused."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, IndexError, OverflowError):
        raise Refused("tep_hong", reason="tệp nén bị cắt hoặc sai") from None
    parts = archive.infolist()
    names = [part.filename.lower() for part in parts]
    if len(parts) > MAX_PARTS:
        raise Refused("tep_qua_lon", reason=f"{len(parts)} phần")
    if len(set(names)) != len(names):
        raise Refused("tep_hong", reason="hai phần trùng tên")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("tep_ma_hoa")
    if sum(part.file_size for part in parts) > MAX_UNPACKED or any(map(_bursts, parts)):
        raise Refused("tep_qua_lon", reason="dữ liệu nén bung ra lớn bất thường")
    return archive


def _bursts(part: zipfile.ZipInfo) -> bool:
    return part.file_size > RATIO_FREE and part.file_size > MAX_PART_RATIO * max(part.compress_size, 1)


def chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A part's bytes, a few megabytes at a time, to its end (so that its checksum is tested). Raises Refused."""
    try:
        with archive.open(part) as stream:
            first = True
            while piece := stream.read(CHUNK):
                if first and (piece[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in piece[:4]):
                    raise Refused("tep_xml_la")
                first = False
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, KeyError, RuntimeError):
        raise Refused("tep_hong", reason=f"phần {part.rsplit('/', 1)[-1]} bị hỏng") from None


def no_dtd(piece: bytes) -> None:
    """Raises Refused where XML declares a document type or an entity: Excel writes neither."""
    if b"<!" in piece and _DTD.search(piece):
        raise Refused("tep_xml_la")


def small_part(archive: zipfile.ZipFile, part: str) -> bytes:
    """A whole part that is small in every honest file. Raises Refused."""
    if archive.getinfo(part).file_size > MAX_SMALL_PART:
        raise Refused("tep_qua_lon", reason=f"phần {part.rsplit('/', 1)[-1]} quá lớn")
    content = b"".join(chunks(archive, part))
    no_dtd(content)
    return content
