"""The base of everything that is read from parameters: strict, immutable, no unknown key; days as people write them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from .text import day_as_written


def _read(value: Any) -> Any:
    return (day_as_written(value) or value) if isinstance(value, str) else value


Day = Annotated[dt.date, BeforeValidator(_read)]


class Declared(BaseModel):
    """Data as declared in a parameter file: an unknown key is an error, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)
