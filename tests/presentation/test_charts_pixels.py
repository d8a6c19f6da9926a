"""What was rendered: grey contrast, bytes, size."""

from __future__ import annotations

import hashlib
import io
import itertools
import os
import subprocess
import sys
from pathlib import Path

import matplotlib.image
import numpy as np
import pytest

from cchc_lib.presentation import charts, style
from cchc_lib.presentation.drawn import Drawn
from cchc_lib.presentation.sheet import Box, Sheet

from . import builders as b


def pixels(png: bytes) -> np.ndarray:
    """Relative luminance of every pixel."""
    rgb = matplotlib.image.imread(io.BytesIO(png), format="png")[..., :3].astype(float)
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def tone(light: np.ndarray, box: Box) -> float:
    """The median tone of what was rendered inside a box: hatching and numbers are lines on it."""
    per_mm = style.DPI / 25.4
    left, right = (round(edge * per_mm) for edge in (box.left + 0.25, box.right - 0.25))
    top, bottom = (round(edge * per_mm) for edge in (box.top + 0.25, box.bottom - 0.25))
    return float(np.median(light[top:bottom, left:right]))


def neighbours(boxes: list[Box]) -> list[tuple[Box, Box]]:
    """Boxes of one row whose edges touch."""
    return [
        (one, other)
        for one, other in itertools.permutations(boxes, 2)
        if abs(one.right - other.left) < 0.05 and abs(one.top - other.top) < 0.05 and min(one.right - one.left, other.right - other.left) > 0.8
    ]


def test_touching_parts_of_a_bar_differ_by_three_to_one_in_grey() -> None:
    every = [(1, 1, 1, 1, 1), (1, 0, 1, 0, 1), (0, 1, 1, 1, 0), (1, 1, 0, 1, 1), (1, 0, 0, 0, 1), (0, 0, 1, 1, 0), (1, 0, 0, 1, 0)]
    rows = [b.field_row(f"Lĩnh vực {n}", *(40 * part for part in parts)) for n, parts in enumerate(every)]
    chart = charts.dossiers_by_field(rows, b.ABOUT)
    assert chart is not None
    _check(chart)


def test_grades_and_channels_differ_by_three_to_one_in_grey() -> None:
    grades = charts.composition([charts.Stack("tháng 1", {"xuất sắc": 10, "tốt": 30, "hoàn thành": 20, "không": 10})], b.ABOUT, what="Xếp loại", noun="lượt")
    channels = charts.composition([charts.Stack("quý I", {"trực tuyến": 10, "trực tiếp": 30, "bưu chính": 20})], b.ABOUT, what="Kênh", noun="hồ sơ", shares=True)
    for chart in (grades, channels):
        assert chart is not None
        _check(chart)


def _check(chart: Drawn) -> None:
    light = pixels(chart.png)
    pairs = neighbours([box for box in chart.sheet.boxes if not box.what.startswith("key")])
    assert pairs
    for one, other in pairs:
        assert style.contrast(tone(light, one), tone(light, other)) >= 3, (one, other)


def test_met_and_missed_bars_are_told_apart_in_grey() -> None:
    chart = charts.targets(b.INDICATORS, b.ABOUT)
    assert chart is not None
    light = pixels(chart.png)
    met, missed = (next(tone(light, box) for box in chart.sheet.boxes if box.what == b.INDICATORS[n].name) for n in (0, 1))
    assert style.contrast(met, missed) >= 2.9
    assert style.contrast(missed, 1.0) >= 3 and style.contrast(met, 1.0) >= 3


def test_met_and_missed_cells_are_told_apart_in_grey() -> None:
    chart = charts.heat_map(b.SERIES[:1], b.ABOUT)
    assert chart is not None
    light = pixels(chart.png)
    first, *_, last = (box for box in chart.sheet.boxes if not box.what.startswith("key"))
    assert style.contrast(tone(light, first), tone(light, last)) >= 2.9


def test_every_outline_is_seen_on_paper(drawn: Drawn) -> None:
    """The edge of each box is rendered dark, so even two parts of one tone are apart."""
    light, per_mm = pixels(drawn.png), style.DPI / 25.4
    for box in drawn.sheet.boxes:
        row, left = round((box.top + box.bottom) / 2 * per_mm), round(box.left * per_mm)
        if box.right - box.left < 1 or box.bottom - box.top < 2:
            continue
        edge = float(light[max(row - 2, 0) : row + 3, max(left - 1, 0) : left + 2].min())
        assert style.contrast(edge, 1.0) >= 3, box


def test_it_is_as_wide_as_the_text_at_150_dots(drawn: Drawn) -> None:
    height, width = pixels(drawn.png).shape
    assert width == int(style.WIDTH_MM * style.DPI / 25.4)
    assert height == round(drawn.sheet.height * style.DPI / 25.4)
    assert drawn.png[drawn.png.index(b"pHYs") + 4 :][:9] == (5906).to_bytes(4) * 2 + b"\x01"


def test_no_chart_is_heavy_or_dated(drawn: Drawn) -> None:
    assert len(drawn.png) < 60_000
    for mark in (b"tEXt", b"iTXt", b"tIME", b"Software"):
        assert mark not in drawn.png


def test_colours_of_the_style_survive_the_palette() -> None:
    for colour in (style.INK, style.PAPER, style.MIDDLE, style.DARK, style.SOFT, style.RULE):
        assert all(int(colour[i : i + 2], 16) % 17 == 0 for i in (1, 3, 5))


_SCRIPT = """
import hashlib, matplotlib
matplotlib.rcParams.update({"font.family": "monospace", "lines.linewidth": 9, "savefig.dpi": 30, "text.hinting": "default", "hatch.linewidth": 4})
from tests.presentation.conftest import DRAW
for name in sorted(DRAW):
    print(name, hashlib.sha256(DRAW[name]().png).hexdigest())
"""


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Digests of all charts drawn by another process with another hash seed and other matplotlib settings."""
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": str(root), "PYTHONHASHSEED": "4711"}
    done = subprocess.run([sys.executable, "-c", _SCRIPT], cwd=root, env=environment, capture_output=True, text=True, check=True)
    return dict(line.split() for line in done.stdout.splitlines())


def test_another_process_draws_the_same_bytes(drawn: Drawn, elsewhere: dict[str, str]) -> None:
    name = "trend" if drawn.chart.id.startswith("trend_") else drawn.chart.id
    assert hashlib.sha256(drawn.png).hexdigest() == elsewhere[name]


def test_many_colours_are_written_in_full() -> None:
    from cchc_lib.presentation.png import encoded

    rgba = np.random.default_rng(1).integers(0, 256, (40, 60, 4)).astype(np.uint8)
    back = matplotlib.image.imread(io.BytesIO(encoded(rgba, 150)), format="png")
    assert back.shape == (40, 60, 3)
    assert np.abs(back * 255 - rgba[..., :3]).max() <= 8.6


def test_an_empty_sheet_grows_with_what_is_placed() -> None:
    sheet = Sheet()
    sheet.text(0, 10, "Xin chào")
    assert sheet.height > 10
