"""The engine: one suite over both modes, every way a notebook can fail, and nothing carried from one notebook to the next."""

from __future__ import annotations

import json
import os
import threading
import time

import pytest

from cchc_lib.domain.errors import ParameterError
from cchc_lib.runs.engine.jobs import Event, declared_parameters
from cchc_lib.runs.engine.pool import Pool, execute

from .toys import SAVE, job, notebook

MODES = [pytest.param(True, id="reuse"), pytest.param(False, id="strict")]


@pytest.fixture(params=MODES)
def reuse(request):
    return request.param


def run(jobs, **options):
    return execute(jobs, preload=(), **{"workers": 2, "timeout": 30, **options})


def test_products_are_written_with_the_given_parameters_and_working_folder(tmp_path, reuse):
    jobs = [job(tmp_path, f"n{n}", "print(period)") for n in range(3)]

    outcomes = run(jobs, reuse=reuse)

    assert [one.job.name for one in outcomes] == ["n0", "n1", "n2"] and all(one.ok for one in outcomes)
    assert json.loads(jobs[0].product.read_text())["period"] == "2024-Q2"


def test_executed_notebooks_are_equal_in_both_modes_and_name_no_machine(tmp_path):
    cells = ["import warnings\nwarnings.warn('một lần')\nprint(period)", "left = 1\nperiod", "print('left' in dir(), _)"]
    texts = []
    for reuse_, name in ((True, "a"), (False, "b"), (True, "c")):
        jobs = [job(tmp_path / name, f"n{n}", *cells) for n in range(3)]
        assert all(one.ok for one in run(jobs, reuse=reuse_, workers=1))
        texts.append([one.output.read_text(encoding="utf-8") for one in jobs])

    assert texts[0] == texts[1] == texts[2]
    assert [text.replace(f"n{n}", "n") for n, text in enumerate(texts[0])] == [texts[0][0].replace("n0", "n")] * 3
    assert "UserWarning: một lần" in texts[0][2]
    assert str(tmp_path) not in texts[0][0] and "start_time" not in texts[0][0]
    kept = json.loads(texts[0][0])
    assert [cell["metadata"].get("tags") for cell in kept["cells"][1:3]] == [["parameters"], ["injected-parameters"]]


def test_charts_are_loaded_ahead_without_what_only_people_at_a_keyboard_need(tmp_path):
    ask = "import sys\nassert 'matplotlib.patches' in sys.modules\nassert not {'matplotlib.pyplot', 'matplotlib.figure'} & set(sys.modules)"
    jobs = [job(tmp_path, f"n{n}", ask) for n in range(2)]

    assert [one.failure for one in execute(jobs, workers=1)] == [None, None]  # when it starts, and after a return to the clean state


FAULTS = {
    "boom": ("1/0", "exception", "ZeroDivisionError: division by zero"),
    "sentence": (
        "from cchc_lib.domain.errors import DataError\nraise DataError('thiếu 3 hồ sơ')", "exception", "thiếu 3 hồ sơ"),
    "memory": ("raise MemoryError", "exception", "MemoryError"),
    "exit": ("import sys; sys.exit(0)", "exit", "sys.exit"),
    "exit1": ("import sys; sys.exit(1)", "exception", "SystemExit"),
    "dies": ("import os; os._exit(3)", "dead", "mã 3"),
    "hangs": ("import time; time.sleep(60)", "timeout", "quá 8 giây"),
}


def test_every_failure_is_named_and_the_others_finish(tmp_path, reuse):
    jobs = [job(tmp_path, name, source) for name, (source, _, _) in FAULTS.items()]
    jobs += [job(tmp_path, "silent", "1", save=False), job(tmp_path, "good", "1")]

    outcomes = {one.job.name: one for one in run(jobs, reuse=reuse, timeout=8)}

    for name, (_, kind, message) in FAULTS.items():
        failure = outcomes[name].failure
        assert (name, failure.kind) == (name, kind) and message in failure.message
    assert outcomes["silent"].failure.kind == "no_product"
    assert outcomes["good"].ok


def test_a_failed_notebook_is_left_with_its_error_where_it_happened(tmp_path):
    jobs = [job(tmp_path, "dies", "print('trước')", "import os; os._exit(3)")]

    run(jobs)

    left = json.loads(jobs[0].output.read_text(encoding="utf-8"))
    outputs = [output for cell in left["cells"] for output in cell.get("outputs", ())]
    assert [output["output_type"] for output in outputs] == ["stream", "error"]
    assert any("papermill-error-cell-tag" in cell["metadata"].get("tags", ()) for cell in left["cells"])


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_killed_kernel_is_told_from_one_that_left(tmp_path):
    outcome = run([job(tmp_path, "killed", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")])[0]

    assert outcome.failure.kind == "dead" and "hết bộ nhớ" in outcome.failure.message


def test_an_old_product_proves_nothing(tmp_path):
    one = job(tmp_path, "silent", "1", save=False)
    one.product.parent.mkdir(parents=True)
    one.product.write_text("{}", encoding="utf-8")

    assert run([one])[0].failure.kind == "no_product"


def test_a_large_output_does_not_cost_the_kernel(tmp_path):
    """Sending 64 KiB or more starts a thread of zmq's own, which is nothing that the notebook left behind."""
    jobs = [job(tmp_path, name, "'x' * 300_000") for name in ("a", "b")]
    with Pool(1, preload=()) as pool:
        assert all(outcome.ok for outcome in pool.run(jobs))
        assert pool.kernels_started == 1


@pytest.mark.parametrize("content, said", [("''", "trống"), ("'{'", "JSON")])
def test_a_broken_product_is_no_success(tmp_path, content, said):
    one = job(tmp_path, "broken", f"open(product, 'w').write({content})", save=False)

    assert said in run([one])[0].failure.message


LEAVES = """
import os, sys, warnings, logging, decimal, locale
import matplotlib, matplotlib.pyplot as plt, pandas as pd
os.environ["LEFT"] = "1"; os.chdir("/"); sys.path.append("/left"); sys.argv.append("left")
warnings.simplefilter("error"); logging.getLogger().setLevel(1)
matplotlib.rcParams["figure.dpi"] = 17; pd.set_option("display.max_rows", 3)
plt.figure(); plt.close; left = 1
decimal.getcontext().prec = 3
get_ipython().events.register("post_run_cell", lambda *_: print("left"))
"""
LOOKS = """
import os, sys, warnings, logging, decimal
import matplotlib, matplotlib.pyplot as plt, pandas as pd
print("left" in dir(), os.environ.get("LEFT"), os.path.basename(os.getcwd()), "/left" in sys.path, "left" in sys.argv)
print(len(warnings.filters), logging.getLogger().level, decimal.getcontext().prec)
print(matplotlib.rcParams["figure.dpi"], pd.get_option("display.max_rows"), plt.get_fignums())
"""


def test_nothing_is_left_to_the_next_notebook(tmp_path):
    seen = {}
    for name, before in (("after", [LEAVES]), ("alone", [])):
        jobs = [job(tmp_path / name, f"n{n}", SAVE, source, save=False) for n, source in enumerate([*before, LOOKS])]
        assert all(one.ok for one in execute(jobs, workers=1, preload=("pandas", "matplotlib.pyplot")))
        cells = json.loads(jobs[-1].output.read_text(encoding="utf-8"))["cells"]
        seen[name] = [cell.get("outputs") for cell in cells]
    assert seen["after"] == seen["alone"]


def test_a_kernel_that_cannot_be_proven_clean_is_thrown_away(tmp_path):
    events: list[Event] = []
    thread = "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()"
    jobs = [job(tmp_path, "thread", thread), job(tmp_path, "next", "1")]

    with Pool(1, preload=(), on_event=events.append) as pool:
        assert all(one.ok for one in pool.run(jobs))
        assert pool.kernels_started == 2

    assert ["luồng" in event.note for event in events if event.kind == "kernel" and "thay tiến trình" in event.note] == [True]


def test_kernels_are_used_again_unless_strict(tmp_path, reuse):
    jobs = [job(tmp_path, f"n{n}", "1") for n in range(3)]
    with Pool(1, reuse=reuse, preload=()) as pool:
        pool.run(jobs[:2])
        pool.run(jobs[2:])
        assert pool.kernels_started == (1 if reuse else 3)


@pytest.mark.parametrize(
    "given, said",
    [
        ({"perriod": "2024-Q1"}, "n.ipynb › perriod: sổ tính không có tham số này; có phải «period»?"),
        ({"period": 3}, "n.ipynb › period: thấy 3 (int), cần str"),
        ({"limit": True}, "cần float"),
        ({"sample": 1}, "cần bool"),
    ],
)
def test_wrong_parameters_stop_everything_before_a_kernel_starts(tmp_path, monkeypatch, given, said):
    monkeypatch.setattr("cchc_lib.runs.engine.pool.Pool.__init__", lambda *a, **k: pytest.fail("a pool was made"))

    with pytest.raises(ParameterError) as caught:
        execute([job(tmp_path, "n", "1", **given)])

    assert said in str(caught.value)


def test_paths_stay_inside_the_run(tmp_path):
    with pytest.raises(ParameterError, match="nằm ngoài"):
        execute([job(tmp_path, "n", "1", period=tmp_path / "run" / ".." / "elsewhere")])


def test_a_whole_number_may_stand_for_a_decimal_and_a_path_for_text(tmp_path):
    one = job(tmp_path, "n", "print(limit, period)", limit=2, period=tmp_path / "run" / "x")

    assert run([one])[0].ok
    assert "2 ../x" in one.output.read_text(encoding="utf-8")


def test_types_are_read_from_values_and_annotations(tmp_path):
    source = 'a = 1\nb: float | None = None\nc = None\nd: "str" = "x"\ne: list[str] = []\nf = g = 2\nh = print\n'
    declared = declared_parameters(notebook(tmp_path / "n.ipynb", parameters=source))

    assert {name: one.types for name, one in declared.items()} == {
        "a": (int,), "b": (float, type(None)), "c": (), "d": (str,), "e": (list,), "h": ()
    }


@pytest.mark.parametrize("parameters, said", [(None, "nhãn «parameters»"), ("a = = 1", "không phải mã Python")])
def test_a_notebook_without_a_readable_parameters_cell_is_refused(tmp_path, parameters, said):
    path = notebook(tmp_path / "n.ipynb", parameters=parameters)

    with pytest.raises(ParameterError, match=said):
        declared_parameters(path)


def test_braces_and_letters_in_paths_are_only_letters(tmp_path):
    assert run([job(tmp_path / "Báo cáo {quý} I", "n", "1")])[0].ok


@pytest.mark.skipif(os.name != "posix", reason="/proc or signals")
def test_no_kernel_outlives_the_pool_even_one_at_work(tmp_path):
    one = job(tmp_path, "n", "import os, time; open('pid', 'w').write(str(os.getpid())); time.sleep(60)")
    pid_file = one.output.parent / "pid"
    pool = Pool(1, preload=())
    thread = threading.Thread(target=lambda: pool.run([one]))
    thread.start()
    while not (pid_file.exists() and pid_file.read_text()):
        time.sleep(0.05)
    pool.close()
    thread.join(10)

    with pytest.raises(ProcessLookupError):
        os.kill(int(pid_file.read_text()), 0)
