"""Random bodies of data in the contract: {quarter: {form title: rows}}; a form that is absent was not submitted.

Other units, other volumes, other quarters than any the program has seen, the edges of windows and of targets hit often.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

from .contract import DATED_BY, FORMS, KEYS, months, window
from .dossier_story import DAY, Row, day_in, registers

Body = dict[str, dict[str, list[Row]]]
UNITS = ["Văn phòng", "Phòng Kế hoạch - Tài nguyên", "Phòng Lao động", "Ban Quản lý hạ tầng khu kinh tế", "Trung tâm Hỗ trợ doanh nghiệp"]
FIELDS = ["Đầu tư tại Việt Nam", "Xây dựng", "Môi trường", "Lao động, tiền lương", "Thương mại quốc tế", "Hoạt động xây dựng"]
TASKS = [f"III.{area}.{n}" for area, count in enumerate((4, 10, 2, 5, 3, 5), 1) for n in range(1, count + 1)] + ["IV.1.1", "IV.1.2", "IV.1.3", "IV.2"]
NEVER_DROPPED = ("Danh mục TTHC", "Hồ sơ TTHC")


def random_body(seed: int, quarters: list[str], *, dossiers: int = 40, absent: float = 0.0, empty: float = 0.0) -> Body:
    """A body of data over consecutive quarters. absent, empty: the share of forms not sent, or sent without rows."""
    chance = Random(seed)
    catalogue = _catalogue(chance)
    known = {quarter: [row["Mã TTHC"] for row in catalogue] for quarter in quarters}
    dossier_rows = registers(chance, quarters, known, dossiers)
    body: Body = {}
    for quarter in quarters:
        forms = {title: make(chance, quarter) for title, make in MAKERS.items()}
        listed = _catalogue_now(chance, catalogue) if body else catalogue
        forms |= {"Danh mục TTHC": [dict(row) for row in listed], "Hồ sơ TTHC": dossier_rows[quarter]}
        _repeat(chance, forms, body.get(quarters[quarters.index(quarter) - 1]) if body else None)
        for title in list(forms):
            if title not in NEVER_DROPPED and chance.random() < absent:
                del forms[title]
            elif title not in NEVER_DROPPED and chance.random() < empty:
                forms[title] = []
        body[quarter] = {title: forms[title] for title in FORMS if title in forms}
    return body


def _repeat(chance: Random, forms: dict[str, list[Row]], before: dict[str, list[Row]] | None) -> None:
    """Rows that come twice: the same twice in a quarter counts once; one of last quarter comes again with what has happened since."""
    for title in KEYS:
        rows = forms.get(title)
        if rows and chance.random() < 0.1:
            rows.append(dict(chance.choice(rows)))
    later = {"Phổ biến pháp luật": ("Ngày phổ biến", "Hạn phổ biến"), "Phản ánh kiến nghị": ("Ngày trả lời", "Ngày tiếp nhận")}
    for title, (happened, dated) in later.items():
        for row in (before or {}).get(title, []):
            if row[happened] is None and chance.random() < 0.5 and forms[title]:
                if not any(other[KEYS[title][0]] == row[KEYS[title][0]] for other in forms[title]):
                    forms[title].append(row | {happened: row[dated] + DAY * chance.randint(0, 60)})


# --- makers: one form of one quarter each ---------------------------------------------------------------------------------
def _some(chance: Random, most: int) -> range:
    return range(chance.randint(1, most))


def _dated(chance: Random, quarter: str) -> dt.date:
    start, end = window([quarter])
    return day_in(chance, start, end)


def _stray(chance: Random, quarter: str, rows: list[Row], column: str) -> list[Row]:
    """Now and then a row that belongs to a neighbouring quarter: it must not count."""
    start, end = window([quarter])
    if len(rows) > 1 and chance.random() < 0.25:
        rows[-1][column] = chance.choice([start - DAY, end + DAY])
    return rows


def _flow(column: str, most: int, make: Callable[[Random, str, int], Row]) -> Callable[[Random, str], list[Row]]:
    def made(chance: Random, quarter: str) -> list[Row]:
        rows = [make(chance, quarter, n) | {column: _dated(chance, quarter)} for n in _some(chance, most)]
        return _stray(chance, quarter, rows, column)

    return made


def _answers(chance: Random, quarter: str, n: int) -> Row:
    return dict(zip(("Rất hài lòng", "Hài lòng", "Bình thường", "Không hài lòng", "Rất không hài lòng"),
                    (chance.randint(0, 40), chance.randint(0, 40), chance.randint(0, 6), chance.randint(0, 2), chance.randint(0, 1)), strict=True))


def _monthly(make: Callable[[Random], Row], *, by_unit: bool = True, gaps: float = 0.0) -> Callable[[Random, str], list[Row]]:
    def made(chance: Random, quarter: str) -> list[Row]:
        places = [{"Đơn vị": unit} for unit in UNITS] if by_unit else [{}]
        rows = [{"Tháng": month} | place | make(chance) for month in months(quarter) for place in places]
        return [row for row in rows if chance.random() >= gaps] or rows

    return made


def _parts(chance: Random, total: int, *names: str) -> Row:
    """A total split among names, most of it used up."""
    left, row = total, {}
    for name in names[:-1]:
        row[name] = chance.randint(0, left)
        left -= row[name]
    return row | {names[-1]: left if chance.random() < 0.8 else max(left - 1, 0)}


def _assessed(chance: Random) -> Row:
    due = chance.randint(0, 20)
    return {"Số phải đánh giá": due} | _parts(chance, due, "Hoàn thành xuất sắc", "Hoàn thành tốt", "Không hoàn thành", "Hoàn thành")


def _less_secret(total: str, secret: str, electronic: str, signed: str | None = None) -> Callable[[Random], Row]:
    def made(chance: Random) -> Row:
        count = chance.randint(0, 90)
        hidden = chance.randint(0, min(3, count))
        paperless = chance.choice([count - hidden, chance.randint(0, count - hidden)])
        row = {total: count, secret: hidden, electronic: paperless}
        return row | ({signed: chance.choice([paperless, chance.randint(0, paperless)])} if signed else {})

    return made


def _of(chance: Random, total: int) -> int:
    return chance.choice([total, total, chance.randint(0, total)])


def _staff(chance: Random, quarter: str) -> list[Row]:
    titles = [title for title in FORMS["Công chức viên chức"] if title not in ("Đơn vị", "Số CCVC")]
    rows = []
    for unit in UNITS:
        count = chance.randint(0, 20)
        rows.append({"Đơn vị": unit, "Số CCVC": count} | {title: _of(chance, count) for title in titles})
    return rows


def _organisation(chance: Random, quarter: str) -> list[Row]:
    rows = []
    for n, unit in enumerate(UNITS):
        quota, posts = chance.randint(5, 20), chance.choice([0, chance.randint(1, 15)])
        rows.append({
            "Đơn vị": unit, "Loại đơn vị": "đơn vị sự nghiệp" if n == 4 else "tổ chức hành chính",
            "Công chức được giao": quota, "Công chức có mặt": quota + chance.choice([0, 0, -1, 1]), "Viên chức được giao": posts,
            "Viên chức có mặt": max(posts + chance.choice([0, -2, -1, 1]), 0), "Viên chức trong kế hoạch tuyển dụng được duyệt": chance.randint(0, 3),
        })
    return rows


def _money(chance: Random, most: int) -> Decimal:
    return Decimal(2 * chance.randint(0, most * 500)) / 1000


def _projects(chance: Random, quarter: str) -> list[Row]:
    rows = []
    for n in _some(chance, 6):
        plan = _money(chance, 60000)
        rows.append({"Mã dự án": f"DA{n}", "Tên dự án": f"Hạ tầng khu {n}", "Kế hoạch vốn năm": plan, "Giải ngân lũy kế": chance.choice([plan, plan / 2])})
    return rows


def _scores(chance: Random, quarter: str) -> list[Row]:
    year, rows = int(quarter[:4]), []
    for name in ("PAR INDEX", "PAPI", "ICT INDEX", "SIPAS"):
        for one in (year - 1, year):
            if chance.random() < 0.6:
                rows.append({"Chỉ số": name, "Năm": one, "Điểm": Decimal(chance.randint(5000, 9999)) / 100, "Xếp hạng": chance.choice([None, 12])})
    return rows


def _tasks(chance: Random, quarter: str) -> list[Row]:
    states = ["hoàn thành", "đang thực hiện", "chậm", "chưa đến hạn", "thường xuyên"]
    rows = []
    for task in TASKS:
        for unit in chance.sample(UNITS, chance.choice([0, 1, 1, 2])):
            rows.append({
                "Mã nhiệm vụ": task, "Đơn vị": unit, "Tình trạng": chance.choice(states), "Kết quả": chance.choice([None, f"Đã triển khai {task}"]),
                "Khó khăn, vướng mắc": chance.choice([None, None, "Thiếu kinh phí"]), "Ngày hoàn thành": None,
            })
    return rows


def _words(chance: Random, quarter: str) -> list[Row]:
    sections = ["kết quả nổi bật", "hạn chế", "nguyên nhân khách quan", "nguyên nhân chủ quan", "phương hướng", "kiến nghị"]
    return [{"Mục": section, "Nội dung": f"{section.capitalize()} của {quarter}.", "Đơn vị": chance.choice([None, *UNITS]),
             "Mã chỉ tiêu": chance.choice([None, "2.2.a"])} for section in sections if chance.random() < 0.8]


def _simplifications(chance: Random, quarter: str) -> list[Row]:
    start, end = window([f"{quarter[:5]}Q1"])[0], window([quarter])[1]
    days = [None, start, end, end + DAY, start - DAY]
    return [{"Mã TTHC": f"1.0{n:05d}", "Phương án đơn giản hóa": "Cắt giảm thời hạn", "Ngày trình": chance.choice(days), "Ngày thông qua": chance.choice([None, *days])}
            for n in range(chance.randint(0, 3))]


def _items(chance: Random, quarter: str) -> list[Row]:
    return [{"Mục": f"Mục {n}", "Bắt buộc": chance.random() < 0.8, "Đáp ứng": chance.random() < 0.95, "Ghi chú": None} for n in range(15)]


def _catalogue(chance: Random) -> list[Row]:
    levels = ["toàn trình", "một phần", "cung cấp thông tin", "chưa cung cấp"]
    return [{
        "Mã TTHC": f"1.0{n:05d}", "Tên TTHC": f"Thủ tục thứ {n}", "Lĩnh vực": chance.choice(FIELDS), "Thời hạn giải quyết": f"{chance.randint(1, 30)} ngày",
        "Đủ điều kiện trực tuyến": chance.random() < 0.8, "Đủ điều kiện toàn trình": chance.random() < 0.5, "Mức độ cung cấp": chance.choice(levels),
        "Có nghĩa vụ tài chính": chance.random() < 0.4, "Đã triển khai thanh toán trực tuyến": chance.random() < 0.8,
    } for n in range(chance.randint(5, 30))]


def _catalogue_now(chance: Random, catalogue: list[Row]) -> list[Row]:
    """This quarter's list: a few procedures are gone, though dossiers of theirs may still run."""
    return [dict(row) for row in catalogue if chance.random() < 0.95] or [dict(catalogue[0])]


def _any(title: str) -> Callable[[Random], Any]:
    values = {
        "Hình thức": ["hội nghị", "tin bài", "tờ rơi", "trang thông tin", "khác"], "Loại văn bản": ["kế hoạch", "chỉ đạo", "báo cáo", "khác"],
        "Nhóm": ["phòng chống tham nhũng", "tiết kiệm, chống lãng phí", "khác"], "Lĩnh vực": ["môi trường", "phòng cháy chữa cháy", "khác"],
        "Kết quả": ["còn phù hợp", "kiến nghị sửa đổi", "kiến nghị thay thế", "kiến nghị bãi bỏ"],
    }[title]
    return lambda chance: chance.choice(values)


def _within(chance: Random, whole: str, part: str, most: int = 9) -> Row:
    count = chance.randint(0, most)
    return {whole: count, part: _of(chance, count)}


def _petition(chance: Random, quarter: str, n: int) -> Row:
    start, end = window([quarter])
    due = start + DAY * chance.randint(100, 120)
    return {"Mã": f"PA-{quarter}-{n}", "Hạn trả lời": due, "Ngày trả lời": chance.choice([None, end, end + DAY]), "Đã công khai": chance.random() < 0.5}


def _dissemination(chance: Random, quarter: str, n: int) -> Row:
    start, end = window([quarter])
    return {"Tên văn bản": f"Luật {quarter} số {n}", "Nhóm": _any("Nhóm")(chance), "Ngày phổ biến": chance.choice([None, start, end, end + DAY]),
            "Hình thức": None, "Số công chức được phổ biến": chance.choice([None, 12])}


MAKERS: dict[str, Callable[[Random, str], list[Row]]] = {
    "Chỉ số CCHC": _scores,
    "Chỉ đạo điều hành": _flow("Ngày ban hành", 6, lambda c, q, n: {"Số, ký hiệu": f"{n}/{q}-BQL", "Trích yếu": f"Về việc {n}", "Loại văn bản": _any("Loại văn bản")(c)}),
    "Kiểm tra CCHC": _flow("Ngày kiểm tra", 3, lambda c, q, n: {"Đơn vị được kiểm tra": c.choice(UNITS)} | _within(c, "Số vấn đề phát hiện", "Số vấn đề đã khắc phục")),
    "Tuyên truyền": _flow("Ngày", 6, lambda c, q, n: {"Hình thức": _any("Hình thức")(c), "Số lượng": c.randint(0, 1500), "Nội dung": None}),
    "Nhiệm vụ": _tasks,
    "Đánh giá chung": _words,
    "Văn bản QPPL": _flow("Ngày trình", 3, lambda c, q, n: {"Số, ký hiệu": None, "Tên văn bản": f"Quyết định {q} {n}", "Loại văn bản": "Quyết định", "Đúng trình tự, thủ tục": c.random() < 0.8, "Ngày ban hành": None}),
    "Phổ biến pháp luật": _flow("Hạn phổ biến", 5, _dissemination),
    "Rà soát văn bản": _flow("Ngày rà soát", 5, lambda c, q, n: {"Tên văn bản": f"Văn bản {n}", "Kết quả": _any("Kết quả")(c)}),
    "Theo dõi thi hành": _flow("Ngày", 4, lambda c, q, n: {"Lĩnh vực": _any("Lĩnh vực")(c), "Số doanh nghiệp": c.randint(0, 9)} | _within(c, "Số vi phạm", "Số vi phạm đã xử lý")),
    "Hài lòng TTHC": _flow("Ngày", 4, _answers),
    "Phản ánh kiến nghị": _flow("Ngày tiếp nhận", 5, _petition),
    "Rà soát TTHC": _simplifications,
    "Tổ chức bộ máy": _organisation,
    "Hài lòng phục vụ": _flow("Ngày", 3, _answers),
    "Công chức viên chức": _staff,
    "Đánh giá xếp loại": _monthly(_assessed, gaps=0.05),
    "Chế độ chính sách": _monthly(lambda c: {"Loại chế độ": "Nâng lương"} | _within(c, "Số trường hợp phát sinh", "Số giải quyết kịp thời", 3), by_unit=False),
    "Đào tạo bồi dưỡng": _flow("Ngày", 3, lambda c, q, n: {"Tên lớp": f"Lớp {n}", "Số người": c.randint(0, 40)}),
    "Kỷ luật kỷ cương": _flow("Ngày", 3, lambda c, q, n: {"Đơn vị được kiểm tra": c.choice(UNITS), "Số vi phạm": c.randint(0, 2), "Hình thức xử lý": None}),
    "Vốn đầu tư công": _projects,
    "Kinh phí tự chủ": lambda c, q: [{"Nội dung": f"Khoản {n}", "Dự toán năm": _money(c, 9000), "Thực hiện lũy kế": _money(c, 9000), "Kinh phí tiết kiệm": c.choice([None, _money(c, 90)])} for n in range(c.randint(0, 3))],
    "Văn bản điện tử": _monthly(_less_secret("Tổng số văn bản đi", "Văn bản mật", "Văn bản điện tử", "Ký số đầy đủ")),
    "Hồ sơ công việc": _monthly(_less_secret("Tổng số hồ sơ", "Hồ sơ mật", "Lập hồ sơ điện tử")),
    "Trang thông tin": _items,
    "Chế độ báo cáo": _monthly(lambda c: {"Tên báo cáo": f"Báo cáo {c.randint(1, 10**6)}", "Thực hiện trên hệ thống": c.random() < 0.9}, by_unit=False),
}
assert set(MAKERS) | set(NEVER_DROPPED) == set(FORMS) and set(DATED_BY) <= set(FORMS)
