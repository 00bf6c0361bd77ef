"""What belongs to the page and what to the article."""

import pytest

from bot.domain.article import BlockKind
from bot.domain.boilerplate import without_boilerplate
from bot.domain.piece import Piece
from bot.languages import all_languages

LONG = (
    "The fund was small at first, and nobody had expected that people who had never met would pay into it every month "
    "for the better part of a year, which is what they did, and what made the difference in the end."
)


def paragraph(text: str, links: int = 0) -> Piece:
    return Piece(BlockKind.PARAGRAPH, text, link_chars=links)


def heading(text: str) -> Piece:
    return Piece(BlockKind.HEADING, text, level=2)


def kept(*pieces: Piece, source: str | None = None) -> list[str]:
    return [piece.text for piece in without_boilerplate(pieces, all_languages(), source)]


def test_an_article_about_donations_keeps_its_words() -> None:
    text = "Most people donate once, in the week after a disaster, and the fund then has to live on it for years."
    assert kept(paragraph(LONG), paragraph(text), paragraph(LONG)) == [LONG, text, LONG]


@pytest.mark.parametrize(
    "appeal",
    [
        "Please make a donation to help us reach more readers.",
        "Liked this article? Become a patron and support our work.",
        "Sign up for our newsletter and get every new story in your inbox.",
        "Wir brauchen deine Unterstützung: Spende jetzt!",
        "Faites un don pour soutenir notre travail et aidez-nous à continuer.",
        "Necesitamos tu apoyo: haz una donación y suscríbete a nuestro boletín.",
        "Στηρίξτε μας: κάντε μια δωρεά και γίνετε συνδρομητές.",
    ],
)
def test_an_appeal_at_the_end_goes(appeal: str) -> None:
    assert kept(paragraph(LONG), paragraph(LONG), paragraph(appeal)) == [LONG, LONG]


def test_everything_after_a_box_of_the_page_at_the_end_goes() -> None:
    tail = [
        heading("Special financial appeal to all readers of redpaper.example"),
        heading("Support building other media"),
        paragraph("Redpaper offers a view of its own. The old order has failed! Assist us to build the new one."),
        paragraph("Donate via Paypal"),
        paragraph("February 2025"),
    ]
    assert kept(paragraph(LONG), *tail) == [LONG]


def test_a_share_button_in_the_middle_goes_and_the_text_around_it_stays() -> None:
    assert kept(paragraph(LONG), paragraph("Share this on Facebook"), paragraph(LONG)) == [LONG, LONG]


def test_a_box_in_the_middle_goes_with_its_links() -> None:
    box = [heading("Related articles"), Piece(BlockKind.LIST_ITEM, "Ten years of night buses", 1, link_chars=24)]
    assert kept(paragraph(LONG), *box, heading("What happened next"), paragraph(LONG)) == [
        LONG,
        "What happened next",
        LONG,
    ]


def test_a_heading_like_a_boxs_over_an_article_stays() -> None:
    pieces = (paragraph(LONG), heading("Help us understand the strike"), paragraph(LONG))
    assert kept(*pieces) == [LONG, "Help us understand the strike", LONG]


@pytest.mark.parametrize(
    "caption",
    [
        "The gate at dawn. Photo: Jo Lund / The Lantern",
        "Reuters/M. Ray",
        "Foto: Archiv",
        "Crédit photo : A. Roux / CC BY 2.0",
    ],
)
def test_a_picture_credit_goes_wherever_it_stands(caption: str) -> None:
    assert kept(paragraph(LONG), paragraph(caption), paragraph(LONG)) == [LONG, LONG]


def test_a_note_where_it_was_first_published_goes_at_either_end() -> None:
    note = "This article was first published in the Gardeners' Letter."
    assert kept(paragraph(note), paragraph(LONG), paragraph(LONG)) == [LONG, LONG]
    assert kept(paragraph(LONG), paragraph(LONG), paragraph(note)) == [LONG, LONG]


def test_a_byline_and_a_date_go_at_the_front() -> None:
    assert kept(paragraph("By Ann Lee"), paragraph("14 March 2024"), paragraph(LONG)) == [LONG]


def test_a_date_within_the_text_stays() -> None:
    assert kept(paragraph(LONG), paragraph("14 March 2024"), paragraph(LONG)) == [LONG, "14 March 2024", LONG]


def test_the_last_point_of_a_list_is_not_lost_to_a_link_in_it() -> None:
    items = [
        Piece(BlockKind.LIST_ITEM, "Begin the fund before the strike.", 1),
        Piece(BlockKind.LIST_ITEM, "Subscribe to our calendar so that you know your shift: https://example.org", 1),
    ]
    assert len(kept(paragraph(LONG), *items)) == 3


def test_what_names_the_publication_and_links_to_it_goes_at_the_end() -> None:
    note = paragraph("More about this in The Lantern's archive.", links=20)
    assert kept(paragraph(LONG), note, source="The Lantern") == [LONG]


def test_code_tables_and_headings_are_never_taken_for_buttons() -> None:
    pieces = (Piece(BlockKind.CODE, "print"), Piece(BlockKind.TABLE, "share | save"), paragraph(LONG))
    assert kept(*pieces) == ["print", "share | save", LONG]
