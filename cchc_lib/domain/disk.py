"""What the disk refuses, in words for the user: full, read-only, too long a path, a file open in another program."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .errors import EnvironmentLacking

if TYPE_CHECKING:
    from pathlib import Path

FULL = (errno.ENOSPC, errno.EDQUOT)
REFUSED = (errno.EROFS, errno.EACCES, errno.EPERM)
# Of these it is certain that the disk, and no mistake of the program, stopped the work.
SURE = (*FULL, *REFUSED, errno.ENAMETOOLONG)

_REASONS = {
    **dict.fromkeys(FULL, "đĩa đã đầy"), errno.EROFS: "ổ đĩa chỉ cho đọc", errno.ENAMETOOLONG: "đường dẫn quá dài",
    **dict.fromkeys((errno.EACCES, errno.EPERM), "không có quyền, hoặc tệp đang mở trong chương trình khác"),
    **dict.fromkeys((errno.ENOENT, errno.ENOTDIR), "không còn ở đó"), errno.EISDIR: "đó là thư mục", errno.EIO: "ổ đĩa hoặc mạng bị lỗi",
}


def reason(error: OSError) -> str:
    """Why the system refused, in a few words; its own words are English on every Windows."""
    return _REASONS.get(error.errno or 0, f"hệ thống báo lỗi số {error.errno}" if error.errno else "lỗi đọc, ghi")


@contextmanager
def writing(target: Path) -> Iterator[None]:
    """Turn what the disk refuses into sentences."""
    try:
        yield
    except OSError as error:
        raise disk_error(error, target) from error


def disk_error(error: OSError, target: Path | str) -> EnvironmentLacking:
    """What a refused write means for the user, exit code 7."""
    where = str(error.filename or target)
    match error.errno:
        case number if number in FULL:
            return EnvironmentLacking("đĩa đã đầy, chưa ghi được lần chạy", where=where, remedy="Giải phóng chỗ rồi chạy lại; các lần chạy cũ còn nguyên.")
        case number if number in REFUSED:
            return EnvironmentLacking(
                "không có quyền ghi vào thư mục kết quả", where=where,
                remedy="Đóng tệp nếu đang mở trong Word hoặc Excel, hoặc chọn thư mục khác bằng --outputs.",
            )
        case errno.ENAMETOOLONG:
            return EnvironmentLacking("đường dẫn quá dài", where=where, remedy="Chọn thư mục ngắn hơn bằng --outputs.")
        case errno.EEXIST | errno.ENOTEMPTY:
            return EnvironmentLacking("thư mục của lần chạy đã có, không ghi đè", where=where, remedy="Chạy lại.")
        case errno.ENOTDIR | errno.ENOENT:
            long = os.name == "nt" and len(where) > 250
            hint = "Chọn thư mục ngắn hơn bằng --outputs." if long else "Kiểm tra lại --outputs."
            return EnvironmentLacking("đường dẫn quá dài" if long else "không có thư mục này", where=where, remedy=hint)
    return EnvironmentLacking("không ghi được kết quả", where=where, why=reason(error), remedy="Kiểm tra đĩa rồi chạy lại.")
