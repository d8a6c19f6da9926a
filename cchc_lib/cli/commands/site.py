"""`cchc site`: a run as HTML pages that anyone can open, without a network."""

import argparse

from cchc_lib.cli import options


def register(parser: argparse.ArgumentParser) -> None:
    options.period(parser)
    options.folders(parser)


def run(args: argparse.Namespace) -> int:
    """Exit code 0 and the path of index.html; the period's newest run is shown."""
    from cchc_lib.domain.exit_codes import ExitCode
    from cchc_lib.runs.archive import folder
    from cchc_lib.runs.site import write_site

    shown = folder.resolve(args.period.id, args.outputs)
    args.output.say(f"Trang của lần chạy {shown.period}/{shown.name}")
    index = write_site(shown, args.outputs)
    return args.output.deliver(ExitCode.DONE, str(index), {"index": str(index), "run": str(shown.path)})
