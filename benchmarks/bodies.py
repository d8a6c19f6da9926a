"""Invented bodies of any size: registers of dossiers as typed Parquet, as workbooks, and as what units send."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

_REGISTER = """
COPY (
  SELECT 'H' || lpad(i::VARCHAR, 9, '0') AS ma_ho_so, '1.' || lpad((i % 37)::VARCHAR, 6, '0') AS ma_tthc,
    TIMESTAMP '2023-11-20' + to_days((i * 7919 % 115)::INT) AS ngay_tiep_nhan,
    ngay_tiep_nhan + to_days((5 + i % 20)::INT) AS ngay_hen_tra,
    CASE WHEN i % 11 = 0 THEN NULL ELSE ngay_tiep_nhan + to_days((2 + i % 24)::INT) END AS ngay_tra_ket_qua,
    CASE WHEN i % 3 = 0 THEN 'trực tiếp' ELSE 'trực tuyến' END AS kenh_tiep_nhan,
    CASE WHEN i % 11 = 0 THEN 'đang giải quyết' ELSE 'đã trả kết quả' END AS trang_thai,
    i % 5 <> 0 AS da_so_hoa_ho_so, CASE WHEN i % 11 = 0 THEN NULL ELSE i % 7 <> 0 END AS da_so_hoa_ket_qua,
    CASE WHEN i % 4 = 0 THEN 'trực tuyến' ELSE 'không phát sinh' END AS hinh_thuc_thanh_toan, NULL::TIMESTAMP AS ngay_xin_loi,
    '2024-Q1/ho-so-tthc.parquet' AS _file, 'Hồ sơ TTHC' AS _sheet, i + 1 AS _row, 'van-phong' AS _unit, '2024-Q1' AS _quarter
  FROM range(1, {rows} + 1) t(i)
) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 122880)
"""


def typed_register(path: Path, rows: int) -> Path:
    """A register as the typed table of a run's snapshot."""
    import duckdb
    import pandas

    from cchc_lib.analysis.measures import LARGE
    from cchc_lib.runs.archive.tables import table_bytes

    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(_REGISTER.format(rows=rows, path=path))
    if rows <= LARGE:  # held in memory: with the types that the snapshot writes beside the values
        frame = pandas.read_parquet(path)
        dates = {name: "datetime64[s]" for name in frame.columns if name.startswith("ngay_")}
        flags = {name: "boolean" for name in frame.columns if name.startswith("da_so_hoa_")}
        path.write_bytes(table_bytes(frame.astype(dates | flags)))
    return path


_SENT = """
COPY (
  SELECT 'H' || lpad(i::VARCHAR, 9, '0') AS "Mã hồ sơ", ['{codes}'][1 + i % {count}] AS "Mã TTHC",
    strftime(d, '%d/%m/%Y') AS "Ngày tiếp nhận", strftime(d + to_days((5 + i % 20)::INT), '%d/%m/%Y') AS "Ngày hẹn trả",
    CASE WHEN i % 11 > 0 THEN strftime(d + to_days((2 + i % 24)::INT), '%d/%m/%Y') END AS "Ngày trả kết quả",
    CASE WHEN i % 3 = 0 THEN 'Trực tiếp' ELSE 'Trực tuyến' END AS "Kênh tiếp nhận",
    CASE WHEN i % 11 = 0 THEN 'Đang giải quyết' ELSE 'Đã trả kết quả' END AS "Trạng thái",
    CASE WHEN i % 5 = 0 THEN 'Không' ELSE 'Có' END AS "Đã số hóa hồ sơ",
    CASE WHEN i % 11 = 0 THEN NULL WHEN i % 7 = 0 THEN 'Không' ELSE 'Có' END AS "Đã số hóa kết quả",
    CASE WHEN i % 4 = 0 THEN 'Trực tuyến' ELSE 'Không phát sinh' END AS "Hình thức thanh toán", NULL::VARCHAR AS "Ngày xin lỗi"
  FROM (SELECT i, TIMESTAMP '2023-12-15' + to_days((i * 7919 % 66)::INT) AS d FROM range(1, {rows} + 1) t(i))
) TO '{path}' (FORMAT parquet)
"""


def register_parquet(path: Path, rows: int, codes: Sequence[str]) -> Path:
    """A register as one-stop software might export it, every cell a text. codes: of the catalogue."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(_SENT.format(rows=rows, path=path, codes="', '".join(codes), count=len(codes)))
    return path


HEADER = (
    "Mã hồ sơ", "Mã TTHC", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày trả kết quả", "Kênh tiếp nhận", "Trạng thái",
    "Đã số hóa hồ sơ", "Đã số hóa kết quả", "Hình thức thanh toán", "Ngày xin lỗi",
)


def register_workbook(path: Path, rows: int, titles: tuple[str, ...] = HEADER, codes: Sequence[str] = ()) -> Path:
    """A register as one sheet that Excel might have saved, real dates in it. codes: of the catalogue (invented ones without)."""
    import xlsxwriter

    chance = random.Random(7)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Hồ sơ TTHC")
        sheet.write_row(0, 0, titles)
        for number in range(1, rows + 1):
            received = dt.date(2023, 12, 15) + dt.timedelta(days=chance.randrange(85))
            done = received + dt.timedelta(days=chance.randrange(2, 25))
            ended = done <= dt.date(2024, 3, 14)
            values = {
                "Mã hồ sơ": f"H{number:09}", "Mã TTHC": codes[number % len(codes)] if codes else f"1.{number % 37:06}", "Ngày tiếp nhận": received,
                "Ngày hẹn trả": received + dt.timedelta(days=15), "Ngày trả kết quả": done if ended else None,
                "Kênh tiếp nhận": "Trực tuyến" if number % 3 else "Trực tiếp", "Trạng thái": "Đã trả kết quả" if ended else "Đang giải quyết",
                "Đã số hóa hồ sơ": "Có" if number % 5 else "Không", "Đã số hóa kết quả": "Có" if number % 7 else "Không",
                "Hình thức thanh toán": "Trực tuyến" if number % 4 else "Không phát sinh",
            }
            for column, title in enumerate(titles):
                value = values.get(title)
                if isinstance(value, dt.date):
                    sheet.write_datetime(number, column, dt.datetime.combine(value, dt.time()))
                elif value is not None:
                    sheet.write(number, column, value)
    return path
