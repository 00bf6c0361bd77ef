"""Which kind of claim a sentence makes, and which sentences make none worth asking about."""

from __future__ import annotations

import pytest

from bot.domain.questions import ClaimKind
from bot.domain.questions.claims import kinds_of
from bot.domain.questions.wording import Wording, wording
from bot.languages import load
from tests.domain.questions.samples import all_passages, asked, passages, reasons


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


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "High shelves cause falls and require long ladders."),
        ("el", "Τα ψηλά ράφια προκαλούν ατυχήματα και απαιτούν μακριές σκάλες."),
        ("es", "Los estantes altos causan caídas y exigen escaleras largas."),
        ("de", "Sobald der neue Brunnen läuft, sollten alle Gärten auch bei Dürre funktionieren."),
        ("en", "Once the new well is dug, every garden should keep working in a drought."),
    ],
)
def test_what_a_thing_requires_and_what_is_expected_of_it_is_no_demand(tag: str, sentence: str) -> None:
    assert all(question.kind is not ClaimKind.NORM for question in asked(sentence, language=tag).questions)


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("de", "Im Tal stehen wahrscheinlich etwa zwanzig Brunnen weniger als auf jeder Karte."),
        ("nl", "In het dal staan waarschijnlijk ongeveer twintig putten minder dan op elke kaart."),
        ("fr", "La vallée compte probablement environ vingt puits de moins que toutes les cartes."),
    ],
)
def test_an_estimate_of_how_things_are_is_no_prediction(tag: str, sentence: str) -> None:
    assert all(question.kind is not ClaimKind.PREDICTION for question in asked(sentence, language=tag).questions)


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "The next ones are about who owns the wells, and who digs instead of buying."),
        ("de", "Die nächsten handeln davon, wem die Brunnen gehören und wer gräbt statt kauft."),
        ("fr", "Les prochains parlent de ceux qui creusent au lieu d’acheter."),
    ],
)
def test_a_preview_is_no_passage(tag: str, sentence: str) -> None:
    assert "plans" in reasons(asked(sentence, language=tag))[sentence]


def test_a_german_but_behind_its_verb_sets_two_things_against_each_other() -> None:
    (question,) = asked("Ein Blick aus der Luft geht schnell, ist aber ungenau und teuer.", language="de").questions
    assert question.kind is ClaimKind.TENSION


@pytest.mark.parametrize(
    "sentence", ["Tenants need to agree on the demand first.", "Bakers need the oven before the town wakes."]
)
def test_a_word_that_only_ends_like_a_past_form_tells_no_story(sentence: str) -> None:
    assert all_passages(asked(sentence)) == [sentence]
    assert "does not generalise" not in " ".join(reasons(asked(sentence)).values())


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "- **Die Kasse offenlegen.** Im März fehlten vierzig Euro, und alle sahen einander an."),
        ("de", "- **Den Rückweg offenhalten.** Das alte Rohr war am Freitag schon ausgegraben."),
        ("nl", "- **De kas openleggen.** In maart misten we veertig euro, en iedereen keek weg."),
    ],
)
def test_advice_may_end_in_its_verb(language: str, text: str) -> None:
    (question,) = asked(text, language=language).questions
    assert question.kind is ClaimKind.ADVICE


def test_a_claim_with_a_small_word_at_its_end_is_no_advice() -> None:
    assert all(
        one.kind is not ClaimKind.ADVICE for one in asked("Die Türen bleiben immer offen.", language="de").questions
    )
    assert all(
        one.kind is not ClaimKind.ADVICE for one in asked("Haast vergroot de kans op fouten.", language="nl").questions
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "There is still a lot of work ahead."),
        ("es", "Queda mucho trabajo por delante en la huerta."),
        ("fr", "Depuis cet automne, la liste des clés est écrite au mur."),
        ("de", "Seit diesem Herbst ist die Liste der Schlüssel an der Wand."),
    ],
)
def test_closing_words_and_how_things_stand_since_then_are_not_asked_about(language: str, text: str) -> None:
    assert not asked(text, language=language).questions


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Rehearsals, however, need time."),
        ("de", "Die Probe ist jedoch nur für große Gruppen nützlich."),
        ("fr", "Néanmoins, les outils sont livrés avec des défauts."),
    ],
)
def test_a_word_that_sets_a_sentence_against_the_one_before_makes_no_tension_in_it(language: str, text: str) -> None:
    assert ClaimKind.TENSION not in kinds_of(text, wording(load(language)))


@pytest.mark.parametrize(
    ("language", "text", "claim"),
    [
        ("en", "First, that a file is no plan.", "a file is no plan"),
        ("fr", "D’abord, qu’un dossier n’est pas un plan.", "un dossier n’est pas un plan"),
        ("es", "Primero, que un expediente no es un plan.", "un expediente no es un plan"),
    ],
)
def test_a_lesson_may_hang_on_a_conjunction_behind_its_number(language: str, text: str, claim: str) -> None:
    (question,) = asked(text, language=language).questions
    assert claim in question.text


def test_whose_it_is_may_be_said_in_the_same_short_sentence() -> None:
    assert asked("A branch must open its books.").questions
    assert not asked("We must open its books to all.").questions


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [("es", "El huerto no fracasó por falta de agua."), ("pt", "A horta não falhou por falta de água.")],
)
def test_who_denies_a_failure_regrets_nothing(tag: str, sentence: str) -> None:
    language = load(tag)
    assert language is not None
    assert ClaimKind.REGRET not in kinds_of(sentence, Wording(language))
    assert ClaimKind.REGRET in kinds_of(sentence.replace("no ", "").replace("não ", ""), Wording(language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I hope that every garden must one day have a pump."),
        ("it", "Spero però che tutti debbano avere una pompa."),
        ("de", "Wir hoffen, dass jeder Garten eine Pumpe haben muss."),
    ],
)
def test_a_hope_is_no_lesson(language: str, text: str) -> None:
    assert not asked(text, language=language).questions


@pytest.mark.parametrize(
    "sentence",
    [
        "Some think that a garden needs no keeper.",
        "The committee has argued about whether to buy a pump.",
        "I also learned about bees.",
    ],
)
def test_what_only_some_think_or_have_debated_is_not_asked_about(sentence: str) -> None:
    assert not passages(asked(sentence))


@pytest.mark.parametrize(
    "sentence", ["A rota has never saved a garden.", "A plan that has been tried once is worth two."]
)
def test_what_has_never_been_so_or_is_so_of_what_has_been_tried_is_of_all_cases(sentence: str) -> None:
    assert passages(asked(sentence)) == [sentence]


def test_what_was_found_out_is_asked_about_and_so_is_what_some_think_if_it_is_set_right() -> None:
    for sentence in ("I learned that bees need water.", "Others fear the rota, but it keeps the gate open."):
        assert passages(asked(sentence)) == [sentence]
