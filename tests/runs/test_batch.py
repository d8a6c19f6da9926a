"""Batches: one file, many reports; what fails stays alone; sums over agencies are sums of counts."""

import csv
import io
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from cchc_lib.cli import main as program
from cchc_lib.domain.errors import ParameterError
from cchc_lib.runs import rollup
from cchc_lib.runs.batch import Line, local, read_batch, run_batch

from .batch_work import quick
from .toy_report import ROOT


def ratio(numerator, denominator, **more):
    status = "đạt" if numerator is not None else "chưa có số liệu"
    text = {"numerator": None if numerator is None else str(numerator), "denominator": None if denominator is None else str(denominator)}
    return {"id": "2.2.a", "name": "Đúng hạn", "unit": "%", "kind": "ratio", "status": status, "value": None, **text, **more}


def declared(folder, agencies, periods=("2024-Q1",)):
    """A batch file with an agency for each entry: id -> period -> numbers (see batch_work.quick)."""
    lines = [f"periods: [{', '.join(periods)}]", "agencies:"]
    for name, numbers in agencies.items():
        (folder / name).mkdir()
        for period in periods:
            (folder / name / f"{period}.json").write_text(json.dumps(numbers), encoding="utf-8")
        lines.append(f"  {name}: {{name: Cơ quan {name}, data: {name}}}")
    (folder / "batch.yaml").write_text("\n".join(lines), encoding="utf-8")
    (folder / "outputs").mkdir()
    return read_batch(folder / "batch.yaml", ROOT, folder / "outputs")


def one_process(jobs):
    return ThreadPoolExecutor(1)


def test_a_failing_agency_stops_no_other_and_every_report_is_one_line(tmp_path):
    batch = declared(tmp_path, {"a": [ratio(1, 2)], "b": "sai", "c": [ratio(3, 4)]}, ("2024-Q1", "2024-Q2"))
    told = []

    lines = run_batch(batch.tasks, 2, told.append, executor=one_process, work=quick)

    assert [(line.agency, line.period, line.code, line.built) for line in lines] == [
        ("a", "2024-Q1", 0, True), ("b", "2024-Q1", 3, False), ("c", "2024-Q1", 0, True),
        ("a", "2024-Q2", 0, True), ("b", "2024-Q2", 3, False), ("c", "2024-Q2", 0, True),
    ]
    assert sorted(told, key=lambda line: (line.period, line.agency)) == lines


def test_a_process_that_dies_takes_only_its_own_report_along(tmp_path):
    batch = declared(tmp_path, {"a": [ratio(1, 2)], "b": "chết", "c": [ratio(3, 4)]})

    lines = run_batch(batch.tasks, 2, executor=local, work=quick)

    assert [(line.agency, line.code) for line in lines] == [("a", 0), ("b", 1), ("c", 0)]
    assert "chết" in lines[1].said


def test_sums_are_sums_of_numerators_and_denominators_and_the_missing_are_named(tmp_path):
    count = {"id": "2.1.c", "name": "Văn bản", "unit": "văn bản", "kind": "count", "status": "đạt", "numerator": None, "denominator": None}
    level = {"id": "1.a", "name": "Chỉ số", "unit": "điểm", "kind": "level", "status": "đạt", "value": "90"}
    batch = declared(tmp_path, {
        "a": [ratio(1, 1), {**count, "value": 2}, level], "b": [ratio(1, 3), {**count, "value": None}], "c": [ratio(None, None)],
        "d": "sai", "e": [ratio(0, 0)],
    })
    lines = run_batch(batch.tasks, 1, executor=one_process, work=quick)

    (share, counted) = rollup.rolled_up(lines)["2024-Q1"]

    assert (share["numerator"], share["denominator"], share["value"], share["printed"]) == ("2", "4", "50.000000000000", "50%")  # not (100 + 33,3) / 2
    assert share["agencies"] == 3 and share["missing"] == ["Cơ quan c", "Cơ quan d"]
    assert (counted["id"], counted["value"], counted["agencies"]) == ("2.1.c", "2", 1)


def test_the_roll_up_is_a_table_for_excel_and_json(tmp_path):
    batch = declared(tmp_path, {"a": [ratio(1, 2)], "b": "sai"})
    lines = run_batch(batch.tasks, 1, executor=one_process, work=quick)

    (file,) = rollup.write(tmp_path / "outputs", rollup.rolled_up(lines))

    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert [(row["id"], row["value"], row["missing"]) for row in rows] == [("2.2.a", "50.000000000000", "Cơ quan b")]
    assert json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))[0]["missing"] == ["Cơ quan b"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("periods: [2024-Q1]", "agencies"),
        ("periods: [2024-Q7]\nagencies: {a: {data: x}}", "2024-Q7"),
        ("periods: [2024-Q1]\nagencies: {a: {data: x, paramters: y}}", "parameters"),
        ("periods: [2024-Q1]\nagencies: {a: {name: A}}", "data"),
        ("periods: [2024-Q1]\nagencies: {a: {data: x, outputs: o}, b: {data: y, outputs: o}}", "cùng thư mục kết quả"),
        ("periods: [2024-Q1]\nagencis: {}\nagencies: {a: {data: x}}", "agencies"),
    ],
)
def test_a_wrong_file_is_told_before_anything_runs(tmp_path, text, said):
    (tmp_path / "batch.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError) as error:
        read_batch(tmp_path / "batch.yaml", ROOT, tmp_path)
    assert said in str(error.value)


def test_folders_are_relative_to_the_file_and_the_rest_is_the_projects(tmp_path):
    (tmp_path / "batch.yaml").write_text("periods: 2024-Q1\nagencies: {a: {data: x, set: {plan/targets/2.2.a/value: 97}}}", encoding="utf-8")
    (agency,) = read_batch(tmp_path / "batch.yaml", ROOT, tmp_path / "out").agencies
    assert (agency.data, agency.parameters, agency.outputs) == (tmp_path / "x", ROOT / "parameters", tmp_path / "out" / "a")
    assert agency.set == {"plan/targets/2.2.a/value": "97"}


def test_the_command_tells_a_line_each_and_names_who_is_missing(tmp_path, monkeypatch, capsys):
    declared(tmp_path, {"a": [ratio(1, 2)], "b": "sai"})
    monkeypatch.setattr("cchc_lib.runs.batch.report_of", quick)
    monkeypatch.setattr("cchc_lib.runs.batch.run_batch.__kwdefaults__", {"executor": one_process, "work": quick})
    monkeypatch.setattr("cchc_lib.runs.batch.local", one_process)

    code = program.main(["batch", str(tmp_path / "batch.yaml"), "--jobs", "1", "--outputs", str(tmp_path / "outputs")])

    out, err = capsys.readouterr()
    assert code == 3
    assert "✓ 2024-Q1 a" in err and "✗ 2024-Q1 b: mã 3; 2 lỗi trong số liệu" in err
    assert out.splitlines()[0] == "2024-Q1: lập được 1/2 báo cáo; chưa có: Cơ quan b"
    assert out.splitlines()[-1].endswith("2024-Q1.csv")


def test_the_same_batch_on_a_cluster(tmp_path):
    distributed = pytest.importorskip("distributed")
    from cchc_lib.runs.batch import cluster

    batch = declared(tmp_path, {"a": [ratio(1, 2)], "b": "sai", "c": [ratio(3, 4)], "d": "chết"})  # the last kills its worker
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local_cluster:
        lines = run_batch(batch.tasks, 2, executor=cluster(local_cluster.scheduler_address), work=quick)
    assert [(line.agency, line.code) for line in lines] == [("a", 0), ("b", 3), ("c", 0), ("d", 1)]


def test_lines_travel_between_processes():
    import pickle

    line = Line("a", "A", "2024-Q1", 0)
    assert pickle.loads(pickle.dumps(line)) == line
