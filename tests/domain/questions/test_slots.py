"""Words of the passage inside the ask."""

from __future__ import annotations

import pytest

from bot.domain.questions import ClaimKind
from bot.domain.questions.clauses import CHECKS, main_clauses
from bot.domain.questions.quoting import quotable
from bot.domain.questions.topics import best_topic, person
from bot.domain.questions.vocabulary import Vocabulary
from bot.domain.questions.wording import wording
from bot.languages import load
from tests.domain.questions.samples import asked


def topic(sentence: str, *, tag: str = "en", text: str = "") -> str:
    language = load(tag)
    assert language is not None
    words = wording(language)
    return best_topic(sentence, Vocabulary.of(text or sentence, "", words), words)


def whoever(sentence: str, *, text: str = "") -> str:
    language = load("en")
    assert language is not None
    return person(sentence, Vocabulary.of(text or sentence, "", wording(language)), wording(language))


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The working class must decide.", "the working class"),
        ("The pool of instructors is too small.", "the pool of instructors"),
        ("Work stops in winter.", ""),
        ("We must take it into account.", ""),
        ("It ended in a quarrel.", ""),
    ],
)
def test_a_topic_is_the_sentences_subject_or_a_noun_phrase_that_closed_words_fence_in(
    sentence: str, found: str
) -> None:
    assert topic(sentence) == found


def test_a_topic_keeps_the_capital_of_a_name_and_no_other() -> None:
    text = "Okoro is right. So says Okoro, always, as Okoro does. Gardeners are patient. Ask gardeners, not gardeners."
    assert topic("So says Okoro.", text=text) == "Okoro"
    assert topic("Gardeners of the yard are patient.", text=text) == "gardeners of the yard"


def test_what_a_sentence_only_mentions_is_no_topic() -> None:
    text = "The pump is old. The pump leaks. The pump has no keeper. They sat by the fence with the pump."
    assert topic("They sat by the fence.", text=text) == ""
    assert topic("They sat by the pump.", text=text) == "the pump"


def test_who_could_be_asked_is_people_or_somebody_who_speaks_in_the_article() -> None:
    text = "The mayor, Amina Okoro, came late. “We shall see,” said Okoro. Okoro left for Kirkby, which has no pump."
    assert whoever("It rests on the tenants of the yard.") == "the tenants of the yard"
    assert whoever("The rest is what Okoro wants.", text=text) == "Okoro"
    assert whoever("This is what Kirkby needs.", text=text) == ""


@pytest.mark.parametrize(
    ("tag", "sentence", "found"),
    [
        ("es", "Los socios del huerto deben decidir.", "los socios del huerto"),
        ("fr", "Les bénévoles du jardin doivent se reposer.", "les bénévoles du jardin"),
        ("pt", "Os voluntários da horta precisam de descanso.", "os voluntários da horta"),
        ("it", "I volontari dell’orto devono riposare.", "i volontari dell’orto"),
    ],
)
def test_other_languages_have_topics_too(tag: str, sentence: str, found: str) -> None:
    assert topic(sentence, tag=tag) == found


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Keep one key for every shed.", "keep one key for every shed"),
        ("Never lend the only key to a stranger.", "lend the only key to a stranger"),
        ("Large gardens should have one keeper.", "large gardens to have one keeper"),
        ("It is important to water the beds at night.", "to water the beds at night"),
        ("There is a need for every garden to have its own well.", "every garden to have its own well"),
        ("We should have tested the soil in autumn.", "at the time to test the soil in autumn"),
        ("It was a mistake to plant before the frost.", "to plant before the frost"),
        ("The council is going to sell the land.", "to sell the land"),
        ("Had the society tested the soil, it would have saved a year.", "tested the soil"),
        ("The beds dry out because nobody owns the pump.", "why the beds dry out"),
        ("The lesson is that water comes first.", "that water comes first"),
        ("However, a common shed is cheaper than ten small ones.", "that a common shed is cheaper than ten small ones"),
        ("Shared plots look friendly, but weeds grow there.", "that shared plots look friendly"),
        ("There is a tension between openness and privacy.", "between openness and privacy"),
    ],
)
def test_what_a_passage_states_stands_in_the_question(sentence: str, words: str) -> None:
    (question,) = asked(f"We dug all spring. {sentence}" if sentence.startswith("However") else sentence).questions
    assert words in question.text


@pytest.mark.parametrize(
    "sentence",
    [
        "Write down what we know about our shed.",
        "Our shed is more useful than ten private ones.",
        "We believe that our garden is the best in town.",
    ],
)
def test_the_authors_own_words_for_themselves_are_not_put_into_the_groups_mouth(sentence: str) -> None:
    (question,) = asked(f"{sentence} It is cold there in winter.").questions
    unquoted = question.text.split("“")[0] + question.text.rpartition("”")[2]
    assert not {"our", "know"} & set(unquoted.casefold().rstrip("?").split())


@pytest.mark.parametrize(
    ("sentence", "absent"),
    [
        ("Neighbours do not leave because of one thing.", "that neighbours do not leave?"),
        ("These beds are more useful than ten private ones.", "these beds"),
        ("Hire a keeper before you buy a second shed.", "to hire a keeper?"),
        ("Trust travels through people, not posters.", "to trust travels"),
    ],
)
def test_nothing_is_cut_so_that_it_says_something_else(sentence: str, absent: str) -> None:
    found = asked(f"The yard is old. {sentence}")
    assert found.questions
    assert all(absent not in one.text.casefold() for one in (*found.questions, *found.spares))


@pytest.mark.parametrize(
    ("tag", "sentence", "words"),
    [
        ("es", "Las plantas se mueren, porque nadie riega en agosto.", "las plantas se mueren"),
        ("es", "Fue un error plantar antes de la primera helada.", "plantar antes de la primera helada"),
        ("fr", "Il faut arroser les semis avant midi.", "arroser les semis avant midi"),
        ("fr", "Les semis meurent parce que personne ne les arrose.", "pourquoi les semis meurent"),
        ("pt", "As regras devem ser escritas na parede.", "as regras"),
        ("it", "Bisogna scegliere un luogo dove le persone aspettano.", "scegliere un luogo dove le persone aspettano"),
        ("de", "Eine Genossenschaft muss unbequeme Mitglieder aushalten.", "nbequeme Mitglieder aushalten"),
        ("nl", "Een vereniging moet lastige leden verdragen.", "lastige leden verdragen moet"),
        ("el", "Το νερό είναι πιο σημαντικό από τα λουλούδια.", "ότι το νερό είναι πιο σημαντικό"),
    ],
)
def test_other_languages_put_what_is_stated_into_their_own_grammar(tag: str, sentence: str, words: str) -> None:
    (question,) = asked(sentence, language=tag).questions
    assert words in question.text


def test_a_sentence_without_a_telling_word_is_about_nothing() -> None:
    spanish = load("es")
    assert spanish is not None
    words = wording(spanish)
    assert best_topic("El 12 es lo que hay.", Vocabulary.of("El 12 es lo que hay.", "", words), words) == ""


@pytest.mark.parametrize(
    ("tag", "sentence", "altered"),
    [
        ("en", "Large numbers, unless they are independent, are no protection.", "numbers are no protection"),
        ("en", "Large numbers are no protection, unless they are independent.", "protection,"),
        ("en", "Large numbers – unless they are independent – are no protection.", "numbers are no protection"),
        ("de", "Ein Streik, der keine Kasse hat, ist nicht zu gewinnen.", "Streik ist nicht"),
        ("de", "Ein Streik bleibt nur eine Pause, den keine Kasse trägt.", "eine Pause bleibt"),
        ("fr", "Un syndicat, s’il ne fait que négocier, est une assurance.", "syndicat est une assurance"),
        ("it", "Un sindacato, se si limita a trattare, è un’assicurazione.", "sindacato è un’assicurazione"),
        ("es", "Un sindicato, si solo negocia, es una aseguradora.", "sindicato es una aseguradora"),
        ("pt", "Um sindicato, se só negocia, é uma seguradora.", "sindicato é uma seguradora"),
        ("nl", "Een staking, die geen kas heeft, is niet te winnen.", "staking is niet"),
        ("el", "Μια απεργία, αν δεν έχει ταμείο, είναι χαμένη.", "απεργία είναι χαμένη"),
    ],
)
def test_a_claim_is_taken_up_with_what_restricts_it_or_not_at_all(tag: str, sentence: str, altered: str) -> None:
    found = asked(sentence, language=tag)
    assert found.questions
    assert all(altered not in one.text for one in (*found.questions, *found.spares))


def test_a_clause_does_not_end_in_a_clause_about_its_subject() -> None:
    text = "Fines frightened the old; the common herd, which costs less than the fines brought in, clears sixty acres."
    for question in asked(text).questions:
        assert not question.text.rstrip("?").endswith("brought in")


@pytest.mark.parametrize(
    "sentence",
    [
        "Warnings do not fail because they are unclear; they fail because of who holds the paper.",
        "A bigger cache is not only faster than a small one: it is also dearer when it breaks.",
    ],
)
def test_what_a_sentence_denies_is_not_asked_about_without_what_it_says_instead(sentence: str) -> None:
    (question,) = asked(sentence).questions
    assert "do not fail" not in question.text
    assert "not only" not in question.text


@pytest.mark.parametrize(
    ("tag", "sentence", "stumbling"),
    [
        ("es", "Pensar en el caso extremo disciplina todo el sistema.", "pensar en el caso extremo disciplina"),
        ("pt", "Pensar no pior dia disciplina toda a escala.", "pensar no pior dia disciplina"),
        ("en", "Ask in the town today and you will be told that every door must open.", "set out to ask"),
        ("en", "We should’ve kept a second key, and every board must know it.", "ve kept"),
        ("en", "We changed one line of arithmetic and were asked for a meeting.", "and were asked"),
        ("en", "I am not cut out to do marketing.", "“I am not"),
    ],
)
def test_a_slot_is_left_empty_where_grammar_is_not_certain(tag: str, sentence: str, stumbling: str) -> None:
    found = asked(f"- {sentence}\n\n- {sentence}", language=tag)
    assert not any(stumbling in question.text.casefold() for question in (*found.questions, *found.spares))


def test_a_condition_said_twice_is_no_inversion() -> None:
    found = asked("Mending the board could have been easier if we had several plates for each part connected outside.")
    assert not any("plates for each part had" in question.text for question in found.questions)


def test_a_claim_keeps_what_it_is_told_apart_from() -> None:
    (question,) = asked("The rota is withdrawn, not torn up.").questions
    assert "withdrawn?" not in question.text
    assert "withdrawn:" not in question.text


@pytest.mark.parametrize(
    ("clause", "rest"),
    [
        (
            "A law that arrives after the funeral is a confession, not a safeguard",
            "the town has tended to mistake the one for the other",
        ),
        (
            "A privilege granted to one group of workers is a wall built between them and the others",
            "it stands only as long as it is useful to those who built it",
        ),
    ],
)
def test_a_main_clause_that_another_is_joined_to_is_repeated_in_the_ask(clause: str, rest: str) -> None:
    (question,) = asked(f"{clause}, and {rest}.").questions
    assert clause[1:] in question.text
    assert rest not in question.text


@pytest.mark.parametrize(
    "sentence",
    [
        "Outrage tells people that something is wrong; it does not tell them what to do on Thursday.",
        "A granted privilege is a wall between the others and them, but it stands only while it is useful to somebody.",
        "We should have asked the crew of the ferry first, and we nearly lost them by talking to the office.",
    ],
)
def test_half_a_thought_is_not_quoted_in_the_ask(sentence: str) -> None:
    assert all("“" not in question.text for question in asked(sentence).questions)


def test_a_mistake_is_no_ask_about_how_people_see_it() -> None:
    found = asked("It was a mistake of the tenants to leave the pump to the council of the borough for nine years.")
    assert all("see this" not in question.text for question in found.questions)


def test_a_verb_in_no_list_is_known_by_whom_it_is_said_of() -> None:
    (question,) = asked("A room that nobody visits is a nest for mice.").questions
    assert "a room that nobody visits is a nest for mice" in question.text


@pytest.mark.parametrize(
    ("language", "text", "clause"),
    [
        ("en", "The water is not magic; it is work done in a wet field.", "it is work"),
        ("es", "El agua no es magia; es trabajo hecho en un campo mojado.", "es trabajo"),
        ("pt", "A água não é magia; é trabalho feito num campo molhado.", "é trabalho"),
        ("it", "L’acqua non è magia; è lavoro fatto in un campo bagnato.", "è lavoro"),
    ],
)
def test_a_clause_whose_subject_stands_before_it_is_not_asked_about_alone(
    language: str, text: str, clause: str
) -> None:
    (question,) = asked(text, language=language).questions
    assert question.evidence == text
    assert clause not in question.text


def test_what_is_done_is_no_topic_and_a_headings_capitals_are_no_names() -> None:
    done = asked("Arracher coûte, replanter coûte davantage, et un amandier ne donne rien.", language="fr")
    assert not any(" arracher" in question.text for question in done.questions)
    headed = asked("## O Que Aprendemos\n\nAprendemos a dividir o trabalho e a decidir o que é viável.", language="pt")
    assert headed.questions
    assert not any("Aprendemos" in question.text for question in headed.questions)


@pytest.mark.parametrize(
    ("tag", "sentence", "left_out"),
    [
        ("en", "Banks will raise the fee, and often they are slow to say so.", "often they"),
        ("en", "Members should sweep the yard, and the keeper should lock it.", "the keeper"),
        ("fr", "Les membres doivent balayer la cour, et parfois le gardien est absent.", "parfois"),
        ("it", "I soci devono pulire il cortile, e talvolta il custode è assente.", "talvolta"),
    ],
)
def test_an_ask_about_a_deed_leaves_the_main_clause_after_it_out(tag: str, sentence: str, left_out: str) -> None:
    (question,) = asked(sentence, language=tag).questions
    assert question.evidence == sentence
    assert left_out not in question.text


@pytest.mark.parametrize(
    ("tag", "sentence", "whole"),
    [
        ("en", "Members should sweep the yard and the keeper should lock it.", "should sweep"),
        ("es", "Los socios deben barrer el patio y el portero debe cerrar la puerta.", "deben barrer"),
        ("pt", "Os sócios devem varrer o pátio e o porteiro deve fechar a porta.", "devem varrer"),
    ],
)
def test_a_clause_joined_on_without_a_pause_is_no_part_of_a_deed(tag: str, sentence: str, whole: str) -> None:
    (question,) = asked(sentence, language=tag).questions
    assert whole in question.text


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "A promise means a promise for all of the members."),
        ("es", "Una promesa significa una promesa para todos los socios."),
        ("it", "Una promessa significa una promessa per tutti."),
        ("nl", "Een rustdag betekent een rustdag voor iedereen."),
    ],
)
def test_what_says_the_same_again_is_no_cause(tag: str, sentence: str) -> None:
    (question,) = asked(sentence, language=tag).questions
    assert question.kind is ClaimKind.CLAIM


def test_a_claim_of_another_kind_than_the_passage_is_quoted() -> None:
    sentence = "But a rule that nobody reads is a decoration, not a rule, and the club has tended to paint it anew."
    (question,) = asked(f"The rules of 1931 hang in the hall. {sentence}").questions
    assert "“a rule that nobody reads is a decoration, not a rule”" in question.text


def test_no_quotation_halves_a_pair() -> None:
    language = load("en")
    assert language is not None
    running = "There is a trade-off between running the yard as a school where neighbours often teach"
    sentence = f"{running}, and a market where they come to sell."
    assert quotable(sentence, sentence, ClaimKind.TENSION, wording(language)) == ""


@pytest.mark.parametrize(
    ("tag", "sentence", "items"),
    [
        ("en", "Members should bring bread, soup and a spare key.", "bread, soup and a spare key"),
        ("es", "Los socios deben traer pan, sopa y una llave.", "pan, sopa y una llave"),
        ("fr", "Les membres doivent apporter du pain, de la soupe et une clé.", "du pain, de la soupe et une clé"),
        ("it", "I soci devono portare pane, zuppa e una chiave.", "pane, zuppa e una chiave"),
        ("pt", "Os sócios devem trazer pão, sopa e uma chave.", "pão, sopa e uma chave"),
    ],
)
def test_a_list_in_a_deed_is_asked_about_whole(tag: str, sentence: str, items: str) -> None:
    (question,) = asked(sentence, language=tag).questions
    assert items in question.text


def test_a_clause_about_the_subject_is_not_taken_for_the_sentence() -> None:
    (question,) = asked("A rule that can be made for some towns and not for others is no rule.").questions
    assert "a rule that can be made for some towns and not for others is no rule" in question.text


def test_a_word_said_twice_ends_no_claim() -> None:
    language = load("en")
    assert language is not None
    words, said = wording(language), "The price of a lost key is really, really high."
    assert list(main_clauses(said, Vocabulary.of(said, "", words), words)) == [
        "the price of a lost key is really, really high"
    ]


@pytest.mark.parametrize(
    ("tag", "denied", "instead"),
    [
        ("de", "Übung macht nicht mutiger", ", sondern träger"),
        ("nl", "Oefening maakt niet moediger", ", maar trager"),
    ],
)
def test_what_a_claim_denies_is_not_turned_about_without_what_it_says_instead(
    tag: str, denied: str, instead: str
) -> None:
    language = load(tag)
    assert language is not None
    forms = [form for form in wording(language).forms if "rest" in form.groupindex]
    assert any(form.fullmatch(denied) for form in forms)
    assert not any(form.fullmatch(denied + instead) for form in forms)


def test_the_reason_that_is_given_first_is_no_part_of_what_it_explains() -> None:
    (question,) = asked("The main reason the garden lasts is that every bed has a keeper.").questions
    assert "the garden lasts" in question.text
    assert "reason" not in question.text.partition("garden")[0]


def test_what_should_be_done_is_not_explained_by_what_it_is_for() -> None:
    language = load("en")
    assert language is not None
    words = wording(language)
    for clause, kept in (("a fund must be built before the strike", None), ("the pump is old", "the pump is old")):
        assert CHECKS["effect"](clause, Vocabulary.of(clause, "", words), words) == kept


def test_what_was_misjudged_is_asked_about_by_name() -> None:
    (question,) = asked("We badly underestimated the cost of water.").questions
    assert "the cost of water" in question.text


def test_a_word_with_a_hyphen_holds_no_verb() -> None:
    assert not topic("Bridging the gap between back-end and front-end takes a year.").endswith("-")


def test_to_do_something_wisely_is_never_asked_about_as_a_mistake() -> None:
    (question,) = asked("Choose the beds of a garden wisely.").questions
    assert "wisely" not in question.text or "mistake" not in question.text
