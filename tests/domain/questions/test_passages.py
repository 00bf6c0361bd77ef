"""Which sentences become passages."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from bot.domain.article import BlockKind
from bot.domain.questions import ClaimKind, make_questions
from bot.domain.questions.vocabulary import Vocabulary
from bot.domain.questions.wording import Wording
from bot.languages import load
from tests.domain.questions.samples import all_passages, asked, passages, reasons, written


def test_a_passage_that_points_back_is_widened_to_what_it_points_to() -> None:
    found = asked("The pump belongs to nobody. That must change before the summer.")
    assert passages(found) == ["The pump belongs to nobody. That must change before the summer."]


def test_a_passage_whose_referent_is_too_far_is_not_used() -> None:
    far = "The pump " + "that stood behind the third shed " * 9 + "belongs to nobody"
    found = asked(f"{far}. That must change before the summer.")
    assert not any("That must change" in passage for passage in passages(found))
    assert "points back" in reasons(found)["That must change before the summer."]


def test_a_short_passage_takes_in_the_sentence_that_goes_on_from_it() -> None:
    found = asked("Every plot must have one keeper. They hold the only key to the shed.")
    assert passages(found) == ["Every plot must have one keeper. They hold the only key to the shed."]


def test_a_list_item_is_one_unit_however_many_sentences_it_has() -> None:
    found = asked(
        "- Keep one key. Two keys get lost twice.\n\n- Ask the neighbours first. They must live with the noise."
    )
    assert sorted(all_passages(found)) == [
        "Ask the neighbours first. They must live with the noise.",
        "Keep one key. Two keys get lost twice.",
    ]


def test_a_bold_lead_is_the_claim_and_the_text_after_it_the_passage() -> None:
    (question,) = asked("**Know the soil.** Clay holds water for weeks and sand for hours.").questions
    assert question.evidence == "Know the soil. Clay holds water for weeks and sand for hours."
    assert "know the soil" in question.text.casefold()


def test_a_lead_without_markup_is_seen_by_its_colon() -> None:
    (question,) = asked("Know the soil: Clay holds water for weeks and sand for hours.").questions
    assert "know the soil" in question.text.casefold()


def test_a_subheading_that_claims_something_is_asked_about() -> None:
    found = asked("## Trust is slow\n\nNeighbours lend a spade only after they have seen it come back clean.")
    assert "“Trust is slow”" in found.questions[0].text


def test_a_list_of_fragments_gives_one_question_over_the_whole_list() -> None:
    items = "- one spade\n\n- two buckets\n\n- patience"
    (question,) = asked(f"Winter is near.\n\n{items}").questions
    assert question.evidence == "one spade\n\ntwo buckets\n\npatience"
    assert question.rule.startswith("list")


def test_the_line_that_introduces_a_list_is_quoted_with_it_where_it_fits() -> None:
    items = "- one spade\n\n- two buckets\n\n- patience"
    (question,) = asked(f"Winter is near. Bring these:\n\n{items}").questions
    assert question.evidence == "Bring these:\n\none spade\n\ntwo buckets\n\npatience"
    (question,) = asked(f"{'Bring all that you can carry, ' * 9}and these:\n\n{items}").questions
    assert question.evidence == "one spade\n\ntwo buckets\n\npatience"


def test_clauses_that_only_a_semicolon_parts_are_asked_about_one_by_one() -> None:
    items = ("la gouvernance doit être ajustée en permanence ;", "le découpage du travail réduit le risque ;")
    ending = "l’archivage est souvent la clé d’une extinction réussie."
    found = asked("\n\n".join(f"- {item}" for item in (*items, ending)), language="fr")
    assert set(all_passages(found)) == {*(item.removesuffix(" ;") for item in items), ending}


def test_what_speaks_for_and_against_gives_one_question_about_the_tension() -> None:
    text = "Pros\n\n- Everybody can join at once.\n\n- It costs nothing.\n\nCons\n\n- Nobody stays.\n\n- It rains."
    (question,) = asked(text).questions
    assert question.evidence == "It costs nothing.\n\nCons\n\nNobody stays."
    assert question.kind is ClaimKind.TENSION


def test_a_quotation_keeps_its_speaker() -> None:
    found = asked("“Every garden is an argument about water and time,” said Amina Okoro.")
    (question,) = found.questions
    assert "Amina Okoro" in question.evidence
    assert "Amina Okoro" in question.text


def test_a_quotation_without_its_speaker_is_not_asked_about() -> None:
    found = asked("“Every garden must be an argument about water and time,” she said.")
    assert not found.questions
    assert any("name is not in the passage" in one.reason for one in found.rejected)


def test_a_few_words_in_quotation_marks_need_no_speaker() -> None:
    assert asked("Every “friendly” plot must have one named keeper.").questions


def test_a_paragraph_gives_two_questions_at_most_if_there_are_others() -> None:
    crowded = (
        "Every plot must have one keeper. Water has to come first. Weeds grow because nobody looks. "
        "A shed is more useful than a bench. Never lend the key. The council is likely to sell the land. "
    )
    found = asked(f"{crowded * 2}\n\nThe pump should stand next to the gate.")
    inside = [passage for passage in passages(found) if passage in crowded * 2]
    assert len(inside) == 2


def test_code_and_tables_are_not_quoted() -> None:

    article, section = written("print('every plot must have one keeper')")
    code = tuple(replace(block, kind=BlockKind.CODE) for block in section.blocks)
    found = make_questions(article, [replace(section, blocks=code)], load("en"))
    assert not found.questions
    assert "code" in found.rejected[0].reason


def test_a_sentence_without_end_is_turned_down_in_no_time() -> None:
    endless = "the pump must be mended because the well is dry; " * 700
    started = time.process_time()
    found = asked(f"{endless} and so on. Every plot must have one named keeper who holds the only key.")
    assert time.process_time() - started < 5
    assert "It is too long to be taken in." in reasons(found).values()


@pytest.mark.parametrize(
    ("tag", "sentence", "passage"),
    [
        ("en", "Secondly, organisers should never promise what they cannot hold.", "Secondly, organisers should"),
        ("en", "Finally, a contract with holes will be exploited.", "Finally, a contract"),
        ("fr", "Enfin, un contrat sans contrôle est un papier sans valeur.", "Enfin, un contrat"),
        ("de", "Und schließlich: Ein Vertrag ohne Kontrolle ist nur Papier.", "Ein Vertrag ohne"),
        ("de", "Zweitens sollten die Mieter ihre Verträge gemeinsam lesen.", "Zweitens sollten"),
        ("nl", "Ten tweede moeten huurders hun contracten samen lezen.", "Ten tweede"),
        ("es", "También hay que desconfiar de las promesas sin fecha.", "También hay"),
        ("it", "Infine, un contratto senza controlli è soltanto carta.", "Infine, un contratto"),
        ("pt", "Por fim, um contrato sem fiscalização é apenas papel.", "Por fim, um contrato"),
        ("el", "Τέλος, ένα συμβόλαιο χωρίς έλεγχο είναι μόνο χαρτί.", "Τέλος, ένα συμβόλαιο"),
    ],
)
def test_a_word_that_only_numbers_a_lesson_does_not_point_back(tag: str, sentence: str, passage: str) -> None:
    assert all_passages(asked(sentence, language=tag))[0].startswith(passage)


def test_a_number_does_not_hide_that_a_sentence_points_back() -> None:
    assert not asked("Secondly, they should never promise what cannot be held.").questions


def test_what_somebody_is_called_is_not_asked_for_its_opinion() -> None:
    found = asked("A union which only negotiates is an insurance company.")
    assert all("might an insurance company" not in one.text for one in (*found.questions, *found.spares))


def test_a_quoted_example_is_nobodys_words() -> None:
    item = 'If the manual covers "logo on the side of a ferry", every smaller case is covered too.'
    assert passages(asked(item)) == [item]


def test_what_one_of_them_means_is_quoted_too() -> None:
    before = "Four petitions about the dam had reached the mayor by March."
    claim = "Had the council read even one of them aloud, the dam would have held."
    assert passages(asked(f"{before} {claim}")) == [f"{before} {claim}"]


def test_a_long_noun_phrase_with_a_full_stop_is_no_claim() -> None:
    phrase = "Des rencontres basées sur des chiffres permettant de se rapprocher du but commun."
    assert all_passages(asked(f"{phrase}\n\nUn groupe doit avoir un seul but.", language="fr")) == [
        "Un groupe doit avoir un seul but."
    ]


def test_a_list_of_commands_is_not_asked_about() -> None:
    found = asked("- /etc/cron*\n\n- /etc/systemd\n\n- /run/udev\n\nEvery plot must have one named keeper.")
    assert all_passages(found) == ["Every plot must have one named keeper."]
    assert any("no sign of a claim" in reason for reason in reasons(found).values())


def test_a_brief_list_without_full_stops_is_asked_about_as_a_whole() -> None:
    found = asked("- Start small and test a lot\n\n- Clean data beats clever models\n\n- Write down what went wrong")
    (question,) = found.questions
    assert question.rule.startswith("list")
    assert question.evidence.startswith("Start small")
    assert question.evidence.endswith("went wrong")


def test_an_item_that_only_introduces_a_list_is_not_quoted() -> None:
    found = asked("- **Root is no home.** If a program runs as root, then:\n\n- Every plot must have one named keeper.")
    assert not any("then" in passage for passage in all_passages(found))


def test_those_who_do_something_need_no_sentence_before_them() -> None:
    sentence = "Those who do the work should be the first to be asked."
    (question,) = asked(sentence).questions
    assert question.evidence == sentence


def test_a_mistake_is_quoted_with_the_sentence_that_says_which() -> None:
    before = "The committee lost the strike when it wrote to the eleventh bakery."
    sentence = "It was a mistake that the men could have avoided with what they knew at the time."
    assert any(question.evidence == f"{before} {sentence}" for question in asked(f"{before} {sentence}").questions)


def test_the_number_of_a_lesson_is_not_quoted() -> None:
    found = asked(
        "**2. A quay without a keeper is a ruin.** Nobody mends what nobody owns, and the sea takes the rest."
    )
    assert [one[:8] for one in passages(found)] == ["A quay w"]


def test_a_small_word_in_capitals_is_no_name() -> None:
    language = load("pt")
    assert language
    text = "A prática em casa faz TODA diferença, e a ONU sabe."
    assert Vocabulary.of(text, "", Wording(language)).names == {"ONU"}


@pytest.mark.parametrize(
    ("language", "text", "cut"),
    [
        ("en", "- **The right pump**, not the loud one, must be chosen first.", "that not the"),
        ("en", "- **Trust in the committee** takes years to build and one bad night to lose.", "to trust in"),
        ("pt", "- **A horta segue a água que tem**, não a água que gostaria de ter.", "“não a água"),
    ],
)
def test_bold_words_that_their_sentence_goes_on_from_are_only_stressed(language: str, text: str, cut: str) -> None:
    (question,) = asked(text, language=language).questions
    assert question.evidence == text.removeprefix("- ").replace("**", "")
    assert cut not in f"{question.text} “{question.evidence}"


@pytest.mark.parametrize(
    ("language", "text", "claim"),
    [
        ("es", "- Que la tierra necesita descanso.", "que la tierra necesita descanso"),
        ("pt", "- Que depender de uma só bomba é perder a horta.", "de que depender de uma só bomba é perder a horta"),
        ("fr", "- Que la confiance prend du temps.", "que la confiance prend du temps"),
        ("it", "- Che l’acqua costa più del pane.", "che l’acqua costa più del pane"),
    ],
)
def test_what_was_learnt_may_stand_in_clauses_that_a_conjunction_opens(language: str, text: str, claim: str) -> None:
    (question,) = asked(text, language=language).questions
    assert claim in question.text


def test_each_points_back_where_it_stands_alone_only() -> None:
    assert asked("Each plot is its own lesson in what the soil can bear.").questions
    assert not asked("Each had its own way of watering, and it shows to this day.").questions


def test_a_passage_does_not_reach_back_over_thanks() -> None:
    text = "A todos os que vieram cavar debaixo de chuva: obrigado. Essa gente faz parte da nossa horta."
    assert not asked(text, language="pt").questions
    assert asked(text.replace(": obrigado", ""), language="pt").questions


@pytest.mark.parametrize(
    "sentence",
    [
        "A committee must meet before it decides anything.",
        "Ask for a spare key before you need it.",
        "When a pump breaks, ask who can mend it.",
    ],
)
def test_a_pronoun_that_its_own_sentence_explains_points_nowhere(sentence: str) -> None:
    assert passages(asked(sentence)) == [sentence]


@pytest.mark.parametrize(
    "sentence", ["The chair thinks it must be paid by Friday.", "Nobody here knows whether it must be paid."]
)
def test_a_pronoun_that_nothing_before_it_explains_points_back(sentence: str) -> None:
    assert "points back" in reasons(asked(sentence))[sentence]


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("de", "Weniger einpacken. Jeder sagt es, und keiner tut es."),
        ("nl", "Minder inpakken. Iedereen zegt het en niemand doet het."),
        ("es", "La mitad del equipaje. Todos lo dicen y nadie lo hace."),
        ("fr", "La moitié des bagages. Tout le monde le dit et personne ne le fait."),
        ("it", "La metà dei bagagli. Tutti lo dicono e nessuno lo fa."),
        ("pt", "Metade da bagagem. Todos o dizem e ninguém o faz."),
        ("el", "Τα μισά πράγματα. Όλοι το λένε και κανείς δεν το κάνει."),
    ],
)
def test_what_everyone_says_is_quoted_with_what_that_is(tag: str, text: str) -> None:
    assert all_passages(asked(text, language=tag)) == [text]


def test_bold_advice_is_about_what_stands_under_it() -> None:
    text = "**Write it down at once.** A diary written on Sunday is a story about Sunday."
    (question,) = asked(text).questions
    assert "“Write it down at once”" in question.text


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("it", "Il mulino del paese ha due secoli. È forse la macchina più utile che si potesse costruire."),
        ("es", "El molino del pueblo tiene dos siglos. Es quizá la máquina más útil que se podía construir."),
        ("pt", "O moinho da aldeia tem dois séculos. É talvez a máquina mais útil que se podia construir."),
        ("el", "Ο μύλος του χωριού είναι παλιός. Είναι ίσως το πιο χρήσιμο μηχάνημα που έχει η κοιλάδα."),
        ("it", "Il mulino restò chiuso. Se fosse stato riparato, il paese avrebbe potuto macinare il grano."),
        ("es", "El molino quedó cerrado. Si hubiera sido reparado, el pueblo habría podido moler el trigo."),
        ("pt", "O moinho ficou fechado. Se tivesse sido reparado, a aldeia poderia ter moído o trigo."),
        ("el", "Ο μύλος έμεινε κλειστός. Αν είχε επισκευαστεί, το χωριό θα μπορούσε να είχε αλέσει το στάρι."),
    ],
)
def test_a_sentence_without_its_subject_is_quoted_with_the_one_that_names_it(tag: str, text: str) -> None:
    assert all(passage == text for passage in all_passages(asked(text, language=tag)))


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("it", "È più facile riparare un mulino che comprarne uno."),
        ("es", "Es más fácil reparar un molino que comprar otro."),
        ("pt", "É mais fácil reparar um moinho do que comprar outro."),
        ("el", "Είναι πιο χρήσιμος ένας γείτονας από μια εφαρμογή."),
        ("it", "Se fosse arrivata la pioggia, il paese avrebbe potuto macinare il grano."),
        ("es", "Si hubieran participado los vecinos, el molino habría podido abrir."),
    ],
)
def test_a_sentence_whose_subject_stands_behind_its_verb_is_whole(tag: str, text: str) -> None:
    assert all_passages(asked(text, language=tag)) == [text]


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("it", "Quando un mulino cambia padrone, bisogna chiedersi chi ne trae vantaggio."),
        ("fr", "Quand un moulin change de maître, il faut se demander à qui cela profite."),
        ("de", "Wenn das Mühlrad bricht, braucht es einen zweiten Müller."),
        ("el", "Όταν χαλάει ο μύλος, χρειάζεται δεύτερος μυλωνάς."),
    ],
)
def test_a_demand_after_the_clause_that_says_when_makes_a_whole_sentence(tag: str, sentence: str) -> None:
    (question,) = asked(sentence, language=tag).questions
    assert (question.evidence, question.kind) == (sentence, ClaimKind.NORM)


@pytest.mark.parametrize(
    ("tag", "announced", "claim"),
    [
        ("en", "This example shows a wider problem:", "a label cannot repair a bad design."),
        ("nl", "Dit voorbeeld toont een breder probleem:", "een etiket wordt te vaak gebruikt als pleister."),
        ("de", "Dieses Beispiel zeigt ein größeres Problem:", "Ein Etikett wird zu oft als Pflaster benutzt."),
        ("fr", "Cet exemple montre un problème plus large :", "une étiquette est trop souvent un pansement."),
        ("pt", "Este exemplo mostra um problema maior:", "uma etiqueta é demasiadas vezes um remendo."),
    ],
)
def test_what_follows_the_colon_of_a_sentence_that_points_back_stands_alone(
    tag: str, announced: str, claim: str
) -> None:
    assert all_passages(asked(f"{announced} {claim}", language=tag)) == [claim]


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "The third is the least comfortable: a report is worth nothing in a drawer."),
        ("it", "La terza è la più scomoda: una perizia non basta in un cassetto."),
        ("el", "Το τρίτο είναι το πιο δύσκολο: μια έκθεση είναι άχρηστη στο συρτάρι."),
    ],
)
def test_a_lesson_is_announced_by_its_number_and_some_words_before_a_colon(tag: str, sentence: str) -> None:
    (question,) = asked(sentence, language=tag).questions
    assert (question.evidence, question.kind) == (sentence, ClaimKind.CLAIM)


def test_no_passage_begins_with_a_one_word_answer() -> None:
    found = asked("What did the label hide from those who cannot see it? Everything. And it is everywhere.")
    assert not any(passage.startswith("Everything.") for passage in all_passages(found))


@pytest.mark.parametrize(
    ("tag", "numbered", "claim"),
    [
        ("de", "Zweitens:", "Organe der Einheit lassen sich nicht an einem Tag schaffen."),
        ("en", "Secondly:", "A rota is worth more than a hero with a spade."),
        ("es", "Segundo:", "Un turno vale más que un héroe con una pala."),
    ],
)
def test_a_word_that_only_numbers_a_sentence_up_to_a_colon_is_not_quoted(tag: str, numbered: str, claim: str) -> None:
    text = f"Viele sagen das Gegenteil. {numbered} {claim}" if tag == "de" else f"{numbered} {claim}"
    assert claim in all_passages(asked(text, language=tag))


@pytest.mark.parametrize("arrow", ["→", "➜", "▶", "✅"])
def test_no_quotation_begins_with_an_arrow(arrow: str) -> None:
    lead = "A rota is worth more than a hero"
    found = asked(f"{arrow} {lead}. Heroes fall ill in May, and the beds dry out until somebody asks who has the key.")
    assert all(passage.startswith(lead) for passage in all_passages(found))
    assert found.questions


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "Keep that ratio in mind when you plan the next repair of the pump."),
        ("es", "Sin ellas, la lucha debe terminar antes del martes."),
        ("es", "Aún así, la junta debe pagar a un experto cada año."),
        ("es", "Significa que las actas deben leerse antes de votar."),
        ("fr", "Sans elles, la lutte doit finir avant mardi soir."),
        ("de", "Ohne sie muss der Streik vor dem Dienstag enden."),
        ("pt", "Sem elas, a luta deve acabar antes de terça-feira."),
        ("it", "Senza di loro la lotta deve finire prima di martedì."),
        ("nl", "Zonder hen moet de strijd voor dinsdag voorbij zijn."),
        ("el", "Χωρίς αυτές, ο αγώνας πρέπει να τελειώσει πριν την Τρίτη."),
    ],
)
def test_what_stands_for_something_named_before_is_not_asked_about_alone(tag: str, sentence: str) -> None:
    assert "points back" in reasons(asked(sentence, language=tag))[sentence]


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "Keep those who pay in mind when you plan the next repair."),
        ("fr", "À elle seule, une affiche ne doit pas suffire au comité."),
        ("de", "Ohne Protokoll muss ein Rat das Vertrauen verlieren."),
        ("it", "A loro volta, i vicini devono chiedere un voto al consiglio."),
    ],
)
def test_what_names_it_in_the_same_breath_is(tag: str, sentence: str) -> None:
    assert sentence in passages(asked(sentence, language=tag))


def test_a_passage_does_not_end_in_what_is_granted_just_before_what_is_held_against_it() -> None:
    long = "But " + "it takes a key, a keeper and a rota that everybody has seen and that " * 3 + "somebody reads."
    text = f"**A gate is a promise.** It stands open at dawn. It is easy to paint. {long}"
    assert passages(asked(text)) == ["A gate is a promise. It stands open at dawn."]


@pytest.mark.parametrize(
    "sentence",
    [
        "Every garden should be able to answer that question at once.",
        "A keeper has to come to terms with those losses before spring.",
        "4 are still without a keeper.",
        "The result is that nobody waters the beds.",
    ],
)
def test_what_points_at_something_it_does_not_name_is_not_asked_about_alone(sentence: str) -> None:
    assert not passages(asked(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "A garden that has no answer to a question should ask that question aloud.",
        "A keeper must outlast these winters.",
        "The result of a vote is no reason to stop talking.",
    ],
)
def test_what_names_it_first_is(sentence: str) -> None:
    assert passages(asked(sentence)) == [sentence]


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "- Rota — the list of all the people who always open the gate."),
        ("nl", "- Rooster — de lijst van de mensen aan de poort."),
        ("fr", "- Planning — la liste des gens à la porte."),
    ],
)
def test_a_term_and_what_it_stands_for_are_no_claim(tag: str, text: str) -> None:
    assert not passages(asked(text, language=tag))


def test_a_lead_in_bold_may_be_a_whole_sentence() -> None:
    lead = "A garden that wants to last should care for the people in it before the beds themselves."
    (question,) = asked(f"**{lead}** We learned it late. It was a wet spring.").questions
    assert question.evidence == f"{lead} We learned it late. It was a wet spring."
