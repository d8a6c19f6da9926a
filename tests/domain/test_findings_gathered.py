"""Findings alike are one line with their rows; those that differ stay apart, and nothing is lost."""

import pytest

from cchc_lib.domain.findings import Finding, Place, gathered, row_ranges


def outside(row: int, *, column: str = "Ngày", sheet: str = "Tuyên truyền", code: str = "ngoai_ky") -> dict:
    return Finding(code, f"ngày {row:02} nằm ngoài kỳ", "finding", Place("q/a.xlsx", sheet, row, column, f"A{row}")).to_dict()


@pytest.mark.parametrize(("rows", "said"), [([4], "dòng 4"), ([4, 5, 6, 9], "dòng 4–6, 9"), ([9, 4, 5], "dòng 4–5, 9"), (range(2, 40, 2), "dòng 2, 4, 6, 8, 10, 12, 14, 16 …")])
def test_rows_are_told_as_ranges(rows, said):
    assert row_ranges(rows) == said


def test_a_few_are_told_one_by_one():
    few = [outside(row) for row in range(4, 9)]
    assert gathered(few) == [one["message"] for one in few]


def test_many_of_one_column_are_one_line_at_the_place_of_the_first():
    other = Finding("khac", "điều khác", "finding").to_dict()
    said = gathered([*(outside(row) for row in range(4, 10)), other, outside(10)])
    assert said == ["q/a.xlsx › Tuyên truyền › cột «Ngày»: 7 dòng (dòng 4–10), như dòng 4: ngày 04 nằm ngoài kỳ", "điều khác"]


@pytest.mark.parametrize("different", [{"column": "Hạn"}, {"sheet": "Khác"}, {"code": "khac"}])
def test_another_column_sheet_or_code_stays_apart(different):
    assert len(gathered([*(outside(row) for row in range(4, 10)), outside(11, **different)])) == 2


def test_findings_without_a_row_are_never_put_together():
    assert len(gathered(Finding("a", "một", "finding").to_dict() for _ in range(9))) == 9
