"""Every rule broken alone: rule id → how a conformant document is spoiled so that exactly this finding comes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from typed import LONG, P, Typed, annex, body, cell, field_run, letter, line, table, with_annexes

Spoil = Callable[[], Typed | bytes]
SPOILED: dict[str, Spoil] = {}


def changed(**parts) -> Spoil:
    """A report with parts replaced."""
    return lambda: dataclasses.replace(Typed(), **parts)


def look(name: str, base: Callable[[], Typed] = Typed, **looks) -> Spoil:
    """A document with one part (or every item of a list) looking otherwise."""

    def make() -> Typed:
        document = base()
        part = getattr(document, name)
        new = [dataclasses.replace(item, **looks) for item in part] if isinstance(part, list) else dataclasses.replace(part, **looks)
        setattr(document, name, new)
        return document

    return make


def item(name: str, index: int, base: Callable[[], Typed] = Typed, **looks) -> Spoil:
    """A document with one item of a list looking otherwise."""

    def make() -> Typed:
        document = base()
        part = getattr(document, name)
        part[index] = dataclasses.replace(part[index], **looks)
        return document

    return make


def margins(**sides: int) -> Spoil:
    return changed(margins={"top": 1134, "bottom": 1134, "left": 1701, "right": 1134, "gutter": 0, **sides})


def content(*extra: P | str) -> Spoil:
    """A report whose content is followed by more paragraphs."""
    return lambda: dataclasses.replace(Typed(), content=[*Typed().content, *extra])


def annexed(index: int, count: int = 2, **looks) -> Spoil:
    """A paragraph of the last annex looking otherwise."""

    def make() -> Typed:
        document = with_annexes(count)
        document.annexes[-1][index] = dataclasses.replace(document.annexes[-1][index], **looks)
        return document

    return make


def no_annex_reference() -> Typed:
    document = with_annexes()
    del document.annexes[-1][2:4]
    return document


def without(name: str, base: Callable[[], Typed] = Typed, empty=None) -> Spoil:
    return lambda: dataclasses.replace(base(), **{name: empty})


def rows_apart() -> Typed:
    """Date in a row of its own below the number."""
    document = Typed()

    def head() -> str:
        left = [cell([document.parent, document.issuer, P(size=2, inner=document.issuer_line)], 3800), cell([document.number], 3800), cell([], 3800)]
        right = [cell([document.national, document.motto, P(size=2, inner=document.motto_line)], 5500), cell([], 5500), cell([document.date], 5500)]
        return table([list(pair) for pair in zip(left, right, strict=True)], [3800, 5500])

    document.head = head
    return document


SHAPES = {"motto": ("motto_line", 172), "issuer": ("issuer_line", 65), "abstract": ("abstract_line", 120)}


def lines(prefix: str, key: str) -> None:
    """The six rules about a line."""
    name, length = SHAPES[key]
    SPOILED[f"{prefix}.duong-ke"] = changed(**{name: ""})
    SPOILED[f"{prefix}.gach-chan"] = look(key, underline=True)
    SPOILED[f"{prefix}.ke-bang-dau"] = changed(**{name: P("- - - - - - -", 13).run()})
    SPOILED[f"{prefix}.ke-bang-gach-duoi"] = changed(**{name: P("________", 13).run()})
    SPOILED[f"{prefix}.net-lien"] = changed(**{name: line(length, dash="dash")})
    SPOILED[f"{prefix}.ke-dai"] = changed(**{name: line(length * (0.4 if key == "motto" else 2.2))})


TNR_H = {"font": ".VnTimeH", "text": "CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM"}
def wrong_side() -> Typed:
    """National name in the left cell."""
    document = Typed()

    def head() -> str:
        left, right = [document.parent, document.issuer, P(size=2, inner=document.issuer_line), document.number], [
            document.national, document.motto, P(size=2, inner=document.motto_line), document.date]
        return table([[cell(right, 5500), cell(left, 3800)]], [5500, 3800])

    document.head = head
    return document


def marked(text: str, **looks) -> Spoil:
    """A mark of urgency or circulation under the number."""
    return lambda: Typed(letter_abstract=P(**{"text": text, "size": 13, "bold": True, "align": "center", **looks}))


def signed_off(text: str, **looks) -> Spoil:
    """A drafter's sign under the recipients."""
    return lambda: Typed(recipients=[*Typed().recipients, P(**{"text": text, "size": 11, "align": "left", **looks})])


def footed(**looks) -> Spoil:
    """Address at the foot of the first page."""
    foot = P(**{"text": "Địa chỉ: 307 Nguyễn Văn Linh, Hưng Yên; Điện thoại: 0221", "size": 11, "align": "left", **looks}).xml()
    return lambda: Typed(footer=foot, title_page=False, header="")


SPOILED |= {
    "quoc-hieu.ben-phai": wrong_side,
    "khan.co-chu": marked("HỎA TỐC", size=16), "khan.dam": marked("HỎA TỐC", bold=False), "khan.in-hoa": marked("Hỏa tốc"),
    "khan.dung": marked("KHẨN", italic=True), "luu-hanh.co-chu": marked("LƯU HÀNH NỘI BỘ", size=11),
    "luu-hanh.dam": marked("LƯU HÀNH NỘI BỘ", bold=False), "luu-hanh.in-hoa": marked("Lưu hành nội bộ"),
    "luu-hanh.dung": marked("XEM XONG TRẢ LẠI", italic=True), "soan-thao.co-chu": signed_off("PL.(300)", size=13),
    "soan-thao.dung": signed_off("PL.(300)", italic=True), "dia-chi.co-chu": footed(size=14), "dia-chi.dung": footed(italic=True),
    "trang.kho-giay": changed(width=12240, height=15840),
    "trang.huong-giay": changed(width=16838, height=11906),
    "trang.le-tren": margins(top=850), "trang.le-duoi": margins(bottom=1600), "trang.le-trai": margins(left=1440),
    "trang.le-phai": margins(right=1440),
    "trang.phong-chu": look("last", hansi="Calibri"),
    "trang.bang-ma": look("national", **TNR_H),
    "trang.chu-to-hop": content(body("Bo\u0302\u0323 pha\u0323\u0302n mo\u0323\u0302t cu\u031b\u0309a.")),
    "trang.mau-chu": look("kind", colour="FF0000"),
    "trang.mau-lien-ket": content(body("", parts=[P("Xem "), P("dichvucong.gov.vn", colour="0563C1", link=True), P(" để biết thêm.")])),
    "so-trang.thieu": lambda: dataclasses.replace(Typed(), header="", content=[*Typed().content, *[body(LONG + ".")] * 30]),
    "so-trang.vi-tri": changed(header="", footer=P(align="center", inner=field_run()).xml(), title_page=True,
                               content=[*Typed().content, *[body(LONG + ".")] * 30]),
    "so-trang.trang-dau": changed(title_page=False),
    "so-trang.canh-giua": changed(header=P(align="right", inner=field_run()).xml()),
    "so-trang.co-chu": changed(header=P(align="center", inner=field_run(size=11)).xml()),
    "so-trang.dung": changed(header=P(align="center", inner=field_run(italic=True)).xml()),
    "so-trang.a-rap": changed(number_format='<w:pgNumType w:fmt="upperRoman"/>'),
    "so-trang.tu-1": changed(number_format='<w:pgNumType w:start="0"/>'),
    "quoc-hieu.thieu": look("national", text=" "),
    "quoc-hieu.chu": look("national", text="CỘNG HÒA XÃ HỘI CHỦ NGHIÃ VIỆT NAM"),
    "quoc-hieu.mot-dong": look("national", text="CỘNG HÒA XÃ HỘI CHỦ NGHĨA\nVIỆT NAM"),
    "quoc-hieu.co-chu": look("national", size=11), "quoc-hieu.dam": look("national", bold=False),
    "quoc-hieu.in-hoa": look("national", text="Cộng hòa xã hội chủ nghĩa Việt Nam"),
    "quoc-hieu.dung": look("national", italic=True),
    "tieu-ngu.thieu": changed(motto=P(" "), motto_line=""),
    "tieu-ngu.chu": look("motto", text="Độc lập - Tự Do - Hạnh phúc"),
    "tieu-ngu.gach-noi": look("motto", text="Độc lập – Tự do – Hạnh phúc"),
    "tieu-ngu.co-chu": changed(motto=P("Độc lập - Tự do - Hạnh phúc", 12, True, align="center"), motto_line=line(150)),
    "tieu-ngu.dam": look("motto", bold=False), "tieu-ngu.dung": look("motto", italic=True),
    "tieu-ngu.canh-giua": look("motto", align="left"),
    "dau-trang.cap-co-chu": look("date", size=13),
    "co-quan.thieu": changed(parent=None, issuer=None, issuer_line=""),
    "chu-quan.co-chu": look("parent", size=11), "chu-quan.in-hoa": look("parent", text="UBND tỉnh Hưng Yên"),
    "chu-quan.khong-dam": changed(parent=P("SỞ NỘI VỤ", 13, True, align="center"),
                                  issuer=P("CHI CỤC VĂN THƯ, LƯU TRỮ", 13, True, align="center")),
    "chu-quan.dung": look("parent", italic=True), "chu-quan.canh-giua": look("parent", align="left", text="UBND TỈNH"),
    "co-quan.co-chu": look("issuer", size=14), "co-quan.in-hoa": look("issuer", text="Ban Quản lý\ncác khu công nghiệp"),
    "co-quan.dam": look("issuer", bold=False), "co-quan.dung": look("issuer", italic=True),
    "co-quan.canh-giua": changed(issuer=P("SỞ NỘI VỤ", 13, True, align="left"), issuer_line=line(30)),
    "so.thieu": look("number", text=" "), "so.co-chu": look("number", size=14), "so.khong-dam": look("number", bold=True),
    "so.dung": look("number", italic=True), "so.canh-giua": look("number", align="left"),
    "so.hai-cham": look("number", text="Số 05/BC-BQL"), "so.chu-so": look("number", text="SỐ: 05/BC-BQL"),
    "so.cach-sau-hai-cham": look("number", text="Số:05/BC-BQL"), "so.so-0": look("number", text="Số: 5/BC-BQL"),
    "so.gach-cheo": look("number", text="Số: 05-BC-BQL"), "so.gach-noi": look("number", text="Số: 05/BC–BQL"),
    "so.khong-cach": look("number", text="Số: 05/BC - BQL"), "so.in-hoa": look("number", text="Số: 05/BC-bql"),
    "so.ten-loai": look("number", text="Số: 05/KH-BQL"),
    "dia-danh.thieu": look("date", text=" "), "dia-danh.co-chu": look("date", size=12), "dia-danh.khong-dam": look("date", bold=True),
    "dia-danh.nghieng": look("date", italic=False), "dia-danh.canh-giua": look("date", align="left", text="Yên, ngày 05 tháng 3 năm 2024"),
    "dia-danh.dau-phay": look("date", text="Hưng Yên ngày 05 tháng 3 năm 2024"),
    "dia-danh.ten": look("date", text="hưng Yên, ngày 05 tháng 3 năm 2024"),
    "dia-danh.ngay-0": look("date", text="Hưng Yên, ngày 5 tháng 3 năm 2024"),
    "dia-danh.thang-0": look("date", text="Hưng Yên, ngày 05 tháng 1 năm 2024"),
    "dia-danh.thang-thua-0": look("date", text="Hưng Yên, ngày 05 tháng 03 năm 2024"),
    "dia-danh.co-that": look("date", text="Hưng Yên, ngày 31 tháng 4 năm 2024"),
    "dia-danh.cung-dong": rows_apart, "dia-danh.day-du": look("date", text="Hưng Yên, ngày 05/3/2024"),
    "ten-loai.co-chu": look("kind", size=16), "ten-loai.in-hoa": look("kind", text="Báo cáo"), "ten-loai.dam": look("kind", bold=False),
    "ten-loai.dung": look("kind", italic=True), "ten-loai.canh-giua": look("kind", align="left"),
    "trich-yeu.thieu": changed(abstract=None),
    "trich-yeu.co-chu": look("abstract", size=12), "trich-yeu.dam": look("abstract", bold=False),
    "trich-yeu.dung": look("abstract", italic=True),
    "trich-yeu.canh-giua": look("abstract", align="left"),
    "trich-yeu.in-thuong": look("abstract", text="KẾT QUẢ CẢI CÁCH HÀNH CHÍNH QUÝ I"),
    "trich-yeu.dau-cuoi": look("abstract", text="Kết quả cải cách hành chính quý I năm 2024."),
    "vv.co-chu": look("letter_abstract", letter, size=14), "vv.khong-dam": look("letter_abstract", letter, bold=True),
    "vv.dung": look("letter_abstract", letter, italic=True), "vv.canh-giua": look("letter_abstract", letter, align="left", text="V/v báo cáo"),
    "vv.in-thuong": look("letter_abstract", letter, text="V/V BÁO CÁO CẢI CÁCH HÀNH CHÍNH"),
    "vv.dau-cuoi": look("letter_abstract", letter, text="V/v báo cáo cải cách hành chính."),
    "vv.cach-dong": look("letter_abstract", letter, before=0),
    "kinh-gui.thieu": lambda: dataclasses.replace(letter(), addressees=[], recipients=Typed().recipients[1:]),
    "kinh-gui.hai-cham": look("addressees", letter, text="Kính gửi Sở Nội vụ tỉnh Hưng Yên"),
    "kinh-gui.co-chu": look("addressees", letter, size=12), "kinh-gui.khong-dam": look("addressees", letter, bold=True),
    "kinh-gui.dung": look("addressees", letter, italic=True),
    "kinh-gui.mot-noi": changed(addressees=Typed().addressees[::2]),
    "kinh-gui.dau-cuoi": item("addressees", 1, text="- Ủy ban nhân dân tỉnh Hưng Yên,"),
    "can-cu.nghieng": item("bases", 0, italic=False), "can-cu.co-chu": item("bases", 0, size=12),
    "can-cu.cham-phay": item("bases", 0, text="Căn cứ Luật Tổ chức chính quyền địa phương,"),
    "can-cu.cham": item("bases", 1, text="Căn cứ Kế hoạch số 12/KH-BQL của Ban Quản lý các khu công nghiệp;"),
    "noi-dung.canh-deu": content(body(LONG + ".", align="left")),
    "noi-dung.lui-dau-dong": content(body(LONG + ".", first=0)), "noi-dung.lui-1-cm": content(body(LONG + ".", first=1134)),
    "noi-dung.cach-doan": content(body(LONG + ".", before=0)), "noi-dung.gian-dong": content(body(LONG + ".", line=480)),
    "noi-dung.co-chu": content(body(LONG + ".", size=12)), "noi-dung.mot-co-chu": content(body(LONG + ".", size=13)),
    "noi-dung.dung": content(body(LONG + ".", italic=True)),
    "noi-dung.ket-thuc": look("last", text="Trên đây là báo cáo của Ban Quản lý các khu công nghiệp."),
    "muc.cham": content(body("III/ KIẾN NGHỊ", bold=True)), "khoan.cham": content(body("2/ " + LONG + ".")),
    "diem.ngoac": content(body("2. " + LONG + ":"), body("a/ " + LONG + ".")),
    "muc.lui-dau-dong": content(body("III. KIẾN NGHỊ", bold=True, first=0)),
    "muc.in-hoa": content(body("III. Kiến nghị", bold=True)), "muc.dam": content(body("III. KIẾN NGHỊ")),
    "muc.dung": content(body("III. KIẾN NGHỊ", bold=True, italic=True)), "muc.dau-cuoi": content(body("III. KIẾN NGHỊ:", bold=True)),
    "khoan.dam": content(body("", parts=[P("3. "), P("Cải cách tổ chức bộ máy", bold=True)])),
    "khoan.dung": content(body("3. Cải cách tổ chức bộ máy", bold=True, italic=True)),
    "dieu.dam": content(body("Điều 1. Phạm vi áp dụng")), "dieu.dung": content(body("Điều 1. Phạm vi áp dụng", bold=True, italic=True)),
    "dieu.cham": content(body("Điều 1: Phạm vi áp dụng", bold=True)),
    "phan.dam": content(body("Phần I", align="center", first=0), body("QUY ĐỊNH CHUNG", bold=True, align="center", first=0)),
    "phan.canh-giua": content(body("Phần I", bold=True), body("QUY ĐỊNH CHUNG", bold=True, align="center", first=0)),
    "phan.la-ma": content(body("Phần 1", bold=True, align="center", first=0), body("QUY ĐỊNH CHUNG", bold=True, align="center", first=0)),
    "phan.tieu-de-hoa": content(body("Phần I", bold=True, align="center"), body("Quy định chung", bold=True, align="center")),
    "phan.tieu-de-dam": content(body("Phần I", bold=True, align="center"), body("QUY ĐỊNH CHUNG", align="center")),
    "diem.chu-cai": content(body("2. " + LONG + ":"), body("f) " + LONG + ".")),
    "diem.thu-tu": content(body("2. " + LONG + ":"), body("d) " + LONG + ";"), body("e) " + LONG + ".")),
    "ky.thieu": changed(authority=[], name=None),
    "ky.co-chu": look("authority", size=12), "ky.dam": look("authority", bold=False), "ky.dung": look("authority", italic=True),
    "ky.in-hoa": item("authority", 1, text="Phó Trưởng ban"), "ky.canh-giua": look("authority", align="left"),
    "ky.dau-cham": item("authority", 0, text="KT TRƯỞNG BAN"), "ky.cach-chu": item("authority", 0, text="KT.TRƯỞNG BAN"),
    "ky.phu-trach": changed(authority=[P("PHÓ TRƯỞNG BAN PHỤ TRÁCH", 14, True, align="center")]),
    "ky.cap-pho": changed(authority=Typed().authority[:1]), "ky.kt": changed(authority=Typed().authority[1:]),
    "ho-ten.thieu": without("name"), "ho-ten.co-chu": look("name", size=12), "ho-ten.dam": look("name", bold=False),
    "ho-ten.dung": look("name", italic=True), "ho-ten.canh-giua": look("name", align="left"),
    "ho-ten.in-thuong": look("name", text="NGUYỄN VĂN A"), "ho-ten.hoc-ham": look("name", text="TS. Nguyễn Văn A"),
    "noi-nhan.thieu": changed(recipients_label=None, recipients=[]),
    "noi-nhan.danh-sach": changed(recipients=[]),
    "noi-nhan.hai-cham": look("recipients_label", text="Nơi nhận"), "noi-nhan.co-chu": look("recipients_label", size=14),
    "noi-nhan.dam": look("recipients_label", bold=False), "noi-nhan.nghieng": look("recipients_label", italic=False),
    "noi-nhan.ds-co-chu": look("recipients", size=13), "noi-nhan.ds-dung": look("recipients", italic=True),
    "noi-nhan.ds-khong-dam": look("recipients", bold=True),
    "noi-nhan.gach-dau-dong": item("recipients", 1, text="+ Lãnh đạo Ban;"),
    "noi-nhan.cham-phay": item("recipients", 1, text="- Lãnh đạo Ban,"), "noi-nhan.cham": item("recipients", 3, text="- Lưu: VT, VP"),
    "noi-nhan.luu-cuoi": item("recipients", 3, text="- Trang thông tin điện tử."),
    "noi-nhan.luu": item("recipients", 3, text="- Lưu VT, VP."), "noi-nhan.nhu-tren": item("recipients", 0, text="- Sở Nội vụ;"),
    "noi-nhan.nhu-tren-thua": changed(addressees=[]),
    "phu-luc.chi-dan": lambda: dataclasses.replace(Typed(annexes=[annex()]), content=[body("I. KẾT QUẢ", bold=True), body(LONG + ".")]),
    "phu-luc.dong-rieng": annexed(0, text="Phụ lục II: Kết quả giải quyết hồ sơ"),
    "phu-luc.la-ma": annexed(0, text="Phụ lục 2"), "phu-luc.in-thuong": annexed(0, text="PHỤ LỤC II"),
    "phu-luc.co-chu": annexed(0, size=13), "phu-luc.dam": annexed(0, bold=False), "phu-luc.dung": annexed(0, italic=True),
    "phu-luc.canh-giua": annexed(0, align="right"), "phu-luc.ten-co-chu": annexed(1, size=12),
    "phu-luc.ten-in-hoa": annexed(1, text="Kết quả giải quyết hồ sơ"), "phu-luc.ten-dam": annexed(1, bold=False),
    "phu-luc.kem-theo": no_annex_reference,
    "phu-luc.ngoac-don": annexed(2, text="Kèm theo Báo cáo số 05/BC-BQL ngày 05 tháng 3 năm 2024 của Ban Quản lý"),
    "phu-luc.kem-theo-co-chu": annexed(2, size=11), "phu-luc.kem-theo-nghieng": annexed(2, italic=False),
    "phu-luc.kem-theo-canh-giua": annexed(2, align="left"), "phu-luc.duong-ke": annexed(3, inner=""),
    "phu-luc.so-trang": lambda: dataclasses.replace(with_annexes(), annex_number=""),
}  # fmt: skip
for _prefix, _key in (("tieu-ngu", "motto"), ("co-quan", "issuer"), ("trich-yeu", "abstract")):
    lines(_prefix, _key)
