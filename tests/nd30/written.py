"""Reading back what the writer wrote, as the XML parts a test asserts on."""

import datetime
import io
import struct
import zipfile
import zlib

from lxml import etree

from cchc_lib.nd30 import Column, Document, Properties, Run, Table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PROPERTIES = Properties("Báo cáo CCHC", "Quý I năm 2024", "Ban Quản lý", datetime.datetime(2024, 3, 14, 7, 30))


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def xml(document, part="word/document.xml"):
    return etree.fromstring(parts(document.to_bytes())[part])


def body(document):
    return xml(document).find(f"{W}body")


def value(element, path, attribute="val"):
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return None if found is None else found.get(f"{W}{attribute}")


def text(element):
    """Text of a paragraph or cell: tabs and breaks as characters."""
    signs = {f"{W}t": lambda e: e.text or "", f"{W}br": lambda e: "\n", f"{W}tab": lambda e: "\t"}
    return "".join(signs[e.tag](e) for e in element.iter() if e.tag in signs)


def style(paragraph):
    return value(paragraph, "pPr/pStyle")


def paragraphs(document, style_id=None):
    return [p for p in body(document).iter(f"{W}p") if style_id in (None, style(p))]


def texts(document, style_id=None):
    return [text(p) for p in paragraphs(document, style_id)]


def png(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\x00" + b"\xff" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def header(document, **more):
    known = {"issuer": "Ban Quản lý các khu công nghiệp", "parent": "UBND tỉnh Hưng Yên", "symbol": "BC-BQL",
             "place": "Hưng Yên"}  # fmt: skip
    document.national_header(**{**known, **more})


def small_report(sizes="13-14-14", rows=3, **options):
    """A report with one of everything."""
    document = Document(sizes=sizes, properties=PROPERTIES, **options)
    header(document, number=5, date=datetime.date(2024, 3, 5))
    document.title("Báo cáo", "Kết quả công tác cải cách hành chính quý I năm 2024")
    document.addressees(["Ủy ban nhân dân tỉnh Hưng Yên", "Sở Nội vụ tỉnh Hưng Yên"])
    document.basis(["Căn cứ Luật Tổ chức chính quyền địa phương", "Căn cứ Kế hoạch số 12/KH-BQL"])
    document.heading(1, "Kết quả thực hiện")
    document.heading(2, "Cải cách thủ tục hành chính")
    document.heading(3, "Hồ sơ giải quyết đúng hạn;")
    document.paragraph(["Tỷ lệ đạt ", Run("98,77%", bold=True, bookmark="2.2.a"), " (1.204/1.219 hồ sơ)."])
    document.bullet("Chi tiết tại Phụ lục I;")
    columns = [Column("STT", align="center"), Column("Lĩnh vực"), Column("Hồ sơ", align="right")]
    lines = [[str(n), f"Lĩnh vực {n}", str(n * 10)] for n in range(1, rows + 1)]
    document.table(Table(columns, lines, total=["", "Tổng cộng", "60"], caption="Hồ sơ", source="Văn phòng"))
    document.figure(png(40, 20), alt="Biểu đồ cột", caption="Hồ sơ theo lĩnh vực", source="Văn phòng", width_mm=100)
    document.paragraph("Trên đây là báo cáo của Ban.")
    document.end()
    document.signature(["KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"], "Nguyễn Văn A", ["Lãnh đạo Ban"], keep="VT, VP")
    document.annex("I", "Kết quả giải quyết hồ sơ", "(Kèm theo Báo cáo số 05/BC-BQL)", landscape=True)
    document.table(Table(columns, lines))
    return document
