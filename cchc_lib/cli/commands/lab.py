"""`cchc lab`: JupyterLab on the notebooks."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from cchc_lib.cli import options

# JupyterLab would ask on its first start whether to fetch news, and look for updates; nothing here leaves the machine.
OFFLINE = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
KEEPING = {"ContentsManager": {"pre_save_hook": "cchc_lib.runs.archive.kept.refuse_read_only"}}


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-browser", action="store_true", help="chỉ in địa chỉ, không mở trình duyệt")
    options.json_output(parser)


def run(args: argparse.Namespace) -> int:
    """Start JupyterLab in the project and wait until it is closed."""
    import importlib.util

    from cchc_lib.domain.errors import EnvironmentLacking

    if importlib.util.find_spec("jupyterlab") is None:
        raise EnvironmentLacking("máy này chưa có JupyterLab", remedy="chạy qua «python run.py lab», hoặc pip install jupyterlab.")
    start = options.ROOT / "notebooks" / "explore" / "start.ipynb"
    opened = str(start.relative_to(options.ROOT).as_posix()) if start.exists() else "notebooks/02_tthc.ipynb"
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={options.ROOT}", f"--LabApp.default_url=/lab/tree/{opened}"]
    command.append("--LabApp.extension_manager=readonly")
    if args.no_browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # in a container everyone is root, and Jupyter would refuse
        command.append("--allow-root")
    args.output.say("Đang mở JupyterLab; đóng bằng Ctrl-C.")
    with tempfile.TemporaryDirectory() as settings:
        return args.output.deliver(subprocess.call(command, cwd=options.ROOT, env=offline(Path(settings))), "", {})


def offline(folder: Path) -> dict[str, str]:
    """The environment in which JupyterLab finds OFFLINE and KEEPING, kept in folder: the user's own settings stay as they are."""
    (folder / "labconfig").mkdir()
    (folder / "labconfig" / "page_config.json").write_text(json.dumps(OFFLINE), encoding="utf-8")
    (folder / "jupyter_server_config.json").write_text(json.dumps(KEEPING), encoding="utf-8")
    paths = filter(None, (str(folder), os.environ.get("JUPYTER_CONFIG_PATH")))
    return os.environ | {"JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}
