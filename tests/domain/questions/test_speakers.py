"""Whose words are quoted, and what of a sentence is the author's own."""

from __future__ import annotations

import pytest

from bot.domain.questions import ClaimKind
from tests.domain.questions.samples import all_passages, asked, passages


@pytest.mark.parametrize(
    ("tag", "text", "speaker"),
    [
        ("fr", "« Il faudra bien un jour parler de l’eau », lâche Sylvie Mourier, jardinière.", "Sylvie Mourier"),
        ("fr", "« Il aurait mieux valu planter plus tard », dit Jean Marchand.", "Jean Marchand"),
        ("en", "“It has never been easy to share a key,” said Ann Jelks.", "Ann Jelks"),
        ("de", "„Es wird lange dauern, bis die Bäume tragen“, sagte Anna Okoro.", "Anna Okoro"),
    ],
)
def test_a_speaker_may_say_it_with_a_pronoun_that_stands_for_nothing(tag: str, text: str, speaker: str) -> None:
    found = asked(text, language=tag)
    assert passages(found) == [text]
    assert speaker in found.questions[0].text


@pytest.mark.parametrize(
    ("tag", "text", "speaker"),
    [
        ("en", "Ann Jelks, who keeps the well, puts it like this: “A well that nobody owns runs dry.”", "Ann Jelks"),
        ("pt", "Segundo Ana Ruiz, «um poço que não é de ninguém seca primeiro».", "Ana Ruiz"),
        ("it", "Secondo Anna Rossi, «un pozzo che non è di nessuno si secca per primo».", "Anna Rossi"),
        ("el", "«Ένα πηγάδι που δεν ανήκει σε κανέναν στερεύει πρώτο», αναστενάζει η Άννα Παππά.", "Άννα Παππά"),
        ("fr", "« Un puits sans maître s’assèche le premier », soupire Jeanne Moreau.", "Jeanne Moreau"),
    ],
)
def test_a_speaker_is_known_however_the_language_names_one(tag: str, text: str, speaker: str) -> None:
    found = asked(text, language=tag)
    assert passages(found) == [text]
    assert speaker in found.questions[0].text


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("es", "«Cada vez que regamos de noche, la familia también vela», nos dijo el sargento Iñaki Larrea."),
        ("pt", "«Sempre que regamos à noite, a família também vela», disse o guarda João Larrea."),
        ("fr", "« Chaque fois que nous arrosons la nuit, la famille veille aussi », dit Jean Larrea."),
        ("de", "„Jedes Mal, wenn wir nachts gießen, wacht die Familie mit“, sagte Jan Larrea."),
    ],
)
def test_what_somebody_says_of_every_time_is_no_story(tag: str, text: str) -> None:
    found = asked(text, language=tag)
    assert passages(found) == [text]
    assert "Larrea" in found.questions[0].text


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("es", "Cada vez que abrimos el portón, llovió sobre las camas."),
        ("en", "Every time we opened the gate, it rained."),
    ],
)
def test_what_happened_every_time_is_a_story(tag: str, text: str) -> None:
    assert not asked(text, language=tag).questions


def test_the_office_of_a_speaker_may_have_a_capital() -> None:
    text = "„Wer gießt, verliert die Nacht“, sagte der Bürgermeister Hans Meier."
    (question,) = asked(text, language="de").questions
    assert "Hans Meier" in question.text
    assert "Bürgermeister" not in question.text


def test_what_somebody_named_says_of_an_item_is_offered_beside_it() -> None:
    quoted = "“Every time we water at night, my family stays up too,” said Ann Jelks."
    found = asked(f"- **Others pay for the water.** {quoted} Nobody should carry it alone.")
    assert any("Others pay" in passage for passage in passages(found))
    assert quoted in all_passages(found)


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("es", "Quedan algunas cosas, más allá de «el alcalde debería regar más»."),
        ("en", "A few things are left, beyond “the mayor should have watered more” of course."),
        ("fr", "Il reste quelques points, au-delà de « le maire devrait arroser »."),
        ("de", "Einiges bleibt, über „der Rat sollte mehr gießen“ hinaus."),
    ],
)
def test_what_is_only_mentioned_between_quotation_marks_is_no_demand_of_the_authors(tag: str, text: str) -> None:
    demands = {ClaimKind.NORM, ClaimKind.REGRET, ClaimKind.COUNTERFACTUAL}
    assert not demands & {one.kind for one in asked(text, language=tag).questions}


def test_what_stands_in_quotation_marks_beside_a_demand_takes_nothing_from_it() -> None:
    (question,) = asked("The board must say what “common land” means before it sells any plot of it.").questions
    assert question.kind is ClaimKind.NORM


def test_what_the_author_makes_of_somebodys_words_is_not_asked_about_as_theirs() -> None:
    quoted = "“Every time we water at night, my family stays up too,” said Ann Jelks."
    found = asked(f"{quoted} She is right, but it must not stay so. Every plot must have one named keeper of its own.")
    assert {one.evidence for one in (*found.questions, *found.spares) if "Ann Jelks" in one.text} == {quoted}


@pytest.mark.parametrize(
    ("tag", "text", "speaker"),
    [
        ("en", "Ann Jelks asked us: “Who will carry the water when it is dry?”", "Ann Jelks"),
        ("de", "Anna Meier fragte: „Wer trägt das Wasser, wenn es trocken ist?“", "Anna Meier"),
        ("es", "«¿Quién llevará el agua cuando falte?», preguntó Ana Ruiz.", "Ana Ruiz"),
        ("el", "Η Άννα Παππά ρώτησε: «Ποιος θα κουβαλήσει το νερό όταν λείψει;»", "Άννα Παππά"),
    ],
)
def test_who_asks_in_a_quotation_is_answered_and_not_believed(tag: str, text: str, speaker: str) -> None:
    (question,) = asked(text, language=tag).questions
    assert (question.evidence, question.rule.partition(",")[0]) == (text, "asker")
    assert speaker in question.text


@pytest.mark.parametrize(
    "text", ["One neighbour asked: “Who will carry the water?”", "Did Ann Jelks say “who will carry the water”?"]
)
def test_a_question_in_quotation_marks_is_nobodys_without_a_name_and_the_authors_around_it(text: str) -> None:
    assert not [one for one in asked(text).questions if one.rule.startswith(("asker", "speaker"))]
