"""The table of what the sandbox speaks, made from the registered routes and events.

`docs/sandbox.md` holds a copy between two marks; a test compares them, and `python -m sandbox --routes` prints it anew.
"""

from .rest import SUBJECTS
from .world import event_names

BEGIN, END = "<!-- routes: begin -->", "<!-- routes: end -->"


def catalogue() -> str:
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
