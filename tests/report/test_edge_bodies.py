"""What the head must be able to sign when a period is out of the ordinary: nothing arose, nothing came, one part too many."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cchc_lib.domain.findings import Place
from cchc_lib.domain.parameters import Parameters
from cchc_lib.intake.codes import finding
from tests.analysis.bodies import quarter_data

from .made import composed, merged, parameters, paragraphs

EMPTY = {form: [] for form in parameters().forms}
QUOTA = {"don_vi": "Văn phòng", "loai_don_vi": "tổ chức hành chính", "cong_chuc_duoc_giao": 63, "cong_chuc_co_mat": 64, "vien_chuc_duoc_giao": 20, "vien_chuc_co_mat": 19}


def text_of(period: str = "2024-Q1", before: dict | None = None, changed: Parameters | None = None, **forms) -> str:
    """The report of a body as text, up to the first annex. changed: other parameters than the project's own."""
    data = [quarter_data(period, **forms)] + ([quarter_data("2023-Q4", **before)] if before else [])
    lines = paragraphs(composed(merged(period, {one.quarter: one for one in data}, sample=False, changed=changed)).docx)
    return "\n".join(lines[: lines.index("Phụ lục I")])


def test_a_part_beyond_its_own_limit_is_named_when_the_sum_keeps_it():
    text = text_of(to_chuc_bo_may=[QUOTA])
    assert "chưa đạt chỉ tiêu kế hoạch (không vượt số được giao): công chức vượt 01 người" in text
    assert "(công chức 64/63)" in text and "còn cách mục tiêu ." not in text and "không quá 83 người" not in text


def test_nothing_arose():
    text = text_of(**EMPTY)
    assert "Không phát sinh hồ sơ đã giải quyết nên không đánh giá chỉ tiêu" in text  # of what comes and goes
    assert "Không có công chức, viên chức nên không đánh giá chỉ tiêu" in text  # of what stands there
    assert "Kế hoạch giao 33 nhiệm vụ; chưa có báo cáo của các đơn vị về tiến độ thực hiện." in text
    assert "chưa được gửi" not in text and "Trong kỳ không phát sinh văn bản QPPL đã trình trong kỳ" not in text


def test_nothing_came_but_one_form():
    text = text_of(tuyen_truyen=[{"hinh_thuc": "tin bài", "so_luong": 3, "ngay": "1/2/2024"}])
    assert "Công tác tuyên truyền CCHC: 03 tin bài." in text  # what there was not is not counted up
    assert "Chưa có số liệu của biểu «Văn bản QPPL», «Rà soát văn bản», «Phổ biến pháp luật», «Theo dõi thi hành» (chưa được gửi)." in text
    assert "chưa có số liệu về tiến độ vì biểu «Nhiệm vụ» chưa được gửi" in text
    assert "Chưa nhận được kiến nghị, đề xuất của các đơn vị" in text and "Không có kiến nghị" not in text


def test_what_is_counted_since_january_is_not_set_against_the_year_before():
    capital = {"ma_du_an": "a", "ten_du_an": "a", "ke_hoach_von_nam": "100", "giai_ngan_luy_ke": "20"}
    text = text_of(before={"von_dau_tu_cong": [capital | {"giai_ngan_luy_ke": "95"}]}, von_dau_tu_cong=[capital])
    assert "Giải ngân 20/100 triệu đồng, đạt 20%" in text and "so với quý IV năm 2023" not in text


def test_a_month_not_assessed_is_told_once_with_what_it_does_to_the_figure():
    """Reading misses a month of a unit, computing says how many of its staff that makes; a month without staff only reading tells."""
    staff = [{"don_vi": unit, "so_ccvc": count} for unit, count in (("Văn phòng", 1250), ("Phòng Quản lý đầu tư", 0))]
    graded = [{"don_vi": one["don_vi"], "thang": "1/1/2024", "so_phai_danh_gia": one["so_ccvc"], "hoan_thanh_tot": one["so_ccvc"]} for one in staff]
    data = quarter_data("2024-Q1", cong_chuc_vien_chuc=staff, danh_gia_xep_loai=graded)
    read = tuple(
        finding("thieu_thang", Place("a.xlsx", "Đánh giá xếp loại"), found=one["don_vi"], needed="tháng 02/2024, tháng 3/2024", form="danh_gia_xep_loai")
        for one in staff
    )
    told = [one["message"] for one in merged("2024-Q1", {data.quarter: replace(data, findings=read)}, sample=False).findings]

    assert len(told) == 3 and "«Phòng Quản lý đầu tư» thiếu số liệu tháng 02/2024, tháng 3/2024" in told[0]
    assert told[1].startswith("Văn phòng: không có đánh giá, xếp loại tháng 02/2024; tính 1.250 người phải đánh giá")


def test_without_a_plan_nothing_is_called_the_plans():
    data = quarter_data("2024-Q1", danh_gia_chung=[])
    lines = paragraphs(composed(merged("2024-Q1", {data.quarter: data}, sample=False, changed=replace(parameters(), plans={}))).docx)
    assert "KẾT QUẢ CÁC CHỈ TIÊU CẢI CÁCH HÀNH CHÍNH" in lines and "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU CỦA KẾ HOẠCH" not in lines
    assert not any("chỉ tiêu của kế hoạch theo tiến độ" in line for line in lines)


@pytest.mark.parametrize("dash", ["- ", "– ", "• ", "-", "* "])
def test_lines_that_a_unit_began_with_a_dash_of_its_own_get_one_dash(dash):
    text = text_of(danh_gia_chung=[{"muc": "kiến nghị", "noi_dung": f"{dash}Sớm bố trí vốn;\n{dash}Tăng 5 biên chế."}])
    assert "\n- Sớm bố trí vốn" in text and "\n- Tăng 5 biên chế." in text


def test_a_number_is_not_taken_for_a_dash():
    assert "- -5 điểm so với năm trước" in text_of(danh_gia_chung=[{"muc": "kiến nghị", "noi_dung": "-5 điểm so với năm trước"}])


def test_messages_name_periods_as_people_do():
    pending = {"ma_ho_so": "H1", "ma_tthc": "1", "ngay_tiep_nhan": "1/12/2023", "ngay_hen_tra": "1/1/2024", "trang_thai": "đang giải quyết"}
    late = "Cần sớm bố trí đủ vốn cho các dự án hạ tầng kỹ thuật của khu công nghiệp mới thành lập"
    words = {"danh_gia_chung": [{"muc": "kiến nghị", "noi_dung": late}]}
    before, now = quarter_data("2023-Q4", ho_so_tthc=[pending], **words), quarter_data("2024-Q1", ho_so_tthc=[], **words)
    told = "\n".join(one["message"] for one in merged("2024-Q1", {one.quarter: one for one in (before, now)}, sample=False).findings)
    assert "không có trong biểu quý I năm 2024" in told and "giống gần hết lời quý IV năm 2023" in told and "2024-Q1;" not in told


def test_no_list_of_documents_beside_missing_data():
    issued = {"so_ky_hieu": "1/KH-BQL", "ngay_ban_hanh": "1/2/2024", "trich_yeu": "Kế hoạch kiểm tra", "loai_van_ban": "kế hoạch"}
    one, other = quarter_data("2024-Q1", chi_dao_dieu_hanh=[issued]), quarter_data("2024-Q2")
    lines = "\n".join(paragraphs(composed(merged("2024-6T", {data.quarter: data for data in (one, other)}, sample=False)).docx))
    assert "«Chỉ đạo điều hành» (quý II năm 2024)" in lines and "1/KH-BQL" not in lines


@pytest.mark.parametrize(("units", "said"), [(["Văn phòng"], "(III.5.1): Thiếu vốn"), (["Văn phòng", "Phòng Lao động"], "(III.5.1, Phòng Lao động): Thiếu vốn")])
def test_difficulties_name_the_unit_where_several_report(units, said):
    rows = [{"ma_nhiem_vu": "III.5.1", "don_vi": unit, "tinh_trang": "đang thực hiện", "kho_khan_vuong_mac": "Thiếu vốn"} for unit in units]
    assert f"Khó khăn, vướng mắc {said}." in text_of(nhiem_vu=rows)


def test_another_body_is_called_by_its_own_name():
    own = parameters()
    (identity,) = own.organisation.identities
    office = identity.model_copy(update={"name": "Sở Nội vụ tỉnh Hưng Yên", "short_name": "Sở"})
    survey = dict.fromkeys(("rat_hai_long", "hai_long", "binh_thuong", "khong_hai_long", "rat_khong_hai_long"), 1)
    text = text_of(
        van_ban_qppl=[{"ten_van_ban": "a", "ngay_trinh": "1/2/2024", "dung_trinh_tu_thu_tuc": True}],
        theo_doi_thi_hanh=[{"ngay": "1/2/2024", "linh_vuc": "khác", "so_doanh_nghiep": 3, "so_vi_pham": 1, "so_vi_pham_da_xu_ly": 1}],
        hai_long_phuc_vu=[survey | {"ngay": "1/2/2024"}],
        changed=replace(own, organisation=own.organisation.model_copy(update={"identities": (office,)})),
    )
    assert "văn bản QPPL do Sở trình" in text and "về sự phục vụ của Sở ở mức hài lòng" in text
    assert "tại 03 doanh nghiệp, phát hiện" in text
