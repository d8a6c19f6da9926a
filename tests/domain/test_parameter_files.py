"""The parameter files that are delivered: what they must hold whatever an office later changes in them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import holidays
import pytest

from cchc_lib.domain.errors import ParameterError
from cchc_lib.domain.overrides import bound
from cchc_lib.domain.parameters import Parameters, Rules
from cchc_lib.domain.periods import Period, Window, parse_period
from cchc_lib.intake.declared_files import read_yaml
from cchc_lib.intake.parameters import load_parameters
from cchc_lib.runs.ingredients import forms_of_area

PARAMETERS = Path(__file__).resolve().parents[2] / "parameters"
BY_UNIT = {"nhiem_vu", "cong_chuc_vien_chuc", "danh_gia_xep_loai", "van_ban_dien_tu", "ho_so_cong_viec"}
IN_2024 = date(2024, 3, 14)


@pytest.fixture(scope="module")
def parameters() -> Parameters:
    return load_parameters(PARAMETERS)


@pytest.mark.parametrize("path", sorted(PARAMETERS.rglob("*.yaml")), ids=lambda path: path.name)
def test_every_file_begins_by_saying_what_it_is(path: Path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ") and len(first) > 40


def test_no_name_of_a_person_is_kept(parameters):
    assert {signer.name for signer in parameters.organisation.signers} == {None}


def test_a_deputy_in_charge_signs_for_the_head_in_2024_and_the_head_before(parameters):
    assert parameters.organisation.signer(IN_2024).lines == ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN")
    assert parameters.organisation.signer(date(2023, 12, 14)).lines == ("TRƯỞNG BAN",)
    assert parameters.organisation.signer(IN_2024, "chanh-van-phong").lines == ("TL. TRƯỞNG BAN", "CHÁNH VĂN PHÒNG")


def test_the_report_goes_to_whom_the_plan_goes_without_a_kinh_gui(parameters):
    identity = parameters.organisation.identity(IN_2024)
    assert (identity.addressees, identity.recipients[0], identity.keep) == ((), "Sở Nội vụ tỉnh", "VT, VP")


def test_the_office_owes_every_form_and_the_others_those_kept_by_unit(parameters):
    owed = {unit.id: set(unit.owed_on(IN_2024)) for unit in parameters.units.on(IN_2024)}
    assert owed.pop("van-phong") == set(parameters.forms)
    assert set(map(frozenset, owed.values())) == {frozenset(BY_UNIT)}
    assert parameters.units.proposal


def test_states_of_other_software_lead_to_the_states_of_the_form(parameters):
    states = set(parameters.forms["ho_so_tthc"].column("trang_thai").values)
    assert set(parameters.states.values()) == states


def test_days_off_hold_only_what_the_package_does_not_know(parameters):
    calendar = holidays.country_holidays("VN")
    assert [one.day for one in parameters.days_off if calendar.is_working_day(one.day) != one.off] == []
    assert {one.day: one.off for one in parameters.days_off} == {date(2026, 1, 2): True, date(2026, 1, 10): False}


@pytest.mark.parametrize("day", [date(2024, 5, 4), date(2025, 4, 26), date(2026, 8, 22)], ids=str)
def test_earlier_swaps_are_known_to_the_package(day):
    assert holidays.country_holidays("VN").is_working_day(day)


def test_a_new_cut_off_rule_leaves_the_windows_of_earlier_periods_as_they_were(parameters):
    old, new = (Rules(cut_off=rule, valid_from=start, valid_to=end) for rule, start, end in (
        ("nd09", date(2019, 3, 12), date(2024, 12, 31)), ("calendar", date(2025, 1, 1), None),
    ))
    calendar = replace(parameters, rules=(old, new), periods={}).calendar
    assert calendar.span(Period(2024, "Q4")).window == Window(date(2024, 9, 15), date(2024, 12, 14))
    assert calendar.span(Period(2024, "N")).rule == "nd09"
    assert calendar.span(Period(2025, "Q1")).window == Window(date(2025, 1, 1), date(2025, 3, 31))
    assert calendar.year_to_date(Period(2025, "Q2")).window == Window(date(2025, 1, 1), date(2025, 6, 30))


def test_an_area_sees_the_forms_of_the_usual_targets_where_there_is_no_plan(parameters):
    """What an area may depend on decides whether it runs again: a form that only a usual target counts is one of them."""
    moved = {form_id: form.model_copy(update={"area": "tthc"}) if form_id == "hai_long_phuc_vu" else form for form_id, form in parameters.forms.items()}
    bare = replace(parameters, plans={}, statistics=(), forms=moved)
    assert "hai_long_phuc_vu" in forms_of_area(bare, "apparatus") and "hai_long_phuc_vu" not in forms_of_area(bare, "institutions")
    assert bare.measures_of("apparatus") >= {"hai_long_phuc_vu.satisfied", "to_chuc_bo_may.civil_servants_quota"}


def test_all_wrong_paths_of_set_are_told_at_once_each_with_the_nearest():
    with pytest.raises(ParameterError) as caught:
        bound({"plan/targets/2.2.a/valu": "9", "peroid/number": "12", "period/number": "05"}, parse_period("2024-Q1"))
    assert len(caught.value.details) == 2
    assert "«plan/targets/2.2.a/value»" in caught.value.details[0] and "«period/number»" in caught.value.details[1]


@pytest.mark.parametrize(("file", "old", "new", "told"), [
    ("organisation.yaml", "valid_from: 2003-09-08", "valid_from: 2003-13-08", "identities[1] › valid_from: thấy '2003-13-08', cần một ngày có thật"),
    ("plans/2024.yaml", 'value: "95"', 'value: "chín"', "targets › 2.2.a › value: thấy 'chín'"),
    ("units.yaml", "collects: true", "collects: perhaps", "units › van-phong › collects: thấy 'perhaps'"),
    ("rules.yaml", "due_day: 14", "due_day: 40", "due_day: thấy 40, cần số không lớn hơn 28"),
    ("states.yaml", "Mới tiếp nhận: đang giải quyết", "Mới tiếp nhận: đang giải quyế", "Mới tiếp nhận: thấy «đang giải quyế», cần một trong: đang giải quyết"),
    ("plans/2024.yaml", "year: 2024", "year: 2042", "year: thấy 2042, nhưng tệp mang tên năm 2024"),
    ("plans/2024.yaml", 'value: "95"', 'value: "950"', "chỉ tiêu 2.2.a: «value» và «pace» của một tỷ lệ nằm trong khoảng 0 đến 100"),
    ("plans/2024.yaml", "value: null", "value: 4.5", "chỉ tiêu 2.3.b: «value» của một số đếm là số nguyên từ 0 trở lên, thấy 4.5"),
    ("units.yaml", "  - id", "\t- id", "thụt lề bằng dấu cách"),
    ("units.yaml", "collects: true", "collects: !!python/name:os.system ", "có thẻ lạ"),
])
def test_a_wrong_value_names_its_file_and_key(file, old, new, told, tmp_path):
    folder = shutil.copytree(PARAMETERS, tmp_path / "parameters")
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ParameterError) as error:
        load_parameters(folder)
    assert any(file in one and told in one for one in error.value.details), error.value.details


@pytest.mark.parametrize(("name", "text", "told"), [
    ("2024-Q9.yaml", "rule: nd09\n", "tên tệp phải là một kỳ"), ("2024-Q3.yaml", "- rule\n", "cần các dòng «khóa: giá trị»"),
])
def test_a_period_file_that_would_be_passed_over_is_told(name, text, told, tmp_path):
    folder = shutil.copytree(PARAMETERS, tmp_path / "parameters")
    (folder / "periods" / name).write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError) as error:
        load_parameters(folder)
    assert any(f"periods/{name}" in one and told in one for one in error.value.details)


def test_a_period_file_is_known_however_its_period_is_written(tmp_path):
    folder = shutil.copytree(PARAMETERS, tmp_path / "parameters")
    (folder / "periods" / "Q3-2024.yaml").write_text("number: '12'\n", encoding="utf-8")
    assert load_parameters(folder).periods["2024-Q3"].number == "12"


def test_a_file_of_the_working_folder_is_told_by_its_name_alone():
    with pytest.raises(ParameterError) as error:
        read_yaml(Path("khong-co.yaml"))
    assert error.value.details == ("khong-co.yaml: không có tệp này",)


def with_period_file(tmp_path: Path, period: str, text: str) -> Parameters:
    folder = tmp_path / "parameters"
    shutil.copytree(PARAMETERS, folder)
    (folder / "periods" / f"{period}.yaml").write_text(text, encoding="utf-8")
    return load_parameters(folder)


@pytest.mark.parametrize("period", ["2024-DX1", "2024-Q3"])
def test_dates_alone_say_that_a_window_is_cut_by_dates(tmp_path, period):
    span = with_period_file(tmp_path, period, "from: 2024-02-01\nto: 2024-05-31\n").calendar.span(parse_period(period))

    assert (span.rule, span.window) == ("dates", Window(date(2024, 2, 1), date(2024, 5, 31)))


@pytest.mark.parametrize(("text", "said"), [("from: 2024-02-01\n", "cần cả"), ("rule: nd09\nfrom: 2024-02-01\nto: 2024-05-31\n", "chỉ đi cùng")])
def test_half_a_window_and_one_against_its_rule_are_mistakes(tmp_path, text, said):
    with pytest.raises(ParameterError) as raised:
        with_period_file(tmp_path, "2024-Q3", text)
    assert said in raised.value.details[0]


def test_a_day_may_be_written_as_vietnamese_write_it(tmp_path):
    parameters = with_period_file(tmp_path, "2024-Q3", "date: 05/3/2024\ndue: 2024-09-16\n")

    assert (parameters.periods["2024-Q3"].date, parameters.periods["2024-Q3"].due) == (date(2024, 3, 5), date(2024, 9, 16))
