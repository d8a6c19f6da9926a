"""`--set PATH=VALUE`: parameters changed for one run, put into the files' data before these are validated.

What users write      plan/targets/2.2.a/value · plan/tasks/III.2.6/due · rules/refused · period/number · period/from
bound to a period     plans/2024/targets/2.2.a/value · rules/refused · periods/2024-Q1/number

The bound form is what a run keeps: it needs no period to be understood again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .errors import ParameterError
from .parameters import PeriodFile, Rules
from .periods import Period
from .plan import Target, Task
from .text import nearest

EXAMPLES = ("plan/targets/2.2.a/value", "plan/tasks/III.2.6/due", "rules/refused", "rules/cut_off", "period/number", "period/date", "period/signer", "period/from")
_LISTS = {"targets": (Target, "chỉ tiêu"), "tasks": (Task, "nhiệm vụ")}
_RULE_OF_PERIOD = {"cut_off": "rule", "refused": "refused"}  # what a period's file may say of its own


def bound(overrides: Mapping[str, str], period: Period) -> dict[str, str]:
    """What the user set, bound to a period: its own year's plan, its own file; what is bound already stays as it is.

    Raises ParameterError, with the nearest right path, for those that cannot be.
    """
    found: dict[str, str] = {}
    mistakes: list[ParameterError] = []
    for path, value in overrides.items():
        try:
            found[_bound(path, period)] = value
        except ParameterError as error:
            mistakes.append(error)
    if len(mistakes) == 1:
        raise mistakes[0]
    if mistakes:
        details = [f"{error.what.removeprefix('--set: ')}. {error.remedy}" for error in mistakes]
        raise ParameterError("--set: có tham số không đúng", details=details, remedy="Sửa các tham số trên rồi chạy lại.")
    return found


def _bound(path: str, period: Period) -> str:
    head, *rest = [step.strip() for step in path.strip("/").split("/")]
    if head in ("plans", "periods"):
        return path
    if head == "rules" and len(rest) == 1:
        return f"rules/{_known(rest[0], _keys(Rules), path)}"
    if head == "period" and len(rest) == 1:
        return f"periods/{period.id}/{_known(rest[0], _keys(PeriodFile), path)}"
    if head == "plan" and len(rest) == 3:
        group = _known(rest[0], _LISTS, path)
        return f"plans/{period.year}/{group}/{rest[1]}/{_known(rest[2], _keys(_LISTS[group][0]), path)}"
    raise unknown(path, EXAMPLES)


def spoken(overrides: Mapping[str, str]) -> dict[str, str]:
    """Bound overrides as the user wrote them."""
    return {_spoken(path): value for path, value in overrides.items()}


def _spoken(path: str) -> str:
    head, *rest = path.split("/")
    return {"plans": "/".join(["plan", *rest[1:]]), "periods": "/".join(["period", *rest[1:]])}.get(head, path)


def files(overrides: Mapping[str, str], folder: str) -> list[str]:
    """The files of a folder that bound overrides reach into: periods/2024-Q1.yaml."""
    steps = (path.split("/") for path in overrides)
    return sorted({f"{folder}/{step[1]}.yaml" for step in steps if step[0] == folder})


def applied(data: Any, name: str, overrides: Mapping[str, str]) -> Any:
    """The data of one file with what is set in it. Raises ParameterError for a target or task that is not there."""
    for path, value in overrides.items():
        head, *rest = path.split("/")
        if name == "rules.yaml" and head == "rules" and isinstance(data, Mapping):
            data = data | {"rules": [rule | {rest[0]: _value(value)} for rule in data.get("rules", ())]}
        elif name == f"{head}/{rest[0]}.yaml" and head == "periods":
            data = _of_period(data or {}, rest[1], value)
        elif name == f"{head}/{rest[0]}.yaml" and head == "plans":
            data = _of_plan(data, rest[1], rest[2], rest[3], value)
        elif head == "rules" and name.startswith("periods/") and rest[0] in _RULE_OF_PERIOD and (data or {}).get("rule") != "dates":
            data = {key: one for key, one in (data or {}).items() if key != _RULE_OF_PERIOD[rest[0]]}
    return data


def _of_period(data: Mapping[str, Any], key: str, value: str) -> dict[str, Any]:
    dates = {"rule": "dates"} if key in ("from", "to") else {}
    return {**data, **dates, key: _value(value)}


def _of_plan(data: Mapping[str, Any], group: str, one: str, field: str, value: str) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise ParameterError(f"--set: không có kế hoạch của năm để đổi «{one}»", remedy="Thêm tệp kế hoạch của năm vào parameters/plans/.")
    items = list(data.get(group) or ())
    ids = [str(item.get("id")) for item in items]
    if one not in ids:
        raise unknown(f"plan/{group}/{one}/{field}", [f"plan/{group}/{known}/{field}" for known in ids])
    items[ids.index(one)] = {**items[ids.index(one)], field: _value(value)}
    return {**data, group: items}


def _value(text: str) -> str | None:
    """Text for the file's own types to judge; nothing takes the value away."""
    return text or None


def _known(word: str, choices: Any, path: str) -> str:
    if word in choices:
        return word
    steps = path.strip("/").split("/")
    raise unknown(path, ["/".join(choice if step == word else step for step in steps) for choice in choices])


def _keys(model: Any) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items() if name not in ("id", "valid_from", "valid_to")]


def unknown(path: str, choices: Any) -> ParameterError:
    """No such path: the nearest one is named."""
    near = nearest(path, choices, cutoff=0.5)
    hint = f"Có phải «{near}»?" if near else f"Dùng được: {', '.join(list(choices)[:12])}."
    return ParameterError(f"--set: không có tham số «{path}»", remedy=hint)
