"""The author's own questions."""

from __future__ import annotations

import pytest

from bot.domain.questions import ClaimKind
from bot.domain.questions.wording import wording
from bot.languages import load
from tests.domain.questions.samples import asked, reasons

_MORE = " They waited for rain." * 20
"""Makes a section long enough for several questions."""


def author_questions(text: str) -> list[tuple[str, str]]:
    return [(one.text, one.evidence) for one in asked(text).questions if one.kind is ClaimKind.QUESTION]


def test_a_question_is_asked_verbatim_with_the_articles_own_answer() -> None:
    text = "What should a new garden learn? Water has to come before flowers. Flowers can wait for a year or two."
    assert author_questions(text)[0] == (
        "What should a new garden learn?",
        "Water has to come before flowers. Flowers can wait for a year or two.",
    )


def test_a_question_at_the_end_of_a_paragraph_is_answered_by_the_next_one() -> None:
    text = "So what have we learned?\n\n- Water has to come before flowers.\n\n- Every plot must have one keeper."
    assert author_questions(text)[0] == ("So what have we learned?", "Water has to come before flowers.")


def test_a_question_that_closes_a_paragraph_is_not_answered_by_one_about_something_else() -> None:
    closing = "The smaller shed should have come first. Would nine weeks of digging have been needed at all by then?"
    (question, quoted), *_ = author_questions(f"{closing}\n\nVisitors were never our enemy, whatever the mayor said.")
    assert (question, quoted) == (
        "Would nine weeks of digging have been needed at all by then?",
        "The smaller shed should have come first.",
    )


def test_the_next_item_of_a_list_is_no_answer() -> None:
    text = "- Look at the soil: Where does water stand?\n\n- Ask the neighbours before you build the fence."
    assert author_questions(text) == [("Where does water stand?", "Look at the soil")]


def test_a_subheading_that_asks_is_a_question_too() -> None:
    text = "## Why did the beds fail?\n\nThe soil was never tested, and nobody owned the decision to plant."
    assert author_questions(text)[0][0] == "Why did the beds fail?"


def test_a_small_letter_after_a_colon_belongs_to_the_question() -> None:
    text = "Think of the winter: how much wood is there to burn? The shed has to be full by October."
    assert author_questions(text)[0][0] == "Think of the winter: how much wood is there to burn?"


def test_six_or_seven_fit_and_are_all_asked() -> None:
    text = " ".join(f"What happens to plot number {number}?" for number in range(7)) + " The keeper must decide. " * 80
    found = asked(text)
    assert [one.kind for one in found.questions] == [ClaimKind.QUESTION] * 7


def test_of_more_at_most_five_are_asked_and_the_others_are_spares() -> None:
    text = " ".join(f"What happens to plot number {number}?" for number in range(8)) + " The keeper must decide. " * 40
    found = asked(text)
    assert sum(one.kind is ClaimKind.QUESTION for one in found.questions) == 5
    assert sum(one.kind is ClaimKind.QUESTION for one in found.spares) == 3


def test_one_that_yes_can_answer_is_asked_too_after_the_open_ones() -> None:
    closed, open_one = "Is a garden without water worth the work?", "Who should carry the water?"
    found = asked(f"{closed} Every plot must have water before it has a fence. {open_one} The young left." + _MORE)
    assert [one.text for one in found.questions[:2]] == [open_one, closed]


@pytest.mark.parametrize("announcement", ["Two questions remain.", "To this we have no answer yet."])
def test_what_only_announces_a_question_is_not_its_passage(announcement: str) -> None:
    question = "How does a garden outlive those who planted it?"
    assert author_questions(f"{_MORE}\n\n{announcement} {question}") == [(question, question)]


def test_an_announcement_that_says_something_of_the_only_question_is_its_passage() -> None:
    announcement, question = "There remains the hardest question.", "How does a garden outlive those who planted it?"
    assert author_questions(f"{_MORE}\n\n{announcement} {question}") == [(question, announcement)]


def test_a_question_beside_another_is_quoted_without_it() -> None:
    first, second = "How does a garden outlive its planters?", "And who keeps the key when they are gone?"
    assert author_questions(f"{_MORE}\n\n{first} {second}") == [(first, first), (second, second)]


@pytest.mark.parametrize(
    "question",
    [
        "Did the beds fail because the soil was poor, or because nobody had been asked?",
        "Should a garden promise less – or ask for more?",
        "Is the fence there for the children or for the council?",
        "Is there such a garden near you, and what do its members know that others do not?",
    ],
)
def test_one_that_asks_which_of_two_is_so_is_open(question: str) -> None:
    english = load("en")
    assert english is not None
    assert not wording(english).yes_or_no(question)


@pytest.mark.parametrize(
    "question", ["Is a garden worth the work, or not?", "Can members or visitors take water from the well?"]
)
def test_or_alone_opens_no_question(question: str) -> None:
    english = load("en")
    assert english is not None
    assert wording(english).yes_or_no(question)


@pytest.mark.parametrize(
    ("tag", "question"),
    [
        ("es", "¿Es culpa del suelo, o de quienes no preguntaron?"),
        ("fr", "Est-ce que le sol était pauvre, ou que personne n’avait demandé ?"),
        ("de", "Ist der Boden schuld, oder wurde niemand gefragt?"),
        ("pt", "É culpa do solo, ou de quem não perguntou?"),
        ("it", "È colpa della terra, o di chi non ha chiesto?"),
        ("nl", "Is de grond slecht, of heeft niemand het gevraagd?"),
        ("el", "Είναι το χώμα φτωχό, ή δεν ρώτησε κανείς;"),
    ],
)
def test_every_language_knows_either_or(tag: str, question: str) -> None:
    language = load(tag)
    assert language is not None
    assert not wording(language).yes_or_no(question)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Looking for more tips on compost?", "promotes"),
        ("Who reads https://example.org/plots?id=7 today?", "address"),
        ("Why not?", "short"),
        ("So the county says the pipes are fine?", "statement"),
    ],
)
def test_what_only_looks_like_a_question_is_not_asked(sentence: str, reason: str) -> None:
    found = asked(f"{sentence} Every plot must have one named keeper who holds the only key.")
    assert not any(one.kind is ClaimKind.QUESTION for one in found.questions)
    assert reason in reasons(found)[sentence]


def test_a_question_inside_a_quotation_is_asked_about_with_its_speaker() -> None:
    (question,) = asked("“Who will carry the water when it is dry?” asked Amina Okoro.").questions
    assert question.kind is not ClaimKind.QUESTION
    assert "Amina Okoro" in question.text


def test_a_question_quoted_as_a_block_belongs_to_its_speaker() -> None:
    text = "> Who will carry the water?\n\nEvery plot must have one named keeper who holds the only key."
    assert author_questions(text) == []


def test_another_languages_marks_are_kept() -> None:
    found = asked("¿Qué debe aprender un jardín nuevo? El agua debe llegar antes que las flores.", language="es")
    assert found.questions[0].text == "¿Qué debe aprender un jardín nuevo?"


def test_a_question_in_the_order_of_a_statement_is_a_question_all_the_same() -> None:
    for tag, question in (
        ("es", "¿Podía haberse construido otra cosa?"),
        ("it", "Senza quel giornale i lettori avrebbero votato allo stesso modo?"),
    ):
        found = asked(question, language=tag)
        assert [one.text for one in found.questions] == [question]


def test_one_put_to_the_reader_and_answered_at_once_is_left_to_the_organiser() -> None:
    figure = "Do you want to change every tool on the day before the fair?"
    found = asked(f"{figure} One of us did, and nothing worked." + _MORE)
    assert figure not in [one.text for one in found.questions]
    assert figure in [one.text for one in found.spares]


@pytest.mark.parametrize(
    ("tag", "question"),
    [
        ("en", "What comes next for a garden that has lost its well?"),
        ("en", "Who are we to decide what the street can do without?"),
        ("en", "Who subscribes to a newsletter that nobody writes?"),
        ("fr", "Reste une question que personne ne pose : qui portera l’eau ?"),
        ("fr", "Êtes-vous intéressé par la récolte, ou par la paix du quartier ?"),
        ("fr", "Et vous, que feriez-vous à la place du jardinier ?"),
        ("es", "¿Qué buscas cuando buscas al culpable de la sequía?"),
        ("pt", "Quem procura água procura também vizinhos?"),
        ("it", "Che cosa cerchi quando cerchi un colpevole?"),
        ("de", "Möchten Sie in einer Straße ohne Garten leben?"),
        ("nl", "Wie zoekt u als de put leeg is?"),
        ("el", "Θέλετε να ζείτε σε έναν δρόμο χωρίς κήπο;"),
    ],
)
def test_a_word_that_could_sell_something_does_not_make_a_question_an_offer(tag: str, question: str) -> None:
    assert question in [one.text for one in asked(question, language=tag).questions]


@pytest.mark.parametrize(
    ("tag", "question"),
    [
        ("en", "So, looking for more tips on compost?"),
        ("en", "If you liked this, why not subscribe to our letters?"),
        ("fr", "Des questions sur le compost ?"),
        ("fr", "Et vous, qu’en pensez-vous ?"),
        ("es", "¿Te gustaría recibir nuestro boletín de otoño?"),
        ("pt", "Gostou desta horta e quer saber mais?"),
        ("it", "Vuoi ricevere la newsletter del nostro orto?"),
        ("de", "Möchten Sie mehr über unseren Garten lesen?"),
        ("nl", "Heb je vragen over onze tuin?"),
        ("el", "Θέλετε να μάθετε περισσότερα για τον κήπο;"),
    ],
)
def test_an_offer_to_the_reader_is_not_asked(tag: str, question: str) -> None:
    assert "promotes" in reasons(asked(question, language=tag))[question]


@pytest.mark.parametrize(
    ("tag", "question"),
    [
        ("en", "If nobody had carried water, would the beds have lasted until June?"),
        ("en", "When a garden is run by the council, is it still a garden?"),
        ("de", "Wenn niemand Wasser trägt, gehört der Garten dann noch allen?"),
        ("de", "Nach alledem, war es die Mühe noch wert?"),
        ("nl", "Als niemand water draagt, is de tuin dan nog van iedereen?"),
        ("fr", "Si personne n’avait porté l’eau, aurait-on sauvé les arbres ?"),
    ],
)
def test_a_question_may_open_with_a_clause_and_yes_may_answer_it_all_the_same(tag: str, question: str) -> None:
    first = {"en": "Who pays for the well?", "de": "Wer zahlt den Brunnen?"}
    first |= {"nl": "Wie betaalt de put?", "fr": "Qui paie le puits ?"}
    found = asked(f"{question}\n\n{first[tag]}\n\n" + _MORE, language=tag)
    assert [one.text for one in found.questions[:2]] == [first[tag], question]


@pytest.mark.parametrize(
    "sentence",
    [
        "So the county says the pipes are fine, is it true?",
        "The figure that counts is the one a gardener would know: did the water reach the far beds?",
    ],
)
def test_a_tag_or_an_example_at_its_end_makes_no_question_of_a_statement(sentence: str) -> None:
    assert sentence not in [one.text for one in asked(sentence).questions]


@pytest.mark.parametrize(
    ("tag", "first", "second"),
    [
        ("en", "Would we have dug it all the same?", "And to whom do we owe that answer?"),
        ("es", "¿Habríamos cavado igual sin el pozo?", "¿Y a quién le debemos esa respuesta?"),
        ("fr", "Aurions-nous creusé sans le puits ?", "Et à qui devons-nous cette réponse ?"),
        ("de", "Hätten wir auch ohne Brunnen gegraben?", "Und wem schulden wir diese Antwort?"),
    ],
)
def test_a_question_that_goes_on_from_another_is_asked_after_it(tag: str, first: str, second: str) -> None:
    found = asked(f"{first} {second}\n\n{_MORE}", language=tag)
    assert [one.text for one in found.questions[:2]] == [first, second]


@pytest.mark.parametrize(
    ("tag", "lesson", "question"),
    [
        ("en", "The keeper of the tools must be paid from the first year.", "Who opens the gate next time?"),
        ("pt", "Seria preciso pagar quem guarda as ferramentas.", "Da próxima vez, quem vai abrir o portão?"),
        ("de", "Wer die Geräte hütet, muss bezahlt werden.", "Wer öffnet beim nächsten Mal das Tor?"),
    ],
)
def test_a_lesson_above_about_something_else_is_not_the_passage_of_a_question(
    tag: str, lesson: str, question: str
) -> None:
    found = asked(f"{_MORE}\n\n{lesson}\n\n{question}", language=tag)
    quoted = {one.text: one.evidence for one in found.questions}
    assert quoted[question] == question
    assert lesson in quoted.values()


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "Who opens the gate next time? The question is the headmistress’s, and nobody at the council answered."),
        ("pt", "Quem vai abrir o portão? A pergunta é da diretora, e ninguém na câmara soube responder."),
        ("fr", "Qui ouvrira la porte ? La question est de la directrice, et personne à la mairie n’a su répondre."),
    ],
)
def test_what_is_said_of_a_question_is_quoted_with_it_and_claims_nothing(tag: str, text: str) -> None:
    (question,) = asked(text, language=tag).questions
    assert question.kind is ClaimKind.QUESTION
    assert question.evidence == text


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "Who opens the gate next time?\n\nDonate to our society before the summer, and tell your friends."),
        ("en", "Who opens the gate next time?\n\n“I never heard from the keeper until I asked,” one of them told us."),
        (
            "de",
            "Wir haben viel versucht. Wer öffnet in unserem Garten das Tor?\n\nUnsere Beete waren im Mai noch leer.",
        ),
        ("es", "¿Quién abrirá el portón?\n\n«Nadie me preguntó nunca por el portón», nos dijo una vecina."),
    ],
)
def test_an_appeal_a_stranger_or_a_word_of_ours_below_is_no_answer(tag: str, text: str) -> None:
    below = text.partition("\n\n")[2]
    quoted = [one.evidence for one in asked(text, language=tag).questions if one.kind is ClaimKind.QUESTION]
    assert quoted
    assert below not in quoted


@pytest.mark.parametrize(
    ("tag", "question"),
    [
        ("es", "¿Mereció la pena el pozo?"),
        ("es", "¿Sirvió de algo cavar noventa días?"),
        ("pt", "Valeu a pena?"),
        ("pt", "Adiantou cavar noventa dias?"),
        ("it", "Ne è valsa la pena?"),
        ("it", "Servì a qualcosa scavare novanta giorni?"),
        ("fr", "Si le puits est plein, peut on faire mieux ?"),
    ],
)
def test_a_verb_that_opens_a_question_asks_whatever_its_form(tag: str, question: str) -> None:
    assert question in [one.text for one in asked(question, language=tag).questions]


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "Was it worth it? The well is dry, but the keepers stay. What would have happened in a wet summer?"),
        ("de", "War es das wert? Der Brunnen ist leer, aber alle bleiben. Was wäre in einem nassen Sommer passiert?"),
        ("es", "¿Mereció la pena? El pozo está seco, pero todos siguen. ¿Qué habría pasado en un verano húmedo?"),
        ("fr", "Fallait-il creuser ? Le puits est vide, mais tous restent. Que se serait-il passé un été humide ?"),
    ],
)
def test_the_answer_to_one_question_is_not_shown_over_the_next(tag: str, text: str) -> None:
    last = text[text.rindex(". ") + 2 :]
    assert {one.text: one.evidence for one in asked(text, language=tag).questions}[last] == last


def test_what_is_said_between_two_questions_is_shown_over_one_that_goes_on_from_it() -> None:
    text = "Who dug? The keepers had one key each. Why did the keepers not open the well for others?"
    assert ("Why did the keepers not open the well for others?", "The keepers had one key each.") in author_questions(
        text
    )


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        (
            "en",
            "Who should dig? Who should keep the key of the well? I have changed my mind about both more than once.",
        ),
        ("de", "Wer soll graben? Wer soll den Schlüssel hüten? Ich habe meine Meinung dazu mehr als einmal geändert."),
        ("it", "Chi deve scavare? Chi deve tenere la chiave? Ho cambiato idea più di una volta su queste cose."),
    ],
)
def test_who_changed_their_mind_about_questions_gives_no_answer(tag: str, text: str) -> None:
    assert "answer" not in " ".join(str(one.rule) for one in asked(text, language=tag).questions)


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "Was the dam to blame for it? Yes, because nobody had ever looked at the gates."),
        ("en", "And where do you think half of our money went? Exactly. The pump has to be repaired every spring."),
        ("es", "¿La presa tuvo entonces la culpa? Pues sí, porque nadie había mirado las compuertas."),
        ("fr", "Le barrage était-il donc en cause ? Oui, parce que personne n’avait regardé les vannes."),
        ("de", "War also der Damm schuld? Ja, weil niemand die Tore angesehen hatte."),
        ("pt", "A barragem foi então culpada? Sim, porque ninguém tinha olhado para as comportas."),
        ("it", "La diga era quindi un errore? Beh sì, perché nessuno aveva guardato le chiuse."),
        ("nl", "En waar ging de helft van ons geld heen? Precies. De pomp moet elk voorjaar worden hersteld."),
        ("el", "Ήταν λοιπόν λάθος το φράγμα στο ποτάμι; Ναι, γιατί κανείς δεν είχε δει τις πύλες."),
    ],
)
def test_a_question_that_one_word_answers_is_left_to_the_organiser(tag: str, text: str) -> None:
    found = asked(text + _MORE, language=tag)
    assert not any(one.kind is ClaimKind.QUESTION for one in found.questions)
    assert any(one.kind is ClaimKind.QUESTION for one in found.spares)


def test_a_checklist_is_left_to_the_organiser() -> None:
    checks = (
        "Before you open a kitchen, check three things. Do you have a licence? Do you have two cooks? Is there a drain?"
    )
    assert author_questions(checks + _MORE) == []
    others = "Before you open a kitchen, think of the winter. Does the roof hold? Does the stove draw?"
    assert len(author_questions(others + _MORE)) == 2


def test_an_open_question_is_not_answered_by_a_concession() -> None:
    text = "What should the committee have done about the dam? Sure, the gates were old, but nobody asked the miller."
    assert author_questions(text + _MORE)[0][0] == "What should the committee have done about the dam?"


def test_what_the_authors_asked_themselves_at_work_is_not_put_to_the_group() -> None:
    told = "My part was to plan: which beds do we dig, and who brings the spades?"
    assert not author_questions(f"{told} A garden needs a plan.{_MORE}")
    announced = "One question was left: who brings the spades?"
    assert author_questions(f"{announced} A garden needs a plan.{_MORE}")


def test_a_yes_or_no_question_that_leans_on_what_was_said_is_rhetorical() -> None:
    assert not author_questions("A garden needs a plan. Can you apply that to your street?")


def test_a_tag_behind_a_statement_asks_nothing() -> None:
    found = asked("A rega era só mais um assunto. Mas não era, era?", language="pt")
    assert not [one for one in found.questions if one.kind is ClaimKind.QUESTION]
