"""A body that does not have one of the forms: its parameters say so, and the report speaks of what is left."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from .bodies import random_body
from .library import ROOT, report_of
from .workbooks import write_body


def changed(path: Path, change) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(data)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


def parameters_without(form: str, folder: Path) -> Path:
    """The parameters with a form taken out wherever they name it."""
    shutil.copytree(ROOT / "parameters", folder)
    measures = yaml.safe_load((folder / "measures.yaml").read_text(encoding="utf-8"))["measures"]
    gone = {name for name, measure in measures.items() if measure["form"] == form}

    def uses(one: dict[str, Any]) -> bool:
        return bool(gone & {one.get("measure"), one.get("numerator"), one.get("denominator")})

    def of_plan(plan: dict[str, Any]) -> None:
        plan["targets"] = [one for one in plan["targets"] if not uses(one)]
        plan["tasks"] = [one for one in plan["tasks"] if not uses(one)]

    def of_units(units: dict[str, Any]) -> None:
        for owed in (owed for unit in units["units"] for owed in unit["owes"]):
            owed["forms"] = [one for one in owed["forms"] if one != form]

    for path in (folder / "forms").glob("*.yaml"):
        changed(path, lambda data: data.update(forms=[one for one in data["forms"] if one["id"] != form]))
    changed(folder / "measures.yaml", lambda data: [data["measures"].pop(name) for name in gone])
    changed(folder / "statistics.yaml", lambda data: data.update(statistics=[one for one in data["statistics"] if not uses(one)]))
    for path in (folder / "plans").glob("*.yaml"):
        changed(path, of_plan)
    changed(folder / "units.yaml", of_units)
    return folder


@pytest.mark.parametrize("form", ["nhiem_vu", "danh_gia_chung", "chi_dao_dieu_hanh", "cong_chuc_vien_chuc", "danh_gia_xep_loai", "ho_so_tthc"])
def test_a_body_without_a_form(form, tmp_path):
    data = write_body(random_body(7, ["2023-Q4", "2024-Q1"], dossiers=10), tmp_path / "data")
    found, text = report_of(data, "2024-Q1", folder=parameters_without(form, tmp_path / "parameters"))
    assert found["indicators"] and not [one for one in found["submissions"] if one["form"] == form]
    assert "KẾT QUẢ THỰC HIỆN" in text
