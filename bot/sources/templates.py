"""What site generators put into their sources: `{{< figure >}}`, `{% include %}`, and comments."""

from __future__ import annotations

_SPANS = (("{{", "}}"), ("{%", "%}"), ("<!--", "-->"))
"""What opens and closes a stretch that is for the site's generator or the browser, not for readers."""


def without_templates(text: str) -> str:
    """The text without what is for the site's generator or the browser."""
    for opening, closing in _SPANS:
        text = _without_spans(text, opening, closing)
    return text


def _without_spans(text: str, opening: str, closing: str) -> str:
    """The text without what stands between the two, marks included; one that is never closed stays.

    By hand: a pattern would look for the end anew from every opening mark, which takes hours in a text of such marks.
    """
    kept: list[str] = []
    at = 0
    while (start := text.find(opening, at)) >= 0 and (end := text.find(closing, start + len(opening))) >= 0:
        kept.append(text[at:start])
        at = end + len(closing)
    return "".join([*kept, text[at:]])
