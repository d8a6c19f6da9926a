"""Everything that is tolerated, at once and at random: an untidy workbook gives the same tables as the clean one, and no finding."""

from __future__ import annotations

import datetime as dt
import random
import unicodedata

import pytest
from intake_bodies import folder_with, forms, good_body, read

TITLES = {form.title: form for form in forms().values()}


def no_diacritics(text):
    plain = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return "".join(c for c in plain if not unicodedata.combining(c))


WRITINGS = (
    str.upper, no_diacritics, lambda text: unicodedata.normalize("NFD", text), lambda text: f" {text}  ", lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace("Đ", "Ð").replace("đ", "ð"), lambda text: text,
)


def written_number(value, chance):
    if value < 0 or chance.random() < 0.5:
        return value
    whole, _, part = str(value).partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    text = chance.choice([grouped, whole]) + (f",{part}" if part else "")
    return text if "." not in text or "," in text or int(whole) >= 1000 else whole


def written_day(day, chance):
    return chance.choice([
        day, dt.datetime(day.year, day.month, day.day, 9, 30), f"{day.day}/{day.month}/{day.year}", f"{day:%d/%m/%Y}", f"{day:%d-%m-%Y}", day.isoformat(),
        f"{day.day}.{day.month}.{day.year}", f"{day:%d/%m/%Y} 08:15", f"ngày {day:%d} tháng {day:%m} năm {day:%Y}",
    ])


def written_month(month, chance):
    return chance.choice([month, str(month), f"{month:02}/2024", f"Tháng {month}", f"T{month}/2024", dt.date(2024, month, 1), f"2024-{month:02}"])


def written(value, column, ticks, chance):
    """A cell as some unit might write it."""
    if value is None:
        return chance.choice([None, "", " ", "\u00a0"])
    match column.type:
        case "integer" | "decimal":
            return written_number(value, chance)
        case "date":
            return written_day(value, chance)
        case "month":
            return written_month(value, chance)
        case "yes_no":
            return chance.choice("xX✓✔") if ticks else chance.choice(["Có", "có", "CO", "1", 1, True, "TRUE", "x"])
        case "choice":
            return chance.choice(WRITINGS)(value)
    return f" {value}\u00a0" if chance.random() < 0.3 else unicodedata.normalize("NFD", value)


def untidy(title, table, chance):
    """A form's table with titles above, a numbering line, blank rows, totals, signatures, other columns, in another order."""
    form = TITLES[title]
    order = chance.sample(range(len(form.columns)), len(form.columns))
    names = [chance.choice([form.columns[at].title, *form.columns[at].aliases]) for at in order]
    ticks = chance.random() < 0.5
    width = len(order) + 2
    lines = [[None] * width for _ in range(chance.randint(0, 12))]
    for line, words in zip(lines, ["BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP", "Độc lập - Tự do - Hạnh phúc", f"{title.upper()} QUÝ I", "(Đơn vị tính: triệu đồng)"], strict=False):
        line[chance.randrange(width)] = words
    head = ["STT", *(chance.choice(WRITINGS)(name) for name in names), "Ghi chú khác"]
    lines.append([name.replace(" ", "\n", 1) if chance.random() < 0.3 else name for name in head])
    if chance.random() < 0.5:
        numbers = [f"({n})" if chance.random() < 0.5 else n for n in range(1, width)]
        lines.append(["A", *numbers])
    for number, row in enumerate(table[1:], 1):
        if chance.random() < 0.3:
            lines.append([chance.choice([None, " "]) for _ in range(width)])
        lines.append([number, *(written(row[at], form.columns[at], ticks, chance) for at in order), "=1/0" if chance.random() < 0.3 else None])
    if chance.random() < 0.5:
        lines.append([chance.choice(["Tổng cộng", "TỔNG", "Cộng:"]), *[999] * (width - 1)])
    if chance.random() < 0.5:
        place = chance.randrange(1, width)
        lines += [[None] * width, *([*[None] * place, words] for words in ("Hưng Yên, ngày 14 tháng 3 năm 2024", "NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)", "Nguyễn Văn A"))]
    return lines


def untidy_body(seed):
    chance = random.Random(seed)
    sheets = {chance.choice(WRITINGS[:3])(title): untidy(title, table, chance) for title, table in good_body(rows=6).items()}
    return dict(chance.sample(sorted(sheets.items()), len(sheets))) | {"Hướng dẫn": [["Điền các biểu"], ["Tổng"]]}


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    data = read(folder_with(tmp_path_factory.mktemp("clean"), good_body(rows=6)))
    assert data.findings == ()
    return data


@pytest.mark.parametrize("seed", range(6))
def test_an_untidy_body_gives_the_same_tables(tmp_path, clean, seed):
    data = read(folder_with(tmp_path, untidy_body(seed)))
    assert [str(one) for one in data.findings] == []
    for form_id, table in clean.tables.items():
        columns = [column.id for column in forms()[form_id].kept]
        assert data.tables[form_id][columns].equals(table[columns]), form_id
