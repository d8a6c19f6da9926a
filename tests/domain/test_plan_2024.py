"""The plan of 2024 as data, held against a table written by hand from the plan itself; and that a year is a file, not code."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from cchc_lib.domain.plan import Plan
from cchc_lib.intake.parameters import load_parameters

PARAMETERS = Path(__file__).resolve().parents[2] / "parameters"

# id: (words of the plan that carry the number or its absence, comparison, value)
BY_HAND = {
    "1.a": ("tăng cao hơn so với năm 2023", ">", None),
    "1.b": ("tăng cao hơn so với năm 2023", ">", None),
    "1.c": ("tăng cao hơn so với năm 2023", ">", None),
    "1.d": ("cao hơn năm 2023", ">", None),
    "2.1.a": ("100% các văn bản", ">=", 100),
    "2.1.b": ("100% các văn bản QPPL về phòng, chống tham nhũng", ">=", 100),
    "2.2.a": ("Trên 95% số hồ sơ TTHC được giải quyết đúng hạn", ">", 95),
    "2.2.b": ("Trên 80% hồ sơ TTHC được trả kết quả trước hạn", ">", 80),
    "2.2.c": ("100% hồ sơ TTHC được số hóa", ">=", 100),
    "2.2.d": ("100% kết quả giải quyết TTHC được số hóa", ">=", 100),
    "2.2.e": ("tối thiểu 90%", ">=", 90),
    "2.2.g": ("100% TTHC có đủ điều kiện", ">=", 100),
    "2.2.h": ("từ 60% trở lên", ">=", 60),
    "2.2.i": ("Tối thiểu 80%", ">=", 80),
    "2.2.k": ("từ 30% trở lên", ">=", 30),
    "2.3.a": ("sử dụng có hiệu quả biên chế", "<=", None),
    "2.3.b": ("giảm số lượng tổ chức hành chính", "<=", None),
    "2.3.c": ("100% số biên chế chưa sử dụng", ">=", 100),
    "2.3.d": ("tối thiểu 90%", ">=", 90),
    "2.4.a": ("đúng theo Danh mục vị trí việc làm", ">=", 100),
    "2.4.b": ("100% công chức, viên chức, người lao động", ">=", 100),
    "2.4.c": ("cho 100% cán bộ", ">=", 100),
    "2.4.d": ("100% công chức, viên chức được tham gia", ">=", 100),
    "2.4.e": ("100% công chức, viên chức thực hiện trao đổi", ">=", 100),
    "2.4.g": ("cập nhật Cơ sở dữ liệu 100% CCVC", ">=", 100),
    "2.5.a": ("tối thiểu 95% kế hoạch UBND tỉnh giao", ">=", 95),
    "2.6.a": ("100% văn bản trao đổi", ">=", 100),
    "2.6.b": ("80% hồ sơ công việc", ">=", 80),
    "2.6.c": ("100% thủ tục hành chính đủ điều kiện", ">=", 100),
    "2.6.d": ("Nghị định số 42/2022/NĐ-CP", ">=", 100),
    "2.6.e": ("100% chế độ báo cáo", ">=", 100),
}
TASKS = {"III.1": 4, "III.2": 10, "III.3": 2, "III.4": 5, "III.5": 3, "III.6": 5, "IV.1": 3}
AREAS = {"III.1": "institutions", "III.2": "tthc", "III.3": "apparatus", "III.4": "civil_service", "III.5": "public_finance",
         "III.6": "digital_government", "IV.1": "general", "IV.2": "general"}
MISREAD = ("Hung Yên", "nghiệp tinh", "Công/trang", "CTUBND", "chính phủ", "có ít nhất có", "công kiểm tra", " 2/9/2021", " 7/12/2021", "*", "  ",
           "chế độ báo cáo thực hiện chế độ báo cáo")
# A checklist has no number in the plan: all required items.
WITHOUT_NUMBER_IN_TEXT = {"2.4.a", "2.6.d"}


@pytest.fixture(scope="module")
def plans() -> dict[int, Plan]:
    return dict(load_parameters(PARAMETERS).plans)


@pytest.fixture(scope="module")
def plan(plans: dict[int, Plan]) -> Plan:
    return plans[2024]


def test_there_are_four_general_and_twenty_seven_specific_targets(plan):
    assert [target.id for target in plan.targets] == list(BY_HAND)
    assert len([one for one in BY_HAND if one.startswith("2.")]) == 27


@pytest.mark.parametrize("target_id", BY_HAND)
def test_a_target_says_what_the_plan_says(plan, target_id):
    words, comparison, value = BY_HAND[target_id]
    target = plan.target(target_id)
    assert words in target.text
    assert target.comparison == comparison
    assert target.value == (None if value is None else Decimal(value))
    if value is not None and target_id not in WITHOUT_NUMBER_IN_TEXT:
        assert re.findall(r"(\d+)%", target.text) == [str(value)]


def test_only_training_and_disbursement_wait_for_the_end_of_the_year(plan):
    assert [target.id for target in plan.targets if target.due == "year_end"] == ["2.4.d", "2.5.a"]


def test_tasks_are_numbered_as_their_paragraphs_stand_in_the_plan(plan):
    wanted = [f"{section}.{n}" for section, count in TASKS.items() for n in range(1, count + 1)] + ["IV.2"]
    assert [task.id for task in plan.tasks] == wanted
    assert len([task for task in plan.tasks if task.id.startswith("III.")]) == 29


def test_a_task_belongs_to_the_area_of_its_section(plan):
    assert {task.id: task.area for task in plan.tasks} == {task.id: AREAS[".".join(task.id.split(".")[:2])] for task in plan.tasks}


def test_what_the_missing_annex_would_say_is_not_made_up(plan):
    assert {(task.lead, task.due, task.product, task.with_units) for task in plan.tasks} == {(None, None, None, ())}
    assert plan.document.number is None and plan.document.date is None
    assert plan.target("2.3.b").value is None


def test_a_paragraph_broken_by_a_page_end_is_one_task(plan):
    text = next(task.text for task in plan.tasks if task.id == "III.4.1")
    assert "vị trí việc làm và biên chế công chức; Nghị định số 106/2020/NĐ-CP" in text


def test_no_fault_of_the_received_text_is_left(plan):
    texts = [plan.document.title, plan.document.citation, *plan.legal_bases]
    texts += [text for one in (*plan.targets, *plan.tasks) for text in (one.text, one.source)] + [target.name for target in plan.targets]
    assert [(fault, text) for text in texts for fault in MISREAD if fault in text] == []
    assert [text for text in texts if text != text.strip()] == []
    assert all(one.text.endswith(".") and one.text[0].isupper() or one.text[0].isdigit() for one in (*plan.targets, *plan.tasks))


def test_two_tasks_have_a_product_that_can_be_counted(plan):
    counted = {task.id for task in plan.tasks if task.measure or task.numerator}
    assert counted == {"III.2.4", "III.2.6"}
    assert next(task.required for task in plan.tasks if task.id == "III.2.6") == 1


def test_the_plan_of_2023_is_marked_as_invented_and_judges_alike(plans):
    sample, real = plans[2023], plans[2024]
    assert sample.sample and not real.sample
    assert "MINH HỌA" in sample.document.title and "minh họa" in sample.document.citation
    judged = [[(one.id, one.kind, one.comparison, one.value, one.due, one.measure, one.numerator, one.denominator, one.parts) for one in plan.targets]
              for plan in (sample, real)]
    assert judged[0] == judged[1]


def test_the_tasks_of_2023_have_a_unit_and_a_due_date_each(plans):
    units = load_parameters(PARAMETERS).units
    for task in plans[2023].tasks:
        assert task.due is not None
        assert all(units.find(name) for name in (task.lead, *task.with_units))


NEXT_YEAR = """
year: 2025
document: {title: Kế hoạch CCHC năm 2025, issuer: Ban, citation: Kế hoạch cải cách hành chính năm 2025}
targets:
  - {id: 2.2.a, area: tthc, name: Đúng hạn, text: Trên 98% hồ sơ TTHC được giải quyết đúng hạn., kind: ratio, comparison: ">", value: "98",
     numerator: dossiers.resolved_in_time, denominator: dossiers.resolved, source: Mục II}
tasks:
  - {id: III.1.1, area: institutions, text: Rà soát văn bản., source: Mục III, lead: Văn phòng, due: 2025-06-30}
"""


def test_the_plan_of_another_year_is_a_new_file_and_nothing_else(tmp_path):
    folder = shutil.copytree(PARAMETERS, tmp_path / "parameters")
    (folder / "plans" / "2025.yaml").write_text(NEXT_YEAR, encoding="utf-8")
    plans = load_parameters(folder).plans
    assert list(plans) == [2023, 2024, 2025]
    assert (plans[2025].target("2.2.a").comparison, plans[2025].target("2.2.a").value) == (">", Decimal(98))
    assert plans[2024].target("2.2.a").value == Decimal(95)
