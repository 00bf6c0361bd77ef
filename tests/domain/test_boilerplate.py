"""What belongs to the page and what to the article."""

from dataclasses import replace

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


@pytest.mark.parametrize(
    "note",
    [
        "Correction, 9 May: an earlier version of this article said twelve bakeries.",
        "Berichtigung vom 9. Mai: In einer früheren Fassung war von zwölf Bäckereien die Rede.",
        "Rectificatif : une version antérieure parlait de douze boulangeries.",
        "Disclosure: the writer is a member of the association.",
        "Sources: minutes of the branch, 1910 to 1912; the county archive.",
        "Word count: 812",
        "Update (5 May 2021): the drill has been returned.",
        "Nachtrag: Der Bohrer ist zurück.",
        "Discuss this post on Hacker News.",
        "Comenta este artículo en Mastodon.",
        "Thanks to Tom Wren and Ada Pole for reading drafts of this.",
        "Merci à Anne Roux et à Paul Blanc pour leur relecture.",
        "— Edith Marlow",
        "Bibliografía: actas de la sección, 1910 a 1912; el archivo del condado.",
        "Literatur: Protokolle der Ortsgruppe, 1910 bis 1912.",
        "Références : procès-verbaux de la section, 1910 à 1912.",
        "El código está en example.org/fondo, y escribiré el próximo artículo cuando llueva.",
        "The full source code is available on example.org.",
        "Im nächsten Beitrag erzähle ich von der Kasse.",
        "Print | Email | Share",
        "Sam tweets at @samoye.",
        "Read part two next week.",
        "The editor thanks P. Wren for the drawings.",
        "La redazione ringrazia Anna Bianchi per i disegni.",
        "Membership is 12 pounds a year, payable to the treasurer at the address below.",
        "-- 3 --",
        "[ Back to index | Printer friendly ]\nLast updated 4 March 2003. Visitors: 001244",
    ],
)
def test_a_note_of_the_page_at_the_end_goes(note: str) -> None:
    assert kept(paragraph(LONG), paragraph(LONG), paragraph(note)) == [LONG, LONG]


@pytest.mark.parametrize(
    "line",
    [
        "The correction came too late: nobody read the second edition.",
        "Two things were certain: the roof leaked, and the treasurer had left.",
        "The fund had 3 members.",
        "Sources close to the fund said: nobody had counted the money.",
        "Funding was the problem: nobody had any.",
    ],
)
def test_a_last_sentence_that_only_looks_like_such_a_note_stays(line: str) -> None:
    assert kept(paragraph(LONG), paragraph(line)) == [LONG, line]


@pytest.mark.parametrize(
    "line", ["Story continues below", "Join our WhatsApp channel for the day's news", "Der Artikel geht unten weiter"]
)
def test_a_line_that_keeps_readers_on_the_page_goes_from_the_middle(line: str) -> None:
    assert kept(paragraph(LONG), paragraph(line.removeprefix("Der ")), paragraph(LONG)) == [LONG, LONG]


def test_a_linked_note_in_the_middle_goes() -> None:
    related = "Related: How the fund was founded in a kitchen"
    assert kept(paragraph(LONG), paragraph(related, links=38), paragraph(LONG)) == [LONG, LONG]


def test_a_pull_quote_that_repeats_the_text_goes_and_another_quotation_stays() -> None:
    pulled = Piece(BlockKind.QUOTATION, "People who had never met would pay into it every month")
    other = Piece(BlockKind.QUOTATION, "We never asked anybody what they could afford.")
    assert kept(paragraph(LONG), pulled, other, paragraph(LONG)) == [LONG, other.text, LONG]


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


@pytest.mark.parametrize(
    "greeting",
    [
        ["Yours in solidarity,", "Ann Lee"], ["Best wishes", "Ann Lee", "Secretary"],
        ["Mit Chorgruß Jana Kurz", "1. Vorsitzende"], ["Mit freundlichen Grüßen", "Jana Kurz"],
        ["Met strijdbare groet,", "Piet Vos"], ["Salutations fraternelles", "Luc Roy"],
        ["Un fuerte abrazo,", "Ana Ruiz"], ["Com um abraço musical,", "Ana Luz (secretária)"],
        ["Un caro saluto a tutti", "Rita Sala"], ["Συντροφικούς χαιρετισμούς", "Άννα Λέκκα"],
    ],
    ids=lambda greeting: greeting[0],
)  # fmt: skip
def test_the_greeting_that_ends_a_letter_goes_with_the_name_below_it(greeting: list[str]) -> None:
    assert kept(paragraph(LONG), paragraph(LONG), *map(paragraph, greeting)) == [LONG, LONG]


def test_a_last_sentence_that_begins_like_a_greeting_stays() -> None:
    sentence = "In solidarity there was, in the end, more warmth than in the heating."
    assert kept(paragraph(LONG), paragraph(LONG), paragraph(sentence)) == [LONG, LONG, sentence]


@pytest.mark.parametrize(
    "invitation",
    [
        "The Courier is written by pupils. Want to join us? Come to room 9 on Mondays.",
        "Das Blatt machen Schüler. Willst du auch bei uns mitmachen? Raum 9, montags.",
        "Le journal est fait par des élèves. Envie de nous rejoindre ? Salle 9, le lundi.",
        "El periódico lo hacemos entre todos. ¿Te gustaría unirte? Aula 9, los lunes.",
    ],
)
def test_a_publications_invitation_to_join_it_goes_whole(invitation: str) -> None:
    assert kept(paragraph(LONG), paragraph(LONG), paragraph(invitation)) == [LONG, LONG]


def test_a_footer_below_a_line_goes_with_its_link() -> None:
    footer = Piece(BlockKind.PARAGRAPH, "Made with a text editor, for any screen\nthe map", link_chars=7)
    assert kept(paragraph(LONG), paragraph(LONG), footer)[2:] == [footer.text]
    assert kept(paragraph(LONG), paragraph(LONG), replace(footer, after_rule=True)) == [LONG, LONG]


def test_the_authors_last_question_to_the_reader_stays_though_comments_follow() -> None:
    question = Piece(BlockKind.HEADING, "And you, what keeps you from setting out with what you have?", 2, guessed=True)
    label = Piece(BlockKind.HEADING, "3 comments", 2, guessed=True)
    assert kept(paragraph(LONG), paragraph(LONG), question, label, paragraph("Ann: Bravo!"))[2:] == [question.text]


def test_a_short_question_that_wants_something_of_the_reader_goes() -> None:
    question = Piece(BlockKind.HEADING, "What do you want to read next?", 2, guessed=True)
    label = Piece(BlockKind.HEADING, "3 comments", 2, guessed=True)
    assert kept(paragraph(LONG), paragraph(LONG), question, label) == [LONG, LONG]


@pytest.mark.parametrize(
    "box",
    [
        Piece(BlockKind.PARAGRAPH, "You may also like: The other ferries of the lake", link_chars=30),
        Piece(BlockKind.PARAGRAPH, "Enjoying this? It is made by two people. Please make a donation", link_chars=22),
    ],
    ids=["related", "appeal"],
)
def test_an_article_that_reads_on_behind_a_box_near_its_end_is_kept(box: Piece) -> None:
    last = "Boats are cheap and trust is not, whatever the treasurer says."
    pieces = [paragraph(LONG), paragraph(LONG), box, paragraph(last), paragraph("Please make a donation to help us.")]
    assert kept(*pieces) == [LONG, LONG, last]


def test_what_a_paper_says_of_itself_below_the_signature_goes_with_it() -> None:
    blurb = (
        "The Courier is printed in three hundred copies, and whoever wants one finds it in the porch of the old school."
    )
    greeting = [paragraph("Warm wishes from the landing stage,"), paragraph("Ann Lee")]
    assert kept(paragraph(LONG), paragraph(LONG), *greeting, paragraph(blurb)) == [LONG, LONG]


@pytest.mark.parametrize(
    "closing",
    [
        "Subscreve a newsletter e recebe o nosso guia gratuito!",
        "Met dank aan onze sponsors: Bakkerij Smit en Garage Vos.",
        "Merci à toutes celles et ceux qui ont tenu la buvette.",
        "Herzlichen Dank an alle, die den Saal geputzt haben.",
        "Many thanks to everyone who carried chairs.",
        "Ευχαριστούμε όλους τους εθελοντές.",
    ],
)
def test_what_a_page_calls_for_or_gives_thanks_for_at_its_end_goes(closing: str) -> None:
    assert kept(paragraph(LONG), paragraph(LONG), paragraph(closing)) == [LONG, LONG]


@pytest.mark.parametrize(
    "last",
    [
        "Thanks to our members, who paid for the hall out of their own pockets, the choir is still there.",
        "The rules that we wrote for the first night apply today, and nobody has asked to change a word.",
        "Holen Sie sich das Einverständnis der Nachbarn, bevor Sie die erste Bank aufstellen.",
        "I candidati ora parlano tutti di argini, e nessuno di chi li deve tagliare.",
    ],
)
def test_an_articles_last_words_stay(last: str) -> None:
    assert kept(paragraph(LONG), paragraph(last)) == [LONG, last]


def test_a_call_to_apply_goes_with_its_link() -> None:
    assert kept(paragraph(LONG), paragraph("Sie mögen Lager und Stapler? Jetzt bewerben!", links=14)) == [LONG]


def test_a_short_run_below_the_last_rule_goes_if_some_of_it_leads_elsewhere() -> None:
    coming = replace(paragraph("Next month: the harbour race, and how to mend a sail."), after_rule=True)
    joining = paragraph("Curious? Come along on a Sunday, and find the way here.", links=4)
    assert kept(paragraph(LONG), coming, joining) == [LONG]


def test_an_articles_last_words_below_a_rule_stay() -> None:
    last = replace(paragraph("What remains is the hall, and nobody knows who will sweep it."), after_rule=True)
    assert kept(paragraph(LONG), last) == [LONG, last.text]


def test_a_dash_and_a_name_below_a_quotation_are_its_speakers() -> None:
    quotation = Piece(BlockKind.QUOTATION, "A promise at a meeting is worth less than a rota on a door.")
    assert kept(paragraph(LONG), quotation, paragraph("— Edith Marlow"))[-1] == "— Edith Marlow"


CLOSING_NOTES = [
    "Note: the drawings in this article were made with a ruler.",
    "Hinweis: Die Karten in diesem Beitrag sind von Hand gezeichnet.",
    "Note : les cartes de cet article ont été dessinées à la main.",
    "Nota: los mapas de este artículo se dibujaron a mano.",
    "Nota: le mappe di questo articolo sono disegnate a mano.",
    "Nota: os mapas deste artigo foram desenhados à mão.",
    "Noot: de kaarten in dit artikel zijn met de hand getekend.",
    "Σημείωση: οι χάρτες σε αυτό το άρθρο σχεδιάστηκαν στο χέρι.",
]


@pytest.mark.parametrize("note", CLOSING_NOTES)
def test_a_closing_note_about_the_article_goes(note: str) -> None:
    assert kept(paragraph(LONG), paragraph(LONG), paragraph(note)) == [LONG, LONG]


@pytest.mark.parametrize(
    "note",
    [
        "This article is part of the diary of a village orchestra.",
        "Dieser Beitrag ist Teil der Reihe über unser Dorforchester.",
        "Cet article fait partie du journal de notre orchestre.",
        "Este artículo forma parte del diario de nuestra orquesta.",
        "Questo articolo fa parte del diario della nostra orchestra.",
        "Este artigo faz parte do diário da nossa orquestra.",
        "Dit artikel is onderdeel van het dagboek van ons orkest.",
        "Το άρθρο ανήκει στο ημερολόγιο της ορχήστρας μας.",
    ],
)
def test_what_an_article_is_part_of_goes(note: str) -> None:
    assert kept(paragraph(LONG), paragraph(LONG), paragraph(note)) == [LONG, LONG]


@pytest.mark.parametrize("label", ["Stack", "Technik", "Outils", "Herramientas", "Strumenti", "Techniek", "Εργαλεία"])
def test_a_label_closes_the_article_only_where_it_is_set_apart(label: str) -> None:
    said = paragraph(f"{label}: a ruler, two pencils, a lamp.")
    for apart in (replace(said, slanted=True), replace(said, after_rule=True)):
        assert kept(paragraph(LONG), apart) == [LONG]
    assert kept(paragraph(LONG), said) == [LONG, said.text]


def test_italics_below_a_line_are_a_note_and_elsewhere_the_authors_last_words() -> None:
    said = replace(paragraph("Small orchestras outlive great ones."), slanted=True)
    assert kept(paragraph(LONG), replace(said, after_rule=True)) == [LONG]
    assert kept(paragraph(LONG), said) == [LONG, said.text]
    assert kept(paragraph(LONG), replace(said, after_rule=True), paragraph(LONG)) == [LONG, said.text, LONG]


def test_a_question_in_italics_below_a_line_is_asked_of_the_readers() -> None:
    asked = replace(paragraph("And who would play the second violin with us?"), slanted=True, after_rule=True)
    assert kept(paragraph(LONG), asked) == [LONG, asked.text]


def test_advice_under_the_label_of_a_note_stays() -> None:
    advice = "Note: never tune by ear in a cold church."
    assert kept(paragraph(LONG), paragraph(advice)) == [LONG, advice]


CURIOUS = [
    "Curious about the drawings? They all hang on the club's own page.",
    "Wer auf die Zeichnungen neugierig ist, findet sie auf unserer Seite.",
    "Si vous êtes curieuse de voir les dessins, ils sont sur notre page.",
    "Si alguien tiene curiosidad por los dibujos, están en nuestra página.",
    "Chi fosse curioso di vedere i disegni li trova sulla nostra pagina.",
    "Quem tiver curiosidade sobre os desenhos encontra-os na nossa página.",
    "Mocht je benieuwd zijn naar de tekeningen, ze hangen op onze pagina.",
    "Αν έχετε περιέργεια για τα σχέδια, είναι στη σελίδα μας.",
]


@pytest.mark.parametrize("said", CURIOUS)
def test_where_the_curious_find_more_goes_from_the_end(said: str) -> None:
    assert kept(paragraph(LONG), paragraph(LONG), paragraph(said, links=8)) == [LONG, LONG]
    assert kept(paragraph(LONG), paragraph(said, links=8), paragraph(LONG)) == [LONG, said, LONG]


@pytest.mark.parametrize("said", CURIOUS)
def test_a_last_sentence_for_the_curious_that_leads_nowhere_stays(said: str) -> None:
    assert kept(paragraph(LONG), paragraph(said)) == [LONG, said]


def test_who_became_curious_in_the_course_of_events_is_no_reader() -> None:
    said = "By then even the baker was curious about the drawings, and asked the library for them."
    assert kept(paragraph(LONG), paragraph(said, links=7)) == [LONG, said]
