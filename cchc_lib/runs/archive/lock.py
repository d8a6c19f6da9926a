"""One run at a time for a period of an outputs folder.

The lock is the operating system's own, on an open file: it ends with the process that holds it, however that ends, and
holds between machines on shared drives. So no lock can go stale, and no clock or process number has to be believed. The
file's text only says who holds it.
"""

from __future__ import annotations

import contextlib
import errno
import getpass
import json
import os
import platform
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from cchc_lib.domain.disk import writing
from cchc_lib.domain.errors import LockedError

NAME = ".lock"
# Windows forbids others to read what is locked, so a byte far behind the text is locked instead.
_PLACE = 1 << 20


@contextlib.contextmanager
def hold(folder: Path, what: str) -> Iterator[dict[str, str] | None]:
    """Hold the lock of a period's folder while something (what, as the user calls it) is done there.

    Gives what the last holder wrote when it did not end in good order (killed, power cut), else None. Raises LockedError,
    exit code 8, naming who holds the lock and since when, EnvironmentLacking where no file can be made.
    """
    path = folder / NAME
    with writing(path):
        opened = _opened(path)
    with opened as file:
        before = _read(path)
        try:
            _write(file, {"what": what, **_who()})
            yield before
        finally:
            _write(file, None)  # in good order: nothing for the next one to wonder about
            _unlock(file)


def _opened(path: Path) -> BinaryIO:
    """The lock file, locked; opened anew when another run took it away meanwhile (tidy)."""
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+b")
        if not _locked(file):
            file.close()
            raise _busy(path)
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        file.close()


def tidy(folder: Path) -> None:
    """Take away a period's folder where nothing but the lock is left. Only within the lock."""
    with contextlib.suppress(OSError):  # others write there, or Windows holds the open file: then it stays
        if [path.name for path in folder.iterdir()] == [NAME]:
            (folder / NAME).unlink()
            folder.rmdir()
            folder.parent.rmdir()


def holder(folder: Path) -> dict[str, str] | None:
    """Who holds the lock of a period's folder just now; None when it is free."""
    path = folder / NAME
    try:
        with path.open("r+b") as file:
            if _locked(file):
                _unlock(file)
                return None
    except FileNotFoundError:
        return None
    return _read(path) or {}


def _who() -> dict[str, str]:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such name on this system
        user = ""
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    return {"pid": str(os.getpid()), "host": platform.node(), "user": user, "since": now}


def _busy(path: Path) -> LockedError:
    who = _read(path) or {}
    since = who.get("since", "")
    with contextlib.suppress(ValueError):
        since = datetime.fromisoformat(since).strftime("%H:%M:%S ngày %d/%m/%Y")
    person = " trên máy ".join(part for part in (who.get("user"), who.get("host")) if part)
    parts = [who.get("what"), person, f"tiến trình {who['pid']}" if who.get("pid") else "", f"từ {since}" if since else ""]
    return LockedError(
        "đang có một lần chạy khác cho kỳ này",
        where=str(path.parent),
        why=", ".join(part for part in parts if part) or "không rõ của ai",
        remedy="Chờ lần chạy đó xong rồi chạy lại; nếu nó bị treo, hãy kết thúc tiến trình nêu trên, khóa sẽ tự mở.",
    )


def _read(path: Path) -> dict[str, str] | None:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None


def _write(file: BinaryIO, data: dict[str, str] | None) -> None:
    with contextlib.suppress(OSError):  # a full disk must not keep the lock from doing its work
        file.seek(0)
        file.truncate()
        if data is not None:
            file.write(json.dumps(data, ensure_ascii=False).encode())
        file.flush()


if os.name == "nt":  # pragma: no cover - the other system
    import msvcrt

    def _locked(file: BinaryIO) -> bool:
        file.seek(_PLACE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError as error:
            return _taken(error)
        return True

    def _unlock(file: BinaryIO) -> None:
        file.seek(_PLACE)
        with contextlib.suppress(OSError):
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined]

else:
    import fcntl

    def _locked(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return _taken(error)
        return True

    def _unlock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


def _taken(error: OSError) -> bool:
    """False when another holds the lock. True for a file system without locks: two runs at once cannot be told there, but
    they do not destroy each other either, since a run's folder never replaces another."""
    if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
        return False
    if error.errno in (errno.ENOLCK, errno.ENOTSUP, errno.EINVAL, errno.ENOSYS):
        return True
    raise error
