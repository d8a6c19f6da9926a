"""Blank workbooks: what a unit is given to fill in, made from the form declarations and what is already known."""

from .known import Known
from .workbook import Request, blank_workbook

__all__ = ["Known", "Request", "blank_workbook"]
