"""What argparse says, in Vietnamese."""

import argparse

HELP_OPTION = "hiện hướng dẫn này rồi thôi"

PHRASES = {
    "usage: ": "Cách dùng: ",
    "%(heading)s:": "%(heading)s:",
    "options": "Tùy chọn",
    "positional arguments": "Tham số",
    "subcommands": "Lệnh",
    "show this help message and exit": HELP_OPTION,
    "show program's version number and exit": "hiện phiên bản rồi thôi",
    " (default: %(default)s)": " (mặc định: %(default)s)",
    "%(prog)s: error: %(message)s\n": "%(prog)s: lỗi: %(message)s\n",
    "%(prog)s: warning: %(message)s\n": "%(prog)s: lưu ý: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "argument '%(argument_name)s' is deprecated": "tham số «%(argument_name)s» sẽ bỏ ở bản sau",
    "option '%(option)s' is deprecated": "tùy chọn «%(option)s» sẽ bỏ ở bản sau",
    "command '%(parser_name)s' is deprecated": "lệnh «%(parser_name)s» sẽ bỏ ở bản sau",
    "ambiguous option: %(option)s could match %(matches)s": "«%(option)s» có thể là %(matches)s",
    "can't open '%(filename)s': %(error)s": "không mở được «%(filename)s»: %(error)s",
    "expected %s argument": "cần %s giá trị",
    "expected %s arguments": "cần %s giá trị",
    "expected one argument": "cần một giá trị",
    "expected at least one argument": "cần ít nhất một giá trị",
    "expected at most one argument": "chỉ nhận một giá trị",
    "ignored explicit argument %r": "không nhận giá trị (thấy %r)",
    "invalid %(type)s value: %(value)r": "giá trị «%(value)s» không hợp lệ",
    "invalid choice: %(value)r (choose from %(choices)s)": "«%(value)s» không có trong: %(choices)s",
    "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)":
        "«%(value)s» không có trong: %(choices)s; có phải là «%(closest)s»?",
    "not allowed with argument %s": "không dùng cùng lúc với %s",
    "one of the arguments %s is required": "cần một trong các tùy chọn %s",
    "the following arguments are required: %s": "còn thiếu: %s",
    "unexpected option string: %s": "tùy chọn không có: %s",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "không có lệnh «%(parser_name)s» (có: %(choices)s)",
    "unrecognized arguments: %s": "không hiểu: %s",
}  # fmt: skip


def speak() -> None:
    """Make argparse use the phrases above; one that a later Python adds stays as it is until it is added here."""
    argparse._ = lambda phrase: PHRASES.get(phrase, phrase)
    argparse.ngettext = lambda one, many, count: argparse._(one if count == 1 else many)
