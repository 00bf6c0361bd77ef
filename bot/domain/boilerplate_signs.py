"""What speaks for and against one piece of a page: whether it asks, credits, labels, links out, signs off.

No sign is a verdict; `bot.domain.boilerplate` weighs them, and what stands around the piece.
"""

from __future__ import annotations

import re
from functools import cached_property

from bot.domain.article import BlockKind
from bot.domain.boilerplate_cues import FRONT_LINE, SHORT_LINE, Cues
from bot.domain.bylines import is_full_name
from bot.domain.phrases import fold
from bot.domain.piece import Piece

BOX_BODY = 120
"""Words: a paragraph longer than this is not the body of a box of the page."""
APPEAL = 40
"""Words: a longer piece needs more than one phrase of asking to be an appeal."""
ASIDE = 70
"""Words: weaker cues count only in pieces that are no longer, for a page speaks briefly of itself."""
LEAST_QUESTION = 5
"""Words: a shorter question at the end is the heading of a box."""
LEAST_TO_READER = 8
"""Words: the same of a question that speaks to the reader."""
THANKS = 30
"""Words: who thanks at greater length also says for what."""
CONTACT = 6
"""Words: what has more beside an address says something."""
LEAST_SENTENCE = 7
"""Words of a paragraph that says something in full."""
LEAST_TAGS = 5
"""Words: fewer in small letters may be anything."""
SHORT_LABEL = 4
"""Words of a label alone on its line."""
SHORT_CREDIT = 45
"""Words: a longer first paragraph is content, even if it says where it comes from."""
_ADDRESS = re.compile(
    r"https?://|www\.|[\w.+-]@[\w-]++\.\w|[\w-]\.(?:com|org|net|info|gov|edu|eu|news|media)\b", re.IGNORECASE
)
_SITE = re.compile(r"(?<![\w-])[\w-]{4,}+\.(?:com|org|net|info|gov|edu|eu|news|media|[a-z]{2})\b", re.IGNORECASE)
_AGENCIES = (
    "©", "Getty", "Shutterstock", "Reuters", "AFP", "iStock", "Unsplash", "Wikimedia", "Flickr", "Adobe Stock", "CC",
)  # fmt: skip
_AGENCY = re.compile(rf"©|\b(?:{'|'.join(_AGENCIES[1:-1])}|iStock\w*)\b|\bCC(?:[ /-]BY|0)|/ ?CC\b")
_DASHED = re.compile(r"[-–—]{1,3}\s?([^\W\d_][^\n]{1,40})")
_HANDLE = re.compile(r"(?<![\w@])@\w{3,}")
_PAGE_NUMBER_OR_TAGS = re.compile(r"^(?:[-–—\[( ]{0,4}\d{1,3}[-–—\]) ]{0,4}|(?:#[^\W\d][\w-]*+[\s,]*+)++)$")
_FOOTNOTE = re.compile(r"(?:\[\d{1,3}\]|\*{1,3}|[†‡]{1,2}|[¹²³⁴-⁹⁰]{1,3}|\^\d{1,2})\s?(?=[^\W\d_])")
"""The mark with which a note below the text begins."""
_ARROW = re.compile(r"^[←⟵⇐↩]\s?\w|\w\s?[→⟶⇒↗]$")
_BUTTONS = re.compile(r"[|•·\n]")


class Judged:
    """A piece with what speaks against it; each question is answered once, when asked."""

    def __init__(self, piece: Piece, cues: Cues, authors: tuple[str, ...]) -> None:
        self.piece, self._cues, self._authors = piece, cues, authors
        self.words = piece.text.count(" ") + 1
        self.publications: frozenset[str] = frozenset()
        self.in_footer = False
        self.signed = False

    @cached_property
    def folded(self) -> str:
        return fold(self.piece.text) if self.words <= BOX_BODY else ""

    @property
    def is_line(self) -> bool:
        """A button, a label, navigation: the whole short line is known."""
        plain = self.piece.kind not in {BlockKind.CODE, BlockKind.TABLE}
        if not plain or self.words > 2 * SHORT_LINE:
            return False
        if self.piece.kind is BlockKind.PARAGRAPH and _PAGE_NUMBER_OR_TAGS.match(self.piece.text):
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
    def is_whole_box(self) -> bool:
        """A box of one line, label and link, as they are put between two paragraphs."""
        return self.piece.kind is BlockKind.PARAGRAPH and self.piece.link_chars > 0 and self.opens_box

    @property
    def goes_alone(self) -> bool:
        """What is put between two paragraphs, so that an article may well read on behind it."""
        return (
            self.is_whole_box
            or self.is_linked_note
            or self.shows_the_curious_on
            or (self.asks and not self.is_label and self.stands_alone_as_boilerplate)
        )

    @property
    def is_sentence(self) -> bool:
        """Something said in full, and not to the reader."""
        said = (
            self.piece.kind is BlockKind.PARAGRAPH and self.words >= LEAST_SENTENCE and self.piece.text[-1] in ".?!…;"
        )
        return said and not self.links_out and not self._cues.reader.found_in(self.folded)

    @property
    def is_caption(self) -> bool:
        """A picture's text with its credit."""
        text = self.piece.text
        if self.words > 45 or self.piece.kind in {BlockKind.HEADING, BlockKind.CODE, BlockKind.TABLE}:
            return False
        named = self.words <= 30 and any(name in text for name in _AGENCIES) and bool(_AGENCY.search(text))
        return named or self._cues.is_caption(text)

    @property
    def is_date(self) -> bool:
        alone = self.words <= SHORT_LINE and self.piece.kind is not BlockKind.LIST_ITEM
        return alone and self._cues.date_of(self.piece.text) is not None

    @property
    def is_byline(self) -> bool:
        short = self.words <= SHORT_LINE and self.piece.text[-1] not in ".:"
        return self.is_linked_byline or (short and self._cues.byline_names(self.piece.text) is not None)

    @property
    def is_linked_byline(self) -> bool:
        """A name as a sentence of its own, and a link behind it: "Written by Ann Lee on Medium. Read the original"."""
        short = self.piece.kind is BlockKind.PARAGRAPH and self.words <= FRONT_LINE and self.piece.link_chars > 0
        said, stop, _ = self.piece.text.partition(". ") if short else ("", "", "")
        names = (self._cues.byline_names(said) or "").split() if stop else []
        return is_full_name(" ".join(names[:2]))  # where it appeared may stand behind the name

    @property
    def says_who_and_when(self) -> bool:
        """A line under a title with the author and the date, in whatever order."""
        said = self._cues.front_line(self.piece.text) if self.piece.text[-1] != "." else None
        return said is not None and said.published is not None and bool(said.name)

    @property
    def signs_off(self) -> bool:
        """The greeting that ends a letter."""
        plain = self.piece.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM} and self.words <= SHORT_LINE
        return plain and self._cues.signs_off(self.piece.text)

    @property
    def takes_leave(self) -> bool:
        """The author's leave from the readers, or what the author added to it years later."""
        if self.piece.kind is not BlockKind.PARAGRAPH:
            return False
        leave = self.words <= THANKS and self._cues.takes_leave(self.piece.text)
        return leave or self._cues.is_postscript(self.folded)

    @property
    def is_dash_and_name(self) -> bool:
        """A first and last name behind a dash, or the author's first name."""
        said = _DASHED.fullmatch(self.piece.text) if self.piece.kind is BlockKind.PARAGRAPH else None
        return said is not None and (
            is_full_name(said[1]) or any(one.startswith(fold(said[1])) for one in self._authors)
        )

    @property
    def is_footer(self) -> bool:
        """What little a page says of itself below a line, with a way to write to it or to go on."""
        short = self.piece.kind is BlockKind.PARAGRAPH and self.words <= SHORT_CREDIT
        return short and self.piece.after_rule and self.links_out

    @property
    def is_closing_note(self) -> bool:
        """A note of the author's below the article, where it is the last thing said: in italics below a line, or in
        italics about the article itself, or under a label and either set apart or about itself. A question is none.
        """
        piece, cues = self.piece, self._cues
        if piece.kind is not BlockKind.PARAGRAPH or self.words > ASIDE or piece.text[-1] in "?;":
            return False
        if piece.slanted and piece.after_rule:
            return True
        if piece.slanted or cues.closes_labelled(piece.text):
            labelled_apart = (piece.slanted or piece.after_rule) and cues.closes_labelled(piece.text)
            return labelled_apart or cues.itself.found_in(self.folded)
        return False

    @property
    def note_mark(self) -> str:
        """The mark of a note below the text, "" if it is none: "[1] Town archive, box 112"."""
        plain = self.piece.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM} and self.piece.lead == 0
        short = plain and self.words <= ASIDE
        found = _FOOTNOTE.match(self.piece.text) if short else None
        return found[0].strip() if found else ""

    @property
    def heads_notes(self) -> bool:
        """A label alone on its line, below which sources are listed, with or without a colon."""
        plain = self.piece.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}
        return plain and self.words <= SHORT_LABEL and self._cues.is_label_alone(self.piece.text)

    @property
    def refers(self) -> bool:
        """Whether it names a source as notes do: by a page, a year, an address."""
        return self.links_out or any(map(str.isdigit, self.piece.text[len(self.note_mark) :]))

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
    def gives_thanks(self) -> bool:
        """A line of thanks to sponsors and helpers, as a page or a report closes with it."""
        short = self.piece.kind is BlockKind.PARAGRAPH and self.words <= THANKS
        return short and self._cues.gives_thanks(self.folded)

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
    def is_linked_note(self) -> bool:
        """Such a note that is a link above all, as they are put between two paragraphs: "Related: Ten old wells"."""
        return self.is_note and self.piece.link_chars >= 0.5 * len(self.piece.text)

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
        alone = self.piece.kind is BlockKind.PARAGRAPH
        return leads or (self.is_all_link and (alone or self.words >= 3)) or (alone and self.is_way_back)

    @property
    def is_way_back(self) -> bool:
        """A label with an arrow, as pages have them that lead back or on: "← All essays"."""
        return self.words <= CONTACT + 1 and bool(_ARROW.search(self.piece.text))

    @property
    def shows_the_curious_on(self) -> bool:
        """Where who would like to see more finds it: "If you are curious about the code, it is on GitHub"."""
        linked = self.piece.kind is BlockKind.PARAGRAPH and self.words <= APPEAL and self.links_out
        return linked and self._cues.invites_the_curious(self.piece.text)

    @property
    def is_row_of_tags(self) -> bool:
        alone = self.piece.kind is BlockKind.PARAGRAPH and LEAST_TAGS <= self.words <= SHORT_LINE
        return alone and self._cues.is_row_of_tags(self.piece.text)

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
            or self.is_row_of_tags
            or self.is_byline
            or self.signs_off
            or self.in_footer
            or self.signed
            or self.is_footer
            or self.asks
            or self.credits
            or self.gives_thanks
            or self.takes_leave
            or self.presents_the_author
            or self.is_contact
            or self.is_note
            or self.leads_elsewhere
            or self.shows_the_curious_on
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
        return self.is_linked_note or (self.is_all_link and self._cues.related.found_in(self.folded))
