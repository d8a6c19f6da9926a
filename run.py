"""Chuẩn bị môi trường ở lần chạy đầu, rồi chuyển nguyên mọi từ cho lệnh `cchc`.

    python run.py report 2024-Q1 --sample    làm báo cáo từ số liệu minh họa
    python run.py test                       chạy toàn bộ kiểm thử
    python run.py bundle                     làm thư mục tự cài đặt được khi không có mạng

Standard library only, and in a syntax that Python 3.6 reads: an older Python must get as far as saying so.
`.venv` is whole when its stamp, written last, names the present lock; otherwise tools/set_up.py makes it anew.
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


def say(text):
    """Messages go to stderr: stdout belongs to the command."""
    print(text, file=sys.stderr, flush=True)


def use_utf8():
    """Vietnamese on any console, also where Windows offers code page 1258."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def stamp(part):
    """Path of the stamp of a part (cchc, test) and the hash that it has to hold."""
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


def wait_for(command, folder=None):
    """Run a command to its end and return its exit code; an interruption reaches it too, and it says how it ended."""
    import subprocess
    child = subprocess.Popen(command, cwd=folder, env=environment())
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            pass


def hand_over(command):
    """Become the command; Windows cannot, there it is waited for."""
    if WINDOWS:
        return wait_for(command)
    os.execve(command[0], command, environment())


def main(words):
    """Exit code of the set-up when it fails, else of the command."""
    use_utf8()
    if sys.version_info < (3, 11):
        say("Cần Python 3.11 trở lên, đây là Python %d.%d: cài bản mới rồi chạy lại bằng bản đó." % sys.version_info[:2])
        return LACKING
    testing = words[:1] == ["test"]
    parts = ["cchc", "test"] if testing else ["cchc"]
    if not all(ready(part) for part in parts):
        failed = wait_for([base_python(), "-m", "tools.set_up"] + parts, ROOT)
        if failed:
            return failed
    if testing or words[:1] == ["bundle"]:
        os.chdir(ROOT)
        return hand_over([PYTHON, "-m", "pytest" if testing else "tools.bundle"] + words[1:])
    return hand_over([PYTHON, "-P", "-m", "cchc_lib.cli"] + words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
