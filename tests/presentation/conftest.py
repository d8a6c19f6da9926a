from __future__ import annotations

from collections.abc import Callable

import pytest

from cchc_lib.presentation import charts
from cchc_lib.presentation.drawn import Drawn

from . import builders as b

DRAW: dict[str, Callable[[], Drawn | None]] = {
    "targets": lambda: charts.targets(b.INDICATORS, b.ABOUT),
    "dossiers_by_field": lambda: charts.dossiers_by_field(b.FIELDS, b.ABOUT),
    "trend": lambda: charts.trend(b.SERIES[0], b.ABOUT),
    "trends": lambda: charts.trends(b.SERIES, b.ABOUT),
    "heat_map": lambda: charts.heat_map(b.SERIES, b.ABOUT),
    "lateness": lambda: charts.lateness(b.DAYS, b.ABOUT),
    "disbursement": lambda: charts.disbursement(b.PACE, b.ABOUT, plan=10_000),
    "composition": lambda: charts.composition(b.GRADES, b.ABOUT, what="Kết quả đánh giá, xếp loại", noun="lượt"),
}


@pytest.fixture(scope="session", params=sorted(DRAW))
def drawn(request: pytest.FixtureRequest) -> Drawn:
    """Every chart, drawn once."""
    chart = DRAW[request.param]()
    assert chart is not None
    return chart
