"""LibreOffice as a second reader: pages, their order, and that nothing is lost.  Skipped where it is not installed."""

import shutil
import subprocess

import pytest
from written import small_report

SOFFICE, PDFTOTEXT = shutil.which("soffice"), shutil.which("pdftotext")
pytestmark = pytest.mark.skipif(not (SOFFICE and PDFTOTEXT), reason="cần LibreOffice và pdftotext")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rendering")
    small_report(rows=40).save(folder / "report.docx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run([SOFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "report.docx"],
                   check=True, capture_output=True, timeout=120)  # fmt: skip
    text = subprocess.run(
        [PDFTOTEXT, "-layout", folder / "report.pdf", "-"], check=True, capture_output=True, timeout=60
    )
    return text.stdout.decode().split("\f")[:-1]


def test_national_name_and_motto_keep_to_one_line_each(pages):
    lines = [line for line in pages[0].splitlines() if "CỘNG HÒA" in line or "Độc lập" in line]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in lines[0]
    assert "Độc lập - Tự do - Hạnh phúc" in lines[1]


def test_number_and_date_are_on_one_row(pages):
    (line,) = [line for line in pages[0].splitlines() if "Số: 05/BC-BQL" in line]
    assert "Hưng Yên, ngày 05 tháng 3 năm 2024" in line


def test_first_page_shows_no_number_and_the_second_does(pages):
    assert pages[0].split()[0] != "1"
    assert pages[1].split()[0] == "2"


def test_head_of_a_long_table_is_repeated_on_its_next_page(pages):
    annex = [page for page in pages if "Phụ lục I\n" in page or page is pages[-1]]
    assert len(annex) == 2
    assert all("Lĩnh vực" in page and "STT" in page for page in annex)


def test_annex_counts_its_pages_anew(pages):
    assert pages[-1].split()[0] == "2"


def test_recipients_are_level_with_the_authority(pages):
    assert any("Nơi nhận:" in line and "KT. TRƯỞNG BAN" in line for page in pages for line in page.splitlines())
