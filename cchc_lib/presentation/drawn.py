"""A chart that was drawn: its bytes, and in words and numbers what is on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cchc_lib.domain.results import SAMPLE_MARK, Chart

from . import style
from .sheet import Sheet
from .style import FOOTER_PT, SOFT, WIDTH_MM, About


@dataclass(frozen=True)
class Drawn:
    """A chart: what results.json keeps of it, and its PNG. A notebook shows the bytes, nothing is drawn again.

    sheet: where everything was placed; for tests.
    """

    chart: Chart
    png: bytes
    sheet: Sheet = field(repr=False, compare=False)

    def _repr_png_(self) -> tuple[bytes, dict[str, Any]]:
        return self.png, {"alt": self.chart.alt, "caption": self.chart.caption}

    def __repr__(self) -> str:
        return f"{self.chart.caption}\n{self.chart.alt}"


def finish(sheet: Sheet, about: About, *, id: str, what: str, alt: str, data: Mapping[str, Any]) -> Drawn:
    """Put the footer under a sheet and draw it. what: the caption without the period. alt: full sentences."""
    top = sheet.height + 2.0
    sheet.lines(0, top, style.wrapped(about.footer, FOOTER_PT, WIDTH_MM), size=FOOTER_PT, italic=True, colour=SOFT)
    sheet.grow(sheet.height + 0.8)
    caption = about.caption(what)
    alt = f"{alt} {SAMPLE_MARK.capitalize()}." if about.sample else alt
    chart = Chart(id=id, file=f"{id}.png", caption=caption, alt=alt, source=about.footer, data=dict(data))
    return Drawn(chart, sheet.png(), sheet)
