"""What a period is computed on where no plan was ever declared: the usual targets, with no number to reach.

They are only counted and shown. As soon as parameters/plans holds one plan, that plan says what is reported.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from .forms import Area
from .plan import Plan, PlanDocument, Target, TargetPart

_SOURCE = "Chưa có kế hoạch"


def _share(id: str, area: Area, name: str, numerator: str, denominator: str, base: str, **more: Any) -> Target:
    return Target(
        id=id, area=area, name=name, text=name, numerator=numerator, denominator=denominator, base=base, source=_SOURCE,
        **{"kind": "ratio", **more},
    )


def _score(id: str, name: str, measure: str) -> Target:
    return Target(id=id, area="general", name=name, text=name, kind="level", comparison=">", unit="điểm", measure=measure, source=_SOURCE)


_STAFF = Target(
    id="2.3.a", area="apparatus", name="Sử dụng biên chế", text="Sử dụng biên chế", kind="count", comparison="<=", unit="người",
    parts=(
        TargetPart(name="công chức", measure="to_chuc_bo_may.civil_servants_present", limit="to_chuc_bo_may.civil_servants_quota"),
        TargetPart(name="viên chức", measure="to_chuc_bo_may.public_employees_present", limit="to_chuc_bo_may.public_employees_quota"),
    ),
    base="so với số biên chế được giao", source=_SOURCE,
)
_UNITS = Target(
    id="2.3.b", area="apparatus", name="Số lượng tổ chức hành chính", text="Số lượng tổ chức hành chính", kind="count",
    comparison="<=", unit="tổ chức", measure="to_chuc_bo_may.administrative_units", source=_SOURCE,
)

USUAL_TARGETS = (
    _score("1.a", "Điểm Chỉ số cải cách hành chính (PAR INDEX)", "chi_so_cchc.par_index"),
    _score("1.b", "Điểm Chỉ số hiệu quả quản trị và hành chính công cấp tỉnh (PAPI)", "chi_so_cchc.papi"),
    _score("1.c", "Điểm Chỉ số sẵn sàng cho phát triển và ứng dụng công nghệ thông tin (ICT INDEX)", "chi_so_cchc.ict_index"),
    _score("1.d", "Điểm mức độ hài lòng của người dân, tổ chức (SIPAS)", "chi_so_cchc.sipas"),
    _share("2.1.a", "institutions", "Văn bản QPPL trình bảo đảm trình tự, thủ tục", "van_ban_qppl.in_due_procedure", "van_ban_qppl.submitted", "so với số văn bản QPPL đã trình"),
    _share("2.1.b", "institutions", "Văn bản QPPL về phòng, chống tham nhũng; thực hành tiết kiệm, chống lãng phí được phổ biến đến công chức", "pho_bien_phap_luat.disseminated", "pho_bien_phap_luat.to_disseminate", "so với số văn bản phải phổ biến"),
    _share("2.2.a", "tthc", "Hồ sơ TTHC được giải quyết đúng hạn", "dossiers.resolved_in_time", "dossiers.resolved", "so với tổng số hồ sơ đã giải quyết", comparison=">"),
    _share("2.2.b", "tthc", "Hồ sơ TTHC được trả kết quả trước hạn", "dossiers.early", "dossiers.resolved", "so với tổng số hồ sơ đã giải quyết", comparison=">"),
    _share("2.2.c", "tthc", "Hồ sơ TTHC được số hóa", "dossiers.digitised", "dossiers.received", "so với tổng số hồ sơ đã tiếp nhận trong kỳ"),
    _share("2.2.d", "tthc", "Kết quả giải quyết TTHC được số hóa", "dossiers.result_digitised", "dossiers.resolved", "so với tổng số hồ sơ đã giải quyết"),
    _share("2.2.e", "tthc", "Mức độ hài lòng về giải quyết TTHC", "hai_long_tthc.satisfied", "hai_long_tthc.answers", "so với tổng số phiếu trả lời về giải quyết TTHC"),
    _share("2.2.g", "tthc", "TTHC đủ điều kiện được cung cấp trực tuyến toàn trình hoặc một phần", "danh_muc_tthc.provided_online", "danh_muc_tthc.eligible_online", "so với số TTHC đủ điều kiện cung cấp trực tuyến"),
    _share("2.2.h", "tthc", "Hồ sơ TTHC giải quyết trực tuyến", "dossiers.online", "dossiers.received", "so với tổng số hồ sơ đã tiếp nhận trong kỳ"),
    _share("2.2.i", "tthc", "TTHC có nghĩa vụ tài chính được triển khai thanh toán trực tuyến", "danh_muc_tthc.online_payment", "danh_muc_tthc.financial_obligation", "so với số TTHC có nghĩa vụ tài chính"),
    _share("2.2.k", "tthc", "Giao dịch thanh toán trực tuyến", "dossiers.paid_online", "dossiers.paid", "so với số hồ sơ tiếp nhận trong kỳ đã thanh toán"),
    _STAFF,
    _UNITS,
    _share("2.3.c", "apparatus", "Biên chế viên chức chưa sử dụng có kế hoạch tuyển dụng được phê duyệt", "to_chuc_bo_may.unused_in_plan", "to_chuc_bo_may.unused", "so với số biên chế viên chức chưa sử dụng"),
    _share("2.3.d", "apparatus", "Mức độ hài lòng đối với sự phục vụ của cơ quan", "hai_long_phuc_vu.satisfied", "hai_long_phuc_vu.answers", "so với tổng số phiếu trả lời về sự phục vụ của cơ quan"),
    _share("2.4.a", "civil_service", "Công chức, viên chức được bố trí đúng Danh mục vị trí việc làm", "cong_chuc_vien_chuc.placed", "cong_chuc_vien_chuc.staff", "so với tổng số công chức, viên chức"),
    _share("2.4.b", "civil_service", "Công chức, viên chức, người lao động được đánh giá, xếp loại hằng tháng", "danh_gia_xep_loai.assessed", "danh_gia_xep_loai.due", "so với số lượt phải đánh giá, xếp loại"),
    _share("2.4.c", "civil_service", "Chế độ, chính sách được thực hiện kịp thời", "che_do_chinh_sach.in_time", "che_do_chinh_sach.cases", "so với số trường hợp phát sinh"),
    _share("2.4.d", "civil_service", "Công chức, viên chức được tham gia đào tạo, bồi dưỡng, tập huấn", "cong_chuc_vien_chuc.trained", "cong_chuc_vien_chuc.staff", "so với tổng số công chức, viên chức", due="year_end"),
    _share("2.4.e", "civil_service", "Công chức, viên chức trao đổi công việc hoàn toàn trên môi trường mạng", "cong_chuc_vien_chuc.online", "cong_chuc_vien_chuc.staff", "so với tổng số công chức, viên chức"),
    _share("2.4.g", "civil_service", "Cập nhật Cơ sở dữ liệu công chức, viên chức, đồng bộ với Cơ sở dữ liệu quốc gia", "cong_chuc_vien_chuc.updated", "cong_chuc_vien_chuc.staff", "so với tổng số công chức, viên chức"),
    _share("2.5.a", "public_finance", "Giải ngân vốn đầu tư công", "von_dau_tu_cong.disbursed", "von_dau_tu_cong.plan", "so với kế hoạch vốn được giao", due="year_end"),
    _share("2.6.a", "digital_government", "Văn bản điện tử được ký số đầy đủ (trừ văn bản mật)", "van_ban_dien_tu.signed", "van_ban_dien_tu.not_secret", "so với tổng số văn bản đi, trừ văn bản mật"),
    _share("2.6.b", "digital_government", "Hồ sơ công việc được lập hồ sơ điện tử (trừ hồ sơ mật)", "ho_so_cong_viec.electronic", "ho_so_cong_viec.not_secret", "so với tổng số hồ sơ công việc, trừ hồ sơ mật"),
    _share("2.6.c", "digital_government", "TTHC đủ điều kiện được cung cấp dịch vụ công trực tuyến toàn trình", "danh_muc_tthc.full_online", "danh_muc_tthc.eligible_full", "so với số TTHC đủ điều kiện cung cấp toàn trình"),
    _share("2.6.d", "digital_government", "Trang thông tin điện tử đáp ứng Nghị định số 42/2022/NĐ-CP", "trang_thong_tin.met", "trang_thong_tin.required", "so với số mục bắt buộc", kind="checklist"),
    _share("2.6.e", "digital_government", "Chế độ báo cáo thực hiện trên Hệ thống thông tin báo cáo", "che_do_bao_cao.on_system", "che_do_bao_cao.regimes", "so với tổng số lượt chế độ báo cáo"),
)


def usual_plan(year: int, measures: Collection[str]) -> Plan:
    """The usual targets as a plan of a year that asks for nothing; without those that the declared measures cannot count."""
    targets = tuple(target for target in USUAL_TARGETS if all(measure in measures for measure in target.measures))
    title = f"Kế hoạch cải cách hành chính năm {year}"
    return Plan(year=year, document=PlanDocument(title=title, issuer="", citation=title), targets=targets, tasks=())
