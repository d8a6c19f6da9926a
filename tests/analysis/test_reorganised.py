"""A unit that was renamed or merged keeps its history: what it owes, how it stands, and the months it was assessed in."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest
import yaml

from cchc_lib.analysis.history import target_named
from cchc_lib.analysis.indicators import indicator_of
from cchc_lib.analysis.measures import Workspace
from cchc_lib.analysis.special import months_left_out_findings
from cchc_lib.domain.errors import ParameterError
from cchc_lib.domain.parameters import Parameters
from cchc_lib.domain.periods import parse_period
from cchc_lib.domain.organisation import Unit, Units
from cchc_lib.intake.collection import MISSING, collect, standings
from cchc_lib.intake.parameters import load_parameters

from .bodies import ROOT, quarter_data

MERGED, INVEST, FIRMS = "phong-dau-tu-doanh-nghiep", "phong-dau-tu", "phong-doanh-nghiep"
NAMES = {MERGED: "Phòng Đầu tư và Doanh nghiệp", INVEST: "Phòng Quản lý đầu tư", FIRMS: "Phòng Quản lý doanh nghiệp"}


def changed(folder, **more) -> Parameters:
    """The parameters in which two units became one on 1/5/2024, and the service centre got another name."""
    shutil.copytree(ROOT / "parameters", folder / "parameters")
    path = folder / "parameters" / "units.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    old = {unit["id"]: unit for unit in data["units"]}
    for unit in (INVEST, FIRMS, "trung-tam-dich-vu"):
        old[unit]["valid_to"] = dt.date(2024, 4, 30)
    begins = {"valid_from": dt.date(2024, 5, 1), "owes": old[INVEST]["owes"]}
    data["units"] += [
        {"id": MERGED, "name": NAMES[MERGED], "succeeds": [INVEST, FIRMS], **begins} | more,
        {"id": "trung-tam-ha-tang", "name": "Trung tâm Hạ tầng", "succeeds": ["trung-tam-dich-vu"], **begins},
    ]
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return load_parameters(folder / "parameters")


@pytest.fixture(scope="module")
def parameters(tmp_path_factory):
    return changed(tmp_path_factory.mktemp("units"))


def assessed(parameters: Parameters, staff: dict[str, int], rows: list[tuple[str, str, int]]):
    """2.4.b and its findings in Q2, from staff by unit and (month, unit, assessed) rows."""
    data = quarter_data(
        "2024-Q2",
        cong_chuc_vien_chuc=[{"don_vi": unit, "so_ccvc": count} for unit, count in staff.items()],
        danh_gia_xep_loai=[{"thang": month, "don_vi": unit, "so_phai_danh_gia": count, "hoan_thanh_tot": count} for month, unit, count in rows],
    )
    workspace, period = Workspace(parameters, {data.quarter: data}), parse_period("2024-Q2")
    found = months_left_out_findings(workspace, workspace.calendar.span(period))
    one = indicator_of(workspace, target_named(workspace, "2.4.b", period), period)
    return (int(one.numerator), int(one.denominator)), [finding.message for finding in found]


APRIL, MAY, JUNE = "1/4/2024", "1/5/2024", "1/6/2024"


def test_months_under_the_old_names_count_for_the_merged_unit(parameters):
    rows = [(month, NAMES[unit], count) for month in (APRIL, MAY) for unit, count in ((INVEST, 6), (FIRMS, 4))]

    numbers, findings = assessed(parameters, {NAMES[MERGED]: 10}, [*rows, (JUNE, NAMES[MERGED], 10)])

    assert (numbers, findings) == ((30, 30), [])


def test_a_month_that_one_of_the_merged_units_left_out_is_its_people_alone(parameters):
    rows = [(APRIL, NAMES[INVEST], 6), (APRIL, NAMES[FIRMS], 4), (MAY, NAMES[INVEST], 6), (JUNE, NAMES[MERGED], 10)]

    numbers, findings = assessed(parameters, {NAMES[MERGED]: 10}, rows)

    assert numbers == (26, 30) and len(findings) == 1 and "tháng 5/2024; tính 4 người" in findings[0]


def test_staff_still_listed_under_the_old_name_are_assessed_under_the_new_one(parameters):
    rows = [(APRIL, "Trung tâm Dịch vụ khu công nghiệp", 20), (MAY, "Trung tâm Dịch vụ khu công nghiệp", 20), (JUNE, "Trung tâm Hạ tầng", 20)]

    numbers, findings = assessed(parameters, {"Trung tâm Dịch vụ khu công nghiệp": 20}, rows)

    assert (numbers, findings) == ((60, 60), [])


def test_a_month_that_nobody_reported_is_still_left_out(parameters):
    numbers, findings = assessed(parameters, {NAMES[MERGED]: 10}, [(JUNE, NAMES[MERGED], 10)])

    assert numbers == (10, 30) and len(findings) == 2


def test_what_came_under_the_old_names_is_not_owed_under_the_new(tmp_path, parameters):
    shutil.copytree(ROOT / "data" / "sample" / "2024-Q2", tmp_path / "2024-Q2")

    def states(form: str) -> dict[str, str]:
        (collected,) = collect(parameters.calendar.span(parse_period("2024-Q2")), parameters, tmp_path)
        assert not [one for one in collected.data.findings if one.code in ("thieu_thang", "thieu_don_vi")]
        return {row.unit: row.state for row in standings(collected, parameters, dt.date(2024, 6, 20)) if row.form == form}

    assert MISSING not in states("nhiem_vu").values() and {MERGED, "trung-tam-ha-tang"} <= set(states("nhiem_vu")) and INVEST not in states("nhiem_vu")
    (tmp_path / "2024-Q2" / f"{FIRMS}.xlsx").unlink()  # of two merged units only one has sent
    assert [unit for unit, state in states("ho_so_cong_viec").items() if state == MISSING] == [MERGED]


def test_succeeds_must_name_units_that_there_are(tmp_path):
    with pytest.raises(ParameterError, match="succeeds nêu đơn vị không có|phong-khong-co"):
        changed(tmp_path, succeeds=["phong-khong-co"])


def test_history_is_followed_through_several_changes():
    units = Units(units=(Unit(id="a", name="A"), Unit(id="b", name="B", succeeds=("a",)), Unit(id="c", name="C", succeeds=("b",))))

    assert units.made_from("c") == ("b", "a") and units.became("a") == ("b", "c") and units.made_from("a") == ()
    assert Units(units=(Unit(id="x", name="X", succeeds=("y",)), Unit(id="y", name="Y", succeeds=("x",)))).made_from("x") == ("y",)
