"""Chuẩn bị môi trường ở lần chạy đầu, rồi chuyển nguyên mọi từ cho lệnh `cchc`.

    python run.py report 2024-Q1 --sample    làm báo cáo từ số liệu minh họa
    python run.py test                       chạy toàn bộ kiểm thử

Standard library only, and in a syntax that Python 3.6 reads: an older Python must get as far as saying so.
`.venv` is whole when its stamp, written last, names the present lock; otherwise it is made anew.
"""
import os
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
WINDOWS = os.name == "nt"
SCRIPTS = os.path.join(VENV, "Scripts" if WINDOWS else "bin")
PYTHON = os.path.join(SCRIPTS, "python.exe" if WINDOWS else "python")
LOCKS = {"cchc": "requirements.lock", "test": "requirements-test.lock"}
LACKING = 7  # exit code of everything that the machine lacks
CAUSES = (  # what pip or the system prints; what it means; what to do
    (r"Errno 28\b|WinError 112\b|No space left", "ổ đĩa đã đầy", "giải phóng khoảng 2 GB rồi chạy lại"),
    (r"WinError (3|206)\b|Long Path", "đường dẫn quá dài", "chuyển thư mục này về gần gốc ổ đĩa, ví dụ C:\\cchc, rồi chạy lại"),
    (r"Errno (13|30)\b|WinError (5|32)\b|Permission denied", "không được ghi vào thư mục này, hoặc .venv đang được dùng",
     "đóng các cửa sổ Jupyter, kiểm tra quyền ghi rồi chạy lại"),
    (r"DO NOT MATCH THE HASHES", "gói tải về khác với gói đã ghi trong tệp khóa", "thử lại qua mạng khác"),
    (r"CERTIFICATE_VERIFY|SSLError", "không kiểm tra được chứng chỉ của kho gói", "xem ngày giờ của máy và cấu hình pip"),
    (r"NewConnectionError|NameResolution|Proxy|Connect(ion|Timeout)|timed out|Max retries", "không tới được kho gói Python",
     "nối mạng (hoặc đặt proxy trong cấu hình pip) rồi chạy lại"),
    (r"No matching distribution|Could not find", "kho gói không có gói hợp với Python %d.%d của máy" % sys.version_info[:2],
     "dùng Python 3.11–3.14 bản 64 bit, xem lại cấu hình pip, rồi chạy lại"),
)


class SetUpFailed(Exception):
    """Why the set-up stopped and what to do, in one sentence for the user."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def explain(output):
    """One sentence for a step that failed, from what it printed."""
    import re
    for pattern, cause, remedy in CAUSES:
        if re.search(pattern, output):
            return "Chưa cài đặt được: %s; %s." % (cause, remedy)
    last = output.strip().rpartition("\n")[2]
    return "Chưa cài đặt được (%s): chạy lại; nếu vẫn lỗi, gửi tệp .venv/set-up.log cho người phụ trách kỹ thuật." % last


def stamp(part):
    """Path of the stamp of a part (cchc, test) and the hash it has to hold."""
    import hashlib
    with open(os.path.join(ROOT, LOCKS[part]), "rb") as file:
        return os.path.join(VENV, "stamp-" + part), hashlib.sha256(file.read()).hexdigest()


def base_python():
    """The Python outside any virtual environment, where its links end: an upgrade of the system takes it away."""
    return os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)


def ready(part):
    """Whether the part is installed from the present lock, for a Python that is still there."""
    path, expected = stamp(part)
    try:
        with open(path, encoding="utf-8") as file:
            found, base = file.read().splitlines()
    except (OSError, ValueError):
        return False
    return found == expected and os.path.exists(base) and os.path.exists(PYTHON)


def environment():
    """Variables for all that is started here: UTF-8 throughout, fonts remembered, compiled modules kept."""
    variables = dict(os.environ, PYTHONUTF8="1", CCHC_PROG="python run.py")
    variables.setdefault("MPLCONFIGDIR", os.path.join(VENV, "mpl"))
    variables.pop("PYTHONDONTWRITEBYTECODE", None)  # it would cost seconds at every start
    return variables


def step(command, lock):
    """Run one step of the set-up, its output to .venv/set-up.log and its progress in plain lines."""
    import subprocess
    # A step outlives a killed run.py: it holds the lock too, so nobody removes .venv under it.
    inherit = {} if WINDOWS else {"pass_fds": [lock.fileno()]}
    lines, packages = [" ".join(command) + "\n"], 0
    with subprocess.Popen(command, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", **inherit) as child:
        try:
            for line in child.stdout:
                lines.append(line)
                found = line.startswith(("Collecting ", "Processing "))
                packages += found
                if line.startswith("Installing collected") or found and packages % 20 == 0:
                    say("  %d gói%s" % (packages, " …" if found else ": đang cài đặt …"))
        except BaseException:
            child.terminate()
            raise
    if os.path.isdir(VENV):
        with open(os.path.join(VENV, "set-up.log"), "a", encoding="utf-8") as log:
            log.writelines(lines)
    if child.returncode:
        raise SetUpFailed(explain("".join(lines[1:])))


def install(part, lock):
    """Install a lock's packages: by hash, compiled, from wherever this machine's pip gets its packages."""
    pip = [PYTHON, "-I", "-X", "utf8", "-m", "pip", "install", "--require-hashes", "--no-deps", "--only-binary", ":all:"]
    pip += ["--compile", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    step(pip + ["-r", os.path.join(ROOT, LOCKS[part])], lock)
    if part == "cchc":
        connect()
        step([PYTHON, "-c", "import matplotlib.font_manager"], lock)  # finds the fonts once, which takes seconds
    path, expected = stamp(part)
    with open(path, "w", encoding="utf-8") as file:
        file.write("%s\n%s\n" % (expected, base_python()))


def connect():
    """Put this folder on the path of .venv, by a relative way that is ASCII wherever it lies, and make `cchc`."""
    import sysconfig
    packages = sysconfig.get_path("purelib", "nt" if WINDOWS else "posix_prefix", {"base": VENV})
    with open(os.path.join(packages, "cchc.pth"), "w", encoding="ascii") as file:
        file.write(os.path.relpath(ROOT, packages) + "\n")
    with open(os.path.join(SCRIPTS, "cchc.cmd" if WINDOWS else "cchc"), "w", encoding="ascii") as file:
        file.write('@"%~dp0python.exe" -X utf8 -P -m cchc_lib.cli %*\n' if WINDOWS else
                   '#!/bin/sh\nexec "$(dirname "$0")/python" -X utf8 -P -m cchc_lib.cli "$@"\n')
        os.chmod(file.name, 0o755)


def hold(lock):
    """Wait for the system's lock on this open file. It ends with the processes that hold it, so it is never stale."""
    import time
    for attempt in range(10**9):
        try:
            if WINDOWS:
                import msvcrt
                return msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
            import fcntl
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            if attempt == 0:
                say("Một lần cài đặt khác đang chạy; chờ nó xong.")
            time.sleep(0.5)


def set_up(parts):
    """Install what is lacking, one set-up at a time: a second one waits and finds the work done."""
    import importlib.util
    import shutil
    import time
    started = time.monotonic()
    with open(os.path.join(ROOT, ".venv.lock"), "a") as lock:
        hold(lock)
        if not ready("cchc"):
            if importlib.util.find_spec("ensurepip") is None:
                raise SetUpFailed("Python này thiếu venv: cài bằng lệnh «sudo apt install python3-venv» rồi chạy lại.")
            say("Lần chạy đầu: cài đặt vào .venv (một lần, cần mạng, vài phút).")
            if os.path.lexists(VENV):
                shutil.rmtree(VENV)
            step([base_python(), "-I", "-X", "utf8", "-m", "venv", VENV], lock)
        for part in parts:
            if not ready(part):
                say({"cchc": "Đang tải các gói …", "test": "Đang tải các gói để kiểm thử …"}[part])
                install(part, lock)
    say("Đã cài đặt xong sau %d giây; những lần sau chạy ngay, không cần mạng." % (time.monotonic() - started))


def hand_over(command):
    """Become the command; on Windows, which cannot, run it and return its exit code."""
    if not WINDOWS:
        os.execve(command[0], command, environment())
    import subprocess
    child = subprocess.Popen(command, env=environment())
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            pass  # the command got it too, and says how it ended


def main(words):
    """Exit code of the set-up when it fails, else of the command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if sys.version_info < (3, 11):
        say("Cần Python 3.11 trở lên, đây là Python %d.%d: cài bản mới rồi chạy lại bằng bản đó." % sys.version_info[:2])
        return LACKING
    testing = words[:1] == ["test"]
    parts = ["cchc", "test"] if testing else ["cchc"]
    try:
        if not all(ready(part) for part in parts):
            set_up(parts)
    except KeyboardInterrupt:
        say("Đã dừng giữa chừng; lần chạy sau sẽ cài đặt lại.")
        return 130
    except (SetUpFailed, OSError) as error:
        say(str(error) if isinstance(error, SetUpFailed) else explain(str(error)))
        return LACKING
    if testing:
        os.chdir(ROOT)
        return hand_over([PYTHON, "-m", "pytest"] + words[1:])
    return hand_over([PYTHON, "-P", "-m", "cchc_lib.cli"] + words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
