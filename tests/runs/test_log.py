"""What a run notes besides its results, and runs that this version cannot read."""

from __future__ import annotations

import re

import pytest

from cchc_lib.cli.main import main
from cchc_lib.domain.errors import ParameterError
from cchc_lib.runs.archive.canonical import read_json, write_json
from cchc_lib.runs.archive.folder import runs
from cchc_lib.runs.archive.manifest import read_manifest
from cchc_lib.runs.engine.memory import peak_mb
from cchc_lib.runs.engine.pool import Pool
from cchc_lib.runs.explain.diff import diff
from cchc_lib.runs.report import build_report
from cchc_lib.runs.verify import verify

from .toy_report import STEPS, data, request
from .toys import job


def test_the_log_says_how_much_memory_the_main_process_took(tmp_path):
    made = build_report(request(tmp_path), STEPS)
    found = re.search(r"tiến trình chính: (\d+) MB", (made.run / "log").read_text(encoding="utf-8"))

    assert found and 30 < int(found[1]) <= (peak_mb() or 10**6)


def test_every_notebook_tells_the_memory_of_its_kernel(tmp_path):
    events = []
    with Pool(1, preload=(), on_event=events.append) as pool:
        pool.run([job(tmp_path, "a", "x = bytearray(80_000_000); y = sum(x[::4096])")])
    (note,) = [event.note for event in events if event.kind == "kernel"]

    assert 100 < int(re.search(r"(\d+) MB", note)[1]) < 2000


BROKEN = [
    lambda manifest: manifest["identity"].pop("options"), lambda manifest: manifest["identity"]["options"].pop("sample"),
    lambda manifest: manifest["identity"]["library"].pop("files"), lambda manifest: manifest.update(identity=[]),
    lambda manifest: manifest.update(areas=[]), lambda manifest: manifest.pop("outputs"), lambda manifest: manifest["identity"].update(packages=None),
]


@pytest.mark.parametrize("spoil", BROKEN)
def test_a_manifest_of_another_version_is_a_sentence_and_stops_no_new_report(tmp_path, spoil, capsys):
    made = request(tmp_path)
    first = build_report(made, STEPS)
    manifest = read_json(first.run / "manifest.json")
    spoil(manifest)
    write_json(first.run / "manifest.json", manifest)

    for attempt in (lambda: read_manifest(first.run), lambda: verify(first.run, made.notebooks, STEPS), lambda: diff(first.run, first.run)):
        with pytest.raises(ParameterError, match="không đọc được bản kê"):
            attempt()
    said = []
    second = build_report(made, STEPS, said.append)
    assert second.exit_code == 0 and len(runs(made.outputs)) == 2 and any("bỏ qua lần chạy trước" in (event.note or "") for event in said)
    assert main(["runs", "--outputs", str(made.outputs)]) == 0
    told = capsys.readouterr()
    assert second.run.name in told.out and first.run.name not in told.out and "không đọc được" in told.err


def test_an_older_manifest_without_figures_of_record_is_read(tmp_path):
    made = request(tmp_path)
    first = build_report(made, STEPS)
    manifest = read_json(first.run / "manifest.json")
    del manifest["identity"]["of_record"]
    write_json(first.run / "manifest.json", manifest)
    data(made.data, ho_so_tthc="1\n9")

    assert diff(first.run, build_report(made, STEPS).run).figures
