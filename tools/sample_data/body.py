"""The whole body: which unit sends which rows of which form in a quarter, as workbooks with their record of arrival."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from cchc_lib.domain.areas import BY_ID as AREAS_BY_ID
from cchc_lib.domain.parameters import Parameters
from cchc_lib.domain.periods import Period

from . import days, digital, dossiers, finance, general, institutions, procedures, staff, story, surveys, tasks, words
from .workbook import workbook

Row = dict[str, object]
Table = Callable[[Period], list[Row]]
UnitTable = Callable[[str, Period], list[Row]]

# Forms that the office sends for the whole body.
_OF_THE_BODY: dict[str, Table] = {
    "chi_so_cchc": general.scores,
    "chi_dao_dieu_hanh": general.issued,
    "kiem_tra_cchc": general.inspections,
    "van_ban_qppl": institutions.submitted,
    "pho_bien_phap_luat": institutions.to_disseminate,
    "ra_soat_van_ban": institutions.reviewed,
    "theo_doi_thi_hanh": institutions.followed_up,
    "danh_muc_tthc": procedures.catalogue,
    "ho_so_tthc": dossiers.rows,
    "hai_long_tthc": surveys.procedures,
    "phan_anh_kien_nghi": surveys.petitions,
    "ra_soat_tthc": institutions.proposals,
    "to_chuc_bo_may": staff.apparatus,
    "hai_long_phuc_vu": surveys.service,
    "che_do_chinh_sach": staff.entitlements,
    "dao_tao_boi_duong": staff.training,
    "ky_luat_ky_cuong": staff.discipline,
    "von_dau_tu_cong": finance.capital,
    "kinh_phi_tu_chu": finance.budget,
    "trang_thong_tin": digital.website,
    "che_do_bao_cao": digital.reports,
}
# Forms of which each unit sends its own rows.
_OF_EACH_UNIT: dict[str, UnitTable] = {
    "nhiem_vu": tasks.progress,
    "cong_chuc_vien_chuc": staff.civil_service,
    "danh_gia_xep_loai": staff.assessments,
    "van_ban_dien_tu": digital.documents,
    "ho_so_cong_viec": digital.work_files,
}
# Forms that every unit may send: those without rows of them leave them out.
_OF_WHO_HAS_SOME: dict[str, UnitTable] = {"tuyen_truyen": general.communication, "danh_gia_chung": words.remarks}


def submitted(quarter: Period) -> dict[str, dict[str, list[Row]]]:
    """unit -> form -> rows, for one quarter. A form without rows is sent and says that nothing arose."""
    sent: dict[str, dict[str, list[Row]]] = {}
    for unit in story.UNITS:
        forms = {form: make(unit, quarter) for form, make in _OF_EACH_UNIT.items()}
        forms |= {form: rows for form, make in _OF_WHO_HAS_SOME.items() if (rows := make(unit, quarter))}
        if unit == story.OFFICE:
            forms |= {form: make(quarter) for form, make in _OF_THE_BODY.items()}
        left_out = story.NOT_SENT.get((quarter.id, unit), ())
        sent[unit] = {form: rows for form, rows in forms.items() if form not in left_out}
    return sent


def files(quarter: Period, parameters: Parameters) -> dict[str, bytes]:
    """file name -> content of one quarter's folder; sheets in the order of the areas."""
    made = {}
    for unit, forms in submitted(quarter).items():
        in_order = sorted(parameters.forms.values(), key=lambda form: AREAS_BY_ID[form.area].number)
        sheets = [(form, forms[form.id]) for form in in_order if form.id in forms]
        made[f"{unit}.xlsx"] = workbook(story.UNITS[unit], quarter, sheets)
    return made | {"tiep-nhan.csv": _arrivals(quarter, made)}


def _arrivals(quarter: Period, made: Mapping[str, bytes]) -> bytes:
    """tiep-nhan.csv: what came in when; the office last, since it sends what the due day still brought."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(("file", "sha256", "first_seen"))
    for name, content in made.items():
        lines.writerow((name, hashlib.sha256(content).hexdigest(), _arrived(name.removesuffix(".xlsx"), quarter).isoformat()))
    return text.getvalue().encode()


def _arrived(unit: str, quarter: Period) -> date:
    due = days.due_day(quarter)
    if late := story.LATE_DAYS.get((quarter.id, unit)):
        return days.after(due, late)
    return due if unit == story.OFFICE else days.open_days(quarter)[-2]


def write(folder: Path, parameters: Parameters) -> None:
    """Writes every quarter below folder."""
    for quarter in days.QUARTERS:
        place = folder / quarter.id
        place.mkdir(parents=True, exist_ok=True)
        for name, content in files(quarter, parameters).items():
            (place / name).write_bytes(content)
