"""`cchc doctor`: what this machine lacks, and what to do about it."""

import argparse

from cchc_lib.cli import options
from cchc_lib.domain.exit_codes import ExitCode


def register(parser: argparse.ArgumentParser) -> None:
    options.outputs(parser)
    options.json_output(parser)


def run(args: argparse.Namespace) -> int:
    """Exit code ENVIRONMENT when something lacks without which nothing works, else DONE."""
    from cchc_lib.runs import machine

    checks = machine.examine(options.ROOT, args.outputs)
    lacking = any(check.state == machine.LACKING for check in checks)
    code = ExitCode.ENVIRONMENT if lacking else ExitCode.DONE
    ending = "Máy còn thiếu điều kiện bắt buộc, xem các mục «thiếu»." if lacking else "Máy đủ điều kiện để chạy."
    lines = [line for check in checks for line in described(check)] + [ending]
    return args.output.deliver(code, "\n".join(lines), {"checks": [check._asdict() for check in checks]})


def described(check) -> list[str]:
    """One line for a check, and one for its remedy where there is one."""
    line = f"[{check.state}] {check.name}: {check.found}"
    return [line, f"    → {check.remedy}"] if check.remedy else [line]
