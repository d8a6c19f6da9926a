"""Loading begins before it is known whether a report is built: only where one is likely, and nothing of it is left."""

from __future__ import annotations

import os

import pytest

from cchc_lib.runs import early
from cchc_lib.runs.archive.folder import MANIFEST
from cchc_lib.runs.engine import stem
from cchc_lib.runs.engine.pool import Pool


@pytest.fixture
def sources(tmp_path):
    folder = tmp_path / "data" / "2024-Q1"
    folder.mkdir(parents=True)
    (folder / "van-phong.xlsx").write_bytes(b"1")
    return [tmp_path / "data"]


def last_run(outputs):
    run = outputs / "2024-Q1" / "r001-00000000"
    run.mkdir(parents=True)
    (run / MANIFEST).write_text("{}")
    return (run / MANIFEST).stat().st_mtime


def dated(seconds, *paths):
    for path in paths:
        os.utime(path, (seconds, seconds))


def test_a_report_is_likely_where_there_is_none_yet(tmp_path, sources):
    assert early.is_likely("2024-Q1", tmp_path / "outputs", sources)


def test_a_report_is_likely_where_something_is_newer_than_the_last_one(tmp_path, sources):
    built = last_run(tmp_path / "outputs")
    every = [sources[0], *sources[0].rglob("*")]
    dated(built - 60, *every)
    assert not early.is_likely("2024-Q1", tmp_path / "outputs", sources)
    for changed in every:  # a file that was saved, and a folder that a file was put into or taken from
        dated(built + 60, changed)
        assert early.is_likely("2024-Q1", tmp_path / "outputs", sources)
        dated(built - 60, changed)


@pytest.mark.skipif(not stem.POSSIBLE, reason="copies are made on Linux only")
def test_what_loads_early_is_the_pools_and_ends_with_the_command(tmp_path, sources):
    with early.loading("2024-Q1", tmp_path / "outputs", sources) as loaded:
        with Pool(1, ready=0, early=loaded) as pool:
            assert pool._stem is loaded and pool.scratch == loaded.scratch
    assert loaded._process.poll() is not None and not loaded.scratch.exists()


@pytest.mark.skipif(not stem.POSSIBLE, reason="copies are made on Linux only")
def test_what_nobody_needed_ends_with_the_command_however_that_ends(tmp_path, sources):
    with pytest.raises(KeyError), early.loading("2024-Q1", tmp_path / "outputs", sources) as loaded:
        raise KeyError
    assert loaded._process.poll() is not None and not loaded.scratch.exists()


@pytest.mark.parametrize("options", [{"wanted": False}, {"wanted": False, "force": True}])
def test_nothing_loads_for_a_command_that_runs_on_no_copies(tmp_path, sources, options):
    with early.loading("2024-Q1", tmp_path / "outputs", sources, **options) as loaded:
        assert loaded is None


def test_nothing_loads_where_nothing_changed_unless_it_is_built_anyway(tmp_path, sources, monkeypatch):
    started = []
    monkeypatch.setattr(stem, "Stem", lambda: started.append(1) or type("Toy", (), {"close": lambda self: None})())
    monkeypatch.setattr(stem, "POSSIBLE", True)
    built = last_run(tmp_path / "outputs")
    dated(built - 60, sources[0], *sources[0].rglob("*"))
    for force in (False, True):
        with early.loading("2024-Q1", tmp_path / "outputs", sources, force=force) as loaded:
            assert (loaded is None) is not force
    assert started == [1]
