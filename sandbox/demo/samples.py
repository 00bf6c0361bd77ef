"""The sample articles: each is one Markdown file in `texts/`, from which the page and the downloads are made."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from markdown_it import MarkdownIt
from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Sample:
    """One article. `slug` is the last part of its address, `text` its body in Markdown, without the title."""

    slug: str
    title: str
    author: str
    published: date
    summary: str
    caption: str
    text: str

    def as_html(self) -> str:
        """The body as HTML."""
        return str(MarkdownIt().render(self.text))

    def as_markdown(self) -> str:
        """The whole article as Markdown, with the front matter that site generators use."""
        facts = f'title: "{self.title}"\nauthor: {self.author}\ndate: {self.published.isoformat()}'
        return f"---\n{facts}\n---\n\n{self.text}"

    def as_text(self) -> str:
        """The whole article as plain text, the way it looks when copied from a browser: headings are bare lines."""
        top = (self.title, f"By {self.author}", self.published_long(), self.caption)
        return "\n\n".join((*top, *_plain_blocks(MarkdownIt().parse(self.text)))) + "\n"

    def published_long(self) -> str:
        """The date as people write it, "14 March 2026"."""
        return f"{self.published.day} {self.published:%B %Y}"


def load() -> list[Sample]:
    """All of them, the newest first."""
    texts = (entry for entry in files("sandbox.demo").joinpath("texts").iterdir() if entry.name.endswith(".md"))
    samples = [_parse(entry.name.removesuffix(".md"), entry.read_text(encoding="utf-8")) for entry in texts]
    return sorted(samples, key=lambda sample: sample.published, reverse=True)


def _parse(slug: str, source: str) -> Sample:
    _, front, text = source.split("+++\n", 2)
    return Sample(slug=slug, text=text.strip() + "\n", **tomllib.loads(front))


def _plain_blocks(tokens: list[Token]) -> Iterator[str]:
    """One block a paragraph, heading or list item; items keep their bullet or number."""
    mark = ""
    for token in tokens:
        if token.type == "list_item_open":
            mark = f"{token.info}{token.markup} " if token.info else "• "
        elif token.type == "inline":
            words = "".join(" " if child.type == "softbreak" else child.content for child in token.children or [])
            yield f"{mark}{words}"
            mark = ""
