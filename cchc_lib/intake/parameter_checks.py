"""What no single parameter file can know: ids in one that point to nothing in another."""

from __future__ import annotations

from collections.abc import Callable

from cchc_lib.domain.parameters import Parameters

from .declared_files import near_hint


def cross_checks(parameters: Parameters) -> list[str]:
    """What no single file can know: ids that point to nothing."""
    checks: list[Callable[[Parameters], list[str]]] = [_measures_point_to_forms, _plans_point_to_measures, _units_owe_forms, _periods_name_signers]
    return [mistake for check in checks for mistake in check(parameters)]


def _measures_point_to_forms(parameters: Parameters) -> list[str]:
    mistakes = []
    for name, measure in parameters.measures.items():
        form = parameters.forms.get(measure.form)
        if form is None:
            mistakes.append(f"measures.yaml › {name}: không có biểu «{measure.form}»{near_hint(measure.form, parameters.forms)}")
            continue
        for column in (*measure.where, *measure.sum, *measure.less):
            if column not in form.by_id:
                mistakes.append(f"measures.yaml › {name}: biểu {form.id} không có cột «{column}»{near_hint(column, form.by_id)}")
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
        for measure in task.measures
    ]
    named += [
        (f"statistics.yaml › {row.id}", measure)
        for row in parameters.statistics
        for measure in row.measures
    ]
    return [
        f"{where}: không có số đo «{measure}»{near_hint(measure, parameters.measures)}"
        for where, measure in named
        if measure not in parameters.measures
    ]


def _units_owe_forms(parameters: Parameters) -> list[str]:
    return [
        f"units.yaml › {unit.id}: không có biểu «{form}»{near_hint(form, parameters.forms)}"
        for unit in parameters.units.units
        for owed in unit.owes
        for form in owed.forms
        if form not in parameters.forms
    ]


def _periods_name_signers(parameters: Parameters) -> list[str]:
    signers = {signer.id: signer for signer in parameters.organisation.signers}
    return [
        f"periods/{own.id}.yaml › signer: organisation.yaml không có người ký «{own.signer}»{near_hint(own.signer, signers)}"
        for own in parameters.periods.values()
        if own.signer and own.signer not in signers
    ]
