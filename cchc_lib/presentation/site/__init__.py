"""A finished run as a few self-contained HTML pages: no script, font, picture or style is fetched from anywhere."""

from .pages import build_site
from .traces import Trace

__all__ = ["Trace", "build_site"]
