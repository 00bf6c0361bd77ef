"""The part of a page that is the article: what surrounds it is taken out, and the element that holds it is found.

Extraction libraries leave out bold-type headings, layout tables and lists, which is where old pages keep their
lessons, so the choice is made here, and made shy: nothing is taken out that holds a large share of the text or a
lessons heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from lxml import etree

from bot.domain.headings import HeadingWords, Step
from bot.domain.piece import tidy_line

MOST_TAKEN_OUT = 0.3
"""Share of the page's text above which an element is the article, whatever its class says."""
LEAST_LEFT = 200
"""Characters: if classes and ids leave less of a page, they are not named for what they hold, and only tags count."""
LEAST_BOX = 20
"""Characters beside its heading that make an element a box, not the heading's own wrapper."""
MOST_BOXES = 10
"""Lessons headings that are looked at for a box around them, so that a page of nothing else costs no more."""
LARGEST_BOX = 0.45
"""Share of the article above which a part that begins with a lessons heading is no box, but the article's own part."""
BUILT = 0.5
"""Share of the text beside a box from which on it is a site builder's and no box of the article's."""
LABEL = 60
"""Characters that labels and separators between links make up."""
FIRST_POST = 0.4
"""Share of a thread's text from which its first post is the article."""
_WRAPPERS = ("div", "section", "table", "tbody", "tr", "td", "center", "article", "main")
_AROUND = ("nav", "aside", "footer", "header", "dialog", "form")
_TELLING = {*_AROUND, "article", "main"}
_OF_THE_TEXT = {
    "article", "main", "body", "html", "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "a", "b", "em",
}  # fmt: skip
_ROLES = {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert", "menu", "toolbar"}
_PAGE_WORDS = re.compile(
    r"(?:^|[\s_-])(?:shar(?:e|ing)|sharedaddy|social|addtoany|related|newsletter|subscri(?:be|ption)|signup|sign-up"
    r"|comments?|respond|disqus|cookies?|consent|gdpr|sidebar|side-bar|breadcrumbs?|promo|adverts?|advertisement|ads?|adsbygoogle"
    r"|sponsor(?:ed)?|footer|nav|navbar|navigation|menu|popup|modal|overlay|byline|(?:post|entry|article)-?_?meta|author"
    r"|authors|bio|tags?|tag-?list|pagination|pager|recommend(?:ed|ations)?|trending|popular|most-?read|donat(?:e|ion)s?"
    r"|paywall|skip|toolbar|widgets?|toc|print|hidden|sr-only|screen-reader-text|visually-hidden|copyright|disclaimer"
    r"|signature|colophon|footnotes?|endnotes?|credits?|caption|wp-caption-text|gallery|kicker|eyebrow|site-header|masthead|teaser-?list|outbrain|taboola"
    r"|more-?(?:stories|articles|posts|news|from)|read-?(?:more|next)|banner|cta|call-to-action|appeal|membership)(?=$|[\s_-])",
    re.IGNORECASE,
)
_BUILDER = re.compile(r"(?:^|\s)(?:so-panel|elementor)")
_WIDGET = re.compile(r"widgets?(?=$|[\s_-])")
"""What some site builders call every part of a page, its text included."""
_META_LINE = re.compile(
    r"(?:^|[\s_-])(?:meta|byline|dateline|posted-?(?:on|by)|entry-?date|credits?|caption|footer|signature|colophon"
    r"|copyright|newsletter|subscribe|shar(?:e|ing)|donate|cta|related|read-?(?:more|next)|author-?bio|tags)(?=$|[\s_-])"
)
_POST = re.compile(r"(?:^|\s)(?:(?:topic|forum|crayons)-?)?(?:post|message|postbit|reply|topic-body)(?=$|\s)")
_EMBEDDED = re.compile(
    r"twitter-tweet|instagram-media|tiktok-embed|reddit-(?:embed|card)|bluesky-embed|mastodon-embed|fb-post"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_CONTENT_CLASS = re.compile(
    r"(?:^|\s)(?:entry-content|post-content|article-body|article-content|post-body|article__body|content-body|story-body)(?=$|\s)"
)
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What the parser takes from a page (as `&#1;`) but refuses to be given."""
_HEADLIKE = ("h1", "h2", "h3", "h4", "h5", "h6", "b", "strong")
_LENGTH = etree.XPath("string-length(normalize-space(.))")
_LEAST_SHARE = 0.5
"""Share of the page's remaining text that an element must hold to be the article."""


def content_of(body: etree._Element, words: HeadingWords) -> etree._Element:
    """The element that holds the article. Takes the page's surroundings out of `body`, which is changed."""
    marked = _marked(body)
    lessons = [head for head in body.iter(*_HEADLIKE) if _opens_lessons(head, words)]
    _take_out(body, marked, lessons)
    _take_out_replies(body)
    content = _element(body, marked)
    _set_boxes_last(content, [head for head in lessons if content in head.iterancestors()])
    return content


def _element(body: etree._Element, marked: Sequence[etree._Element]) -> etree._Element:
    """The element marked as the article's body, best marks first, if it holds most of the text; else the innermost."""
    ranked: dict[int, list[etree._Element]] = {}
    for element in marked:
        rank = _content_rank(element)
        if rank is not None and (element is body or body in element.iterancestors()):  # some were taken out
            ranked.setdefault(rank, []).append(element)
    whole = _size(body) if ranked else 0
    for rank in sorted(ranked):
        size, best = max(((_size(one), one) for one in ranked[rank]), key=lambda sized: sized[0])
        if size >= _LEAST_SHARE * whole:
            return best
    return _innermost(body)


def _content_rank(element: etree._Element) -> int | None:
    """How surely the element is marked as the article's body: 0 most, None not at all."""
    if element.get("itemprop") == "articleBody":
        return 0
    if element.tag == "article":
        return 2
    if element.tag == "main" or element.get("role") == "main":
        return 3
    name = element.get("class")
    return 1 if name and _CONTENT_CLASS.search(name) else None


def _take_out(body: etree._Element, marked: Sequence[etree._Element], lessons: Sequence[etree._Element]) -> None:
    """Take out what surrounds the article, but for what holds a lessons heading: sites put those into boxes too."""
    total = max(1, _size(body))
    kept = {body, *lessons, *(above for head in lessons for above in head.iterancestors())}
    apart = (one for one in marked if one not in kept and one.getparent() is not None and _surrounds(one))
    around = {one: size for one in apart if (size := _size(one)) <= MOST_TAKEN_OUT * total}
    outermost = (size for one, size in around.items() if not any(above in around for above in one.iterancestors()))
    if total - sum(outermost) < LEAST_LEFT:
        around = {one: size for one, size in around.items() if one.tag in _AROUND or one.get("role") in _ROLES}
    for element in around:
        if element.getparent() is not None:
            _remove(element)


def _take_out_replies(body: etree._Element) -> None:
    """Of a forum's thread the first post is the article, if it is as long as that; what follows are its replies."""
    posts: dict[etree._Element, list[etree._Element]] = {}
    for element in body.iter("div", "li", "article", "section", "tr"):
        parent = element.getparent()
        if parent is not None and _POST.search(element.get("class") or ""):
            posts.setdefault(parent, []).append(element)
    for first, *replies in posts.values():
        if replies and _size(first) >= FIRST_POST * (_size(first) + sum(map(_size, replies))):
            for reply in replies:
                _remove(reply)


def _marked(body: etree._Element) -> list[etree._Element]:
    """The elements that may say what they are for: by their tag, or by some attribute."""
    return [element for element in body.iter(etree.Element) if element.tag in _TELLING or element.keys()]


def _surrounds(element: etree._Element) -> bool:
    tag = element.tag
    if tag == "blockquote" and _EMBEDDED.search(element.get("class") or ""):
        return True
    if tag in _OF_THE_TEXT:
        return _is_hidden(element) or (tag == "p" and bool(_META_LINE.search(element.get("class") or "")))
    if tag == "header":
        return element.find(".//h1") is None and next(element.iterancestors("article", "main"), None) is None
    if tag == "footer":
        return next(element.iterancestors("blockquote"), None) is None
    if tag in _AROUND or element.get("role") in _ROLES or _is_hidden(element):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(names) > 2 and _names_surroundings(names) and element.find(".//h1") is None


@lru_cache(maxsize=1024)
def _names_surroundings(names: str) -> bool:
    """Whether a class or id is one that pages give to what surrounds the text; pages repeat few of them often."""
    return _PAGE_WORDS.search(_WIDGET.sub(" ", names) if _BUILDER.search(names) else names) is not None


def _is_hidden(element: etree._Element) -> bool:
    attributes = element.attrib
    return "hidden" in attributes or ("style" in attributes and _HIDDEN.search(attributes["style"]) is not None)


def _opens_lessons(head: etree._Element, words: HeadingWords) -> bool:
    """Whether it is a heading, if only by its type, of lessons."""
    return words.step(tidy_line("".join(head.itertext()))) is Step.LESSONS


def _set_boxes_last(content: etree._Element, lessons: Sequence[etree._Element]) -> None:
    """Move a box of lessons ("Key takeaways" beside the text) behind the article, which would else run on into it."""
    for head in lessons[:MOST_BOXES]:
        box: etree._Element | None = None
        for above in head.iterancestors("div", "section", "aside"):
            if above is content or not _begins_with(above, head):
                break
            size = _size(above)
            if size > LARGEST_BOX * _size(content):
                break
            if size > _size(head) + LEAST_BOX:
                box = above
        after = box.getnext() if box is not None else None
        if box is None or after is None or _is_one_of_many(box):
            continue
        if after.tag in {"p", "div", "ul", "ol", "blockquote"}:
            _remove(box)
            box.tail = None
            content.append(box)


def _is_one_of_many(box: etree._Element) -> bool:
    """Whether most of what stands beside it is made alike: site builders put every few paragraphs into such a box."""
    parent = box.getparent()
    if parent is None:
        return False
    first = (box.get("class") or "").split()[:1]
    alike = (one for one in parent.iterchildren(box.tag) if (one.get("class") or "").split()[:1] == first)
    beside = sum(_size(one) for one in alike if one is not box)
    return beside > 0 and beside >= BUILT * (_size(parent) - _size(box))


def _begins_with(element: etree._Element, head: etree._Element) -> bool:
    """Whether the heading is the first text in the element."""
    first = next((text for text in element.itertext() if text.strip()), "")
    return bool(first) and "".join(head.itertext()).strip().startswith(first.strip())


def _innermost(element: etree._Element) -> etree._Element:
    """Down through wrappers: while one child holds the text, and what stands beside it is links and labels."""
    while True:
        size = _size(element)
        child = next((one for one in element.iterchildren(*_WRAPPERS) if _size(one) > 0.8 * size), None)
        if child is None or any(_has_text(one) for one in element if one is not child):
            return element
        element = child


def _has_text(element: etree._Element) -> bool:
    """Whether there is more than links and a few words in it, or a table of data."""
    linked = sum(_size(link) for link in element.iter("a"))
    return _size(element) - linked > LABEL or element.find(".//th") is not None


def _size(element: etree._Element) -> int:
    """Characters of text, runs of white space counted as one."""
    return int(_LENGTH(element))


def _remove(element: etree._Element) -> None:
    """Take the element out, its tail stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail:
        if before is not None:
            before.tail = _UNFIT.sub(" ", (before.tail or "") + element.tail)
        else:
            parent.text = _UNFIT.sub(" ", (parent.text or "") + element.tail)
    parent.remove(element)
