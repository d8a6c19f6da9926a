"""What `cchc lint` prints and with which exit code; the rules as data."""

import dataclasses
import json

import pytest
from spoiled import SPOILED
from typed import Typed

from cchc_lib.nd30 import decree
from cchc_lib.nd30.report_text import lint_main
from cchc_lib.nd30.rulebook.base import ADVISED, MANDATORY, load_rules


def saved(tmp_path, name, document):
    path = tmp_path / name
    path.write_bytes(document.to_bytes() if not isinstance(document, bytes) else document)
    return path


def test_clean_advised_mandatory_and_unreadable_files_have_their_exit_codes(tmp_path):
    clean, advised = saved(tmp_path, "a.docx", Typed()), saved(tmp_path, "b.docx", SPOILED["so.cach-sau-hai-cham"]())
    wrong, broken = saved(tmp_path, "c.docx", SPOILED["quoc-hieu.dam"]()), saved(tmp_path, "d.docx", b"PK\x03\x04")
    assert [lint_main([path])[1] for path in (clean, advised, wrong, broken)] == [0, 0, 5, 2]
    text, code = lint_main([clean, wrong, broken])
    assert code == 2 and text.endswith("3 tệp: 1 không có lỗi bắt buộc, 1 có lỗi bắt buộc, 1 không đọc được.")


def test_a_finding_tells_place_found_required_and_clause(tmp_path):
    text, _ = lint_main([saved(tmp_path, "c.docx", SPOILED["quoc-hieu.dam"]())])
    assert text == (
        "c.docx: 1 lỗi bắt buộc, 0 khuyến nghị (Báo cáo).\n"
        "  BẮT BUỘC (1)\n"
        "  - [quoc-hieu.dam] Quốc hiệu đậm: thấy không đậm; cần chữ đậm.\n"
        "      Quốc hiệu: «CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM»\n"
        "      Căn cứ: điểm a khoản 1 Mục II Phần I Phụ lục I"
    )


def test_json_is_one_object_with_every_file(tmp_path):
    text, code = lint_main([saved(tmp_path, "a.docx", Typed()), tmp_path / "khong-co.docx"], json=True)
    value = json.loads(text)
    assert (value["exit"], code, value["files"][0]["findings"], "error" in value["files"][1]) == (2, 2, [], True)


def test_fix_writes_beside_the_original_and_lists_its_changes(tmp_path):
    path = saved(tmp_path, "c.docx", SPOILED["quoc-hieu.dam"]())
    text, code = lint_main([path], fix=True)
    assert code == 0 and (tmp_path / "c-sua.docx").exists() and "không đậm → chữ đậm [quoc-hieu.dam]" in text
    value = json.loads(lint_main([path], fix=True, json=True)[0])["files"][0]
    assert (value["changes"][0]["rule"], value["mandatory"]) == ("quoc-hieu.dam", 0)


def test_rules_are_listed_with_severity_and_clause_without_any_file():
    text, code = lint_main([], rules=True)
    assert code == 0 and text.count("\n") == len(load_rules())
    assert "[trang.le-trai] bắt buộc · Lề trái 30–35 mm · khoản 3 Mục I Phần I Phụ lục I · từ 05/03/2020" in text
    assert len(json.loads(lint_main([], rules=True, json=True)[0])["rules"]) == len(load_rules())


def test_nothing_to_do_is_said():
    assert lint_main([])[1] == 2


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_every_rule_is_complete(rule):
    assert rule.title and rule.clause and rule.severity in (MANDATORY, ADVISED)
    assert "Phụ lục" in rule.clause


def test_a_new_decree_is_two_dates_and_a_range_in_the_data(tmp_path, monkeypatch):
    import datetime

    from cchc_lib.nd30 import check as checker

    old = next(rule for rule in load_rules() if rule.id == "trang.le-trai")
    until = dataclasses.replace(old, valid_to=datetime.date(2029, 12, 31))
    new = dataclasses.replace(old, id="trang.le-trai-2030", valid_from=datetime.date(2030, 1, 1), params={"side": "left", "range_mm": [20, 25]})
    monkeypatch.setattr(checker, "load_rules", lambda: (until, new))
    path = saved(tmp_path, "a.docx", Typed())
    days = (datetime.date(2029, 12, 31), datetime.date(2030, 1, 1))
    assert [[item.rule for item in checker.check(path, on=day).findings] for day in days] == [[], ["trang.le-trai-2030"]]


def test_rules_take_their_sizes_from_the_decree_and_state_none_that_contradicts_it():
    for rule in load_rules():
        if "size_pt" in rule.params:
            sizes = decree.ELEMENTS[rule.element].size_pt
            assert rule.params["size_pt"] == [sizes.low, sizes.high]
