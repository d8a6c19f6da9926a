"""`python -m cchc_lib.cli` is the command `cchc`."""

import sys

from cchc_lib.cli.main import main

sys.exit(main())
