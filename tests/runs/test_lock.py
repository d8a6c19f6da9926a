"""The lock's file may go when nothing else is left; whoever comes next makes it anew and is as alone as ever."""

import pytest

from cchc_lib.domain.errors import LockedError
from cchc_lib.runs.archive import lock


def test_a_folder_with_nothing_but_the_lock_is_taken_away(tmp_path):
    home = tmp_path / "outputs" / "2024-Q1"
    home.mkdir(parents=True)
    with lock.hold(home, "report"):
        lock.tidy(home)
    assert not (tmp_path / "outputs").exists()
    with lock.hold(home, "report"), pytest.raises(LockedError), lock.hold(home, "report"):
        pass


def test_a_folder_with_anything_else_stays(tmp_path):
    with lock.hold(tmp_path, "report"):
        (tmp_path / "r001-12345678").mkdir()
        lock.tidy(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {".lock", "r001-12345678"}
