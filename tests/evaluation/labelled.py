"""Articles with what a careful reader finds in each: ours, written to be measured on, and a collection of real ones.

Ours are in `heldout/`; the collection is wherever READING_CIRCLE_ARTICLES says (`labels.jsonl`, `texts/`, `gold/`).
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

HELDOUT = Path(__file__).parent / "heldout"

_TAG = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->|<[^>]+>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Labelled:
    """One article. `headings` and `section`: of its lessons sections, the texts joined; empty where it has none.

    `questions`: the author's own in them. `after`: the first words behind the last section, "" at the article's end.
    `language`: where the labels name it.
    """

    name: str
    data: bytes
    title: str
    headings: tuple[str, ...] = ()
    section: str = ""
    questions: tuple[str, ...] = ()
    after: str = ""
    language: str = ""

    @property
    def format(self) -> str:
        return self.name.rpartition(".")[2]


def collection() -> list[Labelled]:
    """The real articles, or none where the environment does not say where they are."""
    folder = os.environ.get("READING_CIRCLE_ARTICLES")
    if not folder:
        return []
    root = Path(folder)
    lines = (root / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    return [_of_collection(root, json.loads(line)) for line in lines]


def _of_collection(root: Path, label: dict[str, Any]) -> Labelled:
    name, sections = f"{label['id']}.{label['format']}", label["sections"]
    gold = json.loads((root / "gold" / f"{label['id']}.json").read_text(encoding="utf-8"))
    return Labelled(
        name,
        (root / "texts" / name).read_bytes(),
        label["title"],
        tuple(one["section_heading"] for one in sections),
        " ".join(gold),
        tuple(question for one in sections for question in one["explicit_questions_in_section"]),
        (sections[-1]["next_block_after"] or "") if sections else "",
        label["lang"],
    )


def heldout() -> list[Labelled]:
    """Our own: what `heldout/expected.toml` says of each."""
    facts = tomllib.loads((HELDOUT / "expected.toml").read_text(encoding="utf-8"))
    return [_of_heldout(name, one) for name, one in facts.items()]


def _of_heldout(name: str, facts: dict[str, Any]) -> Labelled:
    data = (HELDOUT / name).read_bytes()
    parts = facts.get("sections", [facts] if "heading" in facts else [])
    text = _plain(data.decode(), name)
    ends = [_between(text, one["begins"], one["ends"], name) for one in parts]
    section = " ".join(text[start:end] for start, end in ends)
    for furniture in facts.get("inside", []):
        assert furniture in section, f"{name}: {furniture!r} is not inside the section"
        section = section.replace(furniture, " ")
    return Labelled(
        name,
        data,
        facts["title"],
        tuple(one["heading"] for one in parts),
        section,
        tuple(facts.get("questions", [])),
        text[ends[-1][1] :][:80] if ends else "",
        facts["language"],
    )


def _between(text: str, begins: str, ends: str, name: str) -> tuple[int, int]:
    start = text.find(begins)
    end = text.find(ends, start)
    assert 0 <= start <= end, f"{name}: the section from {begins!r} to {ends!r} is not in it"
    return start, end + len(ends)


def _plain(text: str, name: str) -> str:
    """The file's text on one line, without tags: the words of a section, whoever reads it."""
    if name.endswith(".html"):
        text = unescape(_TAG.sub(" ", text))
    else:
        text = re.sub(r"(?m)^(?:[ \t]*(?:[-*+>]|#{1,6}|\d+\.)[ \t]+)+|\*\*|(?<=\w)-\n(?=\w)", "", text)
    return " ".join(text.replace("\u00ad", "").split())
