"""What may be asked for beside the Word document: its tables as a workbook, and a PDF made by LibreOffice or Word."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_lib.runs.machine import libreoffice

if TYPE_CHECKING:
    from cchc_lib.report.merged import Merged

SECONDS = 180


def make(run: Path, names: Sequence[str]) -> list[str]:
    """Make the extras named (xlsx, pdf) in a run's folder; what could not be made comes back as sentences."""
    said = []
    for document in sorted(run.glob("bao-cao-cchc-*.docx")):
        if "xlsx" in names:
            document.with_suffix(".xlsx").write_bytes(workbook_of(run))
        if "pdf" in names and (sentence := pdf_of(document)):
            said.append(sentence)
    return said


def workbook_of(run: Path) -> bytes:
    """The tables of a run's report as .xlsx."""
    from cchc_lib.presentation.prose import Templates
    from cchc_lib.report.workbook import report_workbook
    from cchc_lib.runs.archive.snapshot import FOLDER, TEMPLATES

    return report_workbook(merged_of(run), Templates(run / FOLDER / TEMPLATES))


def merged_of(run: Path) -> Merged:
    """The results of a run as its report was made from them."""
    from cchc_lib.analysis.area import area_result
    from cchc_lib.analysis.measures import Workspace
    from cchc_lib.domain.periods import parse_period
    from cchc_lib.report.merged import Merged, read_areas
    from cchc_lib.runs.archive.canonical import read_json
    from cchc_lib.runs.archive.snapshot import FOLDER, read_of_record, read_parameters, read_snapshot

    results = read_json(run / "results.json")
    parameters, period = read_parameters(run / FOLDER), parse_period(results["period"]["id"])
    data = {one.quarter: one for one in read_snapshot(run / FOLDER).values()}
    general = area_result(Workspace(parameters, data), period, "general", sample=results["sample"])
    span = parameters.calendar.span(period)
    return Merged(
        span, parameters, general, read_areas(run / "areas"), data, sample=results["sample"], draft=results["draft"],
        record=read_of_record(run / FOLDER),
    )


def pdf_of(document: Path) -> str | None:
    """Write the document's PDF beside it; a sentence where neither LibreOffice nor Word can."""
    for convert in (_by_libreoffice, _by_word):
        if convert(document):
            return None
    return "chưa làm được bản PDF: máy không có LibreOffice hoặc Word; mở tệp Word và lưu dạng PDF"


def _by_libreoffice(document: Path) -> bool:
    program = libreoffice()
    if program is None:
        return False
    with tempfile.TemporaryDirectory(prefix="cchc-pdf-") as profile:
        command = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", str(document.parent), str(document)]
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return False
    return document.with_suffix(".pdf").exists()


def _by_word(document: Path) -> bool:
    """Word itself, on Windows, through its automation in PowerShell."""
    if sys.platform != "win32":
        return False
    target = document.with_suffix(".pdf")
    script = (
        "$w = New-Object -ComObject Word.Application; $w.Visible = $false; "
        f"$d = $w.Documents.Open('{_quoted(document)}', $false, $true); $d.SaveAs([ref]'{_quoted(target)}', [ref]17); $d.Close($false); $w.Quit()"
    )
    try:
        subprocess.run(["powershell", "-NoProfile", "-Command", script], capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return target.exists()


def _quoted(path: Path) -> str:
    return str(path.resolve()).replace("'", "''")
