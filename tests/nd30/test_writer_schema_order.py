"""Word repairs a file whose elements stand in another order than the schema's; every child must follow these lists."""

import pytest
from lxml import etree
from written import W, parts, small_report

from cchc_lib.nd30.template import template_parts

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "pBdr": "top left bottom right between bar",
    "tbl": "tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "tc": "tcPr p",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "styles": "docDefaults latentStyles style",
    "settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang decimalSymbol listSeparator",
}
# Headers may mix with footers at the head of a section.
MIXED = {"footerReference": "headerReference"}


def misplaced(root):
    for element in root.iter():
        if not isinstance(element.tag, str) or not element.tag.startswith(W):
            continue
        name = element.tag.removeprefix(W)
        if name not in ORDER:
            continue
        order = ORDER[name].split()
        children = [etree.QName(child).localname for child in element]
        ranks = [order.index(MIXED.get(child, child)) for child in children]
        if ranks != sorted(ranks):
            yield f"{name}: {children}"


@pytest.mark.parametrize("options", [{}, {"draft": True, "mark": "SỐ LIỆU MINH HỌA"}, {"sizes": "12-13-13"}])
def test_every_element_of_a_report_stands_where_the_schema_wants_it(options):
    for name, data in parts(small_report(**options).to_bytes()).items():
        if name.endswith(".xml"):
            assert list(misplaced(etree.fromstring(data))) == [], name


def test_the_test_sees_a_misplaced_child():
    wrong = f'<w:pPr xmlns:w="{W[1:-1]}"><w:jc w:val="left"/><w:ind/></w:pPr>'
    assert list(misplaced(etree.fromstring(wrong))) == ["pPr: ['jc', 'ind']"]


def test_every_style_used_exists_and_every_relationship_leads_somewhere():
    found = parts(small_report(draft=True).to_bytes())
    known = {s.get(f"{W}styleId") for s in etree.fromstring(found["word/styles.xml"]).iter(f"{W}style")}
    document = etree.fromstring(found["word/document.xml"])
    used = {e.get(f"{W}val") for tag in ("pStyle", "rStyle", "tblStyle") for e in document.iter(f"{W}{tag}")}
    assert used <= known
    targets = {r.get("Id"): r.get("Target") for r in etree.fromstring(found["word/_rels/document.xml.rels"])}
    assert {f"word/{target}" for target in targets.values()} <= set(found)
    asked = {v for e in document.iter() for k, v in e.attrib.items() if "officeDocument/2006/relationships" in k}
    assert asked <= set(targets)
    typed = {o.get("PartName") for o in etree.fromstring(found["[Content_Types].xml"])}
    assert all(f"/{name}" in typed for name in found if name.endswith(".xml") and not name.startswith("["))


def test_every_cell_ends_with_a_paragraph_and_no_table_touches_another():
    document = etree.fromstring(parts(small_report().to_bytes())["word/document.xml"])
    assert all(cell[-1].tag == f"{W}p" for cell in document.iter(f"{W}tc"))
    kinds = [child.tag for child in document[0]]
    assert all(pair != (f"{W}tbl", f"{W}tbl") for pair in zip(kinds, kinds[1:], strict=False))


def test_template_sets_one_typeface_in_four_slots_and_no_theme():
    for name, data in template_parts().items():
        assert b"Theme=" not in data and "theme/" not in name
    defaults = etree.fromstring(template_parts()["word/styles.xml"]).find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    fonts = defaults.find(f"{W}rFonts").attrib
    assert {k.removeprefix(W): v for k, v in fonts.items()} == dict.fromkeys(
        ("ascii", "hAnsi", "eastAsia", "cs"), "Times New Roman"
    )
    assert defaults.find(f"{W}lang").get(f"{W}val") == "vi-VN"
