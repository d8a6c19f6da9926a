"""What the writer writes, the checker finds nothing against."""

import datetime

import pytest
from written import header, small_report

from cchc_lib.nd30 import Document
from cchc_lib.nd30 import check as checker

LONG = "Trung tâm Tư vấn hỗ trợ doanh nghiệp và Xúc tiến đầu tư các khu công nghiệp, khu kinh tế tỉnh Hưng Yên"


def letter(sizes):
    document = Document(sizes=sizes)
    header(document, issuer=LONG, symbol="BQL-VP", letter_abstract="đôn đốc gửi số liệu", month=3, year=2024)
    document.addressees(["Phòng Quản lý đầu tư", "Văn phòng Ban"])
    document.paragraph("Đề nghị các đơn vị gửi số liệu trước ngày 14/3/2024. " * 3)
    document.end()
    document.signature(["TL. TRƯỞNG BAN", "CHÁNH VĂN PHÒNG"], "Trần Thị B", ["Lãnh đạo Ban"], keep="VT, VP")
    return document


def named_document(sizes):
    document = Document(sizes=sizes)
    header(document, parent=None, issuer=LONG, symbol="KH-BQL", number=112, date=datetime.date(2024, 1, 9))
    document.title("Kế hoạch", "Cải cách hành chính năm 2024 và phương hướng, nhiệm vụ trọng tâm các năm sau. " * 2)
    document.basis(["Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ"])
    document.heading(1, "Mục đích")
    document.paragraph("Một. " * 60)
    document.end()
    document.signature(["TRƯỞNG BAN"], "Nguyễn Văn A", [f"Đơn vị {n}" for n in range(9)])
    return document


@pytest.mark.parametrize("sizes", ["13-14-14", "12-13-13"])
@pytest.mark.parametrize("write", [small_report, letter, named_document])
def test_no_finding(write, sizes, tmp_path):
    path = tmp_path / "van-ban.docx"
    write(sizes).save(path)
    assert [(f.rule, f.found, f.places) for f in checker.check(path).findings] == []
