"""The rows behind a figure: which rows keep a target from being met, so that someone can ask about them."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from cchc_lib.domain.parameters import Measure
from cchc_lib.domain.periods import Span
from cchc_lib.domain.plan import Target

from .measures import SOURCE, Workspace, added, matches

HOW_MANY = "how many"  # in a frame's attrs: how many rows there are, of which it may hold the first


def rows_behind(workspace: Workspace, target: Target, span: Span, most: int | None = None) -> pd.DataFrame:
    """The rows that count in a ratio's denominator and not, or not in full, in its numerator.

    most: no more of a register, whose dossiers may be millions; attrs[HOW_MANY] then says how many there are.
    Columns: those of the form, then the address _file, _sheet, _row. Empty where nothing is missing, for targets that are no
    ratio, and where the two numbers come from computations of their own (assessments, unused posts).
    """
    numerator, denominator = (workspace.parameters.measures.get(name or "") for name in (target.numerator, target.denominator))
    if numerator is None or denominator is None or numerator.form != denominator.form or numerator.special or denominator.special:
        return pd.DataFrame()
    if not workspace.rows(denominator.form, span).available:
        return pd.DataFrame()
    if denominator.dossiers:
        dossiers = workspace.dossiers(span)
        rows = dossiers.where(denominator.dossiers, numerator.dossiers, most=most)
        if most is not None and len(rows):
            rows.attrs[HOW_MANY] = dossiers.count(denominator.dossiers, numerator.dossiers)
    else:
        frame = workspace.rows(denominator.form, span).frame
        rows = _short(frame, numerator, denominator, span) if denominator.sum else without(_counted(frame, denominator, span), _counted(frame, numerator, span))
    form = workspace.form(denominator.form)
    columns = [column.id for column in form.columns if column.id in rows]
    extra = ["linh_vuc"] if "linh_vuc" in rows and "linh_vuc" not in columns else []
    return rows[[*columns, *extra, *SOURCE]].reset_index(drop=True) if len(rows) else pd.DataFrame()


def without(rows: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """rows whose index is not among others'."""
    return rows[~rows.index.isin(others.index)]


def _counted(frame: pd.DataFrame, measure: Measure, span: Span) -> pd.DataFrame:
    return frame[matches(frame, measure, span)] if len(frame) else frame


def _short(frame: pd.DataFrame, numerator: Measure, denominator: Measure, span: Span) -> pd.DataFrame:
    """Rows whose own share of the numerator is smaller than their share of the denominator."""
    kept = [index for index in frame.index if _amount(frame.loc[[index]], numerator, span) < _amount(frame.loc[[index]], denominator, span)]
    return frame.loc[kept]


def _amount(row: pd.DataFrame, measure: Measure, span: Span) -> Fraction:
    counted = _counted(row, measure, span)
    return added(counted, measure.sum) - added(counted, measure.less)
