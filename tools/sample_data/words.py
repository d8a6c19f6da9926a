"""What units write of the quarter in Đánh giá chung, from words.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cchc_lib.domain.periods import Period

from .story import UNITS

Row = dict[str, object]

SECTIONS = {
    "kq": "kết quả nổi bật", "hc": "hạn chế", "kh": "nguyên nhân khách quan", "ch": "nguyên nhân chủ quan", "ph": "phương hướng",
    "kn": "kiến nghị",
}


def remarks(unit: str, quarter: Period) -> list[Row]:
    """The unit's rows of Đánh giá chung."""
    return [_row(unit, *remark) for remark in _written()[quarter.id].get(unit, ())]


def _row(unit: str, section: str, text: str, target: str | None = None) -> Row:
    return {"muc": SECTIONS[section], "noi_dung": text, "don_vi": UNITS[unit], "ma_chi_tieu": target}


@cache
def _written() -> dict[str, dict[str, list[list[Any]]]]:
    return yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
