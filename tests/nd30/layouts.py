"""Head and signature as people really put them: the same conformant report in many constructions."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from typed import P, Typed, cell, table, textbox

LAYOUTS: dict[str, Callable[[], Typed]] = {}
BLANK = P()


def under(shape: str) -> P:
    return P(align="center", size=2, inner=shape)


def left(t: Typed) -> list[P]:
    return [t.parent, t.issuer, under(t.issuer_line)]


def right(t: Typed) -> list[P]:
    return [t.national, t.motto, under(t.motto_line)]


def paragraphs(*items: P) -> str:
    return "".join(item.xml() for item in items)


def beside(one: P, two: P) -> str:
    """Two texts in one paragraph, a tab between them."""
    return P(parts=[one, P("\t", 13), two], align="left").xml()


def layout(name: str, part: str):
    """Registers a function that writes the head (or the closing) of a document."""

    def register(write: Callable[[Typed], str]) -> Callable[[Typed], str]:
        def make() -> Typed:
            document = Typed()
            setattr(document, part, lambda: write(document))
            return document

        LAYOUTS[name] = make
        return write

    return register


@layout("a row for every line", "head")
def _(t: Typed) -> str:
    pairs = [(t.parent, t.national), (t.issuer, t.motto), (under(t.issuer_line), under(t.motto_line)), (t.number, t.date)]
    return table([[cell([one], 3800), cell([two], 5500)] for one, two in pairs], [3800, 5500])


@layout("two tables", "head")
def _(t: Typed) -> str:
    return table([[cell(left(t), 3800)]], [3800]) + "<w:p/>" + table([[cell(right(t), 5500)]], [5500]) + beside(t.number, t.date)


@layout("two tables, national name first", "head")
def _(t: Typed) -> str:
    return table([[cell(right(t), 5500)]], [5500]) + "<w:p/>" + table([[cell(left(t), 3800)]], [3800]) + beside(t.number, t.date)


@layout("number and date by tabs below the table", "head")
def _(t: Typed) -> str:
    return table([[cell(left(t), 3800), cell(right(t), 5500)]], [3800, 5500]) + beside(t.number, t.date)


@layout("date in a paragraph of its own", "head")
def _(t: Typed) -> str:
    date = dataclasses.replace(t.date, align="right")
    return table([[cell([*left(t), t.number], 3800), cell(right(t), 5500)]], [3800, 5500]) + date.xml()


@layout("three columns", "head")
def _(t: Typed) -> str:
    rows = [[cell(left(t), 3500), cell([], 300), cell(right(t), 5500)], [cell([t.number], 3500), cell([], 300), cell([t.date], 5500)]]
    return table(rows, [3500, 300, 5500])


@layout("frames of old documents", "head")
def _(t: Typed) -> str:
    frame = '<w:framePr w:w="5500" w:hSpace="180" w:wrap="around" w:vAnchor="text" w:hAnchor="page" w:xAlign="right" w:y="1"/>'
    framed = [dataclasses.replace(item, properties=frame) for item in right(t)]
    return paragraphs(*framed, *left(t), t.number, t.date)


@layout("box for the national name only", "head")
def _(t: Typed) -> str:
    return paragraphs(P(inner=textbox(right(t), 200)), *left(t), t.number, t.date)


@layout("title inside the table of the head", "head")
def _(t: Typed) -> str:
    title = [BLANK, t.kind, t.abstract, under(t.abstract_line)]
    t.title = lambda: [*t.addressees, BLANK]
    wide = cell(title, 9300).replace("</w:tcPr>", '<w:gridSpan w:val="2"/></w:tcPr>', 1)
    rows = [[cell(left(t), 3800), cell(right(t), 5500)], [cell([t.number], 3800), cell([t.date], 5500)], [wide]]
    return table(rows, [3800, 5500])


def listed(t: Typed) -> list[P]:
    return [t.recipients_label, *t.recipients]


def room(t: Typed) -> list[P]:
    return [*t.authority, BLANK, BLANK, BLANK, t.name]


@layout("label and post in one row, list and name in the next", "closing")
def _(t: Typed) -> str:
    rows = [[cell([t.recipients_label], 4300), cell(t.authority, 5000)], [cell(t.recipients, 4300), cell([BLANK, BLANK, t.name], 5000)]]
    return table(rows, [4300, 5000])


@layout("name in a row of its own", "closing")
def _(t: Typed) -> str:
    rows = [[cell(listed(t), 4300), cell(t.authority, 5000)], [cell([], 4300), cell([], 5000)], [cell([], 4300), cell([t.name], 5000)]]
    return table(rows, [4300, 5000])


@layout("signature in three columns", "closing")
def _(t: Typed) -> str:
    return table([[cell(listed(t), 4000), cell([], 500), cell(room(t), 4800)]], [4000, 500, 4800])


@layout("signature in paragraphs above the recipients", "closing")
def _(t: Typed) -> str:
    return paragraphs(*[dataclasses.replace(item, align="right") for item in room(t)], BLANK, *listed(t))


@layout("signature in paragraphs below the recipients", "closing")
def _(t: Typed) -> str:
    return paragraphs(*listed(t), BLANK, *[dataclasses.replace(item, left=4500) for item in room(t)])


@layout("signature in a box beside the recipients", "closing")
def _(t: Typed) -> str:
    return paragraphs(t.recipients_label, P(inner=textbox(room(t), 250)), *t.recipients)


@layout("line breaks instead of paragraphs", "closing")
def _(t: Typed) -> str:
    names = dataclasses.replace(t.recipients[0], text="\n".join(item.text for item in t.recipients))
    post = dataclasses.replace(t.authority[0], text="\n".join([*(item.text for item in t.authority), "", "", "", t.name.text]))
    return table([[cell([t.recipients_label, names], 4300), cell([post], 5000)]], [4300, 5000])


@layout("signed, and another post above the name", "closing")
def _(t: Typed) -> str:
    post = [dataclasses.replace(t.authority[0], text=text) for text in ("TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN")]
    signed = [P("(Đã ký)", 14, italic=True, align="center"), BLANK, dataclasses.replace(t.name, text="GIÁM ĐỐC SỞ NỘI VỤ"), t.name]
    return table([[cell(listed(t), 4300), cell([*post, *signed], 5000)]], [4300, 5000])
