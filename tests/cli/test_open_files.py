"""Files that are open in Word or Excel (Windows then refuses to replace them), and folders that cannot be written."""

import json
from pathlib import Path

import pytest

from cchc_lib.cli.main import main
from cchc_lib.domain.disk import reason
from cchc_lib.domain.exit_codes import ExitCode

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
ENGLISH = ("denied", "Permission", "Errno", "No such", "Read-only")


@pytest.fixture
def data(tmp_path) -> Path:
    """One quarter with one faulty file, in folders with spaces and marks."""
    folder = tmp_path / "Số liệu quý" / "2024-Q1"
    folder.mkdir(parents=True)
    (folder / "tuyen_truyen.csv").write_text("Ngày;Hình thức;Nội dung;Số lượng\n31/02/2024;hội nghị;Hội nghị;1\n", encoding="utf-8")
    (folder / "van-phong.xlsx").write_bytes(b"")
    return folder.parent


@pytest.fixture
def open_elsewhere(monkeypatch):
    """Makes the named files behave as when Excel holds them: nobody may replace or remove them."""

    def hold(suffix: str) -> None:
        def refuse(original):
            def call(self, *args, **more):
                for path in (self, *args):
                    if str(path).endswith(suffix):
                        raise PermissionError(13, "Permission denied", str(path))
                return original(self, *args, **more)

            return call

        for name in ("replace", "unlink", "rename"):
            monkeypatch.setattr(Path, name, refuse(getattr(Path, name)))

    return hold


def call(capsys, *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    said = capsys.readouterr()
    assert not [word for word in ENGLISH if word in said.out + said.err], said
    return code, said.out, said.err


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.name.endswith((".part", ".new"))]


def test_check_tells_every_fault_though_a_marked_copy_is_open(data, tmp_path, capsys, open_elsewhere):
    words = ("check", "2024-Q1", "--data", data, "--outputs", tmp_path / "Kết quả")
    code, first, _ = call(capsys, *words)
    assert code == ExitCode.FAULTS and "CHƯA GHI" not in first
    (data / "2024-Q1" / "tuyen_truyen.csv").write_text("Ngày;Hình thức;Nội dung;Số lượng\n30/02/2024;hội nghị;Hội nghị;1\n", encoding="utf-8")
    open_elsewhere("tuyen_truyen.csv.txt")
    code, said, _ = call(capsys, *words)
    assert code == ExitCode.FAULTS and "30/02/2024" in said
    assert "tuyen_truyen.csv.txt (đang mở trong Excel, CHƯA GHI LẠI" in said
    assert leftovers(tmp_path) == []


def test_check_tells_every_fault_though_nothing_can_be_written(data, tmp_path, capsys):
    (tmp_path / "tệp").write_text("")
    code, said, errors = call(capsys, "check", "2024-Q1", "--data", data, "--outputs", tmp_path / "tệp" / "x")
    assert code == ExitCode.ENVIRONMENT and "31/02/2024" in said
    assert "Kiểm tra lại --outputs" in errors


def test_check_in_json_is_one_object_though_nothing_can_be_written(data, tmp_path, capsys):
    (tmp_path / "tệp").write_text("")
    code, said, _ = call(capsys, "check", "2024-Q1", "--data", data, "--outputs", tmp_path / "tệp" / "x", "--json")
    found = json.loads(said)
    assert found["exit"] == code == ExitCode.ENVIRONMENT and len(found["faults"]) == 2


def test_forms_name_the_workbook_that_is_open(tmp_path, capsys, open_elsewhere):
    open_elsewhere("phong-dau-tu-2024-q1.xlsx")
    words = ("forms", "2024-Q1", "--data", tmp_path, "--unit", "phong-dau-tu", "--unit", "phong-doanh-nghiep", "--to", tmp_path / "Biểu trống")
    code, said, errors = call(capsys, *words)
    assert code == ExitCode.ENVIRONMENT
    assert "phong-dau-tu-2024-q1.xlsx đang mở trong Excel" in errors and "CHƯA GHI" in said
    assert [path.name for path in (tmp_path / "Biểu trống").glob("*.xlsx")] == ["phong-doanh-nghiep-2024-q1.xlsx"]
    assert leftovers(tmp_path) == []


def test_arrivals_open_in_excel_are_a_note_in_vietnamese(data, tmp_path, capsys, open_elsewhere):
    open_elsewhere("tiep-nhan.csv")
    code, _, errors = call(capsys, "status", "2024-Q1", "--data", data, "--outputs", tmp_path / "out")
    assert code == ExitCode.FAULTS and "không ghi được tiep-nhan.csv (không có quyền, hoặc tệp đang mở trong chương trình khác)" in errors


def test_a_submission_that_cannot_be_opened_is_a_fault_of_its_own(data, tmp_path, capsys, monkeypatch):
    original = Path.read_bytes

    def refuse(self):
        if self.name == "van-phong.xlsx":
            raise PermissionError(13, "Permission denied", str(self))
        return original(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    code, said, _ = call(capsys, "check", "2024-Q1", "--data", data, "--outputs", tmp_path / "out")
    assert code == ExitCode.FAULTS and "van-phong.xlsx: không mở được tệp (không có quyền, hoặc tệp đang mở" in said


@pytest.mark.parametrize(("number", "words"), [(28, "đĩa đã đầy"), (13, "Đóng tệp nếu đang mở trong Word hoặc Excel"), (36, "đường dẫn quá dài")])
def test_a_disk_that_refuses_anywhere_is_no_unforeseen_failure(capsys, monkeypatch, number, words):
    def refuse(*_):
        raise OSError(number, "No space left on device", "C:\\cchc\\outputs")

    monkeypatch.setattr("cchc_lib.cli.main.dispatch", refuse)
    code, _, errors = call(capsys, "doctor")
    assert code == ExitCode.ENVIRONMENT and words in errors and "C:\\cchc\\outputs" in errors


def test_a_word_file_that_is_open_is_said_to_be_open(tmp_path, capsys, monkeypatch):
    def refuse(self, *_args, **_more):
        raise PermissionError(13, "Permission denied", str(self))

    (tmp_path / "báo cáo.docx").write_bytes(b"PK")
    monkeypatch.setattr(Path, "open", refuse)
    code, said, errors = call(capsys, "lint", tmp_path / "báo cáo.docx")
    assert code == ExitCode.USAGE and "đang mở trong Word" in said + errors


@pytest.mark.parametrize("number", [1, 2, 5, 13, 20, 21, 28, 30, 36, 9999])
def test_every_reason_is_in_vietnamese(number):
    assert not [word for word in ENGLISH if word in reason(OSError(number, "No such Permission denied"))]
