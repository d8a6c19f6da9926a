"""`python run.py bundle`: one folder that sets itself up without network and without administrator rights.

    python run.py bundle                                         for machines like this one
    python run.py bundle --platform windows --python 3.12        for others
    python run.py bundle --to D:\\cchc                            into another folder than dist/

The folder holds the program, its locks and a wheel of every package of requirements.lock for the target machine. There
`python run.py …` (or the launcher) finds the folder `wheels` and asks no index; hashes are checked all the same.
"""

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import run
from run import say
from tools.lock import blocks, requirement
from tools.set_up import WHEELS

ROOT = Path(run.ROOT)
CONTENT = ("run.py", "pyproject.toml", *run.LOCKS.values(), "README.md", "cchc_lib", "notebooks", "parameters", "templates", "data/sample", "docs", "tools")
LEFT_OUT = ("__pycache__", ".ipynb_checkpoints", ".*")
_MACS = range(15, 10, -1)
# What pip may take for a machine, the newest first, and what markers of the lock say there.
PLATFORMS = {
    "windows": (("win_amd64",), {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows", "platform_machine": "AMD64"}),
    "linux": (
        ("manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64", "manylinux_2_12_x86_64", "manylinux2010_x86_64", "manylinux_2_5_x86_64", "manylinux1_x86_64"),
        {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux", "platform_machine": "x86_64"},
    ),
    "mac": (
        (*(f"macosx_{n}_0_arm64" for n in _MACS), *(f"macosx_{n}_0_universal2" for n in _MACS), "macosx_10_9_universal2"),
        {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin", "platform_machine": "arm64"},
    ),
}
LAUNCHERS = {
    "cchc.cmd": '@echo off\r\nset PYTHONUTF8=1\r\nif exist "%~dp0python\\python.exe" ("%~dp0python\\python.exe" "%~dp0run.py" %*) else (py -3 "%~dp0run.py" %*)\r\n',
    "cchc.sh": '#!/bin/sh\nhere=$(dirname "$0")\nif [ -x "$here/python/bin/python3" ]; then exec "$here/python/bin/python3" "$here/run.py" "$@"; fi\nexec python3 "$here/run.py" "$@"\n',
}  # fmt: skip


def needed(lock: str, python: str, marks: dict[str, str]) -> list[str]:
    """The entries of a lock that the target machine needs, without their markers: pip would ask this machine about them."""
    from packaging.markers import Marker

    there = {**marks, "python_version": python, "python_full_version": f"{python}.0", "implementation_name": "cpython", "platform_python_implementation": "CPython"}
    kept = []
    for block in blocks(lock):
        name, _, marker = requirement(block).partition(";")
        if not marker or Marker(marker.strip()).evaluate(there):
            kept.append(re.sub(r"^.*$", name.strip() + " \\\\", block, count=1, flags=re.MULTILINE))
    return kept


def this_platform() -> str:
    return {"win32": "windows", "darwin": "mac"}.get(sys.platform, "linux")


def download(target: Path, system: str, python: str) -> None:
    """The wheels of the runtime lock into target."""
    tags, marks = PLATFORMS[system]
    entries = needed((ROOT / run.LOCKS["cchc"]).read_text(encoding="utf-8"), python, marks)
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder, "lock.txt")
        lock.write_text("".join(entries), encoding="utf-8")
        command = [sys.executable, "-I", "-X", "utf8", "-m", "pip", "download", "--require-hashes", "--no-deps", "--only-binary", ":all:"]
        command += ["--python-version", python, "--implementation", "cp", *(word for tag in tags for word in ("--platform", tag))]
        command += ["--disable-pip-version-check", "--progress-bar", "off", "--quiet", "-r", str(lock), "-d", str(target)]
        if subprocess.run(command).returncode:
            raise OSError("không tải đủ gói cho máy đích; xem thông báo của pip ở trên")
    say(f"  {len(entries)} gói cho {system}, Python {python}")


def copy_program(target: Path) -> None:
    """The program and the sample: no real data, no results, nothing hidden."""
    for name in CONTENT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns(*LEFT_OUT))
        elif source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / name)


def bundle(target: Path, system: str, python: str) -> None:
    """Make the folder aside and show it whole by one renaming. Raises OSError."""
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        copy_program(aside)
        download(aside / WHEELS, system, python)
        for name, text in LAUNCHERS.items():
            (aside / name).write_bytes(text.encode("ascii"))
            (aside / name).chmod(0o755)
        aside.rename(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def parser() -> argparse.ArgumentParser:
    """The words that the command takes."""
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    found = argparse.ArgumentParser("python run.py bundle", description="Làm một thư mục tự cài đặt được khi không có mạng, không cần quyền quản trị.")
    found.add_argument("--platform", choices=sorted(PLATFORMS), default=this_platform(), help="máy đích (mặc định: như máy này, %(default)s)")
    found.add_argument("--python", metavar="X.Y", default=here, help="bản Python của máy đích (mặc định: %(default)s)")
    found.add_argument("--to", metavar="THƯ_MỤC", type=Path, help="thư mục đích (mặc định: dist/cchc-<máy>-py<X.Y>)")
    return found


def main(words: list[str]) -> int:
    """Exit code: 0, 2 for a folder that is there already, 7 when the packages cannot be had."""
    run.use_utf8()
    args = parser().parse_args(words)
    if args.platform == this_platform() == "linux" and platform.machine() != "x86_64":
        say("Chưa hỗ trợ gói cho bộ xử lý này: chỉ Linux x86_64, Windows x64, macOS arm64.")
        return run.LACKING
    target = (args.to or ROOT / "dist" / f"cchc-{args.platform}-py{args.python}").absolute()
    if target.exists():
        say(f"«{target}» đã có; xóa hoặc chọn thư mục khác bằng --to.")
        return 2
    try:
        bundle(target, args.platform, args.python)
    except OSError as error:
        say(f"Chưa làm được gói cài đặt: {error}")
        return run.LACKING
    say("Chép cả thư mục sang máy đích (đã có Python cùng bản) rồi chạy: python run.py report 2024-Q1 --sample")
    print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
