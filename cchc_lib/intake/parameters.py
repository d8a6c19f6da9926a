"""Loads and validates the parameters folder: every mistake at once, each with file, key and the nearest right key."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from cchc_lib.domain import overrides as set_for_run
from cchc_lib.domain.errors import ParameterError
from cchc_lib.domain.forms import Form
from cchc_lib.domain.organisation import Organisation, Units
from cchc_lib.domain.parameters import Correction, DayOff, Measure, Parameters, PeriodFile, Rules, Statistic
from cchc_lib.domain.periods import PeriodError, parse_period
from cchc_lib.domain.plan import Plan
from cchc_lib.domain.text import nearest, vid

from .usual import usual_targets

Model = TypeVar("Model", bound=BaseModel)

try:  # the C loader reads the same YAML several times faster
    from yaml import CSafeLoader as _BaseLoader
except ImportError:  # pragma: no cover - PyYAML built without libyaml
    from yaml import SafeLoader as _BaseLoader  # type: ignore[assignment]


class _Loader(_BaseLoader):
    """YAML without its surprises: a key given twice is an error; only true and false are yes/no, so «off» stays a word."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    pairs = [(loader.construct_object(key, deep=True), value) for key, value in node.value]
    seen: set[Any] = set()
    for key, value in pairs:
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"khóa «{key}» có hai lần", value.start_mark)
        seen.add(key)
    return {key: loader.construct_object(value, deep=True) for key, value in pairs}


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)

def _day(loader: _Loader, node: yaml.ScalarNode) -> Any:
    """A day; one that no calendar has stays text, for the validation to name its key."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return loader.construct_scalar(node)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day)

_BOOL_TAG = "tag:yaml.org,2002:bool"
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL_TAG]
    for first, resolvers in _BaseLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL_TAG, re.compile(r"(?:true|false)$"), ["t", "f"])


class _Reader:
    """Reads files of one parameters folder and collects what is wrong with them."""

    def __init__(self, folder: Path, overrides: Mapping[str, str]) -> None:
        self.folder = folder
        self.overrides = overrides
        self.mistakes: list[str] = []

    def yaml(self, name: str, *, optional: bool = False) -> Any:
        data = self._file(name, optional)
        return set_for_run.applied(data, name, self.overrides) if self.overrides else data

    def _file(self, name: str, optional: bool) -> Any:
        path = self.folder / name
        if not path.exists():
            if not optional:
                self.mistakes.append(f"{self.shown(name)}: không có tệp này")
            return None
        try:
            return yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Loader)
        except UnicodeDecodeError:
            self.mistakes.append(f"{self.shown(name)}: không phải UTF-8; hãy lưu lại với mã UTF-8")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            where = f", dòng {mark.line + 1}" if mark else ""
            self.mistakes.append(f"{self.shown(name)}{where}: YAML sai ({_yaml_reason(error)})")
        return None

    def names(self, folder: str) -> list[str]:
        """The YAML files of a sub-folder, in order, with those that only --set speaks of."""
        found = {f"{folder}/{path.name}" for path in (self.folder / folder).glob("*.yaml")}
        return sorted(found | set(set_for_run.files(self.overrides, folder)))

    def model(self, kind: type[Model], data: Any, name: str, key: str = "") -> Model | None:
        try:
            return kind.model_validate(data)
        except ValidationError as error:
            for detail in error.errors():
                self.mistakes.append(self._sentence(kind, name, key, detail))
        return None

    def models(self, kind: type[Model], name: str, key: str, *, optional: bool = False) -> list[Model]:
        """The list under key of a file, each item validated."""
        data = self.yaml(name, optional=optional)
        if data is None:
            return []
        if not isinstance(data, dict) or not isinstance(data.get(key), list):
            self.mistakes.append(f"{self.shown(name)}: cần khóa «{key}» với một danh sách")
            return []
        for other in data:
            if other != key:
                self.mistakes.append(f"{self.shown(name)} › {other}: khóa lạ{_suggestion(str(other), [key])}")
        found = (self.model(kind, item, name, f"{key}[{n}]") for n, item in enumerate(data[key], 1))
        return [one for one in found if one is not None]

    def shown(self, name: str) -> str:
        return f"{self.folder.name}/{name}".lstrip("/")  # a file of the working folder has no folder to name

    def _sentence(self, kind: type[BaseModel], name: str, key: str, detail: Mapping[str, Any]) -> str:
        where = " › ".join(part for part in (self.shown(name), key, ".".join(map(str, detail["loc"]))) if part)
        if detail["type"] == "extra_forbidden":
            fields = _fields_at(kind, detail["loc"][:-1])
            return f"{where}: khóa lạ{_suggestion(str(detail['loc'][-1]), fields)}"
        if detail["type"] == "missing":
            return f"{where}: thiếu khóa này"
        return f"{where}: {_reason(detail)}"


def _yaml_reason(error: yaml.YAMLError) -> str:
    """What is wrong with the YAML, in Vietnamese."""
    problem = str(getattr(error, "problem", "") or "")
    if problem.startswith("khóa"):
        return problem
    if "cannot start any token" in problem:
        return "ký tự không đứng được ở đây, như dấu tab; thụt lề bằng dấu cách"
    if "tag" in problem:
        return "có thẻ lạ bắt đầu bằng dấu «!»"
    return "xem lại thụt lề, dấu hai chấm, dấu ngoặc ở dòng này và dòng trên"


def _suggestion(word: str, choices: Sequence[str]) -> str:
    near = nearest(word, choices)
    return f"; có phải «{near}»?" if near else f"; các khóa dùng được: {', '.join(choices)}"


def _fields_at(kind: type[BaseModel], path: Sequence[Any]) -> list[str]:
    """The keys that are allowed at a place inside a model."""
    current: Any = kind
    for step in path:
        if isinstance(step, int) or not hasattr(current, "model_fields"):
            continue
        current = _inner_model(current.model_fields[step].annotation) if step in current.model_fields else current
    fields = getattr(current, "model_fields", {})
    return [field.alias or name for name, field in fields.items()]


def _inner_model(annotation: Any) -> Any:
    """The model inside tuple[Model, ...] or Model | None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if (found := _inner_model(argument)) is not None:
            return found
    return None


_LIMITS = {"le": "không lớn hơn", "ge": "không nhỏ hơn", "lt": "nhỏ hơn", "gt": "lớn hơn"}


def _reason(detail: Mapping[str, Any]) -> str:
    shown = repr(detail.get("input"))[:80]
    context = detail.get("ctx", {})
    match detail["type"]:
        case "literal_error":
            choices = [part.strip().strip("'") for part in str(context["expected"]).replace(" or ", ", ").split(", ")]
            return f"thấy {shown}, cần một trong: {', '.join(choices)}{_value_hint(detail, choices)}"
        case "value_error":
            return str(context.get("error", detail["msg"]))
        case "less_than_equal" | "greater_than_equal" | "less_than" | "greater_than":
            sign, limit = next((words, context[key]) for key, words in _LIMITS.items() if key in context)
            return f"thấy {shown}, cần số {sign} {limit}"
        case "string_type":
            return f"thấy {shown}, cần chữ (đặt trong ngoặc kép nếu là số)"
        case kind if "date" in kind:
            return f"thấy {shown}, cần một ngày có thật dạng 2024-03-05"
        case kind if "int" in kind or "decimal" in kind:
            return f"thấy {shown}, cần một số"
        case kind if "bool" in kind:
            return f"thấy {shown}, cần true hoặc false"
        case kind if "tuple" in kind or "list" in kind:
            return f"thấy {shown}, cần một danh sách"
    return f"thấy {shown}: giá trị không dùng được"


def _value_hint(detail: Mapping[str, Any], choices: Sequence[str]) -> str:
    near = nearest(str(detail.get("input")), choices)
    return f"; có phải «{near}»?" if near else ""


def read_yaml(path: Path) -> Any:
    """A YAML file by the rules of the parameters. Raises ParameterError for one that is missing or wrong."""
    read = _Reader(path.parent, {})
    data = read.yaml(path.name)
    if read.mistakes:
        raise ParameterError("không đọc được tệp", where=str(path), details=read.mistakes)
    return data


def load_parameters(folder: Path, overrides: Mapping[str, str] | None = None) -> Parameters:
    """Everything in a parameters folder, validated.

    overrides: what --set changes, bound to a period: plans/2024/targets/2.2.a/value -> 97.
    Raises ParameterError (exit code 2) naming every mistake with file, key and the nearest right key.
    """
    if not folder.is_dir():
        raise ParameterError(what=f"Không có thư mục tham số «{folder}»", remedy="Kiểm tra lại --parameters.")
    read = _Reader(folder, overrides or {})
    parameters = _load(read)
    if parameters is not None and not read.mistakes:
        read.mistakes.extend(_cross_checks(parameters))
    if read.mistakes or parameters is None:
        if overrides:
            load_parameters(folder)  # mistakes of the files themselves come first
        raise ParameterError(
            what=f"Tham số có {len(read.mistakes)} chỗ sai" + (" vì --set" if overrides else ""),
            details=read.mistakes,
            remedy="Sửa các chỗ trên rồi chạy lại.",
        )
    return parameters


def _load(read: _Reader) -> Parameters | None:
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


def _states(read: _Reader, forms: Sequence[Form]) -> dict[str, str]:
    """The states of one-stop software by the ids of their names, each with the form's own state that it means."""
    data = read.yaml("states.yaml", optional=True) or {}
    named = data.get("states") if isinstance(data, dict) else None
    if data and not isinstance(named, dict):
        read.mistakes.append(f"{read.shown('states.yaml')}: cần khóa «states» với các dòng «tên trạng thái: trạng thái của biểu»")
        return {}
    known = {value: None for form in forms if "trang_thai" in form.by_id for value in form.column("trang_thai").values}
    read.mistakes += [
        f"{read.shown('states.yaml')} › {name}: thấy «{state}», cần một trong: {', '.join(known)}{_near(str(state), known)}"
        for name, state in (named or {}).items() if known and state not in known
    ]
    return {vid(str(name)): state for name, state in (named or {}).items()}


def _plan(read: _Reader, data: Any, name: str) -> Plan | None:
    """A plan; a file that is named after another year than it says would leave its own year without a plan."""
    plan, stem = read.model(Plan, data, name), Path(name).stem
    if plan is not None and stem.isdigit() and int(stem) != plan.year:
        read.mistakes.append(f"{read.shown(name)} › year: thấy {plan.year}, nhưng tệp mang tên năm {stem}")
    return plan


def _period_file(read: _Reader, name: str) -> PeriodFile | None:
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
        read.mistakes.append(f"{read.shown(name)}: cần các dòng «khóa: giá trị»; các khóa dùng được: {', '.join(_fields_at(PeriodFile, ()))}")
        return None
    return read.model(PeriodFile, {"id": period.id} | data, name)


def _named(read: _Reader, kind: type[Model], name: str, key: str) -> dict[str, Model]:
    data = read.yaml(name)
    items = data.get(key, {}) if isinstance(data, dict) else {}
    found = {item: read.model(kind, body, name, str(item)) for item, body in items.items()}
    return {item: model for item, model in found.items() if model is not None}


def _cross_checks(parameters: Parameters) -> list[str]:
    """What no single file can know: ids that point to nothing."""
    checks: list[Callable[[Parameters], list[str]]] = [_measures_point_to_forms, _plans_point_to_measures, _units_owe_forms, _periods_name_signers]
    return [mistake for check in checks for mistake in check(parameters)]


def _measures_point_to_forms(parameters: Parameters) -> list[str]:
    mistakes = []
    for name, measure in parameters.measures.items():
        form = parameters.forms.get(measure.form)
        if form is None:
            mistakes.append(f"measures.yaml › {name}: không có biểu «{measure.form}»{_near(measure.form, parameters.forms)}")
            continue
        for column in (*measure.where, *measure.sum, *measure.less):
            if column not in form.by_id:
                mistakes.append(f"measures.yaml › {name}: biểu {form.id} không có cột «{column}»{_near(column, form.by_id)}")
    return mistakes


def _plans_point_to_measures(parameters: Parameters) -> list[str]:
    named = [
        (f"plans/{year}.yaml › targets › {target.id}", measure)
        for year, plan in parameters.plans.items()
        for target in plan.targets
        for measure in target.measures
    ]
    named += [
        (f"plans/{year}.yaml › tasks › {task.id}", measure)
        for year, plan in parameters.plans.items()
        for task in plan.tasks
        for measure in (task.measure, task.numerator, task.denominator)
        if measure
    ]
    named += [
        (f"statistics.yaml › {row.id}", measure)
        for row in parameters.statistics
        for measure in (row.measure, row.numerator, row.denominator)
        if measure
    ]
    return [
        f"{where}: không có số đo «{measure}»{_near(measure, parameters.measures)}"
        for where, measure in named
        if measure not in parameters.measures
    ]


def _units_owe_forms(parameters: Parameters) -> list[str]:
    return [
        f"units.yaml › {unit.id}: không có biểu «{form}»{_near(form, parameters.forms)}"
        for unit in parameters.units.units
        for owed in unit.owes
        for form in owed.forms
        if form not in parameters.forms
    ]


def _periods_name_signers(parameters: Parameters) -> list[str]:
    signers = {signer.id: signer for signer in parameters.organisation.signers}
    return [
        f"periods/{own.id}.yaml › signer: organisation.yaml không có người ký «{own.signer}»{_near(own.signer, signers)}"
        for own in parameters.periods.values()
        if own.signer and own.signer not in signers
    ]


def _near(word: str, choices: Mapping[str, Any]) -> str:
    near = nearest(word, choices)
    return f"; có phải «{near}»?" if near else ""
