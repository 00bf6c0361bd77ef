"""Pages of 100 kB to read: our own articles with words exchanged, and around them what pages have."""

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt

TEXTS = Path(__file__).parents[1] / "sandbox" / "demo" / "texts"
PAGE_CHARS, TEXT_CHARS = 100_000, 45_000
EXCHANGED = 0.3
"""Share of the longer words that are exchanged, so that no page is known from another."""
_BODY = re.compile(r"<(p|li)>.*?</\1>", re.DOTALL)
_LONGER = re.compile(r"(?<![<&\w/])[a-z]{6,}(?![\w>;])")

_HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | The Lantern</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="The Lantern">
<meta property="article:published_time" content="2024-03-05T10:00:00Z"><meta name="author" content="Ada Field">
<link rel="canonical" href="https://lantern.example/the-long-way"><script>window.q=window.q||[];</script></head><body>
<div class="cookie-banner"><p>We use cookies. <a href="/cookies">More</a></p><button>Accept</button></div>
<header><a href="/">The Lantern</a><nav><ul>{links}</ul></nav></header><main><article><h1>{title}</h1>
<p class="byline">By <a rel="author" href="/ada">Ada Field</a>, 5 March 2024</p>
<div class="share"><a href="#">Share</a> <a href="#">Print</a></div>"""
_LINK = (
    '<li class="nav-item"><a href="/section/{n}" data-track="nav-{n}"><span class="label">Section {n}</span></a></li>'
)
_CARD = """<div class="card"><a href="/story/{n}"><img src="/img/{n}.jpg" alt="Picture {n}">
<h3>Another story, number {n}</h3>
<p class="teaser">By somebody else, {n} comments, {n} minutes</p></a></div>"""
_FOOT = """</article><aside class="related"><h2>You may also like</h2>{cards}</aside></main>
<footer><p>Copyright The Lantern. All rights reserved. <a href="/terms">Terms</a></p></footer>{scripts}</body></html>"""
_SCRIPT = '<script>window.q.push({{"id":{n},"kind":"view","where":["top","side","foot"]}});</script>\n'


def pages(number: int) -> list[bytes]:
    """So many pages, each with its own words in its own order; the same ones each time."""
    return [_page(random.Random(seed)) for seed in range(number)]


def _page(draw: random.Random) -> bytes:
    """Paragraphs of several articles, then one whole article, its lessons last."""
    last = draw.choice(_articles())
    paragraphs = [part for one in _articles() if one != last for part in re.findall(r"<p>.*?</p>", one, re.DOTALL)]
    body: list[str] = []
    while sum(map(len, body)) < TEXT_CHARS - len(last):
        body += [f"<h2>Part {len(body) + 1}</h2>", *(_exchanged(one, draw) for one in draw.sample(paragraphs, 8))]
    title = f"The long way, part {draw.randrange(1000)}"
    head = _HEAD.format(title=title, links="".join(_LINK.format(n=n) for n in range(60)))
    cards = "".join(_CARD.format(n=n) for n in range(40))
    made = "".join([head, *body, _exchanged(last, draw)])
    scripts = (PAGE_CHARS - len(made) - len(cards)) // len(_SCRIPT)
    return (made + _FOOT.format(cards=cards, scripts="".join(_scripts(scripts)))).encode()


def _scripts(number: int) -> Iterator[str]:
    yield from (_SCRIPT.format(n=n) for n in range(number))


def _exchanged(text: str, draw: random.Random) -> str:
    """The text with other words in its paragraphs and lists; headings stay."""
    return _BODY.sub(lambda found: _other_words(found[0], draw), text)


def _other_words(text: str, draw: random.Random) -> str:
    words = _words()
    return _LONGER.sub(lambda found: draw.choice(words) if draw.random() < EXCHANGED else found[0], text)


@cache
def _words() -> tuple[str, ...]:
    return tuple(sorted({word for one in _articles() for word in _LONGER.findall(one)}))


@cache
def _articles() -> tuple[str, ...]:
    """Our own articles as HTML."""
    texts = (path.read_text(encoding="utf-8").split("+++\n", 2)[-1] for path in sorted(TEXTS.glob("*.md")))
    return tuple(MarkdownIt().render(text) for text in texts)
