"""What a message may quote: dossier codes in full, phone numbers, e-mails and identity numbers never."""

import pytest

from cchc_lib.domain.findings import masked


@pytest.mark.parametrize("text", ["000.00.09.H31-240102-00005", "H31.2024-Q1-0004", "1.009645", "12/BC-BQL", "05/3/2024", "1.234.567,89", "2024-Q1/van-phong.xlsx › Hồ sơ TTHC › dòng 12345678"])
def test_codes_dates_and_amounts_stay(text):
    assert masked(text) == text


@pytest.mark.parametrize("text", ["0912345678", "0912 345 678", "ĐT0912345678", "+84 912 345 678", "CCCD 012345678901", "CMND012345678901", "an.nguyen@example.vn"])
def test_personal_numbers_and_addresses_do_not(text):
    assert "•••" in masked(text) and not any(part in masked(text) for part in ("345", "example"))
