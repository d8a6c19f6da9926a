"""The archive: names and order, resolving, verify, diff, final, clean, history, on toy runs."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from cchc_lib.domain.disk import disk_error
from cchc_lib.domain.errors import ParameterError, RunError, UsageError
from cchc_lib.intake.parameters import load_parameters
from cchc_lib.runs.archive.clean import clean, plan_cleaning
from cchc_lib.runs.archive.figures import found_id
from cchc_lib.runs.archive.final import final_of, mark_final
from cchc_lib.runs.archive.folder import resolve, runs
from cchc_lib.runs.explain.changes import Change
from cchc_lib.runs.explain.diff import causes_of, diff
from cchc_lib.runs.explain.history import frame, history
from cchc_lib.runs.explain.trace import row_numbers, trace
from cchc_lib.runs.report import build_report
from cchc_lib.runs.verify import verify

from .toy_report import ROOT, STEPS, data, notebooks, request


@pytest.fixture
def two(tmp_path):
    """A request and two runs of it; between them one dossier became late."""
    made = request(tmp_path)
    first = build_report(made, STEPS)
    data(made.data, ho_so_tthc="1\n9")
    return made, first, build_report(made, STEPS)


def test_runs_are_named_in_order_and_found_by_path_name_number_and_period(two):
    made, first, second = two
    words = [str(first.run), first.run.name, "r001", f"2024-Q1/{first.run.name}", "2024-Q1", "quý I/2024"]

    assert [run.name for run in runs(made.outputs)] == [first.run.name, second.run.name]
    assert [resolve(word, made.outputs).path for word in words] == [first.run] * 4 + [second.run] * 2


@pytest.mark.parametrize("word, said", [("2024-Q2", "chưa có lần chạy"), ("zzz", "không có lần chạy"), ("r009", "không có lần chạy")])
def test_an_unknown_run_is_refused(two, word, said):
    with pytest.raises(ParameterError, match=said):
        resolve(word, two[0].outputs)


def test_a_mistyped_run_is_refused_with_the_nearest(two):
    made, first, _ = two
    with pytest.raises(ParameterError, match=f"Có phải «{first.run.name}»"):
        resolve(first.run.name[:-1], made.outputs)


def test_a_name_that_two_periods_have_must_say_which(two):
    made, first, _ = two
    shutil.copytree(first.run, made.outputs / "2024-Q2" / first.run.name)

    with pytest.raises(ParameterError, match="Ghi cả kỳ"):
        resolve(first.run.name, made.outputs)


def test_diff_names_the_changed_row_as_the_cause_and_nothing_else(two):
    _, first, second = two
    found = diff(first.run, second.run)

    moved = {(one.id, one.part): (one.old, one.new, [str(cause) for cause in one.causes]) for one in found.figures}
    cause = ["2024-Q1/ho_so_tthc.txt › ho_so_tthc › dòng 2 › gia_tri: «2» → «9»"]
    assert moved == {
        ("2.2.a", "value"): ("2", "1", cause), ("2.2.a", "numerator"): ("2", "1", cause), ("06a/Tổng cộng/late", "value"): (0, 1, cause),
        ("06a/Tổng cộng/early", "value"): (2, 1, cause),
    }
    assert [(one.old, one.new) for one in found.sentences] == [
        ("Đã giải quyết 2 hồ sơ, quá hạn 0.", "Đã giải quyết 2 hồ sơ, quá hạn 1.")]
    assert diff(first.run, first.run).same and found.to_dict()["same"] is False


def test_diff_names_a_changed_target_and_a_changed_notebook(tmp_path):
    made = request(tmp_path, parameters=tmp_path / "parameters")
    shutil.copytree(ROOT / "parameters", made.parameters)
    first = build_report(made, STEPS)
    plan = made.parameters / "plans" / "2024.yaml"
    text = plan.read_text(encoding="utf-8")
    at = text.index("2.2.a")
    value = next(line for line in text[at:].splitlines() if "value:" in line)
    number = value.split("value:")[1].split(",")[0].strip().strip('"}')
    plan.write_text(text[:at] + text[at:].replace(value, value.replace(number, "97"), 1), encoding="utf-8")
    second = build_report(made, STEPS)
    notebooks(made.notebooks, tthc="x = 1")
    third = build_report(made, STEPS)

    causes = [str(one) for one in diff(first.run, second.run).causes]
    assert causes == [f"plans/2024.yaml › targets/2.2.a/value: «{number}» → «97»"]
    assert [(one.kind, one.where) for one in diff(second.run, third.run).causes] == [("notebook", "notebooks/02_tthc.ipynb")]


def test_a_row_put_in_above_others_is_one_change(tmp_path):
    made = request(tmp_path)
    data(made.data, ho_so_tthc="1\n2\n3")
    first = build_report(made, STEPS)
    data(made.data, ho_so_tthc="7\n1\n2\n3")
    second = build_report(made, STEPS)

    assert [str(one) for one in diff(first.run, second.run).causes] == [
        "2024-Q1/ho_so_tthc.txt › ho_so_tthc › dòng 1: (không có) → «7»"]


def test_an_untouched_run_verifies_even_after_inputs_and_templates_changed(two):
    made, first, _ = two
    shutil.rmtree(made.data)
    (made.templates / "new.yaml").write_text("x: 1", encoding="utf-8")

    found = verify(first.run, made.notebooks, STEPS)

    assert found.exit_code == 0 and (found.bytes, found.figures, found.reasons, found.damaged) == ((), (), (), ())


def test_a_hand_edited_document_is_told_from_a_changed_computation(two):
    made, first, _ = two
    with zipfile.ZipFile(first.docx) as package:
        text = package.read("word/document.xml").decode()
    with zipfile.ZipFile(first.docx, "w") as package:
        package.writestr("word/document.xml", text.replace("quyết 2 hồ", "quyết 3 hồ"))

    found = verify(first.run, made.notebooks, STEPS)

    assert found.exit_code == 6 and found.figures == () and found.bytes == ()
    assert [(one.old, one.new) for one in found.edited] == [
        ("Đã giải quyết 2 hồ sơ, quá hạn 0.", "Đã giải quyết 3 hồ sơ, quá hạn 0.")]
    assert found.edited_figures == ("2.2.a",)


def test_a_changed_computation_is_a_difference_with_its_reason(two):
    made, first, _ = two
    path = made.notebooks / "07_report.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("str(count - late)", "str(count - late - 1)"), encoding="utf-8")

    found = verify(first.run, made.notebooks, STEPS)

    assert found.exit_code == 6 and {one.id for one in found.figures} == {"2.2.a"}
    assert [one.where for one in found.reasons] == ["notebooks/07_report.ipynb"]


def test_bytes_that_moved_by_a_change_of_code_alone_are_explained_and_no_difference(two):
    made, first, _ = two
    notebooks(made.notebooks, apparatus="# nothing")

    found = verify(first.run, made.notebooks, STEPS)

    assert found.exit_code == 0 and found.bytes == ("notebooks/03_apparatus.ipynb",) and found.reasons


def test_a_damaged_result_is_found_and_damaged_inputs_cannot_be_rebuilt(two):
    made, first, second = two
    (first.run / "results.json").write_text("{}", encoding="utf-8")
    table = next((second.run / "inputs" / "tables").iterdir())
    table.unlink()

    found = verify(first.run, made.notebooks, STEPS)

    assert found.exit_code == 6 and found.damaged == ("results.json",)
    with pytest.raises(RunError, match="không dựng lại được") as caught:
        verify(second.run, made.notebooks, STEPS)
    assert caught.value.exit_code == 6


def test_an_issued_run_is_marked_once_and_survives_cleaning(two):
    made, first, second = two
    run = resolve("r001", made.outputs)

    marked = mark_final(run, "12/BC-BQL", date(2024, 3, 20))

    assert final_of(made.outputs, "2024-Q1") == marked == mark_final(run, "12/BC-BQL", date(2024, 3, 20))
    with pytest.raises(ParameterError, match="đã có bản ban hành"):
        mark_final(resolve("r002", made.outputs), "13/BC-BQL", date(2024, 3, 21))
    third = build_report(replace(made, force=True), STEPS)
    planned = plan_cleaning(made.outputs, 1)
    assert (planned.remove, planned.kept) == ((second.run,), (first.run,))
    assert clean(planned) == [second.run] and sorted(run.path for run in runs(made.outputs)) == [first.run, third.run]
    assert verify(first.run, made.notebooks, STEPS).exit_code == 0


def test_a_damaged_run_is_not_issued(two):
    made, first, _ = two
    (first.run / "figures.json").write_text("[1]", encoding="utf-8")

    with pytest.raises(ParameterError, match="đã bị sửa"):
        mark_final(resolve("r001", made.outputs), "1", date(2024, 3, 20))


def test_cleaning_frees_what_no_run_shares_and_never_all_runs(two):
    made, _, _ = two
    clean(plan_cleaning(made.outputs, 1))

    kept = {path.name for run in runs(made.outputs) for path in (run.path / "inputs" / "tables").iterdir()}
    assert {path.name for path in (made.outputs / ".store").glob("*/*")} == kept
    with pytest.raises(UsageError):
        plan_cleaning(made.outputs, 0)


def test_history_takes_the_issued_run_else_the_newest(two):
    made, first, second = two
    assert [(one.period, one.value, one.final) for one in history(made.outputs, ["2.2.A"])] == [("2024-Q1", "1", False)]

    mark_final(resolve("r001", made.outputs), "1", date(2024, 3, 20))

    points = history(made.outputs, ["2.2.a", "06a/Tổng cộng/late"])
    assert [(one.figure, one.value, one.final) for one in points] == [("2.2.a", "2", True), ("06a/Tổng cộng/late", 0, True)]
    assert frame(points)["value"].tolist() == [2, 0]
    with pytest.raises(ParameterError, match="không có số liệu"):
        history(made.outputs, ["9.9.z"])


def test_a_printed_number_stands_for_its_figure_when_it_is_the_only_one():
    printed = [{"id": "a", "printed": "98,77%", "place": "II"}, {"id": "b", "printed": "5", "place": "II"}, {"id": "a", "printed": "5"}]

    assert found_id("98,77%", ["a", "b"], printed) == "a"
    with pytest.raises(ParameterError, match="2 số liệu khác nhau"):
        found_id("5", ["a", "b"], printed)


def test_a_figure_is_traced_to_its_formula_form_and_rows_by_id_or_as_printed(two):
    _, first, second = two
    found = trace(second.run, "2.2.A", rows=True)

    assert found.forms == ("ho_so_tthc",) and "tử số" in found.terms and found.values["denominator"] == "2"
    assert [(one["_file"], one["_row"], one["gia_tri"]) for one in found.rows] == [
        ("2024-Q1/ho_so_tthc.txt", 1, "1"), ("2024-Q1/ho_so_tthc.txt", 2, "9")]
    assert trace(first.run, "2").id == "2.2.a" and trace(first.run, "2").rows is None
    with pytest.raises(ParameterError, match="không có số liệu"):
        trace(first.run, "nope")


def test_rows_are_written_as_spans():
    assert list(row_numbers("5-7, 12")) == [5, 6, 7, 12] and list(row_numbers("")) == []


@pytest.mark.parametrize("number, said", [
    (errno.ENOSPC, "đĩa đã đầy"), (errno.EROFS, "không có quyền ghi"), (errno.EACCES, "Đóng tệp"),
    (errno.ENAMETOOLONG, "quá dài"), (errno.EEXIST, "không ghi đè"), (errno.EIO, "không ghi được"),
])
def test_what_the_disk_refuses_is_a_sentence_with_a_remedy(tmp_path, number, said):
    error = disk_error(OSError(number, "x", str(tmp_path)), tmp_path)

    assert error.exit_code == 7 and error.remedy
    pytest.raises(type(error), (lambda: (_ for _ in ()).throw(error))).match(said)


def writable(run):
    """The notebooks of a run that an editor could save over."""
    return [path.name for path in (run / "notebooks").glob("*.ipynb") if stat.S_IMODE(path.stat().st_mode) & 0o222]


def test_the_notebooks_of_a_finished_run_are_evidence_that_no_editor_saves_over(two):
    made, first, second = two
    assert writable(first.run) == writable(second.run) == [] and list((first.run / "notebooks").glob("*.ipynb"))
    assert second.reused, "areas are taken over from read-only notebooks all the same"


def test_on_windows_too_old_runs_are_removed_whole(two, monkeypatch):
    """Windows removes no file that is read-only."""
    made, first, _ = two
    unlink = os.unlink

    def as_windows(path, *, dir_fd=None):
        if not stat.S_IMODE(os.stat(path, dir_fd=dir_fd).st_mode) & stat.S_IWRITE:
            raise PermissionError(errno.EACCES, "read-only", path)
        unlink(path, dir_fd=dir_fd)

    monkeypatch.setattr(os, "unlink", as_windows)
    assert clean(plan_cleaning(made.outputs, 1)) == [first.run]
    assert [path.name for path in (made.outputs / "2024-Q1").iterdir() if first.run.name in path.name] == []


def test_a_figure_of_a_year_is_moved_by_what_that_years_plan_counts():
    known = load_parameters(ROOT / "parameters")
    of_year = {year: {task.id: set(task.measures) for task in plan.tasks} for year, plan in known.plans.items()}
    unlike = [one for one in of_year[2024] if of_year[2023].get(one, set()) - of_year[2024][one]]
    assert unlike
    for one in unlike:
        form = known.measures[next(iter(of_year[2023][one] - of_year[2024][one]))].form
        change = Change("input", f"2024-Q1/a.xlsx › {form}", form=form)
        causes = [causes_of(f"task/{one}", "status", [change], known, year, set()) for year in (2023, 2024)]
        assert causes[0] == [change] and causes[1] == ([change] if form in {known.measures[m].form for m in of_year[2024][one]} | {"nhiem_vu"} else [])
