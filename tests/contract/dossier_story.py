"""Invented dossiers that live through several quarters, and what each quarter's register shows of them."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from .contract import window

Row = dict[str, Any]
DAY = dt.timedelta(days=1)


def registers(chance: Random, quarters: list[str], codes: dict[str, list[str]], count: int) -> dict[str, list[Row]]:
    """Quarter -> rows of Hồ sơ TTHC. codes: procedures known in each quarter. count: about how many are received a quarter."""
    dossiers = [_dossier(chance, quarter, codes[quarter], number) for quarter in quarters for number in range(chance.randint(count // 2, count))]
    return {quarter: _register(chance, quarter, dossiers, quarter == quarters[0]) for quarter in quarters}


def day_in(chance: Random, first: dt.date, last: dt.date) -> dt.date:
    """A day of a span; its very first and very last day come up often, that is where mistakes are."""
    edge = chance.random()
    if edge < 0.12:
        return first
    return last if edge < 0.24 else first + DAY * chance.randint(0, (last - first).days)


def _dossier(chance: Random, quarter: str, codes: list[str], number: int) -> Row:
    """One dossier as time will tell: _ended is the day that it ends, if ever; registers show it once it has come."""
    start, end = window([quarter])
    received = day_in(chance, start, end)
    if chance.random() < 0.1:  # taken in before the data begin, or before this quarter: a late entry in the register
        received = start - DAY * chance.randint(1, 40)
    due = received + DAY * chance.randint(0, 45)
    ended = chance.choice([due, due - DAY, due + DAY, received + DAY * chance.randint(0, 90), start, end, end + DAY, None])
    if ended is not None and ended < received:
        ended = received
    closed = chance.choices(["đã trả kết quả", "từ chối", "rút hồ sơ"], [8, 1, 1])[0]
    row = {
        "Mã hồ sơ": f"H31.{quarter}-{number:04d}", "Mã TTHC": chance.choice(codes), "Ngày tiếp nhận": received, "Ngày hẹn trả": due,
        "Kênh tiếp nhận": chance.choice(["trực tuyến", "trực tuyến", "trực tiếp", "bưu chính"]),
        "Đã số hóa hồ sơ": chance.random() < 0.9, "Đã số hóa kết quả": chance.choice([True, True, False, None]),
        "Hình thức thanh toán": chance.choice(["không phát sinh", "chưa thanh toán", "trực tuyến", "trực tiếp"]),
        "Ngày xin lỗi": chance.choice([None, due + DAY * chance.randint(1, 60)]),
        "_first": quarter, "_ended": ended, "_closed": closed, "_lost": chance.random() < 0.04,
    }
    return row | personal(chance, number)


def personal(chance: Random, number: int) -> Row:
    """What must never be seen again outside the workbook itself."""
    return {
        "Chủ hồ sơ": f"Ông Nguyễn Canary {number:05d}", "Số điện thoại": f"09{chance.randint(10**7, 10**8 - 1)}",
        "Email": f"canary{number}@example.vn", "Số giấy tờ": f"{chance.randint(10**11, 10**12 - 1)}", "Địa chỉ": f"Số {number} đường Canary",
    }


def _register(chance: Random, quarter: str, dossiers: list[Row], first: bool) -> list[Row]:
    """The rows of one quarter: what was received by its end and not finished before its start, as known when it was sent."""
    start, end = window([quarter])
    sent = end + DAY * chance.choice([0, 0, 20])  # some offices send what they know two weeks later
    rows = []
    for one in dossiers:
        if one["_first"] > quarter or (one["_first"] < quarter and one["_lost"]):
            continue
        ended = one["_ended"]
        if ended is not None and ended < start and one["_first"] != quarter:
            continue
        rows.append(_as_known(chance, one, sent))
    return rows


def _as_known(chance: Random, one: Row, sent: dt.date) -> Row:
    row = {title: value for title, value in one.items() if not title.startswith("_")}
    ended = one["_ended"]
    if ended is None or ended > sent:
        state = chance.choices(["đang giải quyết", "chờ bổ sung", "tạm dừng", "từ chối"], [8, 1, 1, 0.5])[0]
        return row | {"Ngày trả kết quả": None, "Trạng thái": state, "Đã số hóa kết quả": None}
    return row | {"Ngày trả kết quả": ended, "Trạng thái": one["_closed"]}
