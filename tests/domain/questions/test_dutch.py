"""What Dutch cues take for a story, a demand, a regret or something pointed at, and what only looks like one."""

from __future__ import annotations

import pytest

from bot.domain.questions import ClaimKind
from bot.domain.questions.claims import kinds_of, why_not
from bot.domain.questions.dangling import dangles
from bot.domain.questions.importance import is_announced
from bot.domain.questions.verbs import is_past
from bot.domain.questions.wording import Wording
from bot.languages import load

_LANGUAGE = load("nl")
assert _LANGUAGE is not None
WORDING = Wording(_LANGUAGE)


def _is_kept(sentence: str) -> bool:
    return not why_not(sentence, kinds_of(sentence, WORDING), WORDING) and not dangles(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Het beste rooster is het kortste.",
        "Het oude gebouw heeft geen lift.",
        "Het echte gesprek begint na afloop.",
        "Het laatste woord hoort bij de bewoners.",
        "We praten te weinig met de buren, omdat niemand begint.",
        "We bieden mensen een plek, maar geen toekomst.",
        "Wij wachten nooit op de gemeente.",
        "Als we besluiten nemen, moeten we ze opschrijven omdat niemand ze onthoudt.",
        "De behoefte aan overleg is groter dan de agenda.",
        "Vrienden met geld zijn nog geen leden.",
        "Leden die vroeg moeten beginnen, haken vaak af.",
        "De leden hebben geen geld nodig, maar een sleutel.",
        "Kleine clubs hebben weinig geduld met lange berichten.",
        "Een bestuur heeft recht op vergissingen die het toegeeft.",
    ],
)
def test_what_only_looks_like_a_past_form_tells_no_story(sentence: str) -> None:
    assert not is_past(sentence, WORDING)
    assert _is_kept(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Het bestuur besloot de zaal te sluiten.",
        "Het dorp bouwde een brug over de beek.",
        "Het comité werkte tot diep in de nacht.",
        "Het regende de hele week.",
        "Het kostte ons drie maanden.",
        "Er werkten twaalf mensen in de tuin.",
        "Er gebeurde niets.",
        "We bouwden een schuur achter het huis.",
        "We draaiden elke avond een film.",
        "Zij openden de deur voor iedereen.",
        "Ik maakte een lijst van alle sleutels.",
        "We zochten een jaar naar een zaal.",
        "Daarna organiseerden we een feest.",
        "De staking is in de haven begonnen.",
        "De winkel is in maart ontstaan.",
        "Het dak is in de nacht ingestort.",
        "Hij wachtte lang.",
        "De buurvrouw vroeg om hulp.",
        "De leden vroegen om hulp.",
        "De club bestond tien jaar.",
        "In de keuken ontstond ruzie.",
        "De bakker verdween.",
        "De pastoor vertrok.",
        "De school verliet het gebouw.",
        "De lijst hing achter de deur.",
        "Iemand mocht naar binnen.",
        "De pastoor kocht een piano.",
        "De club zocht een zaal.",
        "De club is langzaam gegroeid.",
        "De buurt heeft geld gevonden bij de bank.",
        "De gemeente heeft de bus geschrapt.",
    ],
)
def test_what_happened_is_a_story(sentence: str) -> None:
    assert is_past(sentence, WORDING)
    assert not _is_kept(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Het bestuur is er voor de leden.",
        "Het verschil ligt in de voorbereiding.",
        "Het vertrouwen groeit als de kas openligt.",
        "Het dorpshuis geeft mensen een reden om te blijven.",
        "Het goede nieuws komt altijd laat.",
        "Het recht op inspraak vergt tijd om te lezen.",
        "Het project van een dorp duurt langer dan zijn subsidie.",
        "Het toezicht verslapt zonder boetes.",
    ],
)
def test_het_before_a_noun_points_nowhere(sentence: str) -> None:
    assert not dangles(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Het werkt alleen in de zomer.",
        "Het maakte ons sterker dan ooit.",
        "Het gaf de leden moed.",
        "Het heeft kracht en richting nodig.",
        "Het vergt inzicht en geduld.",
        "Het blijft een kwestie van geld.",
        "Het andere punt is het geld.",
        "Het laatste heb ik pas later begrepen.",
        "De laatste kwam in de herfst.",
    ],
)
def test_het_before_a_verb_points_back(sentence: str) -> None:
    assert dangles(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Een regel verdampt zonder toezicht.",
        "De macht verhuist naar wie de sleutels bewaart.",
        "De club betaalt de rekening van iedereen.",
        "Een stilte verjaagt de leden.",
    ],
)
def test_a_verb_that_no_list_names_is_known_by_its_ending(sentence: str) -> None:
    assert _is_kept(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "De bakker bracht het brood langs.",
        "De bank sloot het kantoor.",
        "De pastoor kocht een piano.",
        "Een bekend project in de stad sloot de deuren.",
    ],
)
def test_a_strong_past_that_ends_in_t_is_no_present(sentence: str) -> None:
    assert not _is_kept(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ik wilde bezoekers een andere route bieden dan het museum.",
        "We wilden het veld een grotere naam geven dan de buren.",
    ],
)
def test_an_infinitive_at_the_end_of_its_clause_is_no_present(sentence: str) -> None:
    assert not _is_kept(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Opschrijven wat je moet onthouden helpt meer dan een cursus.",
        "Wat je moet onthouden, staat nooit op het bord.",
        "Mensen die vroeg moeten opstaan, kopen minder kaartjes.",
        "Mensen die elk jaar moeten verhuizen kopen minder kaartjes.",
    ],
)
def test_a_must_inside_a_relative_or_a_question_is_nobodys_demand(sentence: str) -> None:
    assert ClaimKind.NORM not in kinds_of(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Wat we moeten doen is eerst de kas openen.",
        "Er zijn regels die iedereen moet kennen.",
    ],
)
def test_a_must_that_the_sentence_is_there_for_stays_a_demand(sentence: str) -> None:
    assert ClaimKind.NORM in kinds_of(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "De fout zoeken was het leukste deel.",
        "Een vergissing vinden was het werk van jaren.",
        "Een foutmelding die niemand begreep was het begin.",
    ],
)
def test_a_mistake_that_is_only_named_is_not_regretted(sentence: str) -> None:
    assert ClaimKind.REGRET not in kinds_of(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Onze fout was dat we de buren vertrouwden.",
        "Onze fout lag in de haast.",
        "We hebben dezelfde fout gemaakt.",
        "Het was een fout om de stad te geloven.",
        "We maakten de fout alles zelf te willen doen.",
        "De fout die we maakten was haast.",
        "De grootste fout was dat iedereen op één iemand wachtte.",
    ],
)
def test_a_mistake_that_somebody_made_is_regretted(sentence: str) -> None:
    assert ClaimKind.REGRET in kinds_of(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ik wilde bezoekers een andere route bieden dan het museum.",
        "Als het water komt gaan we dan naar boven.",
    ],
)
def test_another_and_then_rank_nothing(sentence: str) -> None:
    assert ClaimKind.COMPARISON not in kinds_of(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Een open kas is een betere verdediging dan een advocaat.",
        "Een klein bestuur is sneller dan een groot bestuur.",
    ],
)
def test_a_comparative_ranks(sentence: str) -> None:
    assert ClaimKind.COMPARISON in kinds_of(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ook leerde ik dat een sleutel een plicht is.",
        "Verder leerden we dat een sleutel een plicht is.",
        "Zo hebben we geleerd dat een sleutel een plicht is.",
    ],
)
def test_what_was_learnt_is_announced_in_whatever_order(sentence: str) -> None:
    assert is_announced(sentence, WORDING)
    assert _is_kept(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "We hebben hun geleerd de kas te lezen.",
        "De rest heb ik pas later geleerd.",
        "We leerden de buren kennen.",
    ],
)
def test_what_was_taught_is_not_learnt(sentence: str) -> None:
    assert not _is_kept(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "We hebben geleerd dat een sleutel een plicht is.",
        "We leerden dat een sleutel een plicht is.",
        "In drie winters hebben we geleerd hoe je een kas openlegt.",
        "Wat we daar geleerd hebben, was altijd hetzelfde: geduld.",
    ],
)
def test_what_was_learnt_is_kept_though_it_is_past(sentence: str) -> None:
    assert _is_kept(sentence)


def test_what_the_author_is_going_to_do_is_no_passage() -> None:
    assert not _is_kept("Een kasboek is iets dat ik voortaan vaker ga gebruiken.")
    assert not _is_kept("Een kasboek is er altijd, en dat ga ik bewaren.")


@pytest.mark.parametrize(
    "verb",
    [
        "hebben",
        "kunnen",
        "worden",
        "gaan",
        "blijven",
        "maken",
        "geven",
        "kosten",
        "vragen",
        "werken",
        "staan",
        "liggen",
        "groeien",
        "bestaan",
        "komen",
        "bieden",
        "doen",
        "willen",
        "mogen",
    ],
)
def test_a_plural_that_is_an_infinitive_behind_a_past_modal_is_no_present(verb: str) -> None:
    assert not _is_kept(f"Vroeger wilde het koor meer {verb} dan de fanfare.")


def test_a_plural_that_ends_its_clause_is_its_verb_all_the_same() -> None:
    assert kinds_of("De bank gaat weg, maar de leden blijven.", WORDING) == (ClaimKind.TENSION,)


def test_what_we_taught_others_announces_nothing() -> None:
    assert not is_announced("We leerden hun dat een kas open moet liggen.", WORDING)
    assert is_announced("We leerden al snel dat een kas open moet liggen.", WORDING)
