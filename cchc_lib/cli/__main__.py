"""`python -m cchc_lib.cli` is the command `cchc`."""

import atexit
import os
import sys

from cchc_lib.cli.main import main


def leave(code: int) -> None:
    """End the process without taking a few hundred loaded modules apart first; a profiler or tracer gets its ordinary end."""
    if sys.getprofile() is None and sys.gettrace() is None:
        atexit._run_exitfuncs()
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:
            pass  # whoever read them has gone, which main() has dealt with
        os._exit(code)
    sys.exit(code)


leave(main())
