"""Another signer, plan, rule or cut-off: what runs again, what the report then says, and what the manifest keeps."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pandas as pd
import pytest
import yaml

from cchc_lib.cli.main import main
from cchc_lib.domain.overrides import bound
from cchc_lib.domain.periods import parse_period
from cchc_lib.intake.declared_files import read_yaml
from cchc_lib.intake.parameters import load_parameters
from cchc_lib.intake.quarter import read_for_period
from cchc_lib.runs.archive.manifest import read_manifest
from cchc_lib.runs.explain.diff import diff, paragraphs
from cchc_lib.runs.report import build_report
from tests.quick_pool import QuickPool
from tests.report.made import composed, merged
from tests.report.made import paragraphs as texts

from .real import build
from .toy_report import ROOT, STEPS, request

SIGNED = {"period/signer": "truong-ban", "period/number": "12", "period/date": "2024-03-18"}


@pytest.fixture
def started(monkeypatch):
    """The names of the notebooks that were run."""
    names: list[str] = []

    class Counting(QuickPool):
        def run(self, jobs):
            names.extend(job.name for job in jobs)
            return super().run(jobs)

    monkeypatch.setattr("cchc_lib.runs.report.Pool", Counting)
    return names


@pytest.mark.parametrize("changed", [SIGNED, {"period/signer": "truong-ban"}, {"period/date": "2024-03-18"}])
def test_another_signer_number_or_date_runs_no_area_again(tmp_path, started, changed):
    made = request(tmp_path)
    build_report(made, STEPS)
    del started[:]

    outcome = build_report(replace(made, set=changed), STEPS)

    assert (outcome.exit_code, started) == (0, ["report"]) and len(outcome.reused) == 6
    assert read_manifest(outcome.run).identity["options"]["set"] == changed


@pytest.mark.parametrize("changed", [{"rules/refused": "on_time"}, {"plan/targets/2.2.a/value": "98"}, {"period/from": "2023-12-16", "period/to": "2024-03-14"}])
def test_what_changes_figures_runs_the_areas_again(tmp_path, started, changed):
    made = request(tmp_path)
    build_report(made, STEPS)
    del started[:]

    build_report(replace(made, set=changed), STEPS)

    assert len(started) == 7


@pytest.mark.parametrize("name, again", [("organisation.yaml", 1), ("days_off.yaml", 7), ("periods/2024-Q1.yaml", 1), ("plans/2024.yaml", 7)])
def test_a_touched_parameter_file_runs_what_may_look_at_it(tmp_path, started, name, again):
    made = request(tmp_path, parameters=tmp_path / "parameters")
    shutil.copytree(ROOT / "parameters", made.parameters)
    build_report(made, STEPS)
    del started[:]
    path = made.parameters / name
    text = path.read_text(encoding="utf-8")
    path.write_text(f'{text}\nnumber: "12"\n' if name.startswith("periods") else f"# khác\n{text}", encoding="utf-8")

    build_report(made, STEPS)

    assert len(started) == again


def test_another_name_in_sentences_runs_the_areas_again_whose_prose_has_it(tmp_path, started):
    made = request(tmp_path, parameters=tmp_path / "parameters")
    shutil.copytree(ROOT / "parameters", made.parameters)
    build_report(made, STEPS)
    del started[:]
    path = made.parameters / "organisation.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("short_name: Ban", "short_name: Sở"), encoding="utf-8")

    build_report(made, STEPS)

    assert len(started) == 7


def test_another_signer_number_and_date_stand_in_the_document(sample_run, tmp_path):
    made, first = sample_run
    shutil.copytree(first.run, tmp_path / "outputs" / "2024-Q1" / first.run.name)

    outcome = build(replace(made, outputs=tmp_path / "outputs", set=SIGNED))
    lines = paragraphs(outcome.docx)

    assert len(outcome.reused) == 6
    assert "TRƯỞNG BAN" in lines and "KT. TRƯỞNG BAN" not in lines and "Số: 12/BC-BQL" in lines and "Hưng Yên, ngày 18 tháng 3 năm 2024" in lines
    assert any("(Kèm theo Báo cáo số 12/BC-BQL ngày 18 tháng 3 năm 2024" in line for line in lines)
    found = diff(first.run, outcome.run)
    assert found.figures == () and [one.kind for one in found.causes] == ["parameter"] * 3


def made_with(changed: dict[str, str], period: str = "2024-Q1"):
    """The report of a period with --set, in memory: what was read, and the report."""
    wanted = parse_period(period)
    parameters = load_parameters(ROOT / "parameters", bound(changed, wanted))
    data = read_for_period(ROOT / "data" / "sample", parameters.calendar.span(wanted), parameters)
    one = merged(period, data, changed=parameters)
    return data, one, "\n".join(texts(composed(one).docx))


def test_refused_dossiers_counted_on_time_are_taken_from_the_late_and_named(sample_run):
    from cchc_lib.runs.archive.figures import read_results

    data, one, text = made_with({"rules/refused": "on_time"})
    before, after = read_results(sample_run[1].run)["dossiers"][-1], one.results()["dossiers"][-1]
    table = data[parse_period("2024-Q1")].tables["ho_so_tthc"]
    ended = table[table["ngay_tra_ket_qua"].between(pd.Timestamp("2023-12-15"), pd.Timestamp("2024-03-14")) & table["trang_thai"].isin(["từ chối", "rút hồ sơ"])]

    late = int((ended["ngay_tra_ket_qua"] > ended["ngay_hen_tra"]).sum())
    early = int((ended["ngay_tra_ket_qua"] < ended["ngay_hen_tra"]).sum())
    assert len(ended) > 0 and late + early > 0
    assert (before["late"] - after["late"], before["early"] - after["early"], after["on_time"] - before["on_time"]) == (late, early, late + early)
    assert "cách tính hồ sơ từ chối, rút là luôn tính đúng hạn" in text


@pytest.mark.parametrize("path", ["rules/refused", "period/refused"])
def test_form_06a_says_that_refused_dossiers_are_counted_on_time(path):
    note = "Hồ sơ từ chối, hồ sơ rút đã kết thúc được tính là giải quyết đúng hạn."
    assert note in made_with({path: "on_time"})[2] and note not in made_with({})[2]


def test_what_was_set_is_told_in_words():
    text = made_with({"plan/targets/2.2.a/value": "97", "plan/tasks/III.1.1/due": "2024-03-01"})[2]
    assert "mức phải đạt của chỉ tiêu «Hồ sơ TTHC được giải quyết đúng hạn» là 97" in text and "thời hạn của nhiệm vụ III.1.1 là 01/3/2024" in text
    assert "plan/t" not in text


def test_another_cut_off_is_the_window_of_the_period_and_named():
    _, one, text = made_with({"rules/cut_off": "calendar"})

    assert one.results()["period"] == {"id": "2024-Q1", "from": "2024-01-01", "to": "2024-03-31", "rule": "calendar"}
    assert "từ ngày 01/01/2024 đến hết ngày 31/3/2024" in text and "cách chốt số liệu là theo tháng dương lịch" in text
    assert one.results()["overrides"] == {"rules/cut_off": "calendar"}


def test_another_plan_judges_the_same_figures_otherwise(tmp_path):
    folder = tmp_path / "parameters"
    shutil.copytree(ROOT / "parameters", folder)
    (folder / "plans" / "2024.yaml").unlink()
    parameters = load_parameters(folder)
    data = read_for_period(ROOT / "data" / "sample", parameters.calendar.span(parse_period("2024-Q1")), parameters)
    own, without = (merged("2024-Q1", data, changed=one) for one in (None, parameters))
    judged, unjudged = ({one["id"]: one for one in made.results()["indicators"]} for made in (own, without))

    both = judged.keys() & unjudged.keys()
    assert len(both) > 20 and {unjudged[one]["status"] for one in both} <= {None, "chưa có số liệu", "không phát sinh"}
    assert {unjudged[one]["target"] for one in both} == {None}
    shares = [one for one in both if judged[one]["kind"] == "ratio"]
    assert [judged[one]["value"] for one in shares] == [unjudged[one]["value"] for one in shares]
    assert "chưa có kế hoạch CCHC năm 2024" in "\n".join(texts(composed(without).docx))


def test_history_fills_in_periods_that_have_no_run(sample_run, capsys, tmp_path):
    made, run = sample_run
    words = ["history", "2.2.a", "--sample", "--json", "--outputs", str(made.outputs)]

    assert main(words) == 0
    points = json.loads(capsys.readouterr().out)["points"]
    assert [one["period"] for one in points] == [f"{year}-Q{n}" for year in (2023, 2024) for n in range(1, 5)]
    assert [one["run"] for one in points] == ["", "", "", "", run.run.name, "", "", ""] and all(one["value"] for one in points)
    for outputs in (made.outputs, tmp_path / "none"):  # with a run and six periods without, and with none at all
        assert main(["history", "2.3.a", *words[1:-1], str(outputs), "--chart", str(tmp_path / "chart.png")]) == 0
        assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
        (tmp_path / "chart.png").unlink()
        capsys.readouterr()
    assert main([*words[:-1], str(tmp_path / "none"), "--kind", "N"]) == 0
    assert [one["period"] for one in json.loads(capsys.readouterr().out)["points"]] == ["2023-N", "2024-N"]


def test_history_computes_statistics_too_and_tells_the_rest_from_runs(sample_run, capsys, tmp_path):
    made, run = sample_run
    words = ["history", "stat/3.09", "stat/1.14", "--sample", "--json", "--outputs", str(made.outputs)]
    assert main(words) == 0
    points = json.loads(capsys.readouterr().out)["points"]
    assert len(points) == 16 and all(one["value"] for one in points) and sum(one["run"] == run.run.name for one in points) == 2
    assert main(["history", "06a/Tổng cộng/late", "--sample", "--json", "--outputs", str(made.outputs)]) == 0
    assert [one["period"] for one in json.loads(capsys.readouterr().out)["points"]] == [run.span.period.id]
    nowhere = ["--sample", "--outputs", str(tmp_path / "none")]
    assert main(["history", "stat/3.99", *nowhere]) == 2 and "có phải «stat/3.19»" in capsys.readouterr().err
    assert main(["history", "06a/Tổng cộng/late", *nowhere]) == 2 and "lập báo cáo" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--csv", "--chart"])
def test_history_into_a_folder_that_is_not_there(option, sample_run, capsys, tmp_path):
    made, _ = sample_run
    assert main(["history", "2.2.a", "--outputs", str(made.outputs), option, str(tmp_path / "none" / "x.png")]) == 7
    assert "không có thư mục này" in capsys.readouterr().err


@pytest.mark.parametrize("lacking", ["identities", "signers"])
def test_a_period_that_nobody_can_sign_is_refused_before_anything_runs(tmp_path, capsys, lacking):
    folder = tmp_path / "parameters"
    shutil.copytree(ROOT / "parameters", folder)
    path = folder / "organisation.yaml"
    said = read_yaml(path)
    path.write_text(yaml.safe_dump(said | {lacking: [one | {"valid_to": "2023-01-01", "valid_from": None} for one in said[lacking]]}, allow_unicode=True), encoding="utf-8")

    code = main(["report", "2024-Q1", "--sample", "--parameters", str(folder), "--outputs", str(tmp_path / "outputs")])
    assert code == 2 and "còn hiệu lực ngày 14/3/2024" in capsys.readouterr().err
    assert not (tmp_path / "outputs" / "2024-Q1").exists()
