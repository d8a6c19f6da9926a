"""A failure told in words: its parts, its code, its way between processes."""

import pickle

from cchc_lib.domain.errors import UsageError, UserError
from cchc_lib.domain.exit_codes import ExitCode

FAULT = UserError(
    "ngày không có thật",
    where="van-phong.xlsx › Hồ sơ TTHC › dòng 17",
    why="thấy «31/02/2024»",
    remedy="sửa ô đó rồi chạy lại.",
    exit_code=ExitCode.FAULTS,
)


def test_each_part_stands_on_its_line():
    assert str(FAULT).splitlines() == [
        "ngày không có thật",
        "Ở đâu: van-phong.xlsx › Hồ sơ TTHC › dòng 17",
        "Vì sao: thấy «31/02/2024»",
        "Cách xử lý: sửa ô đó rồi chạy lại.",
    ]


def test_empty_parts_leave_no_line():
    assert str(UsageError("thiếu kỳ", remedy="thêm kỳ.")) == "thiếu kỳ\nCách xử lý: thêm kỳ."


def test_comes_whole_out_of_another_process():
    copy = pickle.loads(pickle.dumps(FAULT))
    assert type(copy) is UserError and copy.exit_code == ExitCode.FAULTS and copy.as_dict() == FAULT.as_dict()
    assert str(copy) == str(FAULT)


def test_kind_decides_the_code_unless_told():
    assert UsageError("x", remedy="y").exit_code == 2
    assert UsageError("x", remedy="y", exit_code=ExitCode.LOCKED).exit_code == 8


def test_in_a_notebook_parameters_stand_for_options() -> None:
    shown = UserError("x", remedy="Kiểm tra --data, --outputs (hoặc --set period/from=… --set period/to=…).")._render_traceback_()
    assert shown[-1] == "Cách xử lý: Kiểm tra tham số data, tham số output."
