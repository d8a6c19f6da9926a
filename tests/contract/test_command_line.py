"""The command as users meet it: exit codes, stdout, stderr and the outputs folder, for bodies and mistakes of their kind.

Most tests run the notebooks' cells in this process; one starts the program as staff do.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from copy import deepcopy
from fractions import Fraction
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml

from cchc_lib.cli.main import main
from cchc_lib.runs.archive import lock
from tests.quick_pool import QuickPool

from .bodies import random_body
from .compare import differences
from .library import ROOT, report_of, text_of
from .oracle import Figures
from .workbooks import write_body

QUARTERS = ["2023-Q4", "2024-Q1"]
BODY = random_body(7, QUARTERS, dossiers=30)


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    monkeypatch.setattr("cchc_lib.runs.report.Pool", QuickPool)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """One report, looked at by several tests and changed by none: its folders and what the program told."""
    home = tmp_path_factory.mktemp("built")
    data, outputs = write_body(BODY, home / "data"), home / "outputs"
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()) as told:
        patch.setattr("cchc_lib.runs.report.Pool", QuickPool)
        assert main(["report", "2024-Q1", "--data", str(data), "--outputs", str(outputs), "--json"]) == 0
    return data, outputs, json.loads(told.getvalue())


@pytest.fixture
def report(tmp_path, capsys):
    """Calls `report` on a body; gives exit code, the JSON object of stdout, and stderr."""

    def called(body, *words, period="2024-Q1", data=None):
        if data is None:
            data = write_body(body, tmp_path / "data")
        code = main(["report", period, "--data", str(data), "--outputs", str(tmp_path / "outputs"), "--json", *words])
        told = capsys.readouterr()
        return code, json.loads(told.out), told.err

    called.outputs = tmp_path / "outputs"
    return called


def left(outputs: Path) -> list[Path]:
    return list(outputs.rglob("*")) if outputs.exists() else []


def results(told) -> dict:
    return json.loads(Path(told["run"], "results.json").read_text(encoding="utf-8"))


def words_of(told) -> str:
    return text_of(Path(told["docx"]).read_bytes())


def spoiled(*changes) -> dict:
    """The body with some cells changed: (form, row, column, value)."""
    body = deepcopy(BODY)
    for form, row, column, value in changes:
        body["2024-Q1"][form][row][column] = value
    return body


FAULTY = spoiled(("Hồ sơ TTHC", 3, "Ngày hẹn trả", None), ("Hồ sơ TTHC", 4, "Kênh tiếp nhận", "bồ câu"), ("Hồ sơ TTHC", 5, "Mã TTHC", "9.999999"),
                 ("Tuyên truyền", 0, "Số lượng", -3))


def test_a_report_as_staff_call_it(tmp_path):
    data = write_body(BODY, tmp_path / "data", seed=7, untidy=True)
    words = ["report", "Q1/2024", "--data", str(data), "--outputs", str(tmp_path / "outputs")]
    environment = dict(os.environ, PYTHONPATH=str(ROOT), PYTHONUTF8="1")
    ended = subprocess.run([sys.executable, "-m", "cchc_lib.cli", *words], capture_output=True, encoding="utf-8", env=environment, cwd=tmp_path, check=False)
    assert ended.returncode == 0, ended.stderr
    docx = Path(ended.stdout.splitlines()[-1])
    assert docx.name == "bao-cao-cchc-2024-Q1.docx" and docx.is_file()
    assert docx.parent.parent == tmp_path / "outputs" / "2024-Q1"
    assert {"results.json", "figures.json", "notebooks", "figures", "manifest.json", "log"} <= {path.name for path in docx.parent.iterdir()}
    found = json.loads((docx.parent / "results.json").read_text(encoding="utf-8"))
    assert not differences(found, BODY, "2024-Q1")
    assert not personal_traces([tmp_path / "outputs"], ended.stdout + ended.stderr)


def personal_traces(folders, *texts) -> list[str]:
    """Where a planted name, e-mail or address is found: files, parts of packages, tables."""
    found = [f"lời: {text}" for text in texts if "canary" in text.lower()]
    for path in (path for folder in folders for path in folder.rglob("*") if path.is_file()):
        found += [f"{path}{part}" for part, content in parts_of(path) if b"canary" in content.lower()]
    return found


def parts_of(path: Path):
    content = path.read_bytes()
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            yield from ((f"!{name}", package.read(name)) for name in package.namelist())
    elif path.suffix == ".parquet":
        yield "", pq.read_table(path).to_pandas().to_csv().encode()
    else:
        yield "", content


def test_faults_are_all_named_and_nothing_is_left(report):
    code, told, err = report(FAULTY)
    assert code == told["exit"] == 3 and told["docx"] is None and told["run"] is None
    for place in ("Hồ sơ TTHC › dòng 5 › cột «Ngày hẹn trả»", "dòng 6 › cột «Kênh tiếp nhận»", "dòng 7 › cột «Mã TTHC»", "Tuyên truyền › dòng 2 › cột «Số lượng»"):
        assert place in err
    assert left(report.outputs) == []


def test_a_draft_is_built_without_the_faulty_rows_and_lists_them_first_in_annex_five(report):
    code, told, _ = report(FAULTY, "--draft", "--set", "plan/targets/2.2.k/value=31")
    assert code == 0 and results(told)["draft"]
    assert '"plan/targets/2.2.k/value": "31"' in Path(told["run"], "manifest.json").read_text(encoding="utf-8")
    lines = words_of(told).split("\n")
    annex = next(n for n, line in enumerate(lines) if line == "Phụ lục V")
    first_page = "\n".join(lines[annex : annex + 20])
    assert "Dòng có lỗi không được tính" in first_page and "bồ câu" in first_page and "9.999999" in first_page
    with zipfile.ZipFile(told["docx"]) as package:
        assert any("DỰ THẢO" in package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))
    without = deepcopy(FAULTY)
    for form, rows in (("Hồ sơ TTHC", (5, 4, 3)), ("Tuyên truyền", (0,))):
        for row in rows:
            del without["2024-Q1"][form][row]
    assert [one for one in differences(results(told), without, "2024-Q1") if "2.2.k" not in one] == []


def test_missing_forms_and_empty_forms_are_two_things(report):
    body = deepcopy(BODY)
    del body["2024-Q1"]["Hồ sơ TTHC"], body["2024-Q1"]["Nhiệm vụ"]
    body["2024-Q1"]["Văn bản QPPL"] = []
    code, told, err = report(body)
    assert code == told["exit"] == 4 and {one["form"] for one in told["missing"]} == {"ho_so_tthc", "nhiem_vu"}
    assert "Văn phòng: Nhiệm vụ, Hồ sơ TTHC" in err
    found = results(told)
    assert not differences(found, body, "2024-Q1")
    assert next(one for one in found["indicators"] if one["id"] == "2.2.a") | {"reason": "form"} == next(one for one in found["indicators"] if one["id"] == "2.2.a")
    assert "biểu «Nhiệm vụ» chưa được gửi" in words_of(told)


def test_a_later_quarter_beside_changes_no_byte(built, report, tmp_path):
    _, _, first = built
    with_later = BODY | {"2024-Q2": random_body(8, ["2024-Q2"])["2024-Q2"]}
    _, second, _ = report(BODY, data=write_body(with_later, tmp_path / "two"))
    assert Path(second["run"]).name == Path(first["run"]).name  # the very same things went in
    for name in ("bao-cao-cchc-2024-Q1.docx", "results.json", "figures.json"):
        assert Path(second["run"], name).read_bytes() == Path(first["run"], name).read_bytes()


def test_a_second_run_starts_nothing_and_keeps_what_hands_have_changed(built, report, monkeypatch):
    data, outputs, first = built
    shutil.copytree(outputs, report.outputs)
    run = Path("2024-Q1", Path(first["run"]).name)
    document = report.outputs / run / Path(first["docx"]).name
    document.write_bytes(b"sua tay")
    monkeypatch.setattr("cchc_lib.runs.report.Pool", None)
    code, told, err = report(BODY, data=data)
    assert code == 0 and told["run"] == str(report.outputs / run) and told["unchanged"] and "sửa tay" in err
    assert document.read_bytes() == b"sua tay"


def test_two_at_once(report):
    home = report.outputs / "2024-Q1"
    home.mkdir(parents=True)
    with lock.hold(home, "report 2024-Q1"):
        code, told, err = report(BODY)
    assert code == told["exit"] == 8 and "đang có một lần chạy khác" in err


@pytest.mark.parametrize(
    ("period", "words", "said"),
    [
        ("2024-Q5", [], "Không hiểu kỳ «2024-Q5»"), ("2024-DX1", [], "parameters/periods/2024-DX1.yaml"), ("2019-Q1", [], "không có số liệu của kỳ 2019-Q1"),
        ("2024-Q1", ["--frob"], "--frob"), ("2024-Q1", ["--jobs", "0"], "«0»"), ("2024-Q1", ["--parameters", "/nowhere"], "/nowhere"),
        ("2024-Q1", ["--set", "plan/targets/2.2.a/valeu=97"], "plan/targets/2.2.a/value"), ("2024-Q1", ["--set", "plan/targets/2.2.a/value=nhiều"], "cần một số"),
        ("2024-Q1", ["--set", "plan/targets/2.2.aa/value=97"], "plan/targets/2.2.a/value"), ("2024-Q1", ["--set", "period/signer=truong-bna"], "truong-ban"),
        ("2024-Q1", ["--set", "rules/refused=on_tim"], "on_time"), ("2024-Q1", ["--set", "rule/refused=on_time"], "rules/refused"),
        ("2024-Q1", ["--set", "period/date=2024-13-45"], "2024-03-05"), ("2024-Q1", ["--set", "period/from=2024-01-01"], "«to»"),
    ],
)
def test_a_call_that_cannot_be_is_explained_and_leaves_nothing(report, period, words, said):
    code, told, err = report(BODY, *words, period=period)
    assert code == told["exit"] == 2 and said in err and "Traceback" not in err
    assert left(report.outputs) == []


def test_a_wrong_data_folder(report, tmp_path):
    for data in (tmp_path / "nowhere", tmp_path):
        code, _, err = report(BODY, data=data)
        assert code == 2 and str(data) in err and left(report.outputs) == []


def test_a_mistake_in_a_copy_of_the_parameters_names_file_key_and_the_nearest(report, tmp_path):
    copy = shutil.copytree(ROOT / "parameters", tmp_path / "tham-so")
    plan = copy / "plans" / "2024.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("    comparison:", "    comparisson:", 1), encoding="utf-8")
    code, _, err = report(BODY, "--parameters", str(copy))
    assert code == 2 and "plans/2024.yaml" in err and "comparisson" in err and "có phải «comparison»" in err


def test_a_document_against_the_decree_is_built_and_said(report, tmp_path):
    copy = shutil.copytree(ROOT / "parameters", tmp_path / "tham-so")
    organisation = copy / "organisation.yaml"
    organisation.write_text(organisation.read_text(encoding="utf-8").replace("symbol: BC-BQL", "symbol: bcbql"), encoding="utf-8")
    code, told, err = report({"2024-Q1": {"Tuyên truyền": BODY["2024-Q1"]["Tuyên truyền"]}}, "--parameters", str(copy))
    assert code == told["exit"] == 5 and Path(told["docx"]).is_file() and told["missing"]  # graver than forms that are missing
    assert "ký hiệu bằng chữ in hoa" in err and any(one["mandatory"] for one in told["format"])


def test_the_plan_of_another_year_is_a_new_file(tmp_path):
    copy = shutil.copytree(ROOT / "parameters", tmp_path / "tham-so")
    plan = (copy / "plans" / "2024.yaml").read_text(encoding="utf-8").replace("year: 2024", "year: 2025").replace('value: "30"', 'value: "99"')
    (copy / "plans" / "2025.yaml").write_text(plan, encoding="utf-8")
    data = write_body({"2025-Q1": random_body(10, ["2025-Q1"])["2025-Q1"]}, tmp_path / "data")
    with_plan, _ = report_of(data, "2025-Q1", folder=copy)
    without, _ = report_of(data, "2025-Q1")
    of = [next(one for one in found["indicators"] if one["id"] == "2.2.k") for found in (with_plan, without)]
    assert [one["target"] for one in of] == ["99", None] and of[0]["value"] == of[1]["value"]
    assert of[0]["status"] == ("đạt" if Fraction(of[0]["value"]) >= 99 else "chưa đạt") and of[1]["status"] is None


def test_a_parameter_set_for_one_run(tmp_path):
    data = write_body(BODY, tmp_path)
    changes = {"plan/targets/2.2.k/value": "97,5", "period/number": "12", "period/date": "2024-03-16", "period/signer": "truong-ban"}
    found, text = report_of(data, "2024-Q1", changes)
    assert found["overrides"] == changes
    target = next(one for one in found["indicators"] if one["id"] == "2.2.k")
    assert (target["target"], target["status"]) == ("97.5", "chưa đạt")
    assert "mức phải đạt của chỉ tiêu «Giao dịch thanh toán trực tuyến» là 97,5" in text and "trở lên), còn cách" in text and "từ 97,5% trở lên" in text
    assert "ngày 16 tháng 3 năm 2024" in text and "KT. TRƯỞNG BAN" not in text
    other, _ = report_of(data, "2024-Q1", {"rules/refused": "on_time", "plan/tasks/III.1.1/due": "2024-01-31"})
    refused = [row for row in BODY["2024-Q1"]["Hồ sơ TTHC"] if row["Trạng thái"] in ("từ chối", "rút hồ sơ") and row["Ngày trả kết quả"]]
    assert refused and other["dossiers"][-1]["late"] + other["dossiers"][-1]["early"] < sum(results_late_and_early(BODY))
    assert next(one for one in other["tasks"] if one["id"] == "III.1.1")["due"] == "2024-01-31"


def results_late_and_early(body) -> tuple[int, int]:
    """Late and early dossiers of the first quarter of 2024 where refused ones are judged by their dates."""
    figures = Figures(body, ["2024-Q1"])
    return figures.of_dossiers("late"), figures.of_dossiers("early")


def test_a_period_whose_last_quarters_never_came(tmp_path):
    found, text = report_of(write_body(BODY, tmp_path), "2024-N")
    assert {one["quarter"] for one in found["missing"]} == {"2024-Q2", "2024-Q3", "2024-Q4"}
    assert not differences(found, BODY, "2024-N")
    assert "«Chỉ đạo điều hành» (quý II năm 2024, quý III năm 2024, quý IV năm 2024)" in text


def test_a_year_without_a_plan(tmp_path):
    body = random_body(9, ["2022-Q4"])
    found, text = report_of(write_body(body, tmp_path), "2022-Q4")
    assert not differences(found, body, "2022-Q4")
    assert {one["target"] for one in found["indicators"]} == {None} and {one["status"] for one in found["indicators"] if one["value"]} == {None}
    assert "chưa có kế hoạch CCHC năm 2022" in text


def test_the_keys_of_results(built):
    _, _, told = built
    text = Path(told["run"], "results.json").read_text(encoding="utf-8")
    found = json.loads(text)
    assert text == json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert found["schema"] == 1 and found["sample"] is False
    assert found["period"] == {"id": "2024-Q1", "from": "2023-12-15", "to": "2024-03-14", "rule": "nd09"}
    one = next(one for one in found["indicators"] if one["id"] == "2.2.a")
    needed = "id area name unit kind comparison target numerator denominator value printed status partial year_to_date previous same_period_last_year sources"
    assert set(needed.split()) <= set(one) and all(isinstance(one[key], str) for key in ("target", "numerator", "denominator", "value", "printed"))
    assert {"numerator", "denominator", "value", "status"} <= set(one["year_to_date"]) and one["previous"]["period"] == "2023-Q4"
    assert set(one["sources"][0]) == {"file", "sheet", "rows"} and one["sources"][0]["file"] == "2024-Q1/van-phong.xlsx"
    staff = next(one for one in found["indicators"] if one["id"] == "2.3.a")
    assert isinstance(staff["value"], int) and isinstance(staff["target"], int) and staff["numerator"] is None and len(staff["parts"]) == 2
    keys = {"dossiers": "field online direct carried_over early on_time late pending_in_time pending_overdue", "statistics": "id name unit value year_to_date",
            "tasks": "id status due", "submissions": "unit form file sha256 rows late_days"}
    for name, wanted in keys.items():
        assert set(wanted.split()) <= set(found[name][0])
    assert found["dossiers"][-1]["field"] == "Tổng cộng" and found["missing"] == []
    assert all({"code", "message"} <= set(one) for one in found["findings"])


def own_parameters(folder: Path, plan: dict | None) -> Path:
    """Another body's parameters: one plan of 2024, or none at all."""
    shutil.copytree(ROOT / "parameters", folder)
    shutil.rmtree(folder / "plans")
    if plan is not None:
        (folder / "plans").mkdir()
        (folder / "plans" / "2024.yaml").write_text(yaml.safe_dump(plan, allow_unicode=True), encoding="utf-8")
    return folder


def test_parameters_without_any_plan_still_compute_the_usual_targets(tmp_path):
    data = write_body(BODY, tmp_path / "data")
    with_plan, _ = report_of(data, "2024-Q1")
    found, text = report_of(data, "2024-Q1", folder=own_parameters(tmp_path / "parameters", None))
    assert {one["target"] for one in found["indicators"]} == {None}
    assert {one["status"] for one in found["indicators"]} <= {None, "không phát sinh", "chưa có số liệu"}
    computed = [{one["id"]: (one["numerator"], one["denominator"], one["value"]) for one in results["indicators"] if one["kind"] in ("ratio", "checklist")} for results in (found, with_plan)]
    assert computed[0] == computed[1] and len(found["indicators"]) == 29 + 4 - 2
    assert found["tasks"] == [] and "chưa có kế hoạch CCHC năm 2024" in text


@pytest.mark.parametrize("kept", [(), ("1.02", "1.08", "2.02", "3.06", "5.02")])
def test_annex_three_may_count_less(kept, tmp_path):
    folder = shutil.copytree(ROOT / "parameters", tmp_path / "parameters")
    rows = yaml.safe_load((folder / "statistics.yaml").read_text(encoding="utf-8"))["statistics"]
    wanted = {"statistics": [row for row in rows if row["id"] in kept]}
    (folder / "statistics.yaml").write_text(yaml.safe_dump(wanted, allow_unicode=True), encoding="utf-8")
    found, text = report_of(write_body(BODY, tmp_path / "data"), "2024-Q1", folder=folder)
    assert tuple(row["id"] for row in found["statistics"]) == kept
    assert "Tiếp nhận mới" not in text and "hồ sơ được giải quyết đúng hạn" in text


def test_another_body_is_called_by_its_own_short_name(tmp_path):
    folder = shutil.copytree(ROOT / "parameters", tmp_path / "parameters")
    organisation = yaml.safe_load((folder / "organisation.yaml").read_text(encoding="utf-8"))
    organisation["identities"][0] |= {"issuer": "SỞ CÔNG THƯƠNG", "name": "Sở Công Thương tỉnh Hưng Yên", "short_name": "Sở"}
    (folder / "organisation.yaml").write_text(yaml.safe_dump(organisation, allow_unicode=True), encoding="utf-8")
    _, text = report_of(write_body(BODY, tmp_path / "data"), "2024-Q1", folder=folder)
    assert "văn bản QPPL do Sở trình" in text and "sự phục vụ của Sở ở mức" in text


def test_a_plan_that_leaves_targets_out_and_has_one_of_its_own(tmp_path):
    plan = yaml.safe_load((ROOT / "parameters" / "plans" / "2024.yaml").read_text(encoding="utf-8"))
    kept = [target for target in plan["targets"] if target["id"] not in ("2.2.h", "2.4.b")]
    own = next(target for target in kept if target["id"] == "2.2.c") | {"id": "2.2.x", "name": "Hồ sơ TTHC được số hóa ngay khi tiếp nhận"}
    folder = own_parameters(tmp_path / "parameters", plan | {"targets": [*kept, own]})
    data = write_body(BODY, tmp_path / "data")
    assert main(["report", "2024-Q1", "--data", str(data), "--parameters", str(folder), "--outputs", str(tmp_path / "outputs")]) == 0
    run = next((tmp_path / "outputs" / "2024-Q1").glob("r0*"))
    text = text_of((run / "bao-cao-cchc-2024-Q1.docx").read_bytes())
    assert " hồ sơ trực tuyến, " in next(line for line in text.splitlines() if "Tiếp nhận mới " in line)
    printed = [one for one in json.loads((run / "figures.json").read_text(encoding="utf-8")) if one["id"] == "2.2.x"]
    assert any(f"Hồ sơ TTHC được số hóa ngay khi tiếp nhận: {one['printed']}" in text for one in printed if one["part"] == "value")
