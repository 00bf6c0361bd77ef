"""The picture of a reading's life in the docs, from the table of states: `python -m tests.house.state_picture`."""

from __future__ import annotations

import re

from bot.domain.reading import TRANSITIONS, ReadingState
from tests.house.files import HOUSE

PAGE = HOUSE / "docs" / "readings.md"
PICTURE = re.compile(r"```mermaid\n.*?```\n", re.DOTALL)


def picture() -> str:
    """The table as a state diagram in Mermaid's language, which code forges draw."""
    arrows = [f"    {now} --> {then}" for now, nexts in TRANSITIONS.items() for then in ReadingState if then in nexts]
    ends = [f"    {state} --> [*]" for state, nexts in TRANSITIONS.items() if not nexts]
    lines = [
        "stateDiagram-v2",
        f"    [*] --> {ReadingState.DRAFT}",
        f"    [*] --> {ReadingState.PLANNED}",
        *arrows,
        *ends,
    ]
    return "\n".join(["```mermaid", *lines, "```", ""])


def main() -> None:
    """Put the picture as the table says it into the page."""
    PAGE.write_text(PICTURE.sub(picture(), PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
