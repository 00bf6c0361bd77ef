"""Which sentences become passages."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from bot.domain.article import BlockKind
from bot.domain.questions import ClaimKind, make_questions
from bot.domain.questions.claims import kinds_of
from bot.domain.questions.vocabulary import Vocabulary
from bot.domain.questions.wording import Wording
from bot.languages import load
from tests.domain.questions.samples import all_passages, asked, passages, reasons, written


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Every plot must have one named keeper.", ClaimKind.NORM),
        ("Never lend the only key to a stranger.", ClaimKind.ADVICE),
        ("When a pump is old, ask the keeper first.", ClaimKind.ADVICE),
        ("The beds dry out because nobody owns the pump.", ClaimKind.CAUSE),
        ("Had the society tested the soil, it would have saved two harvests.", ClaimKind.COUNTERFACTUAL),
        ("The council is likely to sell the land next to the river.", ClaimKind.PREDICTION),
        ("Shared plots look friendly on paper, but weeds grow where nobody cares.", ClaimKind.TENSION),
        ("A common shed is more useful than ten private ones.", ClaimKind.COMPARISON),
        ("Planting before the soil was tested was a mistake.", ClaimKind.REGRET),
        ("A garden is a slow conversation between neighbours.", ClaimKind.CLAIM),
    ],
)
def test_the_words_of_a_sentence_tell_its_kind(sentence: str, kind: ClaimKind) -> None:
    (question,) = asked(sentence).questions
    assert (question.evidence, question.kind) == (sentence, kind)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("We dug the first beds in a wet November.", "does not generalise"),
        ("We are grateful to everyone who must get up so early.", "thanks"),
        ("Next year we will build a fence that every plot needs.", "plans"),
        ("In 2019 the yard held 34 plots and 12 sheds.", "generalise"),
        ("There are always three rules:", "introduces"),
        ("You can see the plan, which every keeper must sign, at the gate.", "elsewhere"),
        ("Must be so.", "short"),
    ],
)
def test_narrative_plans_thanks_and_bare_numbers_are_no_passages(sentence: str, reason: str) -> None:
    found = asked(f"{sentence}\n\nEvery plot must have one named keeper.")
    assert all_passages(found) == ["Every plot must have one named keeper."]
    assert reason in reasons(found)[sentence]


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
        ("de", "Und schließlich: Ein Vertrag ohne Kontrolle ist nur Papier.", "Und schließlich: Ein Vertrag"),
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


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("fr", "Si nous avions demandé les comptes plus tôt, nous aurions sauvé la coopérative."),
        ("it", "Se avessimo chiesto i conti prima, avremmo salvato la cooperativa."),
        ("es", "Si hubiéramos pedido el crédito en enero, habríamos comprado la nave."),
        ("pt", "Se a prefeitura tivesse ouvido os moradores, a enchente teria causado menos danos."),
        ("nl", "Had de minister geluisterd, dan was de bank waarschijnlijk gebleven."),
        ("de", "Hätten die Fahrer nicht mitgemacht, wäre der Streik nach zwei Tagen vorbei gewesen."),
        ("el", "Αν οι κάτοικοι είχαν ζητήσει τους λογαριασμούς, θα είχαν σώσει τον συνεταιρισμό."),
    ],
)
def test_what_could_have_been_is_a_counterfactual_whoever_tells_it(tag: str, sentence: str) -> None:
    assert [one.kind for one in asked(sentence, language=tag).questions] == [ClaimKind.COUNTERFACTUAL]


@pytest.mark.parametrize(
    ("tag", "general", "story"),
    [
        ("en", "Trams fail when nobody rides them in the evening.", "The council plans a new road behind the school."),
        ("en", "A manager who listens will soon sit in the stands.", "A woman who lived next door brought us soup."),
        ("de", "Wer Instandhaltung verschiebt, bezahlt später doppelt.", "Wer dabei war, erzählte später gern davon."),
        ("fr", "Qui repousse l’entretien paie deux fois.", "Qui habitait là avait perdu la clé."),
        ("es", "Quien aplaza el mantenimiento paga dos veces.", "Quien llegó primero ocupó la mejor mesa."),
        ("it", "Chi rinvia la manutenzione paga due volte.", "Chi abitava lì aveva perso la chiave."),
        ("pt", "Quem adia a manutenção paga duas vezes.", "Quem chegou primeiro ocupou a melhor mesa."),
        ("nl", "Wie onderhoud uitstelt, betaalt later dubbel.", "Wie daar woonde, was de sleutel kwijt."),
        ("el", "Όποιος αναβάλλει τη συντήρηση πληρώνει δύο φορές.", "Όποιος ήταν εκεί είχε χάσει το κλειδί."),
    ],
)
def test_what_holds_of_anyone_is_a_claim_and_what_happened_is_not(tag: str, general: str, story: str) -> None:
    assert passages(asked(general, language=tag)) == [general]
    assert not asked(story, language=tag).questions


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "I would never again open a kitchen without a second cook."),
        ("de", "Ich würde den Vertrag vorher von einem Anwalt lesen lassen."),
        ("fr", "Je négocierais le bail avant de choisir la peinture."),
        ("es", "Negociaría el alquiler antes de elegir la pintura."),
        ("it", "Negozierei l’affitto prima di scegliere la vernice."),
        ("pt", "Negociaria a renda antes de escolher a tinta."),
        ("nl", "Ik zou eerst het contract door een jurist laten lezen."),
        ("en", "Next time we will test the pumps before the flood."),
        ("de", "Beim nächsten Mal würde ich die Pumpen früher testen."),
        ("fr", "La prochaine fois, je testerais les pompes plus tôt."),
        ("es", "La próxima vez probaría las bombas antes."),
        ("it", "La prossima volta proverei prima le pompe."),
        ("pt", "Da próxima vez testaria as bombas mais cedo."),
        ("nl", "De volgende keer zou ik de pompen eerder testen."),
        ("el", "Την επόμενη φορά θα δοκίμαζα τις αντλίες νωρίτερα."),
    ],
)
def test_what_the_author_would_do_another_time_is_advice(tag: str, sentence: str) -> None:
    assert [one.kind for one in asked(sentence, language=tag).questions] == [ClaimKind.ADVICE]


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "The hotel company has bought the field next door."),
        ("fr", "Le camion est tombé en panne à Vénissieux."),
        ("en", "We must admit that the defeat was inevitable."),
        ("fr", "Il faut reconnaître que la défaite était inévitable."),
        ("it", "Bisogna ammettere che il progetto era bello."),
        ("es", "Hay que reconocer que la derrota era inevitable."),
    ],
)
def test_a_bare_fact_is_not_asked_about_even_if_it_is_granted_as_a_duty(tag: str, sentence: str) -> None:
    assert not asked(sentence, language=tag).questions


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("de", "Unterschreibe nie einen Vertrag am selben Tag."),
        ("it", "Non firmate mai un contratto lo stesso giorno."),
        ("es", "No firméis nunca un contrato el mismo día."),
    ],
)
def test_what_one_should_never_do_is_advice(tag: str, sentence: str) -> None:
    assert [one.kind for one in asked(sentence, language=tag).questions] == [ClaimKind.ADVICE]


def test_what_somebody_is_called_is_not_asked_for_its_opinion() -> None:
    found = asked("A union which only negotiates is an insurance company.")
    assert all("might an insurance company" not in one.text for one in (*found.questions, *found.spares))


@pytest.mark.parametrize(
    ("tag", "sentence", "kind"),
    [
        ("it", "Un piano che nessuno ha provato non è un piano, è un alibi.", ClaimKind.CLAIM),
        ("it", "Gli aiuti che arrivano tardi salvano i muri e non le persone.", ClaimKind.CLAIM),
        ("it", "La terza è che i divieti arrivano sempre tardi.", ClaimKind.CLAIM),
        ("en", "Above all, we would tell our members bad news in the week we got it.", ClaimKind.ADVICE),
        ("fr", "Il fallait montrer quelque chose dès le premier mois.", ClaimKind.NORM),
        ("fr", "Enfin, mesurer avant de commencer.", ClaimKind.ADVICE),
        ("es", "En tercer lugar, pagar el trabajo.", ClaimKind.ADVICE),
        ("es", "También aprendimos que los niños convencen más que los técnicos.", ClaimKind.COMPARISON),
        ("nl", "Zes auto's tegelijk was een vergissing.", ClaimKind.REGRET),
        ("el", "Είναι λάθος να μένουν όλα τα κλειδιά σε έναν άνθρωπο.", ClaimKind.NORM),
    ],
)
def test_a_lesson_is_found_whatever_opens_it(tag: str, sentence: str, kind: ClaimKind) -> None:
    assert [(one.evidence, one.kind) for one in asked(sentence, language=tag).questions] == [(sentence, kind)]


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("it", "Un uomo che abitava qui è andato via."),
        ("it", "Le famiglie aspettavano davanti alla porta della scuola."),
        ("en", "Trust was lost in those five months that nobody has forgotten."),
        ("fr", "Il fallait marcher une heure pour trouver du pain."),
        ("de", "Wer so etwas einführt, sollte zuerst mit den Alten sprechen."),
        ("pt", "Pelo menos um deles tem de ficar fora do prédio."),
    ],
)
def test_a_story_or_what_points_back_is_not_asked_about(tag: str, sentence: str) -> None:
    assert all_passages(asked(sentence, language=tag)) == []


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "The current round is still in progress, which every member should know."),
        ("pt", "A rodada atual ainda está em progresso, e isso é importante."),
        ("es", "El proyecto sigue evolucionando, y eso es importante."),
    ],
)
def test_how_things_stand_at_the_moment_is_no_lesson(tag: str, sentence: str) -> None:
    assert all_passages(asked(sentence, language=tag)) == []


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


@pytest.mark.parametrize(
    "sentence",
    [
        "The club's target is to finish in the black.",
        "The trust now holds an open evening where the director takes questions.",
        "It must be the first club in the division to print that on a scarf.",
    ],
)
def test_a_plan_or_a_piece_of_news_is_not_asked_about(sentence: str) -> None:
    assert (
        asked(f"{sentence} Whoever pays for a club should be allowed to read its books.").questions[0].evidence
        != sentence
    )
    assert all(question.evidence != sentence for question in asked(sentence).questions)


def test_what_one_would_have_done_first_is_regretted_and_not_claimed() -> None:
    found = asked("I would have tested the pumps before painting the boathouse, not after.").questions
    assert [one.kind for one in found] == [ClaimKind.REGRET]


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "A village fair does not need to be fair to everyone."),
        ("de", "Ein Dorffest braucht keine teure Bühne."),
        ("de", "Ein Dorffest muss nicht allen gefallen."),
        ("fr", "Une fête de village n’a pas besoin de scène."),
        ("es", "Una feria de pueblo no necesita un escenario caro."),
        ("it", "Una festa di paese non ha bisogno di un palco caro."),
        ("pt", "Uma feira de aldeia não precisa de um palco caro."),
        ("nl", "Een dorpsfeest heeft geen duur podium nodig."),
        ("el", "Ένα πανηγύρι δεν χρειάζεται ακριβή σκηνή."),
    ],
)
def test_what_need_not_be_is_claimed_and_not_demanded(tag: str, sentence: str) -> None:
    language = load(tag)
    assert language
    assert kinds_of(sentence, Wording(language)) == (ClaimKind.CLAIM,)


def test_a_demand_beside_what_need_not_be_stays_a_demand() -> None:
    language = load("en")
    assert language
    assert ClaimKind.NORM in kinds_of("A fair does not need a stage; it must have a roof.", Wording(language))


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "The club used the old hall rather than the new one."),
        ("de", "Der Verein wählte den alten Saal statt den neuen."),
        ("el", "Ο σύλλογος χρησιμοποιούσε την παλιά αίθουσα αντί για τη νέα."),
        ("it", "Il circolo aveva la sala vecchia anziché quella nuova."),
    ],
)
def test_what_was_done_instead_of_something_compares_nothing(tag: str, sentence: str) -> None:
    language = load(tag)
    assert language
    assert ClaimKind.COMPARISON not in kinds_of(sentence, Wording(language))


def test_what_people_do_rather_than_something_else_is_compared() -> None:
    language = load("en")
    assert language
    assert ClaimKind.COMPARISON in kinds_of(
        "Sponsors, ourselves included, weigh boats launched rather than boats afloat.", Wording(language)
    )


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "At 20 or 30 stalls the costs of a fair run away, but as an idea it works well."),
        ("es", "Con 20 o 30 puestos los gastos se disparan, pero como idea la feria ya funciona muy bien."),
        ("en", "Between 3 stalls and 20 stalls the costs of a fair grow, but as a meeting place it keeps its worth."),
    ],
)
def test_a_tension_is_asked_about_although_figures_stand_in_one_half(tag: str, sentence: str) -> None:
    assert [one.kind for one in asked(sentence, language=tag).questions] == [ClaimKind.TENSION]


def test_a_tension_cut_off_in_its_second_half_is_none() -> None:
    half = "como prueba de paciencia para " + "quienes montan los puestos de fruta y de pan y " * 4
    found = asked(f"Los gastos de una feria son muy altos, pero {half}de queso, la feria vale la pena.", language="es")
    assert ClaimKind.TENSION not in [one.kind for one in found.questions]


def test_an_imperative_that_insists_is_advice_all_the_same() -> None:
    found = asked("Always carry a second rope and check the knots before you leave the quay.").questions
    assert [one.kind for one in found] == [ClaimKind.ADVICE]


def test_no_advice_is_asked_whether_it_holds() -> None:
    leads = ("Carry a second rope.", "Ask the keeper early.", "Check the knots twice.", "Never sail alone.")
    items = "\n".join(f"- **{lead}** The quay is long and the nights are longer than anyone thinks." for lead in leads)
    found = asked(items.replace("\n", "\n\n"))
    assert found.questions
    assert not [one.text for one in (*found.questions, *found.spares) if " hold" in one.text]


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


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Children who would have had nowhere to go after school have somewhere to go."),
        ("pt", "Um abrigo imposto de fora gasta metade da energia vigiando quem deveria estar ajudando."),
        ("es", "Un refugio impuesto desde fuera vigila a quien debería estar ayudando."),
    ],
)
def test_what_is_said_of_somebody_by_the_way_demands_and_imagines_nothing(language: str, text: str) -> None:
    kinds = {one.kind for one in asked(text, language=language).questions}
    assert not kinds & {ClaimKind.NORM, ClaimKind.COUNTERFACTUAL}


def test_each_points_back_where_it_stands_alone_only() -> None:
    assert asked("Each plot is its own lesson in what the soil can bear.").questions
    assert not asked("Each had its own way of watering, and it shows to this day.").questions


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Two lessons, and the second is the one that matters."),
        ("de", "Drei Lehren, und die letzte ist die wichtigste von allen."),
        ("en", "As I write this at home, I can still taste the tea and feel the breeze."),
        ("de", "Noch heute habe ich den Geruch der nassen Erde in der Nase."),
        ("fr", "Je suis encore dans le jardin quand la nuit tombe sur la ville."),
        ("en", "I kept the beds small at first, but I soon realised this was no way to grow maize."),
        ("en", "To get around this the pump is now in the shed, which is a good place for it."),
    ],
)
def test_what_only_announces_or_tells_of_its_author_is_not_asked_about(language: str, text: str) -> None:
    assert not asked(text, language=language).questions


def test_what_an_author_makes_of_it_is_asked_about() -> None:
    assert asked("I doubt that a committee can run a garden.").questions
    assert asked("I realised that people need time more than they need money.").questions


def test_a_passage_does_not_reach_back_over_thanks() -> None:
    text = "A todos os que vieram cavar debaixo de chuva: obrigado. Essa gente faz parte da nossa horta."
    assert not asked(text, language="pt").questions
    assert asked(text.replace(": obrigado", ""), language="pt").questions
