"""Dossiers at the edges of a window. The window of 2024-Q1 is 15/12/2023 … 14/3/2024."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_lib.analysis.area import area_findings, area_result, dossier_table
from cchc_lib.analysis.dossiers import COUNTS
from cchc_lib.domain.periods import parse_period

from .bodies import parameters, period, quarter_data, span, workspace

CATALOGUE = [{"ma_tthc": "1.000001", "ten_tthc": "A", "linh_vuc": "Đầu tư"}, {"ma_tthc": "1.000002", "ten_tthc": "B", "linh_vuc": "Lao động"}]


def dossier(code="HS1", received="10/1/2024", due="20/1/2024", end=None, state=None, **more):
    state = state or ("đã trả kết quả" if end else "đang giải quyết")
    return {"ma_ho_so": code, "ma_tthc": "1.000001", "ngay_tiep_nhan": received, "ngay_hen_tra": due, "ngay_tra_ket_qua": end,
            "kenh_tiep_nhan": "trực tuyến", "trang_thai": state, "hinh_thuc_thanh_toan": "không phát sinh"} | more


def row_of(*dossiers, period="2024-Q1", earlier=(), changed=None):
    """The total row of form II.06a."""
    quarters = [quarter_data("2023-Q4", danh_muc_tthc=CATALOGUE, ho_so_tthc=earlier)] if earlier else []
    quarters.append(quarter_data("2024-Q1", danh_muc_tthc=CATALOGUE, ho_so_tthc=dossiers))
    rows = dossier_table(workspace(*quarters, changed=changed), span(period))
    return {name: value for name in COUNTS if (value := getattr(rows[-1], name))}


@pytest.mark.parametrize(
    ("one", "counts"),
    [
        (dossier(received="15/12/2023", end="1/1/2024"), {"online": 1, "early": 1}),  # received on the first day
        (dossier(received="14/3/2024", due="20/3/2024"), {"online": 1, "pending_in_time": 1}),  # received on the last day
        (dossier(received="15/3/2024", due="20/3/2024"), {}),  # a day later: not of this period
        (dossier(received="14/12/2023", due="20/12/2023", end="15/12/2023"), {"carried_over": 1, "early": 1}),  # finished exactly on `from`
        (dossier(received="1/12/2023", due="20/12/2023", end="14/12/2023"), {}),  # finished the day before
        (dossier(end="19/1/2024"), {"online": 1, "early": 1}),
        (dossier(end="20/1/2024"), {"online": 1, "on_time": 1}),
        (dossier(end="21/1/2024"), {"online": 1, "late": 1}),
        (dossier(due="14/3/2024", end="14/3/2024"), {"online": 1, "on_time": 1}),  # finished on the last day
        (dossier(due="14/3/2024", end="15/3/2024"), {"online": 1, "pending_in_time": 1}),  # finished after: pending at `to`
        (dossier(due="13/3/2024", end="15/3/2024"), {"online": 1, "pending_overdue": 1}),
        (dossier(due="14/3/2024"), {"online": 1, "pending_in_time": 1}),  # due on the window's last day
        (dossier(due="13/3/2024"), {"online": 1, "pending_overdue": 1}),
        (dossier(state="chờ bổ sung"), {"online": 1, "pending_in_time": 1}),  # the clock stands still
        (dossier(state="tạm dừng"), {"online": 1, "pending_in_time": 1}),
        (dossier(state="từ chối"), {"online": 1, "pending_overdue": 1}),  # refused without an end date is pending
        (dossier(end="25/1/2024", state="từ chối"), {"online": 1, "late": 1}),  # judged by its dates like the others
        (dossier(end="15/1/2024", state="rút hồ sơ"), {"online": 1, "early": 1}),
        (dossier(kenh_tiep_nhan="trực tiếp"), {"direct": 1, "pending_overdue": 1}),
        (dossier(kenh_tiep_nhan="bưu chính", end="19/1/2024"), {"direct": 1, "early": 1}),
        (dossier(received="1/12/2023", kenh_tiep_nhan="trực tuyến"), {"carried_over": 1, "pending_overdue": 1}),  # not new, so not online
    ],
)
def test_where_one_dossier_stands(one, counts):
    assert row_of(one) == counts


@pytest.mark.parametrize(("state", "end", "counted"), [("từ chối", "25/1/2024", "on_time"), ("rút hồ sơ", "15/1/2024", "on_time"), ("đã trả kết quả", "25/1/2024", "late")])
def test_refused_on_time_counts_only_refused_and_withdrawn_ones_so(state, end, counted):
    from dataclasses import replace

    rules = (parameters().rules[0].model_copy(update={"refused": "on_time"}),)
    assert row_of(dossier(end=end, state=state), changed=replace(parameters(), rules=rules)) == {"online": 1, counted: 1}


def test_the_newest_submission_wins():
    earlier = [dossier("HS1", "1/12/2023", "20/12/2023")]
    assert row_of(dossier("HS1", "1/12/2023", "20/12/2023", end="18/12/2023"), earlier=earlier) == {"carried_over": 1, "early": 1}


def test_a_pending_dossier_that_is_absent_now_is_still_pending_and_said():
    earlier = [dossier("HS9", "1/12/2023", "20/12/2023")]
    data = workspace(quarter_data("2023-Q4", danh_muc_tthc=CATALOGUE, ho_so_tthc=earlier), quarter_data("2024-Q1", danh_muc_tthc=CATALOGUE, ho_so_tthc=[dossier()]))
    assert dossier_table(data, span("2024-Q1"))[-1].carried_over == 1
    found = area_findings(data, period("2024-Q1"), "tthc")
    assert [one.code for one in found] == ["ho_so_vang_mat"]
    assert "HS9" in found[0].message


def test_carried_over_that_last_quarter_did_not_report_is_a_finding():
    data = workspace(quarter_data("2023-Q4", danh_muc_tthc=CATALOGUE, ho_so_tthc=[dossier("HS0", "1/11/2023", "5/11/2023", "4/11/2023")]),
                     quarter_data("2024-Q1", danh_muc_tthc=CATALOGUE, ho_so_tthc=[dossier("HS7", "1/12/2023", "20/12/2023")]))
    assert [(one.code, "HS7" in one.message) for one in area_findings(data, period("2024-Q1"), "tthc")] == [("ky_truoc_chuyen_sang_moi", True)]


def test_a_later_quarter_changes_nothing():
    first = quarter_data("2024-Q1", danh_muc_tthc=CATALOGUE, ho_so_tthc=[dossier()])
    later = quarter_data("2024-Q2", danh_muc_tthc=CATALOGUE, ho_so_tthc=[dossier(end="1/2/2024")])
    assert dossier_table(workspace(first), span("2024-Q1")) == dossier_table(workspace(first, later), span("2024-Q1"))


def test_fields_come_from_the_catalogue_and_unknown_ones_stand_before_the_total():
    rows = dossier_table(workspace(quarter_data("2024-Q1", danh_muc_tthc=CATALOGUE, ho_so_tthc=[dossier("1", ma_tthc="9.999999"), dossier("2", ma_tthc="1.000002"), dossier("3")])), span("2024-Q1"))
    assert [row.field for row in rows] == ["Đầu tư", "Lao động", "Chưa xác định", "Tổng cộng"]


def test_nobody_submitted_gives_no_form_and_an_empty_register_gives_zeros():
    assert dossier_table(workspace(quarter_data("2024-Q1", danh_muc_tthc=CATALOGUE)), span("2024-Q1")) == ()
    rows = dossier_table(workspace(quarter_data("2024-Q1", danh_muc_tthc=CATALOGUE, ho_so_tthc=[])), span("2024-Q1"))
    assert [(row.field, row.received) for row in rows] == [("Tổng cộng", 0)]


days = st.integers(0, 300)


@st.composite
def dossiers(draw):
    """Dossiers of a year with plausible order of dates."""
    import datetime as dt

    found = []
    for number in range(draw(st.integers(1, 12))):
        received = dt.date(2023, 12, 1) + dt.timedelta(days=draw(days))
        due = received + dt.timedelta(days=draw(st.integers(0, 40)))
        end = received + dt.timedelta(days=draw(st.integers(0, 60))) if draw(st.booleans()) else None
        state = draw(st.sampled_from(["đã trả kết quả", "từ chối", "rút hồ sơ"] if end else ["đang giải quyết", "chờ bổ sung", "tạm dừng", "từ chối"]))
        written = [f"{d.day}/{d.month}/{d.year}" if d else None for d in (received, due, end)]
        found.append(dossier(f"HS{number}", *written, state=state, kenh_tiep_nhan=draw(st.sampled_from(["trực tuyến", "trực tiếp", "bưu chính"]))))
    return found


@settings(max_examples=40, deadline=None)
@given(dossiers(), st.randoms(use_true_random=False))
def test_identities_hold_and_quarters_add_up_for_any_dossiers(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    quarters = [quarter_data(f"2024-Q{n}", danh_muc_tthc=CATALOGUE, ho_so_tthc=rows if n % 2 else shuffled) for n in (1, 2, 3, 4)]
    data = workspace(*quarters)
    totals = [dossier_table(data, span(f"2024-Q{n}"))[-1] for n in (1, 2, 3, 4)]
    year = dossier_table(data, span("2024-N"))[-1]
    for row in (*totals, year):
        assert row.received == row.resolved + row.pending
    for flow in ("online", "direct", "early", "on_time", "late"):
        assert sum(getattr(row, flow) for row in totals) == getattr(year, flow)
    assert totals[0].carried_over == year.carried_over
    for before, after in zip(totals, totals[1:], strict=False):
        assert after.carried_over == before.pending


def test_area_result_of_tthc_reports_the_form():
    result = area_result(workspace(quarter_data("2024-Q1", danh_muc_tthc=CATALOGUE, ho_so_tthc=[dossier(end="19/1/2024")])), parse_period("2024-Q1"), "tthc")
    assert result.dossiers[-1].early == 1
