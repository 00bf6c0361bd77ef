"""Figures: what was measured, what it is held against, the table that people read and the file that programs read."""

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results.json"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value beside its peer (something else measured in the same run) or its limit.

    `goal` bounds the ratio of the value to the peer's: from below where `more_is_better`, from above where it is not.
    """

    what: str
    value: float
    unit: str
    peer: str
    peer_value: float
    goal: float | None = None
    more_is_better: bool = True

    @property
    def ratio(self) -> float:
        """The value as a multiple of the peer's."""
        return self.value / self.peer_value

    @property
    def met(self) -> bool | None:
        """Whether the goal was reached; None where there is none."""
        if self.goal is None:
            return None
        return self.ratio >= self.goal if self.more_is_better else self.ratio <= self.goal

    def told(self) -> dict[str, Any]:
        """The figure as JSON."""
        return asdict(self) | {"ratio": round(self.ratio, 4), "met": self.met}


def show(figures: Iterable[Figure], title: str = "") -> None:
    """Print a table."""
    table = Table(title=title or None, title_justify="left")
    for heading, justify in (("what", "left"), ("value", "right"), ("peer or limit", "left"), ("its value", "right")):
        table.add_column(heading, justify=justify)  # type: ignore[arg-type]
    table.add_column("ratio", justify="right")
    table.add_column("goal", justify="right")
    for each in figures:
        goal = "" if each.goal is None else f"{'≥' if each.more_is_better else '≤'} {each.goal:g}"
        verdict = {None: "", True: " [green]✓[/]", False: " [red]✗[/]"}[each.met]
        table.add_row(
            each.what,
            f"{_short(each.value)} {each.unit}",
            each.peer,
            f"{_short(each.peer_value)} {each.unit}",
            f"{each.ratio:.3g}",
            goal + verdict,
        )
    Console(width=max(120, Console().width)).print(table)


def write(measured: dict[str, list[Figure]], path: Path = RESULTS) -> None:
    """Write what was measured by subject; subjects that were not measured this time stay as they were."""
    known = json.loads(path.read_text(encoding="utf-8"))["figures"] if path.exists() else {}
    figures = known | {subject: [each.told() for each in found] for subject, found in measured.items()}
    told = {"machine": _machine(), "figures": figures}
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _machine() -> dict[str, Any]:
    return {"python": platform.python_version(), "system": platform.system(), "cores": os.cpu_count()}


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
