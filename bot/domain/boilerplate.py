"""What belongs to the page, not to the article: appeals, share buttons, related links, captions, credits, bylines.

Words alone prove little: "donate" in an article about fundraising is content. A piece is boilerplate when it also
speaks to the reader, links out or names the publication, when it is a whole line of a known kind, when it stands in a
box of the page, or when it belongs to the run of such pieces at the end. The rules are here, the words in the language
files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from bot.domain.article import BlockKind
from bot.domain.boilerplate_cues import SHORT_LINE, Cues, cues_of
from bot.domain.headings import HeadingWords, words_of
from bot.domain.language import Language
from bot.domain.phrases import fold
from bot.domain.piece import Piece

BOX_BODY = 120
"""Words: a paragraph longer than this is not the body of a box of the page."""
APPEAL = 40
"""Words: a longer piece needs more than one phrase of asking to be an appeal."""
ASIDE = 70
"""Words: weaker cues count only in pieces that are no longer, for a page speaks briefly of itself."""
TAIL = 14
"""Pieces at the end among which the run of boilerplate is looked for."""
DOUBTFUL = 45
"""Words that may stand between two certain pieces of the run."""
LEAST_QUESTION = 5
"""Words: a shorter question at the end is the heading of a box."""
LEAST_TO_READER = 8
"""Words: the same of a question that speaks to the reader."""
CONTACT = 6
"""Words: what has more beside an address says something."""
LAST_WORDS = 15
"""Words that may stand after the last certain piece."""
SHORT_CREDIT = 45
"""Words: a longer first paragraph is content, even if it says where it comes from."""
FIRST_WORDS = 25
"""Words of a piece with which the article has begun."""
FRONT = 6
"""Pieces at the beginning among which bylines, dates and credits are looked for."""

PULL_QUOTE = 300
"""Characters of a sentence that is set apart for the eye."""
MOST_QUOTED = 50
"""Quotations held against the text, so that a text of nothing else costs no more."""

_ADDRESS = re.compile(
    r"https?://|www\.|[\w.+-]@[\w-]++\.\w|[\w-]\.(?:com|org|net|info|gov|edu|eu|news|media)\b", re.IGNORECASE
)
_SITE = re.compile(r"(?<![\w-])[\w-]{4,}+\.(?:com|org|net|info|gov|edu|eu|news|media|[a-z]{2})\b", re.IGNORECASE)
_AGENCY = re.compile(
    r"©|\bGetty\b|\bShutterstock\b|\bReuters\b|\bAFP\b|\biStock|\bUnsplash\b|\bWikimedia\b|\bFlickr\b|\bAdobe Stock\b"
    r"|\bCC(?:[ /-]BY|0)|/ ?CC\b"
)


_HANDLE = re.compile(r"(?<![\w@])@\w{3,}")
_PAGE_NUMBER = re.compile(r"^[-–—\[( ]{0,4}\d{1,3}[-–—\]) ]{0,4}$")
_BUTTONS = re.compile(r"[|•·\n]")


def without_boilerplate(
    pieces: Sequence[Piece],
    languages: Iterable[Language],
    source_name: str | None = None,
    authors: Iterable[str] = (),
) -> list[Piece]:
    """The pieces that belong to the article, in order. `source_name` and `authors` tell what speaks of them."""
    own = tuple(languages)
    cues = cues_of(own)
    judged = [_Judged(piece, cues, tuple(filter(None, map(fold, authors)))) for piece in pieces]
    _name_publications(judged, source_name)
    judged = _without_tail(judged, words_of(own))
    judged = _without_front_matter(judged)
    judged = _without_boxes(judged)
    return _without_pull_quotes([one.piece for one in judged if not one.stands_alone_as_boilerplate])


class _Judged:
    """A piece with what speaks against it; each question is answered once, when asked."""

    def __init__(self, piece: Piece, cues: Cues, authors: tuple[str, ...]) -> None:
        self.piece, self._cues, self._authors = piece, cues, authors
        self.words = piece.text.count(" ") + 1
        self.publications: frozenset[str] = frozenset()

    @cached_property
    def folded(self) -> str:
        return fold(self.piece.text) if self.words <= BOX_BODY else ""

    @property
    def is_line(self) -> bool:
        """A button, a label, navigation: the whole short line is known."""
        plain = self.piece.kind not in {BlockKind.CODE, BlockKind.TABLE}
        if not plain or self.words > 2 * SHORT_LINE:
            return False
        if self.piece.kind is BlockKind.PARAGRAPH and _PAGE_NUMBER.match(self.piece.text):
            return True
        rows = [[fold(part) for part in _BUTTONS.split(self.piece.text)], [self.folded]]
        known = self._cues.lines.is_one
        return any(all(one.count(" ") <= SHORT_LINE and known(one) for one in row if one) and any(row) for row in rows)

    @property
    def opens_box(self) -> bool:
        looks_like_heading = self.piece.kind is BlockKind.HEADING or (
            self.words <= SHORT_LINE and self.piece.kind is BlockKind.PARAGRAPH and self.piece.text[-1] not in ".;,"
        )
        return looks_like_heading and self._cues.headings.is_one(self.folded)

    @property
    def is_caption(self) -> bool:
        """A picture's text with its credit."""
        text = self.piece.text
        if self.words > 45 or self.piece.kind in {BlockKind.HEADING, BlockKind.CODE, BlockKind.TABLE}:
            return False
        return self._cues.is_caption(text) or (self.words <= 30 and bool(_AGENCY.search(text)))

    @property
    def is_date(self) -> bool:
        alone = self.words <= SHORT_LINE and self.piece.kind is not BlockKind.LIST_ITEM
        return alone and self._cues.date_of(self.piece.text) is not None

    @property
    def is_byline(self) -> bool:
        short = self.words <= SHORT_LINE and self.piece.text[-1] not in ".:"
        return short and self._cues.byline_names(self.piece.text) is not None

    @property
    def says_who_and_when(self) -> bool:
        """A line under a title with the author and the date, in whatever order."""
        said = self._cues.front_line(self.piece.text) if self.piece.text[-1] != "." else None
        return said is not None and said.published is not None and bool(said.name)

    @property
    def signs_off(self) -> bool:
        """The greeting that ends a letter."""
        plain = self.piece.kind is BlockKind.PARAGRAPH and self.words <= SHORT_LINE
        return plain and self._cues.signs_off(self.piece.text)

    @property
    def is_footer(self) -> bool:
        """What little a page says of itself below a line, with a way to write to it or to go on."""
        short = self.piece.kind is BlockKind.PARAGRAPH and self.words <= SHORT_CREDIT
        return short and self.piece.after_rule and self.links_out

    @property
    def links_out(self) -> bool:
        return self.piece.link_chars > 0 or bool(_ADDRESS.search(self.piece.text))

    @property
    def is_all_link(self) -> bool:
        return self.piece.link_chars >= 0.8 * len(self.piece.text)

    @property
    def names_the_publication(self) -> bool:
        return any(name in self.folded for name in self.publications)

    def sites(self) -> list[str]:
        """The web sites it names."""
        return _SITE.findall(self.piece.text)

    @property
    def asks(self) -> bool:
        """An appeal: it asks the reader for money, an address or a click."""
        cues, folded = self._cues, self.folded
        speaks = cues.reader.count_in(folded) >= 2 or self.links_out or self.names_the_publication
        phrases = cues.appeal.count_in(folded)
        if phrases:
            return self.words <= APPEAL or phrases >= 2 or speaks
        return self.words <= ASIDE and cues.appeal_words.found_in(folded) and speaks

    @property
    def credits(self) -> bool:
        return self.words <= ASIDE and self._cues.credits.found_in(self.folded)

    @property
    def presents_the_author(self) -> bool:
        """A note on who wrote it, which begins with their full name."""
        return self.words <= ASIDE and any(
            " " in name.strip() and self.folded.startswith(name) for name in self._authors
        )

    @property
    def is_contact(self) -> bool:
        """An address or a name on a network, and hardly a word more."""
        if self.words > CONTACT or self.piece.kind is not BlockKind.PARAGRAPH:
            return False
        return bool(_ADDRESS.search(self.piece.text) or _HANDLE.search(self.piece.text))

    @property
    def is_note(self) -> bool:
        """A note of the page's own under a label: a correction, sources, what else is in the issue."""
        short = self.piece.kind is BlockKind.PARAGRAPH and self.words <= ASIDE
        return short and self._cues.is_labelled(self.piece.text)

    @property
    def asks_the_group(self) -> bool:
        """A question that looks like a heading because it stands alone, and is an author's last word. One that speaks
        to the reader has to be longer: "Want more?" is a page's.
        """
        piece = self.piece
        if not (piece.kind is BlockKind.HEADING and piece.guessed and piece.text[-1] in "?;"):
            return False
        least = LEAST_TO_READER if self._cues.reader.found_in(self.folded) else LEAST_QUESTION
        return self.words >= least and not (self.certain or self.asks)

    @property
    def leads_elsewhere(self) -> bool:
        leads = self.words <= ASIDE and self._cues.related.found_in(self.folded)
        return leads or (self.is_all_link and self.words >= 3)

    @property
    def is_label(self) -> bool:
        return self.is_line or self.is_caption or self.is_date

    @property
    def certain(self) -> bool:
        """Enough to begin the run of boilerplate at the end."""
        if self.piece.kind is BlockKind.HEADING:
            return self.opens_box or self.is_line
        plain = self.piece.kind is not BlockKind.TABLE and self.piece.kind is not BlockKind.CODE
        return plain and (
            self.is_label
            or self.opens_box
            or self.is_byline
            or self.signs_off
            or self.is_footer
            or self.asks
            or self.credits
            or self.presents_the_author
            or self.is_contact
            or self.is_note
            or self.leads_elsewhere
            or (self.names_the_publication and self.links_out)
        )

    @property
    def stands_alone_as_boilerplate(self) -> bool:
        """Enough to go from the middle of the article."""
        if self.piece.kind in {BlockKind.HEADING, BlockKind.TABLE, BlockKind.CODE}:
            return False
        if self.is_line or self.is_caption:
            return True
        if self.piece.kind is not BlockKind.PARAGRAPH or self.words > 40:
            return False
        if self._cues.appeal.found_in(self.folded):
            return self.links_out or self._cues.reader.count_in(self.folded) >= 2
        noted = self.is_note and self.piece.link_chars >= 0.5 * len(self.piece.text)
        return noted or (self.is_all_link and self._cues.related.found_in(self.folded))


def _name_publications(judged: Sequence[_Judged], source_name: str | None) -> None:
    """Tell every piece what the publication is called: what the source says, and the sites its boilerplate names."""
    edges = [*judged[:FRONT], *judged[FRONT:][-TAIL:]]
    sites = {fold(site) for one in edges if one.words <= BOX_BODY and one.certain for site in one.sites()}
    names = frozenset(name for name in {*sites, fold(source_name or "")} if name)
    for one in judged:
        one.publications = names


def _without_front_matter(judged: list[_Judged]) -> list[_Judged]:
    """Out go bylines, dates and credits before the article really begins."""
    kept: list[_Judged] = []
    begun = False
    for index, one in enumerate(judged):
        marked = one.piece.kind is BlockKind.HEADING and not one.piece.guessed
        in_front = not begun and index < FRONT and not marked
        if in_front and (
            one.is_label or one.is_byline or one.says_who_and_when or (one.words <= SHORT_CREDIT and one.credits)
        ):
            continue
        begun = begun or one.words > FIRST_WORDS
        kept.append(one)
    return kept


def _without_boxes(judged: list[_Judged]) -> list[_Judged]:
    """Out goes a box of the page inside the article: its heading and the short, linked or asking pieces below it."""
    kept: list[_Judged] = []
    index = 0
    while index < len(judged):
        one = judged[index]
        end = _box_end(judged, index) if one.opens_box else index
        if end > index:
            index = end
            continue
        kept.append(one)
        index += 1
    return kept


def _box_end(judged: list[_Judged], start: int) -> int:
    """Where the box that opens at `start` ends; `start` itself if what follows reads like an article."""
    index = start + 1
    while index < len(judged):
        one = judged[index]
        if one.piece.kind is BlockKind.HEADING and not one.opens_box:
            break
        belongs = one.certain or one.piece.kind is BlockKind.LIST_ITEM or one.words <= 15
        if not belongs:
            break
        index += 1
    if index == start + 1 and index < len(judged) and judged[index].piece.kind is not BlockKind.HEADING:
        return start
    return index


def _without_tail(judged: list[_Judged], words: HeadingWords) -> list[_Judged]:
    """Out goes the run of boilerplate at the end: it begins with a certain piece, and nothing after it is an article's.

    Between certain pieces a short one may stand that says nothing by itself ("Capitalism has failed! Join the fight!").
    """
    first = max(0, len(judged) - TAIL)
    cut, doubtful, allowed = len(judged), 0, LAST_WORDS
    for index in range(len(judged) - 1, first - 1, -1):
        one = judged[index]
        if one.certain:
            doubtful, allowed = 0, DOUBTFUL
            cut = index if _may_begin_tail(judged, index) else cut
            continue
        doubtful += one.words
        if doubtful > allowed or one.piece.kind in {BlockKind.TABLE, BlockKind.CODE}:
            break
    _keep_last_question(judged[:cut], words)
    while cut < len(judged) and cut and judged[cut - 1].piece.kind is BlockKind.HEADING:
        cut -= 1
    return judged[:cut]


def _keep_last_question(judged: list[_Judged], words: HeadingWords) -> None:
    """The author's last question is no heading of the few words that may stand behind it."""
    behind = 0
    for last in reversed(judged):
        if last.piece.kind is BlockKind.HEADING:
            if last.asks_the_group and _opens_with_question_word(last.piece.text, words):
                last.piece = replace(last.piece, kind=BlockKind.PARAGRAPH, level=0, guessed=False)
            return
        behind += last.words
        if behind > LAST_WORDS:
            return


def _opens_with_question_word(text: str, words: HeadingWords) -> bool:
    """Whether a question word comes first, or right after a comma: "And you, what keeps you from it?"."""
    return any(words.opens_with_question_word(part) for part in (text, text.partition(",")[2]) if part.strip())


def _may_begin_tail(judged: list[_Judged], index: int) -> bool:
    """A list item is cut only with its whole list, so that the last point of a list is not lost to a link in it."""
    one = judged[index]
    if one.piece.kind is not BlockKind.LIST_ITEM or one.is_label:
        return True
    before = judged[index - 1] if index else None
    return before is None or before.piece.kind is not BlockKind.LIST_ITEM


def _without_pull_quotes(pieces: list[Piece]) -> list[Piece]:
    """Out goes a quotation that only repeats a sentence of the text in larger letters."""
    quoted = [piece for piece in pieces if piece.kind is BlockKind.QUOTATION and len(piece.text) <= PULL_QUOTE]
    text = "".join(fold(piece.text) for piece in pieces if piece.kind is BlockKind.PARAGRAPH)
    repeated = {id(piece) for piece in quoted[:MOST_QUOTED] if piece.text.count(" ") >= 4 and fold(piece.text) in text}
    return [piece for piece in pieces if id(piece) not in repeated]
