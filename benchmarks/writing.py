"""Word tables: 400 rows × 13 columns against the same rows as bare XML, and how the time grows with the rows."""

from __future__ import annotations

import time

from benchmarks.measure import Row, script

COLUMNS = 13
SIZES = (400, 800, 200)


def bare(rows: int) -> bytes:
    """The rows as XML and nothing else."""
    from lxml import etree

    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    table = etree.Element(f"{{{w}}}tbl", nsmap={"w": w})
    for number in range(rows):
        row = etree.SubElement(table, f"{{{w}}}tr")
        for column in range(COLUMNS):
            cell = etree.SubElement(row, f"{{{w}}}tc")
            run = etree.SubElement(etree.SubElement(cell, f"{{{w}}}p"), f"{{{w}}}r")
            etree.SubElement(run, f"{{{w}}}t").text = f"{number} {column}"
    return etree.tostring(table)


def ours(rows: int) -> bytes:
    """A document that holds the table and nothing else."""
    from cchc_lib.nd30.document import Document
    from cchc_lib.nd30.tables import Column, Table

    document = Document()
    document.table(Table([Column(f"Cột {n}") for n in range(COLUMNS)], [[f"{number} {n}" for n in range(COLUMNS)] for number in range(rows)]))
    return document.to_bytes()


def _seconds(call, rows: int) -> float:
    began = time.process_time()
    call(rows)
    return time.process_time() - began


def main() -> list[Row]:
    ours(10), bare(10)
    rounds = []
    for _ in range(5):
        empty = _seconds(ours, 1)  # styles, page set-up, packaging: no matter how long the table
        rounds.append([_seconds(bare, SIZES[0]), *(_seconds(ours, rows) - empty for rows in SIZES)])
    return [
        Row("Word table 400 × 13 (CPU)", "rows as bare XML", tuple(one[1] / one[0] for one in rounds), "≤ 5", f"{rounds[0][1] * 1000:.0f} ms"),
        Row("Word table of 800 rows (CPU)", "of 200 rows", tuple(one[2] / one[3] for one in rounds), "4 (linear)"),
    ]


if __name__ == "__main__":
    script(__doc__, main)
