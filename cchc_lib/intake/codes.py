"""Every fault and finding that the reader knows: stable code, severity, and the sentence that staff can mend a file with.

One table, so that documents and tests can go through all of them. The place (file › sheet › row › column) is not part of
the sentence; «found» and «needed» are filled in by who reports.
"""

from __future__ import annotations

from dataclasses import dataclass

from cchc_lib.domain.findings import Finding, Place, Severity, masked


@dataclass(frozen=True)
class Code:
    """One kind of thing that is wrong. sentence: a format string in Vietnamese, cause first, remedy after.

    longest: how much of what was found is quoted.
    """

    severity: Severity
    sentence: str
    longest: int = 60


_SAVE_XLSX = "mở tệp bằng Excel, chọn Lưu thành (Save As), kiểu «Excel Workbook (*.xlsx)», rồi nộp lại"

CODES: dict[str, Code] = {
    # --- a whole file ---------------------------------------------------------------------------------------------
    "tep_rong": Code("fault", "tệp rỗng (0 byte); hãy lưu và chép lại tệp"),
    "tep_hong": Code("fault", f"tệp hỏng hoặc chưa chép xong nên không đọc được ({{reason}}); {_SAVE_XLSX}"),
    "tep_ma_hoa": Code("fault", "tệp đặt mật khẩu nên không đọc được; trong Excel chọn Tệp › Thông tin › Bảo vệ sổ làm việc "
                                "(File › Info › Protect Workbook), bỏ mật khẩu rồi nộp lại"),
    "tep_macro": Code("fault", f"tệp chứa macro nên không được nhận; {_SAVE_XLSX}"),
    "tep_khong_phai_excel": Code("fault", f"tệp mang đuôi {{suffix}} nhưng bên trong là {{kind}}; {_SAVE_XLSX}"),
    "tep_kieu_khac": Code("fault", f"không nhận kiểu tệp {{suffix}}, cần .xlsx, .xls, .csv hoặc .parquet; {_SAVE_XLSX}"),
    "tep_qua_lon": Code("fault", "tệp bung ra quá lớn nên không được đọc ({reason}); chép riêng vùng dữ liệu sang một sổ mới "
                                 "rồi nộp lại"),
    "tep_xml_la": Code("fault", f"tệp có khai báo XML không an toàn (DTD) mà Excel không bao giờ ghi; {_SAVE_XLSX}"),
    "tep_la_thu_muc": Code("fault", "đây là thư mục mang tên tệp; hãy đổi tên thư mục, đặt tệp thật vào"),
    "tep_lien_ket": Code("fault", "đây là liên kết chứ không phải tệp nên không được đọc; hãy chép tệp thật vào thư mục của kỳ"),
    "tep_khong_mo_duoc": Code("fault", "không mở được tệp ({reason}); đóng tệp trong chương trình khác, kiểm tra quyền đọc"),
    "csv_khong_utf8": Code("fault", "tệp CSV không phải mã UTF-8; trong Excel chọn Lưu thành, kiểu «CSV UTF-8 (*.csv)»"),
    "csv_hong": Code("fault", "tệp CSV không đọc được ({reason}); mở bằng Excel, lưu lại kiểu «CSV UTF-8 (*.csv)»"),
    "parquet_hong": Code("fault", "tệp Parquet không đọc được ({reason}); hãy xuất lại tệp"),
    "ten_tep_khong_ro_bieu": Code("fault", "tên tệp không phải tên một biểu; có phải «{near}»? Tệp .csv, .parquet mang tên biểu"),
    "tep_khong_co_bieu": Code("finding", "không có trang nào là biểu cần nộp nên tệp không được tính; các trang: {sheets}"),
    "tep_khong_doc": Code("finding", "không phải tệp số liệu nên không được đọc; nếu có biểu bên trong, nộp riêng tệp .xlsx"),
    "tep_trung": Code("finding", "giống hệt tệp «{other}» của cùng đơn vị nên chỉ tính một lần"),
    "lien_ket_ngoai": Code("finding", "sổ có liên kết sang tệp khác; giá trị đã lưu được dùng, tệp kia không được mở"),
    # --- sheets and headers ---------------------------------------------------------------------------------------
    "ten_trang_gan_dung": Code("fault", "tên trang không đúng tên biểu, có phải «{near}»? Hãy đổi tên trang cho đúng, "
                                        "hoặc xóa trang nếu không phải biểu"),
    "khong_thay_tieu_de": Code("fault", "không thấy dòng tiêu đề trong 20 dòng đầu; cần các cột: {needed}"),
    "thieu_cot": Code("fault", "thiếu cột «{needed}»"),
    "ten_cot_gan_dung": Code("fault", "thấy cột «{found}», có phải «{needed}»? Hãy sửa tên cột cho đúng"),
    "cot_hai_lan": Code("fault", "cột «{needed}» có hai lần ({found}); hãy giữ một cột"),
    "trang_an": Code("finding", "trang bị ẩn; số liệu trong đó vẫn được tính"),
    "dong_an": Code("finding", "có dòng bị ẩn ({found}); số liệu trong đó vẫn được tính", longest=300),
    "cot_an": Code("finding", "có cột bị ẩn ({found}); số liệu trong đó vẫn được tính", longest=300),
    "danh_dau_ma_co_dong": Code("finding", "đánh dấu «Không phát sinh» nhưng có {found} dòng số liệu; các dòng vẫn được tính"),
    "con_nua": Code("finding", "còn {found} ô nữa của cột này cũng như vậy ({needed}), không kể hết"),
    # --- one cell -------------------------------------------------------------------------------------------------
    "o_bat_buoc_trong": Code("fault", "ô bắt buộc để trống, cần {needed}"),
    "o_loi": Code("fault", "ô có lỗi công thức {found}, cần {needed}"),
    "cong_thuc_chua_tinh": Code("fault", "công thức chưa có giá trị lưu kèm; mở tệp bằng Excel, lưu lại, hoặc gõ thẳng giá trị"),
    "khong_phai_so": Code("fault", "thấy \"{found}\", cần {needed}"),
    "khong_phai_so_nguyen": Code("fault", "thấy \"{found}\", cần {needed}"),
    "so_khong_ro": Code("finding", "thấy \"{found}\" dạng chữ, dấu chấm không tách hàng nghìn nên không rõ là số nào và không được "
                                   "dùng; gõ lại thành số (dấu phẩy là phần thập phân)"),
    "ngoai_khoang": Code("fault", "thấy {found}, cần {needed}"),
    "ngoai_danh_sach": Code("fault", "thấy \"{found}\", cần {needed}{hint}"),
    "trang_thai_la": Code("fault", "trạng thái \"{found}\" chưa có trong bảng chuyển trạng thái, cần {needed}{hint}; hoặc thêm vào "
                                   "parameters/states.yaml"),
    "khong_phai_ngay": Code("fault", "thấy \"{found}\", cần {needed}"),
    "ngay_1900": Code("fault", "thấy \"{found}\" (Excel đã đổi một số thành ngày đầu thế kỷ 20), cần {needed}"),
    "ngay_vo_ly": Code("fault", "thấy \"{found}\", năm không hợp lý, cần {needed}"),
    "khong_phai_thang": Code("fault", "thấy \"{found}\", cần {needed}"),
    "khong_phai_co_khong": Code("fault", "thấy \"{found}\", cần {needed}"),
    "so_qua_dai": Code("fault", "thấy số dài hơn 15 chữ số, Excel đã làm mất các chữ số cuối; định dạng ô là Văn bản (Text) rồi gõ lại"),
    "chu_phong_cu": Code("finding", "chữ gõ bằng phông cũ ({found}), giữ nguyên, chưa đổi sang Unicode; hãy gõ lại bằng Unicode"),
    "nam_hai_chu_so": Code("finding", "thấy \"{found}\", năm viết hai chữ số, được hiểu là {needed}"),
    "ngay_thanh_so": Code("finding", "thấy số {found} trong cột ngày, được hiểu là {needed}"),
    "ngay_trong_cot_chu": Code("finding", "Excel đã đổi ô này thành ngày {found}; nếu là mã hay số hiệu, định dạng ô là Văn bản rồi gõ lại"),
    "o_phan_tram": Code("finding", "ô định dạng phần trăm: số được dùng là {found}, không phải {needed}; nếu không đúng, gõ lại số"),
    "thoi_han_khong_so": Code("finding", "thấy \"{found}\", không có số ngày; được giữ nguyên văn"),
    # --- one row --------------------------------------------------------------------------------------------------
    "dieu_kien_sai": Code("fault", "thấy {found}, cần {needed}", longest=400),
    "ma_tthc_la": Code("fault", "mã TTHC \"{found}\" không có trong Danh mục TTHC của kỳ này và các kỳ trước{hint}"),
    "chua_co_danh_muc": Code("finding", "chưa có Danh mục TTHC nào trong kỳ này và các kỳ trước nên không kiểm tra được mã TTHC"),
    "trung_khoa": Code("fault", "trùng {found} với {needed} nhưng khác giá trị; hãy giữ một dòng đúng", longest=300),
    "tra_ket_qua_thieu_ngay": Code("fault", "trạng thái «đã trả kết quả» mà không có «Ngày trả kết quả»; điền ngày hoặc sửa trạng thái"),
    "dang_giai_quyet_co_ngay": Code("fault", "trạng thái «đang giải quyết» mà đã có «Ngày trả kết quả» {found}; sửa trạng thái hoặc bỏ ngày"),
    "ngay_sau_ky": Code("fault", "thấy {found}, sau ngày cuối kỳ hơn {days} ngày, cần ngày không sau {needed}"),
    "ngoai_ky": Code("finding", "{found} nằm ngoài kỳ ({needed}) nên dòng không được tính"),
    "tat_ca_ngoai_ky": Code("fault", "cả {found} dòng có ngày đều nằm ngoài kỳ ({needed}); có phải tệp của quý khác?"),
    "nghi_tep_ky_khac": Code("finding", "không hồ sơ nào tiếp nhận hoặc kết thúc trong kỳ ({needed}), {found} hồ sơ kết thúc trước kỳ; "
                                        "có phải tệp của quý khác?"),
    # --- who sent it ----------------------------------------------------------------------------------------------
    "tep_don_vi_la": Code("finding", "tên tệp không bắt đầu bằng mã của đơn vị nào trong units.yaml; số liệu vẫn được tính, "
                                     "ghi cho «{found}»{hint}"),
    "don_vi_la": Code("finding", "đơn vị \"{found}\" không có trong units.yaml; số liệu vẫn được tính{hint}"),
    "don_vi_khong_khop": Code("finding", "tệp theo tên là của «{found}» nhưng là biểu phát cho «{needed}»; tính cho «{found}»"),
    "bieu_cua_ky_khac": Code("finding", "biểu này được phát cho kỳ {found}, không phải {needed}"),
    "tiep_nhan_sai": Code("finding", "dòng không dùng được trong tiep-nhan.csv ({reason}); sửa hoặc xóa dòng"),
    # --- corrections ----------------------------------------------------------------------------------------------
    "dinh_chinh_khong_khop": Code("fault", "đính chính chờ thấy \"{needed}\" nhưng ô đang là \"{found}\": nguồn đã được sửa; bỏ hoặc sửa "
                                           "đính chính trong parameters/corrections"),
    "dinh_chinh_khong_thay": Code("fault", "đính chính trong parameters/corrections chỉ tới {found} không có; bỏ hoặc sửa đính chính"),
    "da_dinh_chinh": Code("finding", "đã đính chính \"{found}\" thành \"{needed}\" ({why}; {who})"),
    # --- between forms and quarters -------------------------------------------------------------------------------
    "thieu_thang": Code("finding", "«{found}» thiếu số liệu {needed}"),
    "thieu_don_vi": Code("finding", "biểu gộp thiếu đơn vị «{found}»"),
    "so_nguoi_lech": Code("finding", "«{unit_name}»: Tổ chức bộ máy có {needed} người có mặt, Công chức viên chức có {found}"),
    "hai_noi_cung_nop": Code("finding", "số liệu của «{found}» có ở hai nơi nộp ({needed}) nên bị tính hai lần; giữ một nơi"),
    "chi_doi_ngay": Code("finding", "giống hệt số liệu {needed}, chỉ khác ngày; kiểm tra có phải chép lại kỳ trước"),
}


def finding(
    code: str, place: Place, *, found: object = None, needed: object = None, unit: str | None = None,
    form: str | None = None, quarter: str | None = None, **words: object,
) -> Finding:
    """The finding of a code. found is masked here: nothing personal-looking from a cell reaches a message."""
    kind = CODES[code]
    shown = None if found is None else masked(found, kind.longest)
    parts = {"found": shown or "", "needed": needed or "", "hint": "", **words}
    return Finding(
        code=code, message=kind.sentence.format(**parts), severity=kind.severity, place=place, found=shown,
        needed=None if needed is None else str(needed), unit=unit, form=form, quarter=quarter,
    )


def hint(near: str | None) -> str:
    """The tail «; có phải …?» of a sentence, empty when nothing is near."""
    return f"; có phải «{near}»?" if near else ""
