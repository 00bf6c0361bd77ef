"""What the reader is measured against: a pattern over headings, and the same behind trafilatura on pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

import trafilatura

from tests.evaluation.labelled import Labelled
from tests.evaluation.reading import Found, Reader, alike

WORDS = re.compile(
    r"lesson|takeaway|learn|lecci[oó]n|aprend|enseñanza|leçon|appris|retenir|enseignement|lern|lehre|erkenntnis|liç"
    r"|ensinamento|lezion|imparat|μάθα|μάθημα|lessen|geleerd",
    re.IGNORECASE,
)
_LONGEST = 90
_Sections = list[tuple[str, str]]


def regex(article: Labelled) -> Found:
    """The first heading that holds one of the words, up to the next heading; any short bare line is a heading."""
    text = article.data.decode(errors="replace")
    if article.format == "html":
        named = re.search(r"<title>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)
        return _picked(" ".join(unescape(named[1]).split()) if named else "", _of_html(text))
    if article.format == "md":
        front = re.match(r"\A(---|\+\+\+)\s*\n(.*?)\n\1\s*\n", text, re.DOTALL)
        named = re.search(r"(?im)^title\s*[:=]\s*[\"']?(.+?)[\"']?$", front[2]) if front else None
        sections = _of_markdown(text[front.end() :] if front else text)
        return _picked(named[1] if named else (sections[0][0] if sections else ""), sections)
    lines = text.split("\n")
    return _picked(next((line.strip() for line in lines if line.strip()), ""), _of_lines(lines))


def trafilatura_and_regex(article: Labelled) -> Found:
    """On pages what trafilatura extracts, as Markdown; else as `regex`."""
    if article.format != "html":
        return regex(article)
    text = article.data.decode(errors="replace")
    facts = trafilatura.extract_metadata(text)
    body = trafilatura.extract(text, output_format="markdown", include_comments=False) or ""
    return _picked((facts.title if facts else "") or "", _of_markdown(body))


READERS: dict[str, Reader] = {"regex": regex, "trafilatura + regex": trafilatura_and_regex}


def _picked(title: str, sections: Sequence[tuple[str, str]]) -> Found:
    lessons = [(head, body) for head, body in sections if WORDS.search(head) and not alike(head, title)][:1]
    plain = re.sub(r"https?://\S+|<[^<>]+>", "", " ".join(body for _, body in lessons))
    return Found(title, tuple(lessons), tuple(one.strip() for one in re.findall(r"[^.!?\n]*\?", plain)))


def _of_html(text: str) -> _Sections:
    parts = re.split(r"(<h[1-6][^>]*>.*?</h[1-6]>)", text, flags=re.IGNORECASE | re.DOTALL)
    heads = (re.sub(r"<[^>]+>", "", head).strip() for head in parts[1::2])
    bodies = (re.sub(r"<(script|style).*?</\1>", "", body, flags=re.IGNORECASE | re.DOTALL) for body in parts[2::2])
    return list(zip(heads, bodies, strict=True))


def _of_markdown(text: str) -> _Sections:
    sections: _Sections = []
    for line in text.split("\n"):
        head = re.match(r"#{1,6}\s+(.*?)\s*#*\s*$", line)
        if head:
            sections.append((head[1], ""))
        elif sections:
            sections[-1] = (sections[-1][0], f"{sections[-1][1]}\n{line}")
    return sections


def _of_lines(lines: Sequence[str]) -> _Sections:
    sections: _Sections = []
    for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        head = line.strip()
        alone = head and not before.strip() and not after.strip()
        if alone and len(head) <= _LONGEST and not head.endswith((".", ";", ",")):
            sections.append((head, ""))
        elif sections:
            sections[-1] = (sections[-1][0], f"{sections[-1][1]}\n{line}")
    return sections
