"""The six areas of reform and the notebooks that report on them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Area:
    """One area: its id, its number in section II of the report, its title, its notebook."""

    id: str
    number: int
    title: str
    notebook: str

    @property
    def in_sentence(self) -> str:
        """The title inside a sentence: cải cách thủ tục hành chính."""
        return self.title[:1].lower() + self.title[1:]


AREAS: tuple[Area, ...] = (
    Area("institutions", 1, "Cải cách thể chế", "01_institutions"),
    Area("tthc", 2, "Cải cách thủ tục hành chính", "02_tthc"),
    Area("apparatus", 3, "Cải cách tổ chức bộ máy hành chính nhà nước", "03_apparatus"),
    Area("civil_service", 4, "Cải cách chế độ công vụ", "04_civil_service"),
    Area("public_finance", 5, "Cải cách tài chính công", "05_public_finance"),
    Area("digital_government", 6, "Xây dựng và phát triển Chính quyền điện tử, Chính quyền số", "06_digital_government"),
)
REPORT_NOTEBOOK = "07_report"
GENERAL = Area("general", 0, "Công tác chỉ đạo, điều hành", REPORT_NOTEBOOK)
BY_ID = {area.id: area for area in (*AREAS, GENERAL)}
