"""The base of everything that is read from parameters: strict, immutable, no unknown key."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Declared(BaseModel):
    """Data as declared in a parameter file: an unknown key is an error, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)
