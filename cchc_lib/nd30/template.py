"""The template: page set-up and named styles, nothing else.

``templates/report.docx`` is what this module writes.  An office opens it in Word, changes a size or a margin, and every
document follows; to get the original back: ``python -m cchc_lib.nd30 templates/report.docx``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path

from . import styles
from .decree import FONT_COLOUR, FONT_NAME, PAGE, SIZE_PAIRS, SizePair
from .package import APP, CONTENT_TYPES, CORE, DOCUMENT, DOCUMENT_RELS, STYLES, XML_HEAD, Properties, zip_parts
from .styles import ParagraphStyle, style_id
from .stylesheet import StyleSheet
from .units import TWIPS_PER_MM, mm_to_twips, pt_to_twips

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEADER_PART = "header1.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_FONTS = " ".join(f'w:{slot}="{FONT_NAME}"' for slot in ("ascii", "hAnsi", "eastAsia", "cs"))
_LANGUAGE = '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'


def template_parts(sizes: str = styles.DEFAULT_SIZES) -> dict[str, bytes]:
    """The template's parts for one pair of sizes (a key of ``SIZE_PAIRS``); ValueError for another name."""
    if sizes not in SIZE_PAIRS:
        raise ValueError(f"cặp cỡ chữ {sizes!r} không có; chọn một trong: {', '.join(SIZE_PAIRS)}")
    pair = SIZE_PAIRS[sizes]
    texts = {
        CONTENT_TYPES: _content_types(),
        "_rels/.rels": _relationships(
            (("rId1", f"{_OFFICE}/officeDocument", DOCUMENT),
             ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", CORE),
             ("rId3", f"{_OFFICE}/extended-properties", APP))
        ),
        DOCUMENT_RELS: _relationships(
            (("rId1", f"{_OFFICE}/styles", "styles.xml"),
             ("rId2", f"{_OFFICE}/settings", "settings.xml"),
             ("rId3", f"{_OFFICE}/fontTable", "fontTable.xml"),
             ("rId4", f"{_OFFICE}/header", HEADER_PART))
        ),
        APP: '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
        DOCUMENT: f"<w:document {NAMESPACES}><w:body><w:p/>{_section()}</w:body></w:document>",
        STYLES: _styles(pair),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(),
        f"word/{HEADER_PART}": page_number_header(style_id("Số trang")),
    }  # fmt: skip
    parts = {name: (XML_HEAD + text).encode() for name, text in texts.items()}
    return {**parts, CORE: Properties(title="Mẫu trình bày văn bản hành chính").xml()}


def write_template(path: Path, sizes: str = styles.DEFAULT_SIZES) -> None:
    """Write the template file."""
    path.write_bytes(zip_parts(template_parts(sizes), Properties().created))


def page_number_header(style: str) -> str:
    """A header that shows the page number, centred in the top margin (khoản 7 Mục I); ``style``: its identifier."""
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return f'<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{field}</w:p></w:hdr>'


def _section() -> str:
    # Rounded up: 15 mm in whole twips must not fall below the decree's 15 mm.
    margins = " ".join(f'w:{side}="{math.ceil(mm * TWIPS_PER_MM)}"' for side, mm in styles.MARGINS_MM.items())
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/>'
        f'<w:pgSz w:w="{mm_to_twips(PAGE.width_mm)}" w:h="{mm_to_twips(PAGE.height_mm)}"/>'
        f'<w:pgMar {margins} w:gutter="0"/><w:cols w:space="720"/><w:titlePg/></w:sectPr>'
    )


def _styles(pair: SizePair) -> str:
    size = round(pair.motto_pt * 2)
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {_FONTS}/><w:color w:val="{FONT_COLOUR}"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>{_LANGUAGE}</w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
    )
    # Without this Word shows its own headings and lists beside ours in the style gallery.
    latent = (
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" w:defUnhideWhenUsed="1" '
        'w:defQFormat="0" w:count="376"/>'
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:pPr><w:widowControl/></w:pPr><w:rPr><w:rFonts {_FONTS}/>{_LANGUAGE}</w:rPr></w:style>"
    )
    paragraphs = (_paragraph_style(style, rank) for rank, style in enumerate(styles.paragraph_styles(pair), 1))
    return (
        f"<w:styles {NAMESPACES}>{defaults}{latent}{normal}{_standard_styles()}{''.join(paragraphs)}"
        f"{''.join(_character_styles())}{_table_styles()}</w:styles>"
    )


def _standard_styles() -> str:
    """What Word expects every file to have."""
    return (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    )


def _paragraph_style(style: ParagraphStyle, rank: int) -> str:
    half_points = round(style.size_pt * 2)
    bold = "<w:b/><w:bCs/>" if style.bold else ""
    italic = "<w:i/><w:iCs/>" if style.italic else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:uiPriority w:val="{rank}"/><w:qFormat/>'
        f"<w:pPr>{''.join(_paragraph_properties(style))}</w:pPr>"
        f'<w:rPr>{bold}{italic}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr></w:style>'
    )


def _paragraph_properties(style: ParagraphStyle) -> Iterable[str]:
    """Children of ``w:pPr`` in the order of the schema."""
    if style.keep_next:
        yield "<w:keepNext/>"
    if style.keep_lines:
        yield "<w:keepLines/>"
    if style.rule:
        yield '<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    if style.box:
        sides = ("top", "left", "bottom", "right")
        lines = (f'<w:{side} w:val="single" w:sz="8" w:space="2" w:color="000000"/>' for side in sides)
        yield f"<w:pBdr>{''.join(lines)}</w:pBdr>"
    line = pt_to_twips(style.exact_pt) if style.exact_pt else round(style.lines * 240)
    yield (
        f'<w:spacing w:before="{pt_to_twips(style.before_pt)}" w:after="{pt_to_twips(style.after_pt)}" '
        f'w:line="{line}" w:lineRule="{"exact" if style.exact_pt else "auto"}"/>'
    )
    if style.first_line_mm:
        yield f'<w:ind w:firstLine="{mm_to_twips(style.first_line_mm)}"/>'
    if style.contextual:
        yield "<w:contextualSpacing/>"
    yield f'<w:jc w:val="{style.align}"/>'
    if style.outline is not None:
        yield f'<w:outlineLvl w:val="{style.outline}"/>'


def _character_styles() -> Iterable[str]:
    looks = {
        styles.BOLD: "<w:b/><w:bCs/>",
        styles.ITALIC: "<w:i/><w:iCs/>",
        styles.BOLD_ITALIC: "<w:b/><w:bCs/><w:i/><w:iCs/>",
    }
    for name, look in looks.items():
        yield (
            f'<w:style w:type="character" w:customStyle="1" w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="60"/><w:qFormat/>'
            f"<w:rPr>{look}</w:rPr></w:style>"
        )


def _table_styles() -> str:
    return "".join(_table_style(name) for name in styles.TABLE_STYLES)


def with_table_styles(styles_xml: bytes) -> bytes:
    """The styles with our table styles among them: LibreOffice drops those when it saves an office's template."""
    known, end = StyleSheet(styles_xml), b"</w:styles>"
    missing = [_table_style(name) for name in styles.TABLE_STYLES if name not in known]
    before, found, after = styles_xml.rpartition(end)
    return before + "".join(missing).encode() + found + after


def _table_style(name: str) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV") if name == styles.DATA_TABLE else ()
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    borders = f"<w:tblBorders>{borders}</w:tblBorders>" if borders else ""
    margin = 80 if sides else 0
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
        f'<w:uiPriority w:val="70"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{borders}<w:tblCellMar>'
        f'<w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr></w:style>"
    )


def _settings() -> str:
    return (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )


def _font_table() -> str:
    return (
        f'<w:fonts {NAMESPACES}><w:font w:name="{FONT_NAME}"><w:panose1 w:val="02020603050405020304"/>'
        '<w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def _content_types() -> str:
    overrides = {
        DOCUMENT: f"{MAIN_TYPE}.document.main+xml",
        STYLES: f"{MAIN_TYPE}.styles+xml",
        "word/settings.xml": f"{MAIN_TYPE}.settings+xml",
        "word/fontTable.xml": f"{MAIN_TYPE}.fontTable+xml",
        f"word/{HEADER_PART}": f"{MAIN_TYPE}.header+xml",
        CORE: "application/vnd.openxmlformats-package.core-properties+xml",
        APP: "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    lines = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{lines}</Types>'
    )


def _relationships(entries: Iterable[tuple[str, str, str]]) -> str:
    lines = "".join(f'<Relationship Id="{id_}" Type="{kind}" Target="{target}"/>' for id_, kind, target in entries)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'
