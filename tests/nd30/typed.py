"""A document as a careful clerk types it, in plain parts that a test may spoil one by one."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"'
)
TNR = "Times New Roman"
ANCHOR = (
    '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" '
    'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
)
ANCHORED = (
    '<wp:wrapNone/><wp:docPr id="1" name="Shape"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData '
    'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
)


@dataclass
class P:
    """A paragraph. ``parts``: stretches with their own look, instead of ``text``; ``inner``: raw runs after the text."""

    text: str = ""
    size: float = 14
    bold: bool = False
    italic: bool = False
    align: str = "both"
    first: int = 0
    left: int = 0
    before: int = 0
    after: int = 0
    line: int = 240
    rule: str = "auto"
    font: str = TNR
    hansi: str | None = None
    theme: str | None = None
    colour: str | None = None
    underline: bool = False
    caps: bool = False
    style: str | None = None
    parts: list[P] = field(default_factory=list)
    inner: str = ""
    properties: str = ""
    link: bool = False

    def run(self) -> str:
        fonts = (
            f'<w:rFonts w:asciiTheme="{self.theme}" w:hAnsiTheme="{self.theme}"/>'
            if self.theme
            else f'<w:rFonts w:ascii="{self.font}" w:hAnsi="{self.hansi or self.font}" w:cs="{self.font}"/>'
        )
        look = (
            fonts + f'<w:b w:val="{int(self.bold)}"/><w:i w:val="{int(self.italic)}"/>' + ("<w:caps/>" if self.caps else "")
            + (f'<w:color w:val="{self.colour}"/>' if self.colour else "")
            + f'<w:sz w:val="{round(self.size * 2)}"/>' + ('<w:u w:val="single"/>' if self.underline else "")
        )
        pieces = []
        for position, line in enumerate(self.text.split("\n")):
            pieces.append("<w:br/>" if position else "")
            for place, bit in enumerate(line.split("\t")):
                pieces.append("<w:tab/>" if place else "")
                pieces.append(f'<w:t xml:space="preserve">{escape(bit)}</w:t>' if bit else "")
        text = f"<w:r><w:rPr>{look}</w:rPr>{''.join(pieces)}</w:r>"
        return f'<w:hyperlink w:anchor="x">{text}</w:hyperlink>' if self.link else text

    def xml(self) -> str:
        own = f'<w:pStyle w:val="{self.style}"/>' if self.style else ""
        layout = "" if self.style else (
            f'<w:spacing w:before="{self.before}" w:after="{self.after}" w:line="{self.line}" w:lineRule="{self.rule}"/>'
            f'<w:ind w:left="{self.left}" w:firstLine="{self.first}"/><w:jc w:val="{self.align}"/>'
        )
        runs = "".join(part.run() for part in self.parts) if self.parts else (self.run() if self.text else "")
        return f"<w:p><w:pPr>{own}{self.properties}{layout}</w:pPr>{runs}{self.inner}</w:p>"


def line(width_pt: float, left_pt: float | None = None, dash: str = "", kind: str = "line") -> str:
    """A run with a drawn line, as Word writes it: the new form with the old one behind it."""
    emu = round(width_pt * 12700)
    place = "<wp:align>center</wp:align>" if left_pt is None else f"<wp:posOffset>{round(left_pt * 12700)}</wp:posOffset>"
    dashes = f'<a:prstDash val="{dash}"/>' if dash else ""
    if kind == "vml":
        start = left_pt or 40
        return (f'<w:r><w:pict><v:line style="position:absolute" from="{start}pt,2pt" to="{start + width_pt}pt,2pt">'
                "</v:line></w:pict></w:r>")
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{ANCHOR}<wp:positionH relativeFrom="column">'
        f'{place}</wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>25400</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{emu}" cy="0"/>{ANCHORED}<wps:wsp><wps:cNvCnPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{emu}" cy="0"/></a:xfrm><a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill>'
        f'<a:srgbClr val="000000"/></a:solidFill>{dashes}</a:ln></wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></mc:Choice>"
        f'<mc:Fallback><w:pict><v:line from="0,0" to="{width_pt}pt,0"/></w:pict></mc:Fallback></mc:AlternateContent></w:r>'
    )


def field_run(code: str = "PAGE", size: float = 14, italic: bool = False, result: str = "2") -> str:
    look = f'<w:rPr><w:rFonts w:ascii="{TNR}" w:hAnsi="{TNR}"/><w:i w:val="{int(italic)}"/><w:sz w:val="{round(size * 2)}"/></w:rPr>'
    chars = [f'<w:r>{look}<w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return (
        f"{chars[0]}<w:r>{look}<w:instrText>{code[:2]}</w:instrText></w:r><w:r>{look}<w:instrText>{code[2:]}</w:instrText></w:r>"
        f"{chars[1]}<w:r>{look}<w:t>{result}</w:t></w:r>{chars[2]}"
    )


def cell(content: list[P] | str, width: int, borders: str = "") -> str:
    inner = content if isinstance(content, str) else "".join(item.xml() for item in content) or "<w:p/>"
    border = f"<w:tcBorders>{borders}</w:tcBorders>" if borders else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{border}</w:tcPr>{inner}</w:tc>'


def table(rows: list[list[str]], widths: list[int], borders: bool = False) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    edge = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    look = f"<w:tblBorders>{edge}</w:tblBorders>" if borders else ""
    body = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def textbox(content: list[P], left_pt: float = 0) -> str:
    inner = "".join(item.xml() for item in content)
    return (
        f'<w:r><w:drawing>{ANCHOR}<wp:positionH relativeFrom="column"><wp:posOffset>{round(left_pt * 12700)}</wp:posOffset>'
        '</wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="2540000" cy="1400000"/>{ANCHORED}<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="2540000" cy="1400000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>'
        f"<w:txbxContent>{inner}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        "</w:drawing></w:r>"
    )


LONG = (
    "Ban Quản lý các khu công nghiệp tỉnh Hưng Yên thực hiện nhiệm vụ theo Kế hoạch đã ban hành; kết quả cụ thể trong kỳ báo "
    "cáo được trình bày theo từng lĩnh vực dưới đây"
)


def body(text: str, **look) -> P:
    return P(**{"text": text, "first": 720, "before": 120, **look})


@dataclass
class Typed:
    """A report (or a letter) with one of everything, each part open to change. Sections: see ``sections_xml``."""

    national: P = field(default_factory=lambda: P("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, True, align="center"))
    motto: P = field(default_factory=lambda: P("Độc lập - Tự do - Hạnh phúc", 14, True, align="center"))
    motto_line: str = field(default_factory=lambda: line(172))
    parent: P | None = field(default_factory=lambda: P("UBND TỈNH HƯNG YÊN", 13, align="center"))
    issuer: P | None = field(default_factory=lambda: P("BAN QUẢN LÝ\nCÁC KHU CÔNG NGHIỆP", 13, True, align="center"))
    issuer_line: str = field(default_factory=lambda: line(65))
    number: P | None = field(default_factory=lambda: P("Số: 05/BC-BQL", 13, align="center"))
    date: P | None = field(default_factory=lambda: P("Hưng Yên, ngày 05 tháng 3 năm 2024", 14, italic=True, align="center"))
    letter_abstract: P | None = None
    kind: P | None = field(default_factory=lambda: P("BÁO CÁO", 14, True, align="center"))
    abstract: P | None = field(default_factory=lambda: P("Kết quả cải cách hành chính quý I năm 2024", 14, True, align="center"))
    abstract_line: str = field(default_factory=lambda: line(120))
    addressees: list[P] = field(default_factory=lambda: [
        P("Kính gửi:", 14, align="center"), P("- Ủy ban nhân dân tỉnh Hưng Yên;", 14, left=3000, align="left"),
        P("- Sở Nội vụ tỉnh Hưng Yên.", 14, left=3000, align="left")])
    bases: list[P] = field(default_factory=lambda: [
        body("Căn cứ Luật Tổ chức chính quyền địa phương;", italic=True),
        body("Căn cứ Kế hoạch số 12/KH-BQL ngày 09 tháng 01 năm 2024 của Ban Quản lý.", italic=True)])
    content: list[P | str] = field(default_factory=lambda: [
        body("I. KẾT QUẢ THỰC HIỆN", bold=True), body("1. Cải cách thể chế", bold=True), body(LONG + "."),
        body("2. Cải cách thủ tục hành chính", bold=True), body("a) " + LONG + ";"), body("b) " + LONG + ";"),
        body("c) " + LONG + ";"), body("d) " + LONG + ";"), body("đ) " + LONG + "."),
        body("II. PHƯƠNG HƯỚNG", bold=True), body("1. " + LONG + "."), body(LONG + ", chi tiết tại Phụ lục kèm theo.")])
    last: P = field(default_factory=lambda: body("Trên đây là báo cáo của Ban Quản lý các khu công nghiệp tỉnh Hưng Yên./."))
    recipients_label: P | None = field(default_factory=lambda: P("Nơi nhận:", 12, True, True, "left"))
    recipients: list[P] = field(default_factory=lambda: [
        P(text, 11, align="left") for text in ("- Như trên;", "- Lãnh đạo Ban;", "- Các phòng chuyên môn;", "- Lưu: VT, VP.")])
    authority: list[P] = field(default_factory=lambda: [
        P(text, 14, True, align="center") for text in ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN")])
    name: P | None = field(default_factory=lambda: P("Nguyễn Văn A", 14, True, align="center"))
    annexes: list[list[P | str]] = field(default_factory=list)
    width: int = 11906
    height: int = 16838
    margins: dict[str, int] = field(default_factory=lambda: dict(top=1134, bottom=1134, left=1701, right=1134, gutter=0))
    title_page: bool = True
    number_format: str = ""
    header: str = field(default_factory=lambda: P(align="center", inner=field_run()).xml())
    first_header: str = ""
    footer: str = ""
    annex_number: str = '<w:pgNumType w:start="1"/>'
    styles: str = ""
    theme: str = ""
    layout: str = "rows"

    # --- the head in several layouts ---
    def head(self) -> str:
        left, right = [p for p in (self.parent, self.issuer) if p], [self.national, self.motto]
        under_left, under_right = P(align="center", size=2, inner=self.issuer_line), P(align="center", size=2, inner=self.motto_line)
        low_left, low_right = [p for p in (self.number, self.letter_abstract) if p], [p for p in (self.date,) if p]
        top = [cell([*left, under_left], 3800), cell([*right, under_right], 5500)]
        low = [cell(low_left, 3800), cell(low_right, 5500)]
        if self.layout == "rows":
            return table([top, low], [3800, 5500])
        if self.layout == "one":
            return table([[cell([*left, under_left, *low_left], 3800), cell([*right, under_right, *low_right], 5500)]], [3800, 5500])
        if self.layout == "spread":
            empty = [cell([], 3800), cell([], 5500)]
            return table([empty, top, empty, low, empty], [3800, 5500])
        if self.layout == "boxes":
            return P(inner=textbox([*left, under_left, *low_left]) + textbox([*right, under_right, *low_right], 190)).xml()
        return self._tabbed("\t" if self.layout == "tabs" else "          ")

    def _tabbed(self, gap: str) -> str:
        split = self.issuer.text.split("\n") if self.issuer else [""]
        lines = [(replace(self.parent, text=self.parent.text), self.national)] if self.parent else []
        lines.append((replace(self.issuer, text=" ".join(split)), self.motto))
        lines.append((P(inner=self.issuer_line + self.motto_line), None))
        lines.append((self.number, self.date))
        result = []
        for one, two in lines:
            if two is None:
                result.append(one.xml())
                continue
            parts = [one, replace(one, text=gap), two]
            result.append(P(align="left", parts=parts).xml())
        return "".join(result)

    def closing(self) -> str:
        left = [*([self.recipients_label] if self.recipients_label else []), *self.recipients]
        right = [*self.authority, *[P() for _ in range(4)], *([self.name] if self.name else [])]
        if self.layout in ("tabs", "spaces"):
            return self._tabbed_closing(left, right, "\t\t\t" if self.layout == "tabs" else " " * 30)
        return table([[cell(left, 4300), cell(right, 5000)]], [4300, 5000])

    def _tabbed_closing(self, left: list[P], right: list[P], gap: str) -> str:
        count = max(len(left), len(right))
        result = []
        for position in range(count):
            one = left[position] if position < len(left) else None
            two = right[position] if position < len(right) else None
            parts = [part for part in (one, P(gap, 11) if two and two.text else None, two) if part is not None and part.text]
            result.append(P(align="left", parts=parts).xml() if parts else P().xml())
        return "".join(result)

    def title(self) -> list[P]:
        result = [P()]
        if self.kind:
            result.append(self.kind)
        if self.abstract:
            result += [self.abstract, P(align="center", size=2, inner=self.abstract_line)]
        return result + self.addressees + [P()]

    def section(self, annex: bool = False) -> str:
        references = "" if annex else (
            '<w:headerReference w:type="default" r:id="rIdH"/><w:headerReference w:type="first" r:id="rIdF"/>'
            '<w:footerReference w:type="default" r:id="rIdB"/>'
        )
        margins = "".join(f' w:{key}="{value}"' for key, value in self.margins.items())
        number = self.annex_number if annex else self.number_format
        title = "<w:titlePg/>" if self.title_page or annex else ""
        return (f'<w:sectPr>{references}<w:pgSz w:w="{self.width}" w:h="{self.height}"/>'
                f'<w:pgMar{margins} w:header="567" w:footer="567"/>{number}{title}</w:sectPr>')

    def document(self) -> str:
        items = [self.head(), *[p.xml() for p in self.title()], *[p.xml() for p in self.bases]]
        items += [p if isinstance(p, str) else p.xml() for p in self.content]
        items += [self.last.xml(), P(size=6).xml(), self.closing()]
        for position, annex in enumerate(self.annexes):
            items.append(f"<w:p><w:pPr>{self.section(annex=position > 0)}</w:pPr></w:p>")
            items += [p if isinstance(p, str) else p.xml() for p in annex]
        return f"<w:document {NS}><w:body>{''.join(items)}{self.section(annex=bool(self.annexes))}</w:body></w:document>"

    def to_bytes(self, change=None) -> bytes:
        """The .docx; ``change`` (document.xml → document.xml) is the last word on the text."""
        document = self.document()
        parts = {
            "word/document.xml": change(document) if change else document,
            "word/styles.xml": self._styles(),
            "word/header1.xml": f"<w:hdr {NS}>{self.header or '<w:p/>'}</w:hdr>",
            "word/header2.xml": f"<w:hdr {NS}>{self.first_header or '<w:p/>'}</w:hdr>",
            "word/footer1.xml": f"<w:ftr {NS}>{self.footer or '<w:p/>'}</w:ftr>",
        }
        if self.theme:
            parts["word/theme/theme1.xml"] = self.theme
        return packed(parts)

    def _styles(self) -> str:
        return (
            f'<w:styles {NS}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{TNR}" w:hAnsi="{TNR}"/><w:sz w:val="28"/>'
            '</w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
            f'<w:name w:val="Normal"/></w:style>{self.styles}</w:styles>'
        )


def packed(parts: dict[str, str]) -> bytes:
    """Parts in a zip with content types and relationships."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    rel = '<Relationship Id="{}" Type="' + base + '{}" Target="{}"/>'
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    known = {"styles.xml": ("rIdS", "styles"), "header1.xml": ("rIdH", "header"), "header2.xml": ("rIdF", "header"),
             "footer1.xml": ("rIdB", "footer"), "theme/theme1.xml": ("rIdT", "theme"), "numbering.xml": ("rIdN", "numbering")}  # fmt: skip
    inner = "".join(rel.format(*known[name], name) for name in known if f"word/{name}" in parts)
    everything = {
        "[Content_Types].xml": types,
        "_rels/.rels": head + rel.format("rId1", "officeDocument", "word/document.xml") + "</Relationships>",
        "word/_rels/document.xml.rels": head + inner + "</Relationships>",
        **parts,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in everything.items():
            data = text if isinstance(text, bytes) else ('<?xml version="1.0" encoding="UTF-8"?>' + text).encode()
            archive.writestr(name, data)
    return buffer.getvalue()


def annex(number: str = "", title: str = "KẾT QUẢ GIẢI QUYẾT HỒ SƠ") -> list[P]:
    """An annex as the sample form has it."""
    return [
        P(f"Phụ lục {number}".strip(), 14, True, align="center"), P(title, 14, True, align="center"),
        P("(Kèm theo Báo cáo số 05/BC-BQL ngày 05 tháng 3 năm 2024 của Ban Quản lý)", 14, italic=True, align="center"),
        P(align="center", size=2, inner=line(100)), body(LONG + "."),
    ]


def letter() -> Typed:
    """A công văn with V/v and one addressee."""
    return Typed(
        kind=None, abstract=None, bases=[], number=P("Số: 12/BQL-VP", 13, align="center"),
        letter_abstract=P("V/v báo cáo cải cách hành chính", 13, align="center", before=120),
        addressees=[P("Kính gửi: Sở Nội vụ tỉnh Hưng Yên", 14, align="center")],
    )  # fmt: skip


def with_annexes(count: int = 2) -> Typed:
    """A report with annexes, each a section of its own."""
    return Typed(annexes=[annex(number) for number in ("I", "II", "III")[:count]])
