"""The floors that measured figures may not fall below, and how they are pinned anew: upwards only.

`floors.toml` holds them. `python -m tests.evaluation --pin` writes what was measured; a figure that would get a lower
floor is refused, with nothing written, and a test holds the file against every earlier version of itself.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PINNED = Path(__file__).parent / "floors.toml"
SLACK = 0.02
"""How far below a share its floor is pinned, so that a new article or another wording is no fall; counts have none."""

Figures = Mapping[str, float]


class FloorLowered(ValueError):
    """Pinning would lower floors: `names` says which."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"these floors would be lowered: {', '.join(names)}")
        self.names = names


@dataclass(frozen=True, slots=True)
class Floors:
    """`at_least`: figures of which more is better; `at_most`: of which less is."""

    at_least: Figures
    at_most: Figures

    def of(self, part: str) -> Floors:
        """The floors of one part of the figures, for when the others cannot be measured."""
        low = {name: floor for name, floor in self.at_least.items() if name.startswith(part)}
        high = {name: most for name, most in self.at_most.items() if name.startswith(part)}
        return Floors(low, high)

    def missed(self, figures: Figures) -> list[str]:
        """Which floors the figures do not hold, in words; a floor whose figure was not measured is not held."""
        nothing = float("nan")
        low = [name for name, floor in self.at_least.items() if not figures.get(name, nothing) >= floor]
        high = [name for name, most in self.at_most.items() if not figures.get(name, nothing) <= most]
        return [f"{name}: {figures.get(name)}" for name in (*low, *high)]

    def lowered_in(self, other: Floors) -> list[str]:
        """Which of these floors another version has dropped or lowered."""
        low = [name for name, floor in self.at_least.items() if other.at_least.get(name, -math.inf) < floor]
        high = [name for name, most in self.at_most.items() if other.at_most.get(name, math.inf) > most]
        return [*low, *high]

    def pinned(self, figures: Figures) -> Floors:
        """The floors at the height of the figures. Raises `FloorLowered` if one would be lower than it was."""
        new = Floors(
            {name: _pinned(floor, figures.get(name, -math.inf)) for name, floor in self.at_least.items()},
            {name: figures.get(name, math.inf) for name in self.at_most},
        )
        if names := self.lowered_in(new):
            raise FloorLowered(names)
        return new

    def as_toml(self) -> str:
        """As `read` takes them."""
        parts = (("at_least", self.at_least), ("at_most", self.at_most))
        tables = (
            "\n".join([f"[{name}]", *(f'"{key}" = {value}' for key, value in part.items())]) for name, part in parts
        )
        return (
            "# Written by `python -m tests.evaluation --pin`; a floor only ever rises.\n" + "\n\n".join(tables) + "\n"
        )


def _pinned(floor: float, figure: float) -> float:
    """The new floor for a share: a little below the figure, and no lower than it was if the figure still holds it."""
    if figure < floor:
        return figure
    return max(floor, math.floor((figure - SLACK) * 100 + 1e-6) / 100)


def read(text: str) -> Floors:
    """The floors of a file's text."""
    table = tomllib.loads(text)
    return Floors(table["at_least"], table["at_most"])
