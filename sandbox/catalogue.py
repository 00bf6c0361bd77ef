"""The table of what the sandbox speaks, made from the registered routes.

`docs/sandbox.md` holds a copy that a test compares.
"""

from .rest import SUBJECTS


def catalogue() -> str:
    """Markdown: one table a subject."""
    lines: list[str] = []
    for subject in SUBJECTS:
        lines += [f"### {subject.name}", "", "| Route | What it does | For |", "|---|---|---|"]
        lines += [
            f"| `{route.method} {route.template}` | {route.promise} | {route.who.value} |" for route in subject.routes
        ]
        lines.append("")
    return "\n".join(lines)
