"""What JupyterLab is asked before it saves: a file that is read-only stays as it is, also for root, whom no permission stops."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

KEPT = "Sổ tính này thuộc một lần chạy đã lưu nên chỉ đọc. Muốn giữ bản sửa, chọn File › Save Notebook As."


def refuse_read_only(*, path: str, contents_manager: Any, **_: Any) -> None:
    """Raises HTTPError 403 for a file that nobody may write to; Jupyter calls it with what is to be saved."""
    from tornado.web import HTTPError

    file = Path(contents_manager.root_dir) / path.strip("/")
    if file.is_file() and not file.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise HTTPError(403, KEPT)
