"""What a head who signs reads: a year without a plan, tasks that a plan leaves to its annex, several units with the same words."""

from __future__ import annotations

from dataclasses import replace

from tests.analysis.bodies import quarter_data

from .made import composed, merged, parameters, paragraphs, sample_report


def without_plan(**forms) -> list[str]:
    data = quarter_data("2025-Q1", **forms)
    return paragraphs(composed(merged("2025-Q1", {data.quarter: data}, sample=False)).docx)


def test_scores_of_a_year_without_a_plan_go_by_their_own_name():
    lines = without_plan(chi_so_cchc=[{"nam": 2023, "chi_so": "SIPAS", "diem": "84.9"}])
    assert "- Điểm mức độ hài lòng của người dân, tổ chức (SIPAS) năm 2025 chưa được công bố." in lines
    assert not [line for line in lines if "cao hơn năm 2023" in line]


def test_a_year_without_a_plan_says_so_and_does_not_say_that_nothing_was_missed():
    text = "\n".join(without_plan(tuyen_truyen=[]))
    assert "không đánh giá theo chỉ tiêu vì chưa có kế hoạch CCHC của năm" in text
    assert "Không có chỉ tiêu nào bị đánh giá chưa đạt" not in text


def test_limits_are_never_a_heading_without_words():
    data = quarter_data("2025-Q1", **{form: [] for form in parameters().forms})
    lines = paragraphs(composed(merged("2025-Q1", {data.quarter: data}, sample=False)).docx)
    assert lines[lines.index("2. Hạn chế") + 1] == "Các đơn vị chưa nêu hạn chế."


def test_paragraphs_of_one_cell_stay_paragraphs_and_a_reason_stays_a_sentence():
    row = {"don_vi": "Văn phòng", "ma_chi_tieu": None}
    text = [{**row, "muc": "kiến nghị", "noi_dung": "- Bổ sung máy quét.\n- Tập huấn ký số."}]
    lines = without_plan(danh_gia_chung=text)
    assert lines[lines.index("- Bổ sung máy quét.") + 1].startswith("- Tập huấn ký số.")


def test_a_count_below_ten_has_two_digits_in_prose():
    unit = {"don_vi": "Văn phòng", "loai_don_vi": "tổ chức hành chính", "cong_chuc_duoc_giao": 9, "cong_chuc_co_mat": 8, "vien_chuc_duoc_giao": 0, "vien_chuc_co_mat": 0}
    text = "\n".join(without_plan(to_chuc_bo_may=[unit]))
    assert "Số tổ chức hành chính cuối kỳ là 01." in text and "Số công chức, viên chức có mặt là 08 (" in text


def test_what_the_plan_leaves_to_its_annex_takes_no_column():
    lines = paragraphs(sample_report("2024-Q1")[1].docx)
    annex = lines[lines.index("Phụ lục IV"):lines.index("Phụ lục V")]
    assert annex[3:7] == ["Mã", "Nhiệm vụ", "Tình trạng", "Kết quả; khó khăn, vướng mắc"]
    assert annex[-1] == "Đơn vị chủ trì và thời hạn của từng nhiệm vụ theo Phụ lục kèm theo Kế hoạch."


def test_a_task_without_a_lead_among_others_that_have_one_names_whose_annex():
    own = parameters()
    plan = own.plans[2024]
    first, *others = plan.tasks
    changed = replace(own, plans=own.plans | {2024: plan.model_copy(update={"tasks": (first.model_copy(update={"lead": "Văn phòng"}), *others)})})
    data = quarter_data("2024-Q1")
    lines = paragraphs(composed(merged("2024-Q1", {data.quarter: data}, sample=False, changed=changed)).docx)
    annex = lines[lines.index("Phụ lục IV"):lines.index("Phụ lục V")]
    assert "Đơn vị chủ trì" in annex and "Theo Phụ lục Kế hoạch" in annex and "Thời hạn" not in annex
    assert annex[-1] == "Thời hạn của từng nhiệm vụ theo Phụ lục kèm theo Kế hoạch."


def test_units_with_the_same_words_share_one_line():
    rows = [{"ma_nhiem_vu": "III.5.1", "don_vi": unit, "tinh_trang": "đang thực hiện", "ket_qua": words} for unit, words in (("Văn phòng", "Đã làm"), ("Phòng Quản lý đầu tư", "Chưa xong"), ("Phòng Quản lý doanh nghiệp", "Đã làm"))]
    data = quarter_data("2024-Q1", nhiem_vu=rows)
    text = "\n".join(paragraphs(composed(merged("2024-Q1", {data.quarter: data}, sample=False)).docx))
    assert "Phòng Quản lý đầu tư: Chưa xong" in text
    assert "Văn phòng, Phòng Quản lý doanh nghiệp: Đã làm" in text or "Phòng Quản lý doanh nghiệp, Văn phòng: Đã làm" in text
