"""The strongest lessons: bold leads, subheadings, short opening sentences; and who is quoted under them."""

from __future__ import annotations

import pytest

from bot.domain.questions import ClaimKind
from bot.domain.questions.speakers import speaker_in
from bot.domain.questions.wording import wording
from bot.languages import load
from tests.domain.questions.samples import all_passages, asked, passages, reasons

ORCHARD = """
Start small. Three trees are enough for a first year, and nobody gives up over three trees.

Pay the pruner. We did it ourselves for two winters, and the pears hung out of reach.

A fence keeps friends out. The deer jumped it, and the neighbours no longer dropped in.

Nobody harvests alone. In October everyone had time, in November nobody did. \
If the fruit is not picked in a week, it will rot in a day.
"""


def test_every_paragraphs_short_first_sentence_is_a_lesson_and_is_asked_about() -> None:
    quoted = passages(asked(ORCHARD + "\n\nWe met in the shed on Sundays." * 8))
    for lead in ("Start small.", "Pay the pruner.", "A fence keeps friends out.", "Nobody harvests alone."):
        assert any(passage.startswith(lead) and len(passage) > len(lead) for passage in quoted)


def test_what_is_asked_under_a_lead_is_about_the_lead_and_not_about_its_example() -> None:
    (question,) = asked(
        "**Small herds make loud fields, and that is the point.** Nine cows made a good film."
    ).questions
    assert "nine cows" not in question.text.casefold()


def test_a_subheading_is_asked_about_once_and_over_what_stands_right_under_it() -> None:
    found = asked(
        "## Alarms must wake people\n\nThe bell rang in an empty office for an hour.\n\n"
        "A rota that nobody reads is only paper, and paper does not get up at night." + " We met in the shed." * 20
    )
    about = [one for one in (*found.questions, *found.spares) if "larms" in one.text]
    assert [one.evidence for one in about] == ["The bell rang in an empty office for an hour."]


def test_a_sentence_that_only_counts_its_lesson_leads_nothing() -> None:
    found = asked("The second is harder to say. For years we asked for permits. A dam must have an owner.")
    assert not any("harder to say" in one.text for one in (*found.questions, *found.spares))


def test_where_the_lead_is_the_authors_somebody_else_is_not_quoted_with_it() -> None:
    (question, *_) = asked(
        "Money buys boots, no team. We bought five. Boots do not run, says captain Ann Lee."
    ).questions
    assert question.evidence == "Money buys boots, no team. We bought five."


@pytest.mark.parametrize(
    ("tag", "passage", "speaker"),
    [
        ("en", "In the words of shop steward Ann Lee: “We needed a van and not a leader.”", "Ann Lee"),
        (
            "en",
            "Dr Ann Lee, who checks the books, puts it kindly: “Two careless people see more than one.”",
            "Dr Ann Lee",
        ),
        ("en", "“You come when the pump is opened,” the headmaster in Oruk told us.", ""),
        ("nl", "Wie niet blijft, loopt minder hard, zegt aanvoerder Piet de Vries.", "Piet de Vries"),
        ("fr", "« On a sauvé les murs et perdu les chaises », résume Anne Morel.", "Anne Morel"),
        ("es", "«Midieron el agua, pero no la pelea», nos dijo doña Ana Quispe.", "Ana Quispe"),
        ("el", "«Δεν μας έσωσε ο νόμος, μας έσωσε η γειτονιά», λέει η πρόεδρος του συλλόγου Άννα Λέκκα.", "Άννα Λέκκα"),
        ("de", "Mein Chef fragte laut, wer das gewesen sei, und keiner antwortete ihm.", ""),
    ],
)
def test_a_speaker_is_a_name_beside_the_words(tag: str, passage: str, speaker: str) -> None:
    language = load(tag)
    assert language is not None
    assert speaker_in(passage, wording(language)) == speaker


@pytest.mark.parametrize(
    ("tag", "sentence", "absent"),
    [
        ("de", "Zweitens müssen die Regeln aus der Arbeit selbst kommen.", "dass Zweitens"),
        ("de", "Langfristig muss der Verein sparen lernen.", "dass Langfristig"),
        ("de", "Die Hälfte muss der Staat den Vereinen zahlen.", "dass die Hälfte der"),
        ("nl", "De jeugd moet oefenen voordat het nodig is.", "oefenen voordat het nodig is moet"),
        ("en", "Water runs downhill, never up.", "water runs downhill, and when"),
        ("en", "The board discussed whether the club should sell the hut.", "wanted the board"),
        ("fr", "Il faut ensuite parler de l’argent sans honte.", "d’ensuite"),
        ("en", "Old maps are lovely things, but rivers move.", "that old maps are lovely things"),
        ("en", "The “bad” pupils are not always bad at school.", "“The “bad” pupils"),
        ("pt", "Cantar em galego abriu mais portas do que os cartazes.", "resolveria cantar"),
    ],
)
def test_words_of_the_passage_are_taken_up_only_where_the_grammar_is_certain(
    tag: str, sentence: str, absent: str
) -> None:
    found = asked(sentence, language=tag)
    assert not any(absent in one.text for one in (*found.questions, *found.spares))


def test_a_dispute_that_is_reported_demands_nothing() -> None:
    found = asked("The club still argues about whether it ought to sell the hut, and the hut is falling down.")
    assert not any(one.kind is ClaimKind.NORM for one in (*found.questions, *found.spares))


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "The hard part is not the beginning, but the second winter."),
        ("de", "Kinder messen nicht in Kilometern, sondern in Spielplätzen."),
        ("es", "La huelga no nace de la miseria, sino de un agravio."),
        ("it", "Il nemico non è la fatica, ma la noia."),
        ("el", "Το δύσκολο δεν είναι η αρχή, αλλά ο δεύτερος χειμώνας."),
    ],
)
def test_what_corrects_a_mistake_is_one_claim_and_no_tension(tag: str, sentence: str) -> None:
    assert {one.kind for one in asked(sentence, language=tag).questions} == {ClaimKind.CLAIM}


def test_words_that_point_at_something_take_it_along() -> None:
    named = "The rota hangs on a board at the gate, where everybody sees it."
    assert all_passages(asked(f"{named} We should never part with that board."))[0].startswith("The rota")


def test_what_a_question_quotes_is_not_listed_as_not_used() -> None:
    found = asked(ORCHARD)
    used = [one.evidence for one in (*found.questions, *found.spares)]
    assert not any(text in passage for text in reasons(found) for passage in used)


def test_a_heading_is_quoted_with_what_goes_into_it_and_not_with_what_stands_first() -> None:
    first = "The name of the group had changed twice in that year, and nobody liked the new one either."
    second = "Every pump needs a keeper who lives near the pump and has the keys."
    found = asked(f"## A pump needs a keeper nearby\n\n{first} {second}")
    assert found.questions[0].evidence == second


def test_a_quotation_ends_before_an_address() -> None:
    (question,) = asked("- **Ask the bank first.** It saves a year. Write to us: https://pump.example/ask").questions
    assert question.evidence == "Ask the bank first. It saves a year."


@pytest.mark.parametrize(
    "order",
    ["Thatch early or do not complain", "Hose the deck before it is dry", "Trudge on and the valley is yours"],
)
def test_what_may_be_an_imperative_that_no_list_knows_is_only_quoted(order: str) -> None:
    found = asked(f"**{order}.** A long walk is a slow way of asking a question.\n\nEvery plot must have a keeper.")
    assert found.questions
    assert not any(f" {order[0].lower()}{order[1:]}" in question.text for question in found.questions)


def test_the_first_of_two_nouns_is_no_imperative() -> None:
    (question,) = asked("**Trust and patience win.** A long walk is a slow way of asking a question.").questions
    assert question.kind is ClaimKind.CLAIM


def test_a_verb_that_only_looks_like_a_short_form_promises_nothing() -> None:
    found = asked("**Weed twice and sleep.** A cold joint is a broken joint in a gale.")
    assert not any("to twice" in question.text for question in found.questions)


@pytest.mark.parametrize(
    ("tag", "named", "claim"),
    [
        ("en", "A memory that helps", "A plan is worth nothing without a date."),
        ("es", "Una memoria que sirve", "Un plan no vale nada sin una fecha."),
        ("it", "Una memoria che serve", "Un piano non vale niente senza una data."),
        ("de", "Eine Erinnerung, die nötig ist", "Ein Plan ist ohne ein Datum nichts wert."),
    ],
)
def test_a_heading_that_only_names_something_is_no_lesson(tag: str, named: str, claim: str) -> None:
    found = asked(f"## {named}\n\n{claim}", language=tag)
    assert found.questions
    assert not any(named in question.text for question in found.questions)


def test_a_heading_with_a_verb_of_its_own_is_a_lesson() -> None:
    (question,) = asked("## A union that waits loses\n\nThe plan was made in May and lay there.").questions
    assert "“A union that waits loses”" in question.text


@pytest.mark.parametrize(
    ("tag", "label", "lesson", "after"),
    [
        ("en", "Second lesson:", "bells must be rung by hand.", "Ours hung still for a whole winter."),
        ("es", "Segunda lección:", "las campanas deben tocarse a mano.", "La nuestra calló todo un invierno."),
        ("fr", "Deuxième leçon :", "les cloches doivent être sonnées à la main.", "La nôtre s’est tue tout un hiver."),
        ("de", "Zweite Lehre:", "Glocken müssen von Hand geläutet werden.", "Unsere schwieg einen Winter lang."),
        ("pt", "Segunda lição:", "os sinos devem ser tocados à mão.", "O nosso calou-se um inverno inteiro."),
        ("it", "Lezione numero due:", "le campane devono essere suonate a mano.", "La nostra tacque un inverno."),
        ("nl", "Les 2:", "klokken moeten met de hand worden geluid.", "De onze zweeg een hele winter."),
        ("el", "Δεύτερο μάθημα:", "οι καμπάνες πρέπει να χτυπούν με το χέρι.", "Η δική μας σώπασε έναν χειμώνα."),
    ],
)
def test_what_only_calls_it_a_lesson_stands_in_no_question(tag: str, label: str, lesson: str, after: str) -> None:
    word = max(label.rstrip(" :0123456789").split(), key=len)
    for written in (f"{label} {lesson} {after}", f"**{label}** {lesson} {after}", f"## {label} {lesson}\n\n{after}"):
        found = asked(written, language=tag)
        assert found.questions, written
        for question in (*found.questions, *found.spares):
            assert word not in question.text, question.text
            assert lesson.split(maxsplit=1)[0].casefold() in f"{question.text} {question.evidence}".casefold()


def test_what_says_something_of_the_lesson_before_its_colon_is_more_than_a_label() -> None:
    found = asked("Die wichtigste Lehre ist bitter: Geläutet wurde, aber niemand stand am Fenster.", language="de")
    assert any("Die wichtigste Lehre ist bitter" in passage for passage in all_passages(found))


@pytest.mark.parametrize(
    ("tag", "empty", "lesson"),
    [
        ("en", "The first lesson is an old one.", "A garden belongs to those who dig in it."),
        ("it", "La prima lezione è antica.", "Un orto è di chi lo zappa ogni mattina."),
        ("de", "Die erste Lehre ist alt.", "Ein Garten gehört denen, die darin graben."),
    ],
)
def test_that_a_lesson_is_old_is_no_lead_for_it(tag: str, empty: str, lesson: str) -> None:
    text = f"{empty} {lesson} We learned it late."
    assert all(empty.rstrip(".") not in question.text for question in asked(text, language=tag).questions)
