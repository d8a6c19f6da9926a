"""The official document (Nghị định 30/2020/NĐ-CP, Phụ lục I): writer and checker. Knows nothing of CCHC."""

from .document import Document
from .package import Properties
from .stylesheet import TemplateError
from .tables import Cell, Column, Table
from .text import Run

__all__ = ["Cell", "Column", "Document", "Properties", "Run", "Table", "TemplateError"]
