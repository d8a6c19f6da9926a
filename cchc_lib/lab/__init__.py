"""What people at a keyboard use in JupyterLab: choices that can only be valid, and tables and charts that follow them.

Every function returns an ipywidgets box that shows itself. Computation stays in analysis; here are only the controls.
"""

from .dossiers import browse_dossiers
from .history import browse_history
from .start import start
from .what_if import ask_what_if

__all__ = ["ask_what_if", "browse_dossiers", "browse_history", "start"]
