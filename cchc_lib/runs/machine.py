"""What a run needs of the machine, looked at one by one: what is there, what is lacking, what to do about it."""

import importlib.metadata
import importlib.util
import locale
import os
import shutil
import struct
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cchc_lib.domain.disk import reason

OLDEST_PYTHON = (3, 11)
ESSENTIAL_SPACE_MB, COMFORTABLE_SPACE_MB = 200, 2000
# Windows allows 260 characters without its long-path setting; the deepest file of an installed package takes 165.
LONGEST_WINDOWS_FOLDER = 90
LARGE_PACKAGES = ("numpy", "pandas", "matplotlib", "docx", "lxml", "nbformat", "papermill")

FINE, NOTICE, LACKING = "đạt", "lưu ý", "thiếu"


class Check(NamedTuple):
    """One thing looked at. state: FINE, NOTICE (works, worse) or LACKING (does not work); remedy: empty when fine."""

    id: str
    name: str
    state: str
    found: str
    remedy: str = ""


def examine(root: Path, outputs: Path) -> list[Check]:
    """All checks. root: the folder of the program with its lock; outputs: where runs are to be written."""
    return [
        python(),
        packages(root / "requirements.lock"),
        bytecode(),
        fonts(),
        space(outputs),
        writable(outputs),
        encoding(),
        *long_paths(root),
        pdf(),
    ]


def python() -> Check:
    """The running Python: version and width."""
    bits = struct.calcsize("P") * 8
    found = f"{sys.version.split()[0]}, {bits} bit, {sys.prefix}"
    good = sys.version_info >= OLDEST_PYTHON and bits == 64
    remedy = "" if good else "cài Python 3.11 trở lên bản 64 bit, xóa thư mục .venv, chạy lại bằng bản đó."
    return Check("python", "Python", FINE if good else LACKING, found, remedy)


def packages(lock: Path) -> Check:
    """Installed packages against the lock: one that is missing stops the work, another version may change figures."""
    name = "Các gói Python"
    if not lock.is_file():
        return Check("packages", name, NOTICE, f"không có {lock.name} để đối chiếu", "chạy từ thư mục mã nguồn của chương trình.")
    wanted = dict(locked_here(lock.read_text(encoding="utf-8")))
    installed = {package: installed_version(package) for package in wanted}
    missing = sorted(package for package, version in installed.items() if version is None)
    other = sorted(package for package in wanted if installed[package] not in (None, wanted[package]))
    remedy = "xóa thư mục .venv rồi chạy lại python run.py."
    if missing:
        return Check("packages", name, LACKING, f"thiếu {', '.join(missing)}", remedy)
    if other:
        told = ", ".join(f"{package} {installed[package]} (tệp khóa: {wanted[package]})" for package in other)
        return Check("packages", name, NOTICE, f"khác phiên bản: {told}", remedy)
    return Check("packages", name, FINE, f"{len(wanted)} gói, đúng tệp khóa")


def locked_here(lock_text: str) -> Iterator[tuple[str, str]]:
    """Name and version of the locked packages that this Python and system need."""
    from packaging.requirements import Requirement

    for line in lock_text.splitlines():
        if line and line[0] not in " #":
            requirement = Requirement(line.rstrip("\\ "))
            if requirement.marker is None or requirement.marker.evaluate():
                yield requirement.name, str(requirement.specifier).removeprefix("==")


def installed_version(package: str) -> str | None:
    """Version of an installed package, None when it is not installed."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def bytecode() -> Check:
    """Whether the large packages are compiled; uncompiled, every start takes seconds more."""
    specs = {package: importlib.util.find_spec(package) for package in LARGE_PACKAGES}
    raw = [package for package, spec in specs.items() if spec and not (spec.cached and os.path.exists(spec.cached))]
    if not raw:
        return Check("bytecode", "Gói đã biên dịch", FINE, "có")
    return Check(
        "bytecode", "Gói đã biên dịch", NOTICE, f"chưa: {', '.join(raw)}", "chạy: python -m compileall -q " + sys.prefix
    )


def fonts() -> Check:
    """Whether matplotlib has its list of fonts; without it the first chart takes seconds more."""
    name = "Danh sách phông chữ của biểu đồ"
    if importlib.util.find_spec("matplotlib") is None:
        return Check("fonts", name, NOTICE, "chưa có matplotlib", "xem mục Các gói Python.")
    import matplotlib

    folder = Path(matplotlib.get_cachedir())
    if any(folder.glob("fontlist-*.json")):
        return Check("fonts", name, FINE, "có")
    return Check("fonts", name, NOTICE, f"chưa có trong {folder}", "tự có sau biểu đồ đầu tiên, nếu thư mục đó ghi được.")


def existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    folder = folder.absolute()
    return next(place for place in (folder, *folder.parents) if place.exists())


def space(outputs: Path) -> Check:
    """Free space on the disk of the outputs."""
    free = shutil.disk_usage(existing(outputs)).free // 10**6
    state = LACKING if free < ESSENTIAL_SPACE_MB else NOTICE if free < COMFORTABLE_SPACE_MB else FINE
    remedy = "" if state == FINE else "giải phóng chỗ trên ổ đĩa, hoặc xóa bớt lần chạy cũ trong thư mục kết quả."
    return Check("space", "Chỗ trống trên ổ đĩa", state, f"{free / 1000:.1f} GB".replace(".", ","), remedy)


def writable(outputs: Path) -> Check:
    """Whether files can be made in the outputs folder, by making one."""
    folder = existing(outputs)
    try:
        with tempfile.TemporaryFile(dir=folder):
            return Check("writable", "Ghi vào thư mục kết quả", FINE, str(outputs))
    except OSError as error:
        return Check(
            "writable", "Ghi vào thư mục kết quả", LACKING, f"không ghi được vào {folder} ({reason(error)})",
            "xin quyền ghi vào thư mục đó, hoặc chọn thư mục khác bằng --outputs.",
        )  # fmt: skip


def encoding() -> Check:
    """Whether files and pipes of this process speak UTF-8; code page 1258 cannot hold every Vietnamese letter."""
    found = locale.getpreferredencoding(False)
    if found.lower().replace("-", "") == "utf8":
        return Check("encoding", "Bảng mã tiếng Việt", FINE, "UTF-8")
    return Check("encoding", "Bảng mã tiếng Việt", NOTICE, found, "chạy bằng python run.py, hoặc đặt biến môi trường PYTHONUTF8=1.")


def long_paths(root: Path) -> Iterator[Check]:
    """On Windows, whether the folder leaves room under the limit of 260 characters; nothing elsewhere."""
    if os.name != "nt":
        return
    import winreg

    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem") as key:
        try:
            allowed = bool(winreg.QueryValueEx(key, "LongPathsEnabled")[0])
        except OSError:
            allowed = False
    length = len(str(root))
    good = allowed or length <= LONGEST_WINDOWS_FOLDER
    remedy = "" if good else "chuyển thư mục chương trình về gần gốc ổ đĩa, ví dụ C:\\cchc."
    yield Check("long_paths", "Độ dài đường dẫn", FINE if good else NOTICE, f"{length} ký tự", remedy)


def pdf() -> Check:
    """A program that turns Word files into PDF, which only `--pdf` needs."""
    program = pdf_program()
    if program:
        return Check("pdf", "Chuyển Word sang PDF", FINE, program)
    return Check("pdf", "Chuyển Word sang PDF", NOTICE, "không có LibreOffice hoặc Word", "chỉ cần khi dùng --pdf: cài LibreOffice.")


def pdf_program() -> str | None:
    """Path of LibreOffice, or `Microsoft Word` where it is installed (Windows); None without either."""
    found = libreoffice()
    if found or os.name != "nt":
        return found
    import winreg

    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, "Word.Application"))
    except OSError:
        return None
    return "Microsoft Word"


def libreoffice() -> str | None:
    """Path of LibreOffice, wherever it is usually installed; None without it."""
    usual = [
        Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
        *(Path(os.environ[var], "LibreOffice", "program", "soffice.exe") for var in ("ProgramFiles", "ProgramFiles(x86)") if var in os.environ),
    ]  # fmt: skip
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((str(path) for path in usual if path.is_file()), None)
