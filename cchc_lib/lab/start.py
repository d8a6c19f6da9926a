"""The start of a session: choose data and period, build the report, open it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import ipywidgets as widgets
from IPython.display import Markdown

from cchc_lib.domain.areas import AREAS, REPORT_NOTEBOOK
from cchc_lib.domain.exit_codes import ExitCode

from .choices import Source, sources

STEPS = len(AREAS) + 1


def start(root: Path) -> widgets.Widget:
    """Controls to build a period's report, with its progress and a link to the document. root: the project's folder."""
    found = sources(root)
    if not found:
        return widgets.HTML("<p>Chưa có số liệu: đặt biểu của các đơn vị vào <code>data/inputs/2024-Q1/</code> rồi mở lại sổ này.</p>")
    return _Start(root, found).box


class _Start:
    def __init__(self, root: Path, found: list[Source]) -> None:
        self.root = root
        wide = {"description_width": "6em"}
        self.source = widgets.Dropdown(options=[(one.name, one) for one in found], description="Số liệu", style=wide)
        self.period = widgets.Dropdown(description="Kỳ", style=wide)
        self.build = widgets.Button(description="Lập báo cáo", button_style="primary", icon="file-text")
        self.progress = widgets.IntProgress(max=STEPS, description="", layout=widgets.Layout(visibility="hidden"))
        self.said = widgets.Output()
        self.source.observe(lambda _: self._offer_periods(), names="value")
        self.build.on_click(lambda _: self._build())
        self._offer_periods()
        self.box = widgets.VBox([self.source, self.period, widgets.HBox([self.build, self.progress]), self.said])

    def _offer_periods(self) -> None:
        periods = self.source.value.periods
        self.period.options = [(one.label, one.id) for one in periods]
        self.period.value = periods[0].id  # a list filled after it was made stays blank by itself

    def _build(self) -> None:
        """Run the very command that staff run, so that the same folder, lock and checks hold."""
        self.build.disabled, self.progress.value, self.progress.layout.visibility = True, 0, "visible"
        self.said.clear_output()
        data = ["--sample"] if self.source.value.sample else ["--data", str(self.root / self.source.value.folder)]
        command = [sys.executable, "-m", "cchc_lib.cli", "report", self.period.value, *data, "--json"]
        try:
            with subprocess.Popen(command, cwd=self.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8") as child:
                assert child.stderr is not None and child.stdout is not None
                lines = [self._heard(line.rstrip()) for line in child.stderr]
                result = child.stdout.read()
            with self.said:
                self._show(child.returncode, result, lines)
        finally:
            self.build.disabled = False

    def _heard(self, line: str) -> str:
        if line.startswith("✓"):
            self.progress.value += 1
        self.progress.description = f"{self.progress.value}/{STEPS}"
        return line

    def _show(self, code: int, result: str, lines: list[str]) -> None:
        from IPython.display import display

        docx = json.loads(result).get("docx") if result.strip() else None
        if docx:
            self.progress.value = STEPS
            display(Markdown(document_link(Path(docx), Path.cwd())))
        if code != ExitCode.DONE:
            told = [line for line in lines if line and line[0] not in "…✓"]
            display(Markdown("\n".join(f"- {line}" for line in told[:30]) or f"Lệnh kết thúc với mã {code}."))


def document_link(docx: Path, here: Path) -> str:
    """Markdown with a link from the notebook's folder to the document, and to the notebooks of its run.

    The document is downloaded, for Word to open: JupyterLab itself would try to read it as text.
    """
    run = docx.parent
    links = [f'**<a href="{relative(docx, here)}" download>Tải văn bản Word</a>** (`{relative(docx, run.parents[2])}`)']
    for name in (*(area.notebook for area in AREAS), REPORT_NOTEBOOK):
        title = next((area.title for area in AREAS if area.notebook == name), "Báo cáo")
        links.append(f"[{title}]({relative(run / 'notebooks' / f'{name}.ipynb', here)})")
    return f"{links[0]} · sổ tính của lần chạy: " + " · ".join(links[1:])


def relative(path: Path, here: Path) -> str:
    """path as a link from here, with slashes on every system."""
    import os

    return Path(os.path.relpath(path, here)).as_posix().replace(" ", "%20")
