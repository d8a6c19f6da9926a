"""``python -m cchc_lib.nd30 FILE [SIZES]`` writes the template anew, e.g. to ``templates/report.docx``."""

import sys
from pathlib import Path

from .template import write_template

write_template(Path(sys.argv[1]), *sys.argv[2:3])
