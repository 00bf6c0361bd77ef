"""The tables of what the sandbox speaks and what can go wrong in it, made from the code.

`docs/sandbox.md` holds them between marks; a test compares, and `python -m sandbox --tables docs/sandbox.md` makes them
anew.
"""

from . import fault_kinds
from .rest import SUBJECTS
from .world import event_names


def renewed(page: str) -> str:
    """A page with what stands between `<!-- name: begin -->` and `<!-- name: end -->` made anew."""
    for name, table in {"routes": routes(), "faults": fault_kinds.table()}.items():
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        head, _, rest = page.partition(begin)
        _, _, tail = rest.partition(end)
        page = f"{head}{begin}\n{table}{end}{tail}"
    return page


def routes() -> str:
    """Markdown: one table of routes a subject, then one of events."""
    lines: list[str] = []
    for subject in SUBJECTS:
        lines += [f"### {subject.name}", "", "| Route | What it does | For |", "|---|---|---|"]
        told = sorted(subject.routes, key=lambda each: (each.template, each.method))
        lines += [f"| `{route.method} {route.template}` | {route.promise} | {route.who.value} |" for route in told]
        lines.append("")
    lines += ["### Gateway events", "", "| Event | When | To |", "|---|---|---|"]
    for whom, names in (
        ("bot and people", event_names.BOT_AND_PEOPLE),
        ("bot", event_names.BOT_ONLY),
        ("people", event_names.PEOPLE_ONLY),
    ):
        lines += [f"| `{name}` | {when} | {whom} |" for name, when in names.items()]
    return "\n".join(lines) + "\n"
