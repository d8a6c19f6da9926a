"""Dossiers by the million: the rules of dossiers.py as queries over Parquet files, in bounded memory.

The results are the same to the row (tests/analysis/test_dossiers_at_size.py proves it on random bodies). A register of ten
million dossiers never becomes a DataFrame: what is counted is counted in one pass over the file, what is kept from earlier
quarters is only what still counts in the window.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pandas as pd

from cchc_lib.domain.periods import Window
from cchc_lib.domain.results import UNKNOWN_FIELD, DossierRow

from .dossiers import CLOCK_STOPPED, COUNTS, FLAGS, PENDING, REFUSED, RESOLVED, SOURCE, Days, rows_by_field

MEMORY = "600MB"  # for DuckDB; what needs more goes to a temporary folder
Part = pd.DataFrame | Path  # the register as one quarter sent it; a Path is its table as Parquet
Place = tuple[str, str]  # file, sheet
_PLACE = 2**40  # rows of one part that can be told apart


class Register:
    """The registers of all quarters that were read, oldest first, open for queries."""

    def __init__(self, parts: Mapping[str, Part]) -> None:
        scratch = tempfile.mkdtemp(prefix="cchc-")
        self.connection = duckdb.connect(config={"temp_directory": scratch, "memory_limit": MEMORY})
        weakref.finalize(self, _close, self.connection, scratch)
        self.connection.execute("SET threads = 2; SET preserve_insertion_order = false; SET enable_progress_bar = false")
        self.quarters = list(parts)
        self._windows = 0
        for number, part in enumerate(parts.values()):
            self._open(number, part)

    def _open(self, number: int, part: Part) -> None:
        """A view part_<n> of a quarter's rows, each with a number that puts it in its place among all rows."""
        place = f"({number} * {_PLACE})::BIGINT"
        if isinstance(part, Path):
            path = str(part).replace("'", "''")
            query = f"SELECT * EXCLUDE (file_row_number), {place} + file_row_number AS _id FROM read_parquet('{path}', file_row_number = true)"
        else:
            import pyarrow

            table = pyarrow.Table.from_pandas(part, preserve_index=False)
            self.connection.register(f"frame_{number}", table.append_column("_at", pyarrow.array(np.arange(len(part)))))
            query = f"SELECT * EXCLUDE (_at), {place} + _at AS _id FROM frame_{number}"
        self.connection.execute(f"CREATE VIEW part_{number} AS {query}")

    def window(self, quarters: Sequence[str], window: Window, refused: str, field_of: Mapping[str, str]) -> DossiersAtSize:
        """The dossiers of a window from the submissions of some quarters, oldest first."""
        self._windows += 1
        name = f"window_{self._windows}"
        connection = self.connection
        start, end = (f"TIMESTAMP '{day.isoformat()}'" for day in (window.start, window.end))
        counts = f"ngay_tiep_nhan <= {end} AND coalesce(NOT ngay_tra_ket_qua < {start}, true)"
        parts = [self.quarters.index(quarter) for quarter in quarters]
        for at, part in enumerate(parts[:-1]):
            self._still_newest(f"{name}_{part}", part, parts[at + 1:], counts)
        fields = pd.DataFrame({"ma_tthc": list(field_of), "linh_vuc": list(field_of.values())}, dtype="object")
        connection.execute(f"CREATE TEMP TABLE {name}_fields (ma_tthc VARCHAR, linh_vuc VARCHAR)")
        if len(fields):
            connection.executemany(f"INSERT INTO {name}_fields VALUES (?, ?)", fields.to_numpy().tolist())
        kept = [f"SELECT * FROM {name}_{part}" for part in parts[:-1]] + [f"SELECT * FROM part_{parts[-1]} WHERE {counts}"]
        connection.execute(f"CREATE VIEW {name} AS {_classified(' UNION ALL BY NAME '.join(kept), name, start, end, refused)}")
        return DossiersAtSize(self, name, window)

    def received(self, quarters: Sequence[str], window: Window) -> bool:
        """Whether some quarters' submissions, a later one's rows in place of an earlier one's, hold a receipt in the window."""
        parts = [self.quarters.index(quarter) for quarter in quarters if quarter in self.quarters]
        for at, part in enumerate(parts):
            later = "".join(f" AND ma_ho_so NOT IN (SELECT ma_ho_so FROM part_{one})" for one in parts[at + 1:])
            query = f"SELECT 1 FROM part_{part} WHERE ngay_tiep_nhan BETWEEN ?::TIMESTAMP AND ?::TIMESTAMP{later} LIMIT 1"
            if self.connection.execute(query, [window.start.isoformat(), window.end.isoformat()]).fetchone():
                return True
        return False

    def _still_newest(self, table: str, part: int, later: Sequence[int], counts: str) -> None:
        """The rows of an earlier quarter that count in the window and that no later quarter has sent again."""
        again = " UNION ALL ".join(
            f"SELECT ma_ho_so FROM part_{one} WHERE ma_ho_so IN (SELECT ma_ho_so FROM part_{part} WHERE {counts})" for one in later
        )
        self.connection.execute(
            f"CREATE TEMP TABLE {table} AS SELECT * FROM part_{part} WHERE {counts} AND ma_ho_so NOT IN ({again})"
        )


def _classified(rows: str, name: str, start: str, end: str, refused: str) -> str:
    """One yes/no column per count, by the rules of dossiers.classified; what is unknown is no."""

    def words(values: Sequence[str]) -> str:
        return ", ".join(f"'{value}'" for value in values)

    def yes(condition: str) -> str:
        return f"coalesce({condition}, false)"

    by_rule = f"_resolved AND {yes(f'trang_thai IN ({words(REFUSED)})')}" if refused == "on_time" else "false"
    steps = (
        f"SELECT *, {yes(f'ngay_tiep_nhan >= {start}')} AS _new, {yes('kenh_tiep_nhan = $$trực tuyến$$')} AS _online,"
        f" {yes(f'ngay_tra_ket_qua >= {start} AND ngay_tra_ket_qua <= {end}')} AS _resolved,"
        f" {yes(f'ngay_hen_tra >= {end}')} OR {yes(f'trang_thai IN ({words(CLOCK_STOPPED)})')} AS _in_time FROM ({rows})",
        f"SELECT *, {by_rule} AS _by_rule FROM _rows",
        f"""SELECT *, _new AND _online AS online, _new AND NOT _online AS direct, NOT _new AS carried_over,
        _resolved AND NOT _by_rule AND {yes('ngay_tra_ket_qua < ngay_hen_tra')} AS early,
        _resolved AND (_by_rule OR {yes('ngay_tra_ket_qua = ngay_hen_tra')}) AS on_time,
        _resolved AND NOT _by_rule AND {yes('ngay_tra_ket_qua > ngay_hen_tra')} AS late,
        NOT _resolved AND _in_time AS pending_in_time, NOT _resolved AND NOT _in_time AS pending_overdue,
        _new AND {yes('da_so_hoa_ho_so')} AS digitised, _resolved AND {yes('da_so_hoa_ket_qua')} AS result_digitised,
        _new AND {yes('hinh_thuc_thanh_toan = $$trực tuyến$$')} AS paid_online,
        _new AND {yes('hinh_thuc_thanh_toan = $$trực tiếp$$')} AS paid_directly FROM _stood""",
    )
    return (
        f"WITH _rows AS ({steps[0]}), _stood AS ({steps[1]}), _flagged AS ({steps[2]})"
        f" SELECT f.* EXCLUDE (_new, _online, _resolved, _in_time, _by_rule),"
        f" (late OR pending_overdue) AND {yes(f'ngay_xin_loi <= {end}')} AS apologised,"
        f" coalesce(c.linh_vuc, '{UNKNOWN_FIELD}') AS linh_vuc FROM _flagged f LEFT JOIN {name}_fields c USING (ma_tthc)"
    )


def _close(connection: duckdb.DuckDBPyConnection, scratch: str) -> None:
    connection.close()
    shutil.rmtree(scratch, ignore_errors=True)


class _Alike(NamedTuple):
    """Dossiers from one sheet that have the same field and flags (as bits): how many, the first and the last of their rows."""

    file: str
    sheet: str
    field: str
    flags: int
    count: int
    first: int
    last: int

    def has(self, flags: Sequence[str]) -> bool:
        """Whether they have any of the flags."""
        return any(self.flags >> FLAGS.index(flag) & 1 for flag in flags)


class DossiersAtSize:
    """Dossiers of one window; the same questions and answers as dossiers.Dossiers."""

    def __init__(self, register: Register, name: str, window: Window) -> None:
        self._register, self._name, self.window = register, name, window

    def _ask(self, query: str, *values: Any) -> duckdb.DuckDBPyConnection:
        return self._register.connection.execute(query, list(values))

    @cached_property
    def _tally(self) -> list[_Alike]:
        """Dossiers of one place, field and set of flags: one pass over the rows answers every count."""
        bits = " + ".join(f"{flag}::INT * {1 << place}" for place, flag in enumerate(FLAGS))
        counted = f"SELECT _file, _sheet, linh_vuc, {bits}, count(*), min(_row), max(_row) FROM {self._name} GROUP BY ALL ORDER BY ALL"
        return [_Alike(*one) for one in self._ask(counted).fetchall()]

    def __len__(self) -> int:
        return sum(one.count for one in self._tally)

    def count(self, flags: Sequence[str], without: Sequence[str] = ()) -> int:
        return sum(one.count for one in self._tally if one.has(flags) and not one.has(without))

    def by_field(self) -> tuple[DossierRow, ...]:
        sums: dict[str, Counter[str]] = {}
        for one in self._tally:
            own = sums.setdefault(one.field, Counter(dict.fromkeys(COUNTS, 0)))
            own.update({flag: one.count for flag in COUNTS if one.has([flag])})
        return rows_by_field(sums)

    def where(
        self, flags: Sequence[str], without: Sequence[str] = (), *, days: Collection[Days] | None = None, most: int | None = None,
    ) -> pd.DataFrame:
        """As large as they are many, without most."""
        condition = _any(flags) + (f" AND NOT {_any(without)}" if without else "")
        if days is not None:
            pairs = ", ".join(f"(DATE '{due}', DATE '{end}')" for due, end in days)
            condition += f" AND ({self._days}) IN ({pairs})" if pairs else " AND false"
        return self._frame(condition, "_id" if days is None else "ma_ho_so, _id", most)

    @property
    def _days(self) -> str:
        return f"ngay_hen_tra::DATE, (CASE WHEN {_any(RESOLVED)} THEN ngay_tra_ket_qua ELSE TIMESTAMP '{self.window.end}' END)::DATE"

    @property
    def frame(self) -> pd.DataFrame:
        return self._frame("true")

    def _frame(self, condition: str, order: str = "_id", most: int | None = None) -> pd.DataFrame:
        limit = "" if most is None else f" LIMIT {most}"
        table = self._register.connection.sql(f"SELECT * FROM {self._name} WHERE {condition} ORDER BY {order}{limit}").to_arrow_table()
        columns = {name: _typed(table.column(name), name) for name in table.column_names}
        return pd.DataFrame(columns).set_index("_id").rename_axis(None)

    def addresses(self, flags: Sequence[str], field: str | None = None) -> pd.DataFrame:
        found = [(*place, self._rows(flags, place, field)) for place in self._places(flags, field)]
        if not found:
            return pd.DataFrame(columns=SOURCE)
        lengths = [len(rows) for _, _, rows in found]

        def named(at: int) -> pd.Categorical:  # a name is held once, not once a row
            names = list(dict.fromkeys(one[at] for one in found))
            return pd.Categorical.from_codes(np.repeat([names.index(one[at]) for one in found], lengths), categories=names)

        return pd.DataFrame({"_file": named(0), "_sheet": named(1), "_row": np.concatenate([rows for _, _, rows in found])})

    def places(self, flags: Sequence[str], most: int, field: str | None = None) -> Iterator[tuple[Place, np.ndarray | tuple[int, int, int]]]:
        for place, reach in self._places(flags, field).items():
            yield place, self._rows(flags, place, field) if reach[2] <= most else reach

    def _places(self, flags: Sequence[str], field: str | None = None) -> dict[Place, tuple[int, int, int]]:
        """(file, sheet) -> the first and the last of its rows that have any of the flags, and how many have."""
        found: dict[Place, tuple[int, int, int]] = {}
        for one in self._tally:
            if one.has(flags) and (field is None or one.field == field):
                first, last, count = found.get((one.file, one.sheet), (one.first, one.last, 0))
                found[one.file, one.sheet] = (min(first, one.first), max(last, one.last), count + one.count)
        return found

    def _rows(self, flags: Sequence[str], place: Place, field: str | None = None) -> np.ndarray:
        query = f"SELECT _row FROM {self._name} WHERE {_any(flags)} AND _file = ? AND _sheet = ? AND coalesce(linh_vuc = ?, true)"
        return np.asarray(self._ask(query, *place, field).fetchnumpy()["_row"])

    def due_and_end(self, flags: Sequence[str] = RESOLVED) -> Counter[Days]:
        found = self._ask(f"SELECT {self._days}, count(*) FROM {self._name} WHERE {_any(flags)} GROUP BY 1, 2").fetchall()
        return Counter({(due, end): count for due, end, count in found})

    def by_channel(self) -> Counter[str]:
        found = self._ask(f"SELECT kenh_tiep_nhan, count(*) FROM {self._name} WHERE {_any(('online', 'direct'))} GROUP BY 1").fetchall()
        return Counter({name: count for name, count in found if name is not None})

    def unlike(self, before: DossiersAtSize) -> tuple[pd.DataFrame, pd.DataFrame]:
        now, then = (f"{self._name} WHERE carried_over", f"{before._name} WHERE {_any(PENDING)}")
        return tuple(  # type: ignore[return-value]
            self._named(f"SELECT ma_ho_so, _file, _sheet, _row FROM {one} AND ma_ho_so NOT IN (SELECT ma_ho_so FROM {other})")
            for one, other in ((now, then), (then, now))
        )

    def absent(self, last_quarter: str) -> pd.DataFrame:
        return self._named(f"SELECT ma_ho_so, _file, _sheet, _row FROM {self._name} WHERE {_any(PENDING)} AND _quarter <> '{last_quarter}'")

    def _named(self, query: str) -> pd.DataFrame:
        return pd.DataFrame(self._ask(query).fetchall(), columns=["ma_ho_so", *SOURCE])


def _any(flags: Sequence[str]) -> str:
    return f"({' OR '.join(flags)})"


def _typed(column: Any, name: str) -> Any:
    """A column of a query as the contract of typed tables has it."""
    kind = str(column.type)
    if kind.startswith("timestamp"):
        return column.cast("timestamp[s]").to_numpy()
    if kind == "bool":
        return column.to_numpy() if name in FLAGS else pd.array(column.to_pylist(), dtype="boolean")
    if "string" in kind:
        return pd.array(column.to_pandas(), dtype="str")
    return column.to_numpy()
