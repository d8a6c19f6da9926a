"""Collecting from outside: forms, check, status, open."""

import datetime as dt
import hashlib
import json
import re
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest
import yaml

from cchc_lib.cli import main as program
from cchc_lib.domain.plan import Plan
from cchc_lib.intake.parameters import load_parameters
from cchc_lib.nd30.check import check as check_format

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data" / "sample"
UNITS = ("van-phong", "phong-dau-tu", "phong-doanh-nghiep", "phong-quy-hoach-xay-dung", "trung-tam-dich-vu")


@pytest.fixture
def data(tmp_path) -> Path:
    """The sample's first quarter of 2024, to be changed at will; the catalogue's quarter before is not needed."""
    shutil.copytree(SAMPLE / "2024-Q1", tmp_path / "data" / "2024-Q1")
    return tmp_path / "data"


@pytest.fixture
def call(capsys, tmp_path):
    """Runs the program with outputs in a folder of its own: (exit code, stdout, stderr)."""

    def run(*words: str) -> tuple[int, str, str]:
        code = program.main([*words, "--outputs", str(tmp_path / "outputs")])
        return code, *capsys.readouterr()

    return run


def spoil(path: Path) -> None:
    """A date that is none and a channel that is none."""
    book = openpyxl.load_workbook(path)
    book["Hồ sơ TTHC"]["C6"] = "31/02/2024"
    book["Hồ sơ TTHC"]["F7"] = "qua mạng"
    book.save(path)


# --- forms ----------------------------------------------------------------------------------------------------------------
def test_forms_writes_a_workbook_for_each_unit_and_says_which(call, tmp_path):
    code, out, err = call("forms", "2025-Q1", "--sample")
    folder = tmp_path / "outputs" / "2025-Q1" / "bieu-mau"
    assert code == 0 and sorted(path.name for path in folder.glob("*.xlsx")) == sorted(f"{unit}-2025-q1.xlsx" for unit in UNITS)
    assert [line.split("  ")[0] for line in out.splitlines()] == [str(folder / f"{unit}-2025-q1.xlsx") for unit in UNITS]
    assert "15/12/2024" in err


def test_forms_for_one_unit_elsewhere_as_json(call, tmp_path):
    code, out, _ = call("forms", "2024-6T", "--unit", "phong-dau-tu", "--to", str(tmp_path / "to"), "--json", "--data", str(tmp_path / "none"))
    found = json.loads(out)
    assert code == 0 and found["period"] == "2024-Q2"
    assert [(one["unit"], one["file"], one["state"]) for one in found["files"]] == [
        ("phong-dau-tu", str(tmp_path / "to" / "phong-dau-tu-2024-q2.xlsx"), "written")
    ]


def test_forms_leaves_a_changed_workbook_alone_and_says_so(call, tmp_path):
    words = ("forms", "2024-Q2", "--unit", "phong-dau-tu", "--to", str(tmp_path / "to"), "--data", str(tmp_path / "none"))
    call(*words)
    (tmp_path / "to" / "phong-dau-tu-2024-q2.xlsx").write_bytes(b"filled in")
    code, out, err = call(*words)
    assert code == 0 and "GIỮ NGUYÊN" in out and "đã có người sửa" in err
    assert (tmp_path / "to" / "phong-dau-tu-2024-q2.xlsx").read_bytes() == b"filled in"


@pytest.mark.parametrize("words, said", [
    (("forms", "2024-Q1", "--sample", "--unit", "phong-dau-tuu"), "có phải «phong-dau-tu»?"),
    (("forms", "2024-DX9", "--sample"), "parameters/periods/2024-DX9.yaml"),
    (("status", "2024-Q1", "--sample", "--today", "31/02/2024"), "2024-03-20"),
])  # fmt: skip
def test_what_cannot_be_is_a_usage_error_with_a_remedy(call, words, said):
    code, _, err = call(*words)
    assert code == 2 and said in err and "Traceback" not in err


# --- check ----------------------------------------------------------------------------------------------------------------
def test_check_of_a_clean_quarter_is_done_and_the_sample_stays_as_it_is(call, tmp_path):
    before = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in (SAMPLE / "2024-Q1").rglob("*") if path.is_file()}
    code, out, _ = call("check", "2024-Q1", "--sample")
    assert code == 0 and "0 lỗi phải sửa" in out and not (tmp_path / "outputs" / "2024-Q1").exists()
    assert before == {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in (SAMPLE / "2024-Q1").rglob("*") if path.is_file()}


def test_check_prints_every_fault_by_unit_and_writes_marked_copies(call, data, tmp_path):
    spoil(data / "2024-Q1" / "van-phong.xlsx")
    (data / "2024-Q1" / "phong-dau-tu.xlsx").write_bytes(b"")
    code, out, err = call("check", "2024-Q1", "--data", str(data), "--today", "2024-03-18")
    assert code == 3
    assert "Văn phòng: 2 lỗi" in out and "Phòng Quản lý đầu tư: 1 lỗi" in out
    assert "2024-Q1/van-phong.xlsx › Hồ sơ TTHC › dòng 6 › cột «Ngày tiếp nhận»: thấy \"31/02/2024\"" in out
    assert out.index("dòng 6") < out.index("dòng 7") < out.index("Cộng: 3 lỗi phải sửa")
    marked = tmp_path / "outputs" / "2024-Q1" / "can-sua"
    assert str(marked / "van-phong.xlsx") in out and (marked / "phong-dau-tu.xlsx.txt").exists()
    assert "2 tệp mới" in err


def test_check_names_missing_forms_and_exits_4(call, data):
    (data / "2024-Q1" / "phong-dau-tu.xlsx").unlink()
    code, out, _ = call("check", "2024-Q1", "--data", str(data))
    assert code == 4 and "  Phòng Quản lý đầu tư: Nhiệm vụ, Công chức viên chức" in out and "5 biểu chưa gửi" in out


def test_check_puts_findings_alike_in_one_line_and_json_has_all(call, data):
    path = data / "2024-Q1" / "van-phong.xlsx"
    book = openpyxl.load_workbook(path)
    for row in range(5, 30):
        book["Hồ sơ TTHC"].cell(row, 3).value = dt.date(2024, 1, 10)
    sheet = book["Tuyên truyền"]
    for row in range(200, 225):
        for column, value in enumerate((dt.date(2024, 6, 1), "hội nghị", 1), 1):
            sheet.cell(row, column).value = value
    book.save(path)
    _, out, _ = call("check", "2024-Q1", "--data", str(data))
    said = "van-phong.xlsx › Tuyên truyền › cột «Ngày»: 25 dòng (dòng 200–224), như dòng 200: ngày 01/6/2024 nằm ngoài kỳ"
    assert out.count("nằm ngoài kỳ") == 1 and said in out
    _, out, _ = call("check", "2024-Q1", "--data", str(data), "--json")
    assert sum(one["code"] == "ngoai_ky" for one in json.loads(out)["findings"]) == 25


def test_report_says_that_it_stops_at_an_earlier_quarter_and_which_check_marks_its_faults(call, data):
    """`check 2024-Q2` reads its own quarter and passes; the report needs the registers of earlier quarters too."""
    shutil.copytree(SAMPLE / "2024-Q2", data / "2024-Q2")
    spoil(data / "2024-Q1" / "van-phong.xlsx")
    assert call("check", "2024-Q2", "--data", str(data))[0] == 0

    code, _, err = call("report", "2024-Q2", "--data", str(data))
    assert code == 3 and "2024-Q1/van-phong.xlsx › Hồ sơ TTHC › dòng 6" in err
    assert "Báo cáo còn dùng số liệu quý I năm 2024, ở đó cũng có lỗi." in err and "(«check 2024-Q1» ghi bản đánh dấu" in err


def test_arrivals_are_noted_once_with_the_day_on_which_they_were_seen(call, data):
    (data / "2024-Q1" / "tiep-nhan.csv").unlink()
    call("check", "2024-Q1", "--data", str(data), "--today", "2024-03-13")
    shutil.copy(data / "2024-Q1" / "phong-dau-tu.xlsx", data / "2024-Q1" / "phong-dau-tu-lan2.xlsx")
    call("status", "2024-Q1", "--data", str(data), "--today", "2024-03-18")
    lines = (data / "2024-Q1" / "tiep-nhan.csv").read_text(encoding="utf-8-sig").splitlines()
    assert {line.split(",")[0]: line.split(",")[2] for line in lines[1:]} == {
        **{f"{unit}.xlsx": "2024-03-13" for unit in UNITS}, "phong-dau-tu-lan2.xlsx": "2024-03-18",
    }


# --- status ---------------------------------------------------------------------------------------------------------------
def test_status_is_a_table_of_units_and_forms(call, data):
    (data / "2024-Q1" / "phong-dau-tu.xlsx").unlink()
    spoil(data / "2024-Q1" / "van-phong.xlsx")
    code, out, _ = call("status", "2024-Q1", "--data", str(data), "--today", "2024-03-18")
    assert code == 3 and max(map(len, out.splitlines())) <= 100
    assert "hạn gửi 14/3/2024, hôm nay 18/3/2024" in out
    assert re.search(r"Phòng Quản lý đầu tư: 0/5 biểu đã nhận, 5 chưa gửi\n  CHƯA GỬI, quá hạn 2 ngày làm việc: Nhiệm vụ, ", out)
    assert "Phòng Quản lý doanh nghiệp: 6/6 biểu đã nhận\n  đã nhận 13/3/2024: mọi biểu\n" in out
    assert re.search(r"1 có lỗi\n  đã nhận 18/3/2024, muộn 2 ngày làm việc, CÓ LỖI \(2\): Hồ sơ TTHC\n  đã nhận 18/3/2024, muộn 2", out)


def test_status_as_json_and_exit_4_when_something_is_missing(call, data):
    (data / "2024-Q1" / "phong-dau-tu.xlsx").unlink()
    code, out, _ = call("status", "2024-Q1", "--data", str(data), "--today", "2024-03-12", "--json")
    found = json.loads(out)
    assert code == found["exit"] == 4 and found["due"] == {"2024-Q1": "2024-03-14"}
    mine = [one for one in found["forms"] if one["unit"] == "phong-dau-tu"]
    assert {(one["state"], one["late_days"]) for one in mine} == {("chưa gửi", 0)}
    assert len(found["missing"]) == 5


def test_a_quarter_without_a_folder_has_everything_missing(call, data):
    code, out, _ = call("status", "2024-Q2", "--data", str(data), "--today", "2024-06-03")
    assert code == 4 and "Cộng: 0/48 biểu đã nhận, 48 chưa gửi" in out


def test_status_of_six_months_shows_both_quarters(call):
    code, out, _ = call("status", "2024-6T", "--sample")
    assert code == 0 and "Quý I năm 2024" in out and "Quý II năm 2024" in out


def texts(path: Path) -> str:
    """All text of a document, tables too."""
    return "\n".join(node.text or "" for node in docx.Document(path).element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"))


def test_the_notice_is_an_official_letter_to_those_who_owe(call, data, tmp_path):
    (data / "2024-Q1" / "phong-dau-tu.xlsx").unlink()
    (data / "2024-Q1" / "trung-tam-dich-vu.xlsx").unlink()
    _, out, _ = call("status", "2024-Q1", "--data", str(data), "--today", "2024-03-20", "--notice")
    folder = tmp_path / "outputs" / "2024-Q1" / "don-doc"
    letter, report = folder / "cong-van-don-doc-2024-Q1.docx", folder / "bao-cao-gui-so-lieu-2024-Q1.docx"
    assert f"Đã soạn: {letter}" in out and f"Đã soạn: {report}" in out
    words = texts(letter)
    for expected in ("- Phòng Quản lý đầu tư;", "- Trung tâm Dịch vụ khu công nghiệp.", "TL. TRƯỞNG BAN", "CHÁNH VĂN PHÒNG", "ngày 22 tháng 3 năm 2024",
                     "Nhiệm vụ; Công chức viên chức; Đánh giá xếp loại; Văn bản điện tử; Hồ sơ công việc"):  # fmt: skip
        assert expected in words
    assert "Phòng Quản lý doanh nghiệp" not in words and re.search(r"Số: +/BQL-VP", words)
    for path in (letter, report):
        # No name of a signer is kept anywhere: it is written in when the document is signed.
        assert not check_format(path).findings


def test_who_signs_and_receives_the_notices_is_said_by_the_organisation(call, data, tmp_path):
    (data / "2024-Q1" / "phong-dau-tu.xlsx").unlink()
    own = tmp_path / "tham-so"
    shutil.copytree(ROOT / "parameters", own)
    path = own / "organisation.yaml"
    said = {"notice_signer: chanh-van-phong": "notice_signer: truong-ban", "[Lãnh đạo Ban (để báo cáo)]": "[Lãnh đạo Sở]",
            "{symbol: BC-VP, signature: [CHÁNH VĂN PHÒNG], recipients: [], keep: VP}": "{symbol: BC-TH, signature: [TRƯỞNG PHÒNG TỔNG HỢP], keep: TH}"}
    text = path.read_text(encoding="utf-8")
    for old, new in said.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    call("status", "2024-Q1", "--data", str(data), "--parameters", str(own), "--today", "2024-03-20", "--notice")
    folder = tmp_path / "outputs" / "2024-Q1" / "don-doc"
    letter, report = texts(folder / "cong-van-don-doc-2024-Q1.docx"), texts(folder / "bao-cao-gui-so-lieu-2024-Q1.docx")
    assert "- Lãnh đạo Sở;" in letter and "TL. TRƯỞNG BAN" not in letter
    assert "/BC-TH" in report and "TRƯỞNG PHÒNG TỔNG HỢP" in report


def test_no_notice_where_nobody_owes(call, tmp_path):
    code, out, _ = call("status", "2024-Q1", "--sample", "--notice", "--today", "2024-03-14")
    assert code == 0 and "Không có phòng, đơn vị nào phải đôn đốc." in out
    assert not list((tmp_path / "outputs").rglob("cong-van*"))


def test_documents_made_from_the_sample_say_so(call, tmp_path):
    call("status", "2024-Q3", "--sample", "--notice", "--today", "2024-09-20")
    call("forms", "2025-Q1", "--sample", "--unit", "phong-dau-tu")
    for path in (tmp_path / "outputs").rglob("*.docx"):
        assert "SỐ LIỆU MINH HỌA" in texts(path)
    book = openpyxl.load_workbook(tmp_path / "outputs" / "2025-Q1" / "bieu-mau" / "phong-dau-tu-2025-q1.xlsx")
    assert "SỐ LIỆU MINH HỌA" in book["Hướng dẫn"]["A1"].value


# --- open -----------------------------------------------------------------------------------------------------------------
@pytest.fixture
def parameters(tmp_path) -> Path:
    shutil.copytree(ROOT / "parameters", tmp_path / "parameters")
    return tmp_path / "parameters"


def test_open_makes_what_a_new_year_needs_and_overwrites_nothing(call, tmp_path, parameters):
    words = ("open", "2025-Q1", "--parameters", str(parameters), "--data", str(tmp_path / "inputs"))
    code, out, err = call(*words)
    assert code == 0 and "chưa có kế hoạch năm 2025" in err and "CẦN QUYẾT ĐỊNH" in out
    period = parameters / "periods" / "2025-Q1.yaml"
    assert yaml.safe_load(period.read_text(encoding="utf-8")) == {"rule": "nd09"}
    assert "số văn bản do văn thư cấp" in period.read_text(encoding="utf-8")
    assert [path.name for path in (tmp_path / "inputs" / "2025-Q1").iterdir()] == ["tiep-nhan.csv"]
    assert len(list((tmp_path / "outputs" / "2025-Q1" / "bieu-mau").glob("*.xlsx"))) == 5
    period.write_text("rule: nd09\nsigner: truong-ban\n", encoding="utf-8")
    kept = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    code, out, _ = call(*words)
    assert code == 0 and "đã tạo" not in out
    assert kept == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


def test_a_plan_to_fill_in_is_not_loaded_until_it_is_renamed(call, tmp_path, parameters):
    call("open", "2025-Q1", "--parameters", str(parameters), "--data", str(tmp_path / "inputs"))
    template = parameters / "plans" / "2025.yaml.mau"
    assert 2025 not in load_parameters(parameters).plans
    text = template.read_text(encoding="utf-8")
    assert 'value: "100"  # CẦN QUYẾT ĐỊNH: năm 2024 là "100"' in text
    plan, last = Plan.model_validate(yaml.safe_load(text)), load_parameters(parameters).plans[2024]
    assert plan.year == 2025 and plan.targets == last.targets and plan.tasks == last.tasks
    template.rename(template.with_suffix(""))
    assert 2025 in load_parameters(parameters).plans


def test_open_carries_over_what_was_set_and_asks_about_it(call, tmp_path, parameters):
    (parameters / "periods" / "2024-Q2.yaml").write_text('rule: calendar\nsigner: truong-ban\nrefused: on_time\nnumber: "9"\n', encoding="utf-8")
    call("open", "2024-Q3", "--parameters", str(parameters), "--data", str(tmp_path / "inputs"))
    text = (parameters / "periods" / "2024-Q3.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load(text) == {"rule": "calendar", "signer": "truong-ban", "refused": "on_time"}
    assert all("CẦN QUYẾT ĐỊNH" in line for line in text.splitlines() if line.startswith(("rule", "signer", "refused")))


def test_a_report_on_request_is_not_opened_without_its_dates(call, parameters, tmp_path):
    code, _, err = call("open", "2024-DX1", "--parameters", str(parameters), "--data", str(tmp_path / "inputs"))
    assert code == 2 and "rule: dates" in err and not (tmp_path / "inputs").exists()


def test_check_says_what_was_decided_on_reading(call, data):
    (data / "2024-Q1" / "ghi chú.txt").write_text("không phải biểu", encoding="utf-8")
    _, out, _ = call("check", "2024-Q1", "--data", str(data))
    assert "Đã hiểu khi đọc:\n  2024-Q1/ghi chú.txt: không phải biểu, không đọc\n" in out
