"""An open period: its parameters and tables, and what an analyst asks of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_lib import explore
from cchc_lib.analysis.measures import Workspace
from cchc_lib.domain.areas import BY_ID, Area
from cchc_lib.domain.errors import UsageError, UserError
from cchc_lib.domain.parameters import Parameters
from cchc_lib.domain.periods import Period, Span, parse_period
from cchc_lib.domain.printing import short_date
from cchc_lib.domain.results import SAMPLE_MARK, Indicator
from cchc_lib.domain.submissions import QuarterData
from cchc_lib.domain.text import nearest
from cchc_lib.intake.folders import available_quarters
from cchc_lib.intake.parameters import load_parameters
from cchc_lib.presentation.html import show_frames
from cchc_lib.presentation.table_data import as_printed
from cchc_lib.runs.archive.snapshot import FOLDER, READING, read_parameters, read_snapshot

if TYPE_CHECKING:
    import pandas


DATA = "data/sample"


class Prose(str):
    """Sentences that a notebook shows as text."""

    def _repr_markdown_(self) -> str:
        return str(self)


def project_root() -> Path:
    """The folder of the project: CCHC_ROOT, else the nearest folder above that holds parameters and templates."""
    if named := os.environ.get("CCHC_ROOT"):
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "parameters").is_dir() and (folder / "templates").is_dir():
            return folder
    return Path(__file__).resolve().parents[1]


def located(folder: str) -> Path:
    """A folder as a notebook names it: from its working folder when it is there (as in a run), else from the project."""
    here = Path(folder)
    return here if here.is_absolute() or folder.startswith(".") else project_root() / folder


def kept_folder(snapshot: str) -> Path:
    """The kept tables that snapshot names: a run's folder, or inputs in it. Raises UsageError where there are none."""
    folder = located(snapshot)
    found = next((one for one in (folder, folder / FOLDER) if (one / READING).is_file()), None)
    if found is None:
        raise UsageError(f"«{snapshot}» không phải thư mục của một lần chạy", remedy="viết như outputs/2024-Q1/r001-…; «python run.py runs» in các lần chạy đã lưu.")
    return found


def area_named(area: str) -> Area:
    """The area with an id. Raises UsageError naming the nearest, or all with their titles."""
    if area not in BY_ID:
        near = nearest(str(area), BY_ID)
        every = "; ".join(f"{one.id} ({one.title})" for one in BY_ID.values())
        raise UsageError(f"không có lĩnh vực «{area}»", remedy=f"có phải «{near}»?" if near else f"chọn trong: {every}.")
    return BY_ID[area]


def newest_quarter(*, data: str = DATA, snapshot: str | None = None, **_: Any) -> str:
    """The newest quarter that there are data of. Raises UserError where there is none."""
    with named_from_project():
        quarters = [one.quarter for one in read_snapshot(kept_folder(snapshot)).values()] if snapshot else available_quarters(located(data)).quarters
        return max(quarters, key=lambda one: (one.year, one.kind)).id


@contextmanager
def named_from_project() -> Iterator[None]:
    """Errors inside name files from the project's folder on: a notebook that is handed on tells nothing of the machine."""
    try:
        yield
    except UserError as error:
        for part in ("what", "where", "why", "remedy"):
            setattr(error, part, getattr(error, part).replace(f"{project_root()}{os.sep}", ""))
        error.details = tuple(one.replace(f"{project_root()}{os.sep}", "") for one in error.details)
        raise


def _show_tables() -> None:
    """Tables of a notebook show wordings whole, words at the left: pandas would cut them at 50 letters and 60 rows."""
    import pandas as pd

    show_frames()
    pd.set_option("display.max_colwidth", None, "display.max_rows", 300, "display.max_columns", 40)


class OpenPeriod:
    """One period with everything read for it: the parameters, the quarters' tables and their windows."""

    def __init__(self, period: str, *, data: str = DATA, parameters: str = "parameters", snapshot: str | None = None, sample: bool = True) -> None:
        self.period: Period = parse_period(period)
        self.sample = sample
        self.parameters: Parameters
        self.data: Mapping[Period, QuarterData]
        with named_from_project():
            if snapshot:
                self._open_kept(kept_folder(snapshot), snapshot)
            else:
                self._read(located(data), located(parameters))
        self.workspace = Workspace(self.parameters, self.data)
        _show_tables()

    @property
    def title(self) -> str:
        """What of the period is open."""
        return "Số liệu"

    def __repr__(self) -> str:
        return f"{self.title}, {self.period.label}"

    def _repr_markdown_(self) -> str:
        window = self.span.window
        mark = f" **{SAMPLE_MARK}**" if self.sample else ""
        return f"**{self!r}** – số liệu từ {short_date(window.start)} đến hết {short_date(window.end)}.{mark}"

    def _open_kept(self, kept: Path, named: str) -> None:
        self.parameters = read_parameters(kept)
        self.data = {one.quarter: one for one in read_snapshot(kept).values()}
        if lacking := [quarter.id for quarter in self.span.quarters if quarter not in self.data]:
            there = ", ".join(quarter.id for quarter in self.data)
            raise UsageError(f"«{named}» không giữ số liệu của {', '.join(lacking)}", why=f"lần chạy ấy có: {there}", remedy="chọn kỳ khác, hoặc lần chạy khác.")

    def _read(self, data: Path, parameters: Path) -> None:
        from cchc_lib.intake.quarter import read_for_period

        self.parameters = load_parameters(parameters)
        cache = project_root() / "outputs" / ".cache"  # a notebook run again reads only what changed
        self.data = read_for_period(data, self.span, self.parameters, cache=cache)

    @property
    def span(self) -> Span:
        """The period's window in force."""
        return self.parameters.calendar.span(self.period)

    def table(self, form_id: str) -> pandas.DataFrame:
        """The rows of a form that count in the period, with their addresses (_file, _sheet, _row): table("ho_so_tthc").

        Raises UsageError naming the nearest form, or all of them.
        """
        explore.check_form(self.parameters, form_id)
        return self.workspace.rows(form_id, self.span).frame.reset_index(drop=True)

    def dossiers_listed(self) -> pandas.DataFrame:
        """The dossiers that count in the period, one a row, with their addresses.

        linh_vuc: field. tinh_trang: where it stands, as in form II.06a. so_ngay_muon: working days after the due day, < 0
        before it. ten_tthc: name of the procedure. The rest are columns of the form ho_so_tthc.
        """
        return explore.dossiers(self.workspace, self.period)

    def history(self, *indicators: str | Sequence[str], periods: Sequence[str] = ()) -> pandas.DataFrame:
        """Indicators over periods, against targets and beside last year: history("2.2.a", "2.2.h", periods=["2023-6T", "2024-6T"]).

        All indicators of the plan and all quarters by default. Columns: ma, chi_tieu, ky, gia_tri, in_ra, muc_tieu, danh_gia, cung_ky.
        """
        return explore.history(self.workspace, self.period, indicators, periods)

    def target(self, indicator: str) -> Indicator:
        """One target, judged, as the report has it: target("2.2.a").printed."""
        return explore.target(self.workspace, self.period, indicator)

    def behind(self, indicator: str) -> pandas.DataFrame:
        """The rows that keep a target from being met in full, with their addresses (_file, _sheet, _row): behind("2.2.c")."""
        return explore.behind(self.workspace, self.period, indicator)

    def what_if(self, *, targets: Mapping[str, object] | None = None, exclude: Mapping[str, explore.Rows] | None = None) -> pandas.DataFrame:
        """Which indicators change when a target is another or some rows are left out; nothing is changed for good.

            what_if(targets={"2.2.a": 98})
            what_if(exclude={"ho_so_tthc": "ma_tthc == '1.009755'"})
            what_if(exclude={"ho_so_tthc": lambda table: table["ma_ho_so"].isin(some)})

        exclude: form id -> the rows to leave out, as a condition of pandas or a function of the form's table.
        Columns: ma, chi_tieu, truoc and sau (before, after), danh_gia_truoc, danh_gia_sau, muc_tieu_truoc, muc_tieu_sau.
        """
        return explore.what_if(self.workspace, self.period, targets, exclude)

    def quality(self, area: str | None = None) -> pandas.DataFrame:
        """The checked tables: form, rows, who sent it, who has not, findings; of one area or of all."""
        import pandas as pd

        if area is not None:
            area_named(area)
        rows = []
        for form in self.parameters.forms.values():
            if area and form.area != area:
                continue
            rows += [self._quality(form.id, quarter) for quarter in self.span.quarters if quarter in self.data]
        return as_printed(pd.DataFrame(rows))

    def _quality(self, form_id: str, quarter: Period) -> dict[str, Any]:
        one = self.data[quarter]
        sent = [s for s in one.submissions if s.form == form_id and s.replaced_by is None]
        named = {unit.id: unit.name for unit in self.parameters.units.units}
        return {
            "Biểu": self.parameters.forms[form_id].title, "Kỳ": quarter.id, "Số dòng": sum(s.rows for s in sent),
            "Đã gửi": ", ".join(dict.fromkeys(named.get(s.unit, s.unit) for s in sent)) or "chưa có",
            "Chưa gửi": ", ".join(one.missing_units(form_id)),
            "Điểm lưu ý": sum(1 for finding in one.findings if finding.form == form_id),
        }
