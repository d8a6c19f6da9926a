"""A whole report in toys: seven tiny notebooks, text files for workbooks, the real parameters' calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas

from cchc_lib.domain.areas import AREAS, REPORT_NOTEBOOK
from cchc_lib.domain.findings import Finding, Place
from cchc_lib.domain.parameters import Parameters
from cchc_lib.domain.periods import Span, parse_period
from cchc_lib.domain.submissions import Missing, QuarterData, Submission
from cchc_lib.intake.parameters import load_parameters
from cchc_lib.runs.request import ReportRequest, Steps

from .toys import notebook

ROOT = Path(__file__).parents[2]
PARAMETERS = 'period = ""\nsnapshot = ""\noutput = ""\nsample = False\ndraft = False\nparameters = ""\ntemplates = ""\n'
AREA = """
import json, pathlib
from cchc_lib.runs.archive.snapshot import read_snapshot
read = read_snapshot(pathlib.Path(snapshot))
rows = {q: sorted(str(v) for v in d.tables[%(form)r]["gia_tri"]) for q, d in read.items() if d.submitted(%(form)r)}
figures = pathlib.Path(output, "figures"); figures.mkdir(exist_ok=True)
(figures / "%(area)s.png").write_bytes(b"png " + json.dumps(rows).encode())
result = {"schema": 1, "area": "%(area)s", "period": {"id": period}, "indicators": [], "rows": rows,
          "charts": [{"id": "c", "file": "figures/%(area)s.png"}]}
pathlib.Path(output, "areas", "%(area)s.json").write_text(json.dumps(result, sort_keys=True), encoding="utf-8")
print(rows)
"""
REPORT = """
import json, pathlib, zipfile
home = pathlib.Path(output)
areas = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((home / "areas").glob("*.json"))}
rows = {name: area["rows"].get(period, []) for name, area in areas.items()}
late = sum(value == "9" for value in rows["tthc"])
count = len(rows["tthc"])
sentences = [f"Đã giải quyết {count} hồ sơ, quá hạn {late}.", f"Trình {len(rows['institutions'])} văn bản.", "Hết."]
body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in sentences)
word = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
with zipfile.ZipFile(home / f"bao-cao-cchc-{period}.docx", "w") as package:
    package.writestr(zipfile.ZipInfo("word/document.xml"), word)
def source(form, n):
    return [{"file": f"{period}/{form}.txt", "sheet": form, "rows": f"1-{n}"}]
indicators = [
    {"id": "2.2.a", "name": "đúng hạn", "kind": "ratio", "comparison": ">", "target": "95", "numerator": str(count - late),
     "denominator": str(count), "value": str(count - late), "sources": source("ho_so_tthc", count)},
    {"id": "2.1.a", "name": "trình tự", "kind": "ratio", "comparison": ">=", "target": "100", "numerator": "1",
     "denominator": "1", "value": str(sum(map(int, rows["institutions"]))), "sources": source("van_ban_qppl", 1)},
]
dossiers = dict.fromkeys(["direct", "carried_over", "on_time", "pending_in_time", "pending_overdue"], 0)
dossiers |= {"field": "Tổng cộng", "online": count, "early": count - late, "late": late}
results = {"schema": 1, "period": {"id": period, "from": "2023-12-15", "to": "2024-03-14"}, "indicators": indicators, "dossiers": [dossiers],
           "statistics": [], "tasks": [], "submissions": []}
figures = [{"id": "2.2.a", "part": "denominator", "printed": str(count), "value": str(count), "place": "II"}]
(home / "figures.json").write_text(json.dumps(figures), encoding="utf-8")
(home / "results.json").write_text(json.dumps(results, sort_keys=True), encoding="utf-8")
"""
FORMS = {"tthc": "ho_so_tthc", "institutions": "van_ban_qppl"}


def notebooks(folder: Path, **broken: str) -> Path:
    """The seven notebooks; broken: area -> code run first in its notebook."""
    for area in AREAS:
        cells = [broken[area.id]] if area.id in broken else []
        code = AREA % {"area": area.id, "form": FORMS.get(area.id, "nhiem_vu")}
        notebook(folder / f"{area.notebook}.ipynb", *cells, code, parameters=PARAMETERS, save=False)
    first = [broken["report"]] if "report" in broken else []
    notebook(folder / f"{REPORT_NOTEBOOK}.ipynb", *first, REPORT, parameters=PARAMETERS, save=False)
    return folder


def data(folder: Path, **rows: str) -> Path:
    """data/2024-Q1/<form>.txt, one value a line."""
    (folder / "2024-Q1").mkdir(parents=True, exist_ok=True)
    for form, text in {"ho_so_tthc": "1\n2", "van_ban_qppl": "3", "nhiem_vu": "4", **rows}.items():
        (folder / "2024-Q1" / f"{form}.txt").write_text(text, encoding="utf-8")
    return folder


def read(parameters: Parameters, folder: Path, span: Span) -> Sequence[QuarterData]:
    return [_quarter(path) for path in sorted(folder.iterdir()) if path.is_dir() and path.name <= span.last_quarter.id]


def _quarter(folder: Path) -> QuarterData:
    tables, submissions, findings = {}, [], []
    for path in sorted(folder.glob("*.txt")):
        values = path.read_text(encoding="utf-8").split()
        name = f"{folder.name}/{path.name}"
        findings += [Finding("sai", f"thấy {v}", place=Place(name, None, n)) for n, v in enumerate(values, 1) if v == "sai"]
        tables[path.stem] = pandas.DataFrame({
            "gia_tri": pandas.Series(values, dtype="str"), "_file": name, "_sheet": path.stem, "_row": range(1, len(values) + 1),
            "_unit": "van-phong", "_quarter": folder.name,
        })
        submissions.append(Submission(folder.name, "van-phong", path.stem, name, path.stem, "0" * 64, len(values)))
    missing = () if "nhiem_vu" in tables else (Missing(folder.name, "van-phong", "Văn phòng", "nhiem_vu"),)
    return QuarterData(parse_period(folder.name), tables, tuple(submissions), missing, tuple(findings))


STEPS = Steps(load=load_parameters, read=read)


def request(folder: Path, **changes: object) -> ReportRequest:
    """A request for 2024-Q1 in a folder of its own; what is not there yet is made."""
    templates = folder / "templates"
    templates.mkdir(parents=True, exist_ok=True)
    if not (folder / "notebooks").exists():
        notebooks(folder / "notebooks")
    if not (folder / "data").exists():
        data(folder / "data")
    made = ReportRequest(
        parse_period("2024-Q1"), folder / "data", ROOT / "parameters", folder / "outputs", folder / "notebooks", templates
    )
    return replace(made, **changes)
