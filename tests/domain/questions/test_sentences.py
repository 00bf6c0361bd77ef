"""Sentences, quotations and clauses of a text, with their places."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.questions.sentences import Span, cut_at_clause, quotations, sentences
from bot.domain.questions.wording import wording
from bot.languages import all_languages

LANGUAGES = {language.tag: language for language in all_languages()}


def texts(text: str, tag: str = "en") -> list[str]:
    return [span.of(text) for span in sentences(text, 0, len(text), *wording(LANGUAGES[tag]).splits)]


def test_sentences_come_with_their_offsets_and_without_the_white_space_around_them() -> None:
    assert texts("  Water comes first. Flowers come later.  ") == ["Water comes first.", "Flowers come later."]


def test_an_abbreviation_ends_no_sentence() -> None:
    assert texts("Dr. Okoro kept the key. Nobody asked.") == ["Dr. Okoro kept the key.", "Nobody asked."]


@pytest.mark.parametrize(
    ("tag", "first", "second"),
    [
        ("nl", "Na het feest was de zaal nog vol.", "De kas bleef leeg."),
        ("nl", "Zonder mensen helpt geen app.", "Wie belt, die komt."),
        ("nl", "Dat wisten we toen al.", "Niemand zei het."),
        ("it", "Il lavoro durò sette ore.", "Nessuno fu pagato."),
        ("it", "La fretta porta via.", "“Piano”, diceva il fornaio."),
        ("it", "Chi aspetta non lo fa.", "La paura resta."),
        ("es", "Nadie sabía qué era ni para.", "¿Quién lo iba a decir?"),
        ("es", "Los vecinos votaron en contra.", "El puerto cerró."),
        ("es", "El pueblo vive del mar.", "La lonja abre a las seis."),
        ("de", "Das war von ganz eigener Art.", "Niemand widersprach."),
        ("de", "Sie wartete auf mich.", "Der Zug fuhr ab."),
        ("fr", "On nous accusa de vol.", "La caisse était vide."),
        ("fr", "Ce n’était pas de l’art.", "Mais la salle était pleine."),
        ("pt", "Igual nunca vi.", "A praça encheu."),
        ("en", "Nobody asked me.", "Hana did."),
        ("el", "Το λιμάνι ήταν εκεί.", "Κανείς δεν ρώτησε."),
    ],
)
def test_an_ordinary_word_that_looks_like_an_abbreviation_ends_a_sentence(tag: str, first: str, second: str) -> None:
    assert texts(f"{first} {second}", tag) == [first, second]


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("fr", "La suite est au vol. II de la série."),
        ("it", "Lo dice il prof. Bianchi, e basta."),
        ("nl", "Volgens mr. Jansen mag dat."),
        ("es", "Lo dijo la Sra. Paz, y bastó."),
    ],
)
def test_a_real_abbreviation_ends_no_sentence_in_any_language(tag: str, text: str) -> None:
    assert texts(text, tag) == [text]


def test_a_quotation_is_not_torn_apart() -> None:
    assert texts("“Is it dry? Then water it,” she said. We did.") == [
        "“Is it dry? Then water it,” she said.",
        "We did.",
    ]


def test_a_quotation_that_never_closes_swallows_nothing() -> None:
    assert len(texts('A 6" nail held it. The gate fell. We wept.')) == 3


def test_a_list_marker_is_no_part_of_the_sentence() -> None:
    assert texts("3. Keep one key.") == ["Keep one key."]


def test_an_apostrophe_opens_and_closes_no_quotation() -> None:
    text = "The workers’ sheds and the society’s ‘little palace’ don’t match."
    assert [span.of(text) for span in quotations(text, 0, len(text))] == ["‘little palace’"]


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("Aab .?!…“”\"'’()\n—;:ñдم中"), max_size=120))
def test_every_sentence_lies_inside_the_text_in_order(text: str) -> None:
    found = sentences(text, 0, len(text), "en")
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


LONG = "The society waited for the council, which waited for the county; nobody ordered pipes, and the beds dried out."


@pytest.mark.parametrize(
    ("limit", "kept"),
    [
        (200, LONG),
        (100, "The society waited for the council, which waited for the county"),
    ],
)
def test_a_long_sentence_is_cut_where_a_clause_ends(limit: int, kept: str) -> None:
    cut = cut_at_clause(LONG, Span(0, len(LONG)), limit)
    assert cut is not None
    assert cut.of(LONG) == kept


def test_a_sentence_without_a_pause_is_not_cut_at_all() -> None:
    text = "word " * 40
    assert cut_at_clause(text, Span(0, len(text)), 100) is None


def test_no_cut_falls_between_two_dashes() -> None:
    text = "It shows the need – here, in the next town, and in every town of the county – for water first."
    cut = cut_at_clause(text, Span(0, len(text)), 70)
    assert cut is None


def test_a_name_with_a_full_stop_inside_is_not_torn_apart() -> None:
    text = "I added Sinon.JS to the tests. Nobody objected."
    assert [one.of(text) for one in sentences(text, 0, len(text), "en")] == [
        "I added Sinon.JS to the tests.",
        "Nobody objected.",
    ]
