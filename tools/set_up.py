"""Make `.venv` from the hashed locks: `python -m tools.set_up PART…`, called by run.py in the folder of the program.

Parts: cchc (the program and JupyterLab), test (what its tests need besides). Standard library only. Packages come
from wherever this machine's own pip configuration says. Exit codes: 0, 7 (the machine lacks something), 130.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path
from typing import IO

import run
from run import say

INTERRUPTED = 130
WHEELS = "wheels"  # the folder of a bundle (tools/bundle.py) that holds its packages
CAUSES = (  # what pip or the system prints; what it means; what to do
    (r"Errno 28\b|WinError 112\b|No space left", "ổ đĩa đã đầy", "giải phóng khoảng 2 GB rồi chạy lại"),
    (r"WinError (3|206)\b|Long Path", "đường dẫn quá dài", "chuyển thư mục này về gần gốc ổ đĩa, ví dụ C:\\cchc, rồi chạy lại"),
    (r"Errno (13|30)\b|WinError (5|32)\b|Permission denied", "không được ghi vào thư mục này, hoặc .venv đang được dùng",
     "đóng các cửa sổ Jupyter, kiểm tra quyền ghi rồi chạy lại"),
    (r"DO NOT MATCH THE HASHES", "gói tải về khác với gói đã ghi trong tệp khóa", "thử lại qua mạng khác"),
    (r"CERTIFICATE_VERIFY|SSLError", "không kiểm tra được chứng chỉ của kho gói", "xem ngày giờ của máy và cấu hình pip"),
    (r"NewConnectionError|NameResolution|Proxy|Connect(ion|Timeout)|timed out|Max retries", "không tới được kho gói Python",
     "nối mạng (hoặc đặt proxy trong cấu hình pip) rồi chạy lại"),
    (r"No matching distribution|Could not find", f"kho gói không có gói hợp với Python {sys.version_info[0]}.{sys.version_info[1]} "
     "của máy", "dùng Python 3.11–3.14 bản 64 bit, xem lại cấu hình pip, rồi chạy lại"),
)  # fmt: skip


class SetUpFailed(Exception):
    """Why the set-up stopped and what to do, in words for the user."""


def explain(output: str) -> str:
    """One sentence for a step that failed, from what it printed."""
    for pattern, cause, remedy in CAUSES:
        if re.search(pattern, output):
            return f"Chưa cài đặt được: {cause}; {remedy}."
    last = output.strip().rpartition("\n")[2]
    return f"Chưa cài đặt được ({last}): chạy lại; nếu vẫn lỗi, báo người phụ trách kỹ thuật."


def step(command: list[str], lock: IO, own: dict[str, str] = {}) -> None:
    """Run one step, its output to .venv/set-up.log and its progress in plain lines; SetUpFailed when it fails.

    own: what stands in this step's environment besides.
    """
    # A step outlives a set-up that was killed: it holds the lock too, so nobody removes .venv under it.
    inherit = {} if run.WINDOWS else {"pass_fds": [lock.fileno()]}
    lines, packages = [], 0
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", errors="replace", env={**run.environment(), **own}, **inherit,
    ) as child:  # fmt: skip
        try:
            for line in child.stdout:
                lines.append(line)
                found = line.startswith(("Collecting ", "Processing "))
                packages += found
                if line.startswith("Installing collected") or found and packages % 20 == 0:
                    say(f"  {packages} gói {'…' if found else 'đã tải, đang cài đặt …'}")
        except BaseException:
            child.terminate()
            raise
    if os.path.isdir(run.VENV):
        with open(os.path.join(run.VENV, "set-up.log"), "a", encoding="utf-8") as log:
            log.writelines([f"{' '.join(command)}\n", *lines])
    if child.returncode:
        raise SetUpFailed(explain("".join(lines)) + " Chi tiết: .venv/set-up.log.")


def make_venv(lock: IO) -> None:
    """An empty .venv in place of whatever was there."""
    if importlib.util.find_spec("ensurepip") is None:
        raise SetUpFailed("Python này thiếu venv: cài bằng lệnh «sudo apt install python3-venv» rồi chạy lại.")
    need = "không cần mạng" if os.path.isdir(os.path.join(run.ROOT, WHEELS)) else "cần mạng"
    say(f"Lần chạy đầu: cài đặt vào .venv (một lần, {need}, vài phút).")
    if os.path.lexists(run.VENV):
        shutil.rmtree(run.VENV)
    step([sys.executable, "-I", "-X", "utf8", "-m", "venv", run.VENV], lock)


def install(part: str, lock: IO) -> None:
    """A part's packages, by hash and compiled; its stamp comes last."""
    say({"cchc": "Đang tải các gói …", "test": "Đang tải các gói để kiểm thử …"}[part])
    pip = [run.PYTHON, "-I", "-X", "utf8", "-m", "pip", "install", "--require-hashes", "--no-deps", "--only-binary", ":all:"]
    pip += ["--compile", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    wheels = os.path.join(run.ROOT, WHEELS)  # a bundle brings its packages along and asks no index
    own = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": wheels} if os.path.isdir(wheels) else {}
    step([*pip, "-r", os.path.join(run.ROOT, run.LOCKS[part])], lock, own)
    if part == "cchc":
        connect()
        step([run.PYTHON, "-c", "import matplotlib.font_manager"], lock)  # finds the fonts once, which takes seconds
    path, expected = run.stamp(part)
    Path(path).write_text(f"{expected}\n{run.base_python()}\n", encoding="utf-8")


def connect() -> None:
    """Put the program on the path of .venv, by a relative way that is ASCII wherever it lies, and make `cchc`."""
    packages = sysconfig.get_path("purelib", "nt" if run.WINDOWS else "posix_prefix", {"base": run.VENV})
    Path(packages, "cchc.pth").write_text(os.path.relpath(run.ROOT, packages) + "\n", encoding="ascii")
    if run.WINDOWS:
        command, text = "cchc.cmd", '@"%~dp0python.exe" -X utf8 -P -m cchc_lib.cli %*\n'
    else:
        command, text = "cchc", '#!/bin/sh\nexec "$(dirname "$0")/python" -X utf8 -P -m cchc_lib.cli "$@"\n'
    program = Path(run.SCRIPTS, command)
    program.write_text(text, encoding="ascii")
    program.chmod(0o755)


def hold(lock: IO) -> None:
    """Wait for the system's lock on this open file. It ends with the processes that hold it, so it is never stale."""
    told = False
    while True:
        try:
            if run.WINDOWS:
                import msvcrt

                return msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
            import fcntl

            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            if not told:
                say("Một lần cài đặt khác đang chạy; chờ nó xong.")
            told = True
            time.sleep(0.5)


def set_up(parts: list[str]) -> None:
    """Install what is lacking, one set-up at a time: a second one waits and finds the work done."""
    started = time.monotonic()
    with open(os.path.join(run.ROOT, ".venv.lock"), "a") as lock:
        hold(lock)
        if not run.ready("cchc"):
            make_venv(lock)
        for part in parts:
            if not run.ready(part):
                install(part, lock)
    say(f"Đã cài đặt xong sau {time.monotonic() - started:.0f} giây; những lần sau chạy ngay, không cần mạng.")


def main(parts: list[str]) -> int:
    """Exit code of the set-up of these parts."""
    run.use_utf8()
    try:
        set_up(parts)
    except KeyboardInterrupt:
        say("Đã dừng giữa chừng; lần chạy sau sẽ cài đặt lại.")
        return INTERRUPTED
    except (SetUpFailed, OSError) as error:
        say(str(error) if isinstance(error, SetUpFailed) else explain(str(error)))
        return run.LACKING
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
