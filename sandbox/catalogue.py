"""The tables of what the sandbox speaks and what can go wrong in it, made from the code.

`docs/sandbox.md` holds them between marks; a test compares, and `python -m sandbox --tables docs/sandbox.md` makes them
anew.
"""

from . import fault_kinds
from .rest import SUBJECTS
from .rest.not_built import NOT_BUILT
from .world import event_names

_RULE = "|---|---|---|---|"


def renewed(page: str) -> str:
    """A page with what stands between `<!-- name: begin -->` and `<!-- name: end -->` made anew."""
    for name, table in {"routes": routes(), "faults": fault_kinds.table()}.items():
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        head, _, rest = page.partition(begin)
        _, _, tail = rest.partition(end)
        page = f"{head}{begin}\n{table}{end}{tail}"
    return page


def routes() -> str:
    """Markdown: what is built, a table of routes a subject and one of events; then what answers 501."""
    lines: list[str] = []
    for subject in SUBJECTS:
        lines += [f"### {subject.name}", "", "| Route | What it does | For | Differs from Discord |", _RULE]
        lines += [
            f"| `{route.method} {route.template}` | {route.promise} | {route.who.value} | {route.differs} |"
            for route in sorted(subject.routes, key=lambda each: (each.template, each.method))
        ]
        lines.append("")
    return "\n".join([*lines, *_events(), "", *_not_built()]) + "\n"


def _events() -> list[str]:
    lines = ["### Gateway events", "", "| Event | When | To | Differs from Discord |", _RULE]
    for whom, names in (
        ("bot and people", event_names.BOT_AND_PEOPLE),
        ("bot", event_names.BOT_ONLY),
        ("people", event_names.PEOPLE_ONLY),
    ):
        lines += [
            f"| `{name}` | {when} | {whom} | {event_names.DIFFERS.get(name, '')} |" for name, when in names.items()
        ]
    never = ", ".join(f"`{name}`" for name in event_names.NEVER_SENT)
    return [*lines, "", f"Never sent, as nothing here brings them about: {never}."]


def _not_built() -> list[str]:
    """One line a first part of the path."""
    lines = ["### Answers 501", "", "What Discord's API description has and the sandbox has not.", ""]
    by_start: dict[str, list[str]] = {}
    for template, methods in NOT_BUILT.items():
        by_start.setdefault(template.split("/")[1], []).append(f"`{', '.join(methods)} {template}`")
    lines += [f"- {start}: {', '.join(told)}" for start, told in by_start.items()]
    return lines
