"""The charts of notebooks, report and pages: each takes results and returns a Drawn, or None where there is nothing to draw."""

from .composition import Stack, composition
from .dossiers import dossiers_by_field
from .heat_map import heat_map
from .lateness import lateness
from .money import PacePoint, disbursement
from .series import Point, Series
from .targets import targets
from .trends import trend, trends

__all__ = [
    "PacePoint", "Point", "Series", "Stack", "composition", "disbursement", "dossiers_by_field", "heat_map", "lateness",
    "targets", "trend", "trends",
]
