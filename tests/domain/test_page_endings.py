"""What feeds, networks and forms hang on to the end of an article, in several languages."""

import pytest

from bot.domain.article import BlockKind
from bot.domain.boilerplate import without_boilerplate
from bot.domain.piece import Piece
from bot.languages import all_languages

LONG = (
    "When the mill closed, nobody in the valley believed that it would open again, and for two winters the wheel stood "
    "still while the committee counted what was left."
)


def kept(*texts: str) -> list[str]:
    pieces = [Piece(BlockKind.PARAGRAPH, text) for text in texts]
    return [piece.text for piece in without_boilerplate(pieces, all_languages())]


@pytest.mark.parametrize(
    "footer",
    [
        "The post The mill that opened twice appeared first on The Valley.",
        "Der Beitrag Die Mühle am Bach erschien zuerst auf Das Tal.",
        "La entrada El molino se publicó primero en El Valle.",
        "L’article Le moulin est apparu en premier sur La Vallée.",
        "O post O moinho apareceu primeiro em O Vale.",
        "L'articolo Il mulino proviene da La Valle.",
        "Het bericht De molen verscheen eerst op Het Dal.",
        "Το άρθρο Ο μύλος εμφανίστηκε πρώτα στο Η Κοιλάδα.",
    ],
)
def test_the_line_a_feed_puts_under_every_article_goes(footer: str) -> None:
    assert kept(LONG, LONG, footer) == [LONG, LONG]


@pytest.mark.parametrize(
    "call",
    [
        "Follow The Valley on Google News.",
        "Ακολουθήστε την Κοιλάδα στο Google News και μάθετε πρώτοι τα νέα.",
        "Suivez La Vallée sur Google Actualités.",
        "Fragen oder Anmerkungen? Schreibt mir eine Mail.",
        "Mit einem Abo für fünf Euro im Monat hilfst du uns weiterzumachen.",
        "Escríbeme si algo no cuadra.",
        "If you've built something similar, I'd genuinely like to hear it.",
        "Wir freuen uns auf eure Rückmeldungen.",
        "Dites-nous ce que vous en pensez, faites-le-moi savoir.",
        "Ce projet a été réalisé dans le cadre d’un cours du soir.",
        "This project was made as part of an evening class.",
        "If you have questions, our thread is a good place, or join us in the chat.",
    ],
)
def test_a_call_to_follow_write_or_pay_goes(call: str) -> None:
    assert kept(LONG, LONG, call) == [LONG, LONG]


@pytest.mark.parametrize(
    "last",
    [
        "The rust appeared first on the northern wheel, and nobody looked.",
        "If you have questions about a wheel, the time to put them is before it stops.",
        "Wer Fragen stellt, bekommt Antworten, und wer keine stellt, bekommt eine Rechnung.",
        "The plan was made as part of a bargain, and everybody at the table knew what it would cost.",
        "Questions came late, and by then the committee had followed the bank on its way down.",
    ],
)
def test_last_words_that_only_sound_like_one_stay(last: str) -> None:
    assert kept(LONG, LONG, last) == [LONG, LONG, last]


@pytest.mark.parametrize("link", ["source", "Code repository", "lien", "Quelle"])
def test_a_last_paragraph_that_is_nothing_but_a_link_goes(link: str) -> None:
    pieces = [Piece(BlockKind.PARAGRAPH, LONG), Piece(BlockKind.PARAGRAPH, link, link_chars=len(link))]
    assert [piece.text for piece in without_boilerplate(pieces, all_languages())] == [LONG]


@pytest.mark.parametrize("way", ["← All essays", "Tous les articles →"])
def test_a_last_line_with_an_arrow_leads_elsewhere(way: str) -> None:
    assert kept(LONG, LONG, way) == [LONG, LONG]


@pytest.mark.parametrize("tags", ["mill valley repair strike winter", "moulin vallée grève réparation bilan"])
def test_a_row_of_tags_at_the_end_goes_though_nothing_says_that_it_is_one(tags: str) -> None:
    assert kept(LONG, LONG, tags) == [LONG, LONG]


@pytest.mark.parametrize(
    "last", ["and so the wheel turned again", "rien ne change sans une roue", "ask first dig later"]
)
def test_last_words_in_small_letters_stay_where_they_say_something(last: str) -> None:
    assert kept(LONG, LONG, last) == [LONG, LONG, last]


@pytest.mark.parametrize(
    "notes",
    [
        ["[1] Town archive, box 112, page 31."],
        ["[1] Stadtarchiv, Kasten 112.", "[2] Protokoll des Vereins, S. 9."],
        ["* Archives de la ville, carton 112."],
        ["† Archivo municipal, caja 112."],
        ["¹ Arquivo da vila, caixa 112.", "² Ata de 2009."],
        ["[1] Archivio comunale, scatola 112."],
        ["[1] Gemeentearchief, doos 112."],
        ["[1] Δημοτικό αρχείο, κουτί 112."],
    ],
)
def test_notes_below_the_text_go(notes: list[str]) -> None:
    assert kept(LONG, LONG, *notes) == [LONG, LONG]


def test_points_numbered_like_notes_stay() -> None:
    points = ["[1] Ask before the wheel stops.", "[2] Count what is left before the winter."]
    assert kept(LONG, LONG, *points) == [LONG, LONG, *points]
    assert kept(LONG, "We count on three figures:", "[1] Reserves for 12 weeks.")[-1] == "[1] Reserves for 12 weeks."


@pytest.mark.parametrize("label", ["Sources", "Quellen", "Fuentes", "Sources :", "Fontes", "Fonti", "Bronnen", "Πηγές"])
def test_a_label_alone_and_the_sources_listed_below_it_go(label: str) -> None:
    assert kept(LONG, LONG, label, "Archive 4, box 112.", "Peralta, J.: The wheel (2009).") == [LONG, LONG]


def test_a_label_above_a_text_that_names_no_source_stays() -> None:
    assert kept(LONG, LONG, "Sources", "Who holds the spring holds the mill.")[2:3] == ["Sources"]


@pytest.mark.parametrize(
    "notice",
    [
        "The next rowing weekend is on 12 January. Contact the crew secretary to book.",
        "Das nächste Ruderwochenende ist am 12. Januar. Anmeldung bei der Kassiererin.",
        "Le prochain week-end est le 12 janvier. Réservez votre place.",
        "El próximo fin de semana es el 12 de enero. Reserva tu plaza.",
        "Il prossimo fine settimana è il 12 gennaio. Per iscriversi scrivere alla segretaria.",
        "O próximo fim de semana é em 12 de janeiro. As vagas são limitadas.",
        "Het volgende roeiweekend is op 12 januari. Aanmelden bij de penningmeester.",
        "Η επόμενη συνάντηση είναι στις 12 Ιανουαρίου. Κλείστε θέση.",
    ],
)
def test_a_clubs_notice_of_what_comes_next_goes(notice: str) -> None:
    assert kept(LONG, LONG, notice) == [LONG, LONG]


def test_a_text_about_booking_stays() -> None:
    told = "Whoever wants to row must book a boat with the secretary, and nobody told the newcomers."
    assert kept(LONG, LONG, told)[-1] == told


@pytest.mark.parametrize(
    "credit",
    [
        ("Written by Ann Lee on The Weir. ", "Read the original article"),
        ("Escrito por Ana Ruiz en La Presa. ", "Leer artículo original"),
        ("Écrit par Anne Roux sur Le Barrage. ", "Lire l'article original"),
        ("Geschrieben von Anna Ruf auf Das Wehr. ", "Originalartikel lesen"),
        ("Escrito por Ana Reis no Açude. ", "Ler o artigo original"),
        ("Scritto da Anna Rossi su La Diga. ", "Leggi l'articolo originale"),
        ("Geschreven door Anna Roos op De Stuw. ", "Lees het oorspronkelijke artikel"),
    ],
)
def test_who_wrote_it_and_a_link_to_the_original_end_the_article(credit: tuple[str, str]) -> None:
    said, link = credit
    linked = Piece(BlockKind.PARAGRAPH, said + link, link_chars=len(link))
    pieces = [Piece(BlockKind.PARAGRAPH, LONG), Piece(BlockKind.PARAGRAPH, LONG), linked]
    assert without_boilerplate(pieces, all_languages()) == pieces[:2]


@pytest.mark.parametrize(
    "leave",
    [
        "So, that's all I wanted to share. Now the weekend is gone :)",
        "Enjoy it!",
        "Bueno, eso es todo por hoy. Nos vemos en el río.",
        "Voilà, c'est tout ce que je voulais vous dire.",
        "So, das wollte ich nur mal loswerden. Jetzt ist das Wochenende vorbei.",
        "Bom, era isso que eu queria partilhar.",
        "Ecco, questo è quello che volevo dirvi.",
        "Zo, dat wilde ik even kwijt. Nu is het weekend weer voorbij.",
        "Λοιπόν, αυτά ήθελα να σας πω.",
    ],
)
def test_the_authors_leave_ends_the_article(leave: str) -> None:
    assert kept(LONG, LONG, leave) == [LONG, LONG]


@pytest.mark.parametrize(
    "opening",
    [
        "It's now 2031 and I came across this old article.",
        "Ya estamos en 2031 y he vuelto a leer este artículo.",
        "Nous sommes maintenant en 2031 et je retombe sur ce vieil article.",
        "Es ist inzwischen 2031 und ich bin auf diesen alten Artikel gestoßen.",
        "Já estamos em 2031 e voltei a encontrar este artigo.",
        "Siamo ormai nel 2031 e ho ritrovato questo vecchio articolo.",
        "Het is inmiddels 2031 en ik kwam dit oude stuk weer tegen.",
        "Είναι πλέον 2031 και ξαναβρήκα αυτό το παλιό άρθρο.",
    ],
)
def test_what_was_added_years_later_is_no_part_of_the_article(opening: str) -> None:
    assert kept(LONG, LONG, f"{opening} {LONG}") == [LONG, LONG]


@pytest.mark.parametrize(
    "lesson",
    [
        "That's all we had to learn: never lend a pump without writing down who has it.",
        "Enjoy it. The river will not wait for anybody.",
        "It is now 2031 and the river has not risen since; the pumps should be kept ready all the same.",
    ],
)
def test_a_last_paragraph_that_says_something_stays(lesson: str) -> None:
    assert kept(LONG, LONG, lesson) == [LONG, LONG, lesson]
