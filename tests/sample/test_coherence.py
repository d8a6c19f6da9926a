"""What one quarter of the sample leaves, the next takes up."""

from __future__ import annotations

import pytest
from tests.sample.sample_files import columns, day

from tools.sample_data import days, story

PAIRS = list(zip(days.QUARTERS, days.QUARTERS[1:], strict=False))


@pytest.mark.parametrize(("before", "now"), PAIRS, ids=str)
def test_carried_over_dossiers_are_the_pending_ones_of_the_quarter_before(before, now):
    start = days.window(now).start
    pending = {code for code, ended in columns(before.id, "Hồ sơ TTHC", "Mã hồ sơ", "Ngày trả kết quả") if ended is None}
    carried = {code for code, received in columns(now.id, "Hồ sơ TTHC", "Mã hồ sơ", "Ngày tiếp nhận") if day(received) < start}
    assert carried == pending != set()


@pytest.mark.parametrize(("before", "now"), PAIRS, ids=str)
def test_a_dossier_keeps_its_procedure_receipt_and_channel(before, now):
    titles = ("Mã hồ sơ", "Mã TTHC", "Ngày tiếp nhận", "Kênh tiếp nhận", "Đã số hóa hồ sơ")
    earlier = {row[0]: row for row in columns(before.id, "Hồ sơ TTHC", *titles)}
    later = {row[0]: row for row in columns(now.id, "Hồ sơ TTHC", *titles)}
    assert {code for code in earlier.keys() & later.keys() if earlier[code] != later[code]} == set()


@pytest.mark.parametrize(("before", "now"), [pair for pair in PAIRS if pair[0].year == pair[1].year], ids=str)
def test_what_is_cumulated_since_january_never_falls(before, now):
    for sheet, key, amount in (("Vốn đầu tư công", "Mã dự án", "Giải ngân lũy kế"), ("Kinh phí tự chủ", "Nội dung", "Thực hiện lũy kế"),
                               ("Công chức viên chức", "Đơn vị", "Được đào tạo từ đầu năm")):
        earlier, later = dict(columns(before.id, sheet, key, amount)), dict(columns(now.id, sheet, key, amount))
        assert earlier.keys() == later.keys()
        assert all(earlier[one] <= later[one] for one in earlier)


@pytest.mark.parametrize("quarter", days.QUARTERS, ids=str)
def test_staff_of_a_unit_are_those_present_in_the_table_of_posts(quarter):
    present = {unit: civil + public for unit, civil, public in columns(quarter.id, "Tổ chức bộ máy", "Đơn vị", "Công chức có mặt", "Viên chức có mặt")}
    assert dict(columns(quarter.id, "Công chức viên chức", "Đơn vị", "Số CCVC")) == present


@pytest.mark.parametrize("quarter", days.QUARTERS, ids=str)
def test_every_unit_has_every_reporting_month(quarter):
    wanted = {(unit, month) for unit in story.UNITS.values() for month in days.months(quarter)}
    for sheet in ("Đánh giá xếp loại", "Văn bản điện tử", "Hồ sơ công việc"):
        assert set(columns(quarter.id, sheet, "Đơn vị", "Tháng")) == wanted
