"""What the author calls a lesson is asked about before what is only told."""

from __future__ import annotations

import pytest

from bot.domain.questions import ClaimKind
from bot.domain.questions.importance import importance, is_announced
from bot.domain.questions.passages import Candidate, candidates
from bot.domain.questions.units import take_apart
from bot.domain.questions.vocabulary import Vocabulary
from bot.domain.questions.wording import Wording
from bot.languages import load
from tests.domain.questions.samples import all_passages, asked, passages, written

STORY = "Had the ferryman been asked, the bridge would have been built further down. In 2011 Anna Pohl sold 40 boats."

ANNOUNCED = [
    ("en", "The second lesson is that a quiet town hides old quarrels.", "a quiet town hides old quarrels"),
    ("en", "The second is that maps age faster than roads.", "maps age faster than roads"),
    ("en", "This winter taught us that nobody reads a notice twice.", "nobody reads a notice twice"),
    ("en", "There is a broader lesson here: a shared purse needs one keeper.", "a shared purse needs one keeper"),
    ("en", "Kestrel Quay taught us that nobody reads a map in the rain.", "nobody reads a map in the rain"),
    ("es", "La segunda lección es que nadie riega solo.", "nadie riega solo"),
    ("es", "Valdemora nos enseñó que nadie riega solo.", "nadie riega solo"),
    ("pt", "Vilarinho ensinou-me que ninguém poda sozinho.", "ninguém poda sozinho"),
    ("fr", "Brassac nous a appris que personne ne creuse seul.", "personne ne creuse seul"),
    ("it", "Vernazza mi ha insegnato che nessuno scava da solo.", "nessuno scava da solo"),
    ("el", "Η Ικαρία μας έμαθε ότι ο ποταμός θυμάται την παλιά κοίτη.", "ο ποταμός θυμάται την παλιά κοίτη"),
    ("es", "Este invierno nos enseñó que nadie lee un aviso dos veces.", "nadie lee un aviso dos veces"),
    ("es", "Lo último que aprendí es que el río sabe esperar.", "el río sabe esperar"),
    ("pt", "A terceira é que ninguém poda sozinho.", "ninguém poda sozinho"),
    ("pt", "Há uma lição mais ampla: a bolsa comum é de quem a guarda.", "a bolsa comum é de quem a guarda"),
    ("fr", "La deuxième leçon est que personne ne creuse seul.", "personne ne creuse seul"),
    ("fr", "Cet hiver nous a appris que personne ne lit deux fois une affiche.", "personne ne lit"),
    ("it", "La seconda lezione è che nessuno scava da solo.", "nessuno scava da solo"),
    ("el", "Το δεύτερο είναι ότι ο ποταμός θυμάται την παλιά κοίτη.", "ο ποταμός θυμάται την παλιά κοίτη"),
]


@pytest.mark.parametrize(("tag", "sentence", "claim"), ANNOUNCED)
def test_what_is_announced_as_a_lesson_is_asked_about_without_its_announcement(
    tag: str, sentence: str, claim: str
) -> None:
    (question,) = asked(sentence, language=tag).questions
    assert question.evidence == sentence
    assert sentence[:12].casefold() not in question.text.casefold()
    assert claim in question.text


TAUGHT = [
    ("de", "Bad Holm hat uns gelehrt, dass ein Fest ohne Regen keine Freunde braucht."),
    ("nl", "Oosterwijk leerde ons dat een brug zonder tol sneller slijt."),
]


@pytest.mark.parametrize(("tag", "sentence"), TAUGHT)
def test_a_lesson_may_be_taught_by_whatever_has_a_name(tag: str, sentence: str) -> None:
    language = load(tag)
    assert language
    assert is_announced(sentence, Wording(language))


NOT_TAUGHT = [
    ("en", "She taught us that the river was deep."),
    ("es", "Nadie nos enseñó que el río era hondo."),
    ("de", "Niemand hat uns gelehrt, dass der Fluss tief war."),
]


@pytest.mark.parametrize(("tag", "sentence"), NOT_TAUGHT)
def test_what_nobody_taught_or_somebody_not_named_is_not_announced(tag: str, sentence: str) -> None:
    language = load(tag)
    assert language
    assert not is_announced(sentence, Wording(language))


def test_an_announced_lesson_goes_before_a_story_with_a_weightier_verb() -> None:
    found = asked(f"The harder lesson is that nobody fills a well. {STORY} The town has tended to forget.")
    assert "The harder lesson is that nobody fills a well." in passages(found)


def test_numbered_lessons_are_all_asked_about_before_side_remarks() -> None:
    numbered = (
        "First: a well has to be shared.",
        "Second: the bucket matters more than the rope.",
        "Third: wells dry.",
    )
    found = asked(f"{STORY}\n\n{numbered[0]} {STORY}\n\n{numbered[1]} {STORY}\n\nThird: no well lasts for ever.")
    assert {*numbered[:2], "Third: no well lasts for ever."} <= set(passages(found))


def test_a_lesson_that_the_next_sentence_names_counts_as_announced() -> None:
    found = asked(f"Most of the pumps ran dry before noon. This is the main finding of the survey. {STORY}")
    assert any(one.startswith("Most of the pumps ran dry") for one in passages(found))


def test_a_lesson_that_is_only_named_is_quoted_with_what_follows() -> None:
    found = asked("The harder lesson is about who gets heard. Four letters lay unread in a drawer for a year.")
    assert passages(found) == [
        "The harder lesson is about who gets heard. Four letters lay unread in a drawer for a year."
    ]
    assert "the harder lesson is" not in found.questions[0].text


def test_an_enumerator_alone_makes_no_lesson_of_a_story() -> None:
    found = asked("Finally, we went home by the old road.\n\nEvery plot must have one named keeper.")
    assert all_passages(found) == ["Every plot must have one named keeper."]


def test_what_holds_only_these_days_goes_behind_what_holds_always() -> None:
    found = asked(
        "The trust now holds an open evening every quarter in the hall.\n\nEvery closed room is a nest of rumours.",
        limit=1,
    )
    assert passages(found) == ["Every closed room is a nest of rumours."]


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "We should have told the parents before we took homework away."),
        ("nl", "We hadden de taken veel eerder moeten verdelen."),
        ("en", "We should’ve bought more than one spare."),
    ],
)
def test_what_should_have_been_is_regretted_and_not_demanded(tag: str, sentence: str) -> None:
    (question,) = asked(sentence, language=tag).questions
    assert question.kind is ClaimKind.REGRET


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("it", "Se un gettone può cancellare tutto, il disegno è sbagliato a monte."),
        ("de", "Wer leitet, darf Fehler machen."),
        ("es", "Un error pequeño es mejor que ninguno."),
    ],
)
def test_a_mistake_that_nobody_made_is_not_regretted(tag: str, sentence: str) -> None:
    found = asked(sentence, language=tag)
    assert ClaimKind.REGRET not in {question.kind for question in found.questions}


def weight(sentence: str) -> float:
    """What counts for the one passage of a section, and against it."""
    article, section = written(sentence)
    english = load("en")
    assert english
    words = Wording(english)
    (unit,), _, _ = take_apart(article, section, words)
    (made,) = candidates(article.text, unit, words)
    assert isinstance(made, Candidate)
    return importance(article.text, made, Vocabulary.of(article.text, article.title, words), words)


def test_what_sets_something_right_weighs_more_than_what_only_denies() -> None:
    denied = "Clubs do not fail on the pitch."
    assert weight(f"{denied[:-1]}; they fail in rooms that nobody visits.") > weight(denied)


def test_what_is_told_of_somebody_some_day_weighs_less() -> None:
    general = weight("Shared pumps are nobody's pumps.")
    assert weight("The pumps that Anna Pohl keeps are nobody's pumps.") < general
    assert weight("Every pump must have a keeper this year.") < weight("Every pump must have a keeper.")


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "A harbour is not a question of stone, it is a question of patience."),
        ("de", "Ein Hafen ist keine Frage der Steine, er ist eine Frage der Geduld."),
        ("fr", "Un port n’est pas une question de pierre, c’est une question de patience."),
        ("es", "Un puerto no es cuestión de piedra, es cuestión de paciencia."),
        ("it", "Un porto non è questione di pietra, è questione di pazienza."),
        ("pt", "Um porto não é questão de pedra, é questão de paciência."),
        ("nl", "Een haven is geen kwestie van steen, het is een kwestie van geduld."),
        ("el", "Ένα λιμάνι δεν είναι ζήτημα πέτρας, είναι ζήτημα υπομονής."),
    ],
)
def test_what_is_set_right_after_a_comma_weighs_as_much_as_after_a_semicolon(tag: str, sentence: str) -> None:
    language = load(tag)
    assert language
    words = Wording(language)
    weights = []
    for written_so in (sentence, sentence.replace(", ", "; ")):
        article, section = written(written_so, language=tag)
        (unit,) = take_apart(article, section, words)[0]
        (found,) = candidates(article.text, unit, words)
        assert isinstance(found, Candidate)
        weights.append(importance(article.text, found, Vocabulary.of(article.text, "", words), words))
    assert weights[0] == weights[1]
