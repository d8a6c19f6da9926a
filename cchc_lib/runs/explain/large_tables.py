"""Which rows of two tables differ, where the tables are too large to be held: asked of the files themselves."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas

MEMORY = "600MB"  # for DuckDB; what needs more goes to a temporary folder
MOST = 50_000  # rows that are told one by one
Address = tuple[str, str, int]  # file, sheet, row


def differing_rows(old: pandas.DataFrame | Path, new: pandas.DataFrame | Path) -> tuple[list[Address], list[Address]] | tuple[int, int]:
    """The addresses of the rows of either side that the other does not have to the letter; how many, where they are over MOST.

    old, new: tables of one form, frames or Parquet files.
    """
    import duckdb

    with tempfile.TemporaryDirectory(prefix="cchc-", ignore_cleanup_errors=True) as scratch:
        with duckdb.connect(config={"temp_directory": scratch, "memory_limit": MEMORY}) as connection:
            connection.execute("SET enable_progress_bar = false; SET preserve_insertion_order = false")
            for name, side in (("old", old), ("new", new)):
                _open(connection, f"{name}_rows", side)
            shared = [column for column in _columns(connection, "old_rows") if column in _columns(connection, "new_rows")]
            rows = ", ".join(f'"{column}"' for column in shared)
            for name, other in (("old", "new"), ("new", "old")):
                connection.execute(f"CREATE TEMP TABLE {name}_own AS SELECT _file, _sheet, _row FROM (SELECT {rows} FROM {name}_rows EXCEPT SELECT {rows} FROM {other}_rows)")
            counts = tuple(connection.execute(f"SELECT count(*) FROM {name}_own").fetchone()[0] for name in ("old", "new"))
            if max(counts) > MOST:
                return counts  # type: ignore[return-value]
            found = [connection.execute(f"SELECT * FROM {name}_own ORDER BY ALL").fetchall() for name in ("old", "new")]
            return found[0], found[1]


def _open(connection, name: str, side: pandas.DataFrame | Path) -> None:
    if isinstance(side, Path):
        path = str(side).replace("'", "''")
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")
    else:
        connection.register(name, side)


def _columns(connection, name: str) -> list[str]:
    return [row[0] for row in connection.execute(f"DESCRIBE {name}").fetchall()]


def by_sheet(addresses: Iterable[Address]) -> dict[tuple[str, str], list[int]]:
    """(file, sheet) -> row numbers."""
    found: dict[tuple[str, str], list[int]] = {}
    for file, sheet, row in addresses:
        found.setdefault((file, sheet), []).append(row)
    return found
