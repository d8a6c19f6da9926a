"""`cchc lab`: JupyterLab on the notebooks."""

import argparse
import os
import subprocess
import sys

from cchc_lib.cli import options

# Jupyter would ask on its first start for news, look for updates and list extensions to install; nothing here leaves the machine.
OFFLINE = ["--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.extension_manager=readonly"]


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
    command += OFFLINE
    if args.no_browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # in a container everyone is root, and Jupyter would refuse
        command.append("--allow-root")
    args.output.say("Đang mở JupyterLab; đóng bằng Ctrl-C.")
    return args.output.deliver(subprocess.call(command, cwd=options.ROOT), "", {})
