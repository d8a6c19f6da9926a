"""Loads the parameters folder: every mistake at once, each with file, key and the nearest right key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cchc_lib.domain import overrides as set_for_run
from cchc_lib.domain.errors import ParameterError
from cchc_lib.domain.forms import Form
from cchc_lib.domain.organisation import Organisation, Units
from cchc_lib.domain.parameters import Correction, DayOff, Measure, Parameters, PeriodFile, Rules, Statistic
from cchc_lib.domain.periods import PeriodError, parse_period
from cchc_lib.domain.plan import Plan
from cchc_lib.domain.text import vid

from .declared_files import Model, Reader, fields_at, near_hint
from .parameter_checks import cross_checks
from .usual import usual_targets


def load_parameters(folder: Path, overrides: Mapping[str, str] | None = None) -> Parameters:
    """Everything in a parameters folder, validated.

    overrides: what --set changes, bound to a period: plans/2024/targets/2.2.a/value -> 97.
    Raises ParameterError (exit code 2) naming every mistake with file, key and the nearest right key.
    """
    if not folder.is_dir():
        raise ParameterError(what=f"Không có thư mục tham số «{folder}»", remedy="Kiểm tra lại --parameters.")
    read = Reader(folder, overrides or {})
    parameters = _load(read)
    if parameters is not None and not read.mistakes:
        read.mistakes.extend(cross_checks(parameters))
    if read.mistakes or parameters is None:
        if overrides:
            load_parameters(folder)  # mistakes of the files themselves come first
        raise ParameterError(
            what=f"Tham số có {len(read.mistakes)} chỗ sai" + (" vì --set" if overrides else ""),
            details=read.mistakes,
            remedy="Sửa các chỗ trên rồi chạy lại.",
        )
    return parameters


def _load(read: Reader) -> Parameters | None:
    forms = [form for name in read.names("forms") for form in read.models(Form, name, "forms")]
    plans = [plan for name in read.names("plans") if (data := read.yaml(name)) is not None and (plan := _plan(read, data, name))]
    organisation = read.model(Organisation, read.yaml("organisation.yaml") or {}, "organisation.yaml")
    units = read.model(Units, read.yaml("units.yaml") or {}, "units.yaml")
    periods = [_period_file(read, name) for name in read.names("periods")]
    measures = _named(read, Measure, "measures.yaml", "measures")
    parameters_parts = (organisation, units)
    rules = read.models(Rules, "rules.yaml", "rules")
    days_off = read.models(DayOff, "days_off.yaml", "days_off")
    statistics = read.models(Statistic, "statistics.yaml", "statistics")
    states = _states(read, forms)
    corrections = {
        Path(name).stem: tuple(read.models(Correction, name, "corrections")) for name in read.names("corrections")
    }
    if any(part is None for part in parameters_parts):
        return None
    return Parameters(
        forms={form.id: form for form in forms},
        plans={plan.year: plan for plan in plans},
        organisation=organisation,  # type: ignore[arg-type]
        units=units,  # type: ignore[arg-type]
        rules=tuple(rules),
        periods={one.id: one for one in periods if one},
        days_off=tuple(days_off),
        measures=measures,
        statistics=tuple(statistics),
        states=states,
        corrections=corrections,
        overrides=set_for_run.spoken(read.overrides),
        usual_targets=usual_targets(),
    )


def _states(read: Reader, forms: Sequence[Form]) -> dict[str, str]:
    """The states of one-stop software by the ids of their names, each with the form's own state that it means."""
    data = read.yaml("states.yaml", optional=True) or {}
    named = data.get("states") if isinstance(data, dict) else None
    if data and not isinstance(named, dict):
        read.mistakes.append(f"{read.shown('states.yaml')}: cần khóa «states» với các dòng «tên trạng thái: trạng thái của biểu»")
        return {}
    known = {value: None for form in forms if "trang_thai" in form.by_id for value in form.column("trang_thai").values}
    read.mistakes += [
        f"{read.shown('states.yaml')} › {name}: thấy «{state}», cần một trong: {', '.join(known)}{near_hint(str(state), known)}"
        for name, state in (named or {}).items() if known and state not in known
    ]
    return {vid(str(name)): state for name, state in (named or {}).items()}


def _plan(read: Reader, data: Any, name: str) -> Plan | None:
    """A plan; a file that is named after another year than it says would leave its own year without a plan."""
    plan, stem = read.model(Plan, data, name), Path(name).stem
    if plan is not None and stem.isdigit() and int(stem) != plan.year:
        read.mistakes.append(f"{read.shown(name)} › year: thấy {plan.year}, nhưng tệp mang tên năm {stem}")
    return plan


def _period_file(read: Reader, name: str) -> PeriodFile | None:
    """What is set for one period; an empty file sets nothing."""
    data = read.yaml(name, optional=True)
    if data is None:
        return None
    try:
        period = parse_period(Path(name).stem)
    except PeriodError as error:
        read.mistakes.append(f"{read.shown(name)}: tên tệp phải là một kỳ. {error}")
        return None
    if not isinstance(data, dict):
        read.mistakes.append(f"{read.shown(name)}: cần các dòng «khóa: giá trị»; các khóa dùng được: {', '.join(fields_at(PeriodFile, ()))}")
        return None
    return read.model(PeriodFile, {"id": period.id} | data, name)


def _named(read: Reader, kind: type[Model], name: str, key: str) -> dict[str, Model]:
    data = read.yaml(name)
    items = data.get(key, {}) if isinstance(data, dict) else {}
    found = {item: read.model(kind, body, name, str(item)) for item, body in items.items()}
    return {item: model for item, model in found.items() if model is not None}
