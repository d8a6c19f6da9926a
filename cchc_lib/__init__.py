"""Từ biểu của các đơn vị đến báo cáo cải cách hành chính định kỳ (Word, Nghị định 30/2020/NĐ-CP)."""

__version__ = "0.1.0"
