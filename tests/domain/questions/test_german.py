"""What German cues take for a story, a demand, a regret or a prediction, and what only looks like one."""

from __future__ import annotations

import pytest

from bot.domain.questions import ClaimKind
from bot.domain.questions.claims import kinds_of, why_not
from bot.domain.questions.dangling import dangles
from bot.domain.questions.importance import is_announced
from bot.domain.questions.verbs import is_past
from bot.domain.questions.wording import Wording
from bot.languages import load

_LANGUAGE = load("de")
assert _LANGUAGE is not None
WORDING = Wording(_LANGUAGE)


def _is_kept(sentence: str) -> bool:
    return not why_not(sentence, kinds_of(sentence, WORDING), WORDING) and not dangles(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Wir achten mehr auf die Frist als auf den Preis.",
        "Wir erwarten zu viel von Satzungen, weil sie schriftlich sind.",
        "Wir bieten Zeit an, weil Geld fehlt.",
        "Man könnte jede Sitzung um die Hälfte kürzen.",
        "Testen Sie die Pumpe vor jedem Winter.",
        "Warten Sie nie auf die Gemeinde.",
        "Die Kosten der Heizung entscheiden über den Probenplan.",
        "Die Geschichte der Genossenschaft ist eine Geschichte der Geduld.",
        "Die Leute haben Bedenken, wenn keiner fragt.",
        "Die Beschäftigten der Klinik wissen oft mehr, weil sie bleiben.",
        "Ein Chor hat mehr Erfahrungen als Noten.",
        "Kleine Vereine haben wenig zu verlieren.",
    ],
)
def test_what_only_looks_like_a_past_form_tells_no_story(sentence: str) -> None:
    assert not is_past(sentence, WORDING)
    assert _is_kept(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Wir arbeiteten drei Winter lang am Deich.",
        "Sie warteten bis zum Abend auf den Bus.",
        "Wir öffneten den Saal für alle.",
        "Wir lachten bis tief in die Nacht.",
        "Wir hörten das Wasser im Keller.",
        "Wir stritten drei Stunden.",
        "Wir baten die Stadt um Hilfe.",
        "Es kostete uns drei Monate.",
        "Dann wählten die Mieter einen Rat.",
        "Am Ende zahlten die Mieter.",
        "Der Rat kaufte einen Kessel.",
        "Drei Frauen gründeten 2011 einen Chor.",
        "Der Verein hat den Saal verkauft.",
        "Die Mieter haben den Hof bepflanzt.",
        "Der Streik ist am Hafen ausgebrochen.",
        "Die Zahl der Mitglieder ist gesunken.",
        "Zwei Familien sind weggezogen.",
        "Der Chor fuhr im Bus heim.",
        "Die Miete stieg im Mai.",
        "Der Pächter verließ den Hof.",
        "Der Rat beschloss den Umbau.",
        "Der Vorstand schwieg lange.",
        "Der Wirt nannte Preise.",
        "Der Wirt starb im Mai.",
        "Der Chor sang im Hof.",
    ],
)
def test_what_happened_is_a_story(sentence: str) -> None:
    assert is_past(sentence, WORDING)
    assert not _is_kept(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Vertrauen wird in Jahren gewonnen und in Tagen verspielt.",
        "Jeder Antrag wird gelesen und muss beantwortet werden.",
        "Die Halle wird getragen von den Vereinen.",
        "Solche Säle werden von Freiwilligen erhalten.",
        "Was heute verboten wird, wird morgen vergessen.",
        "Die Regel wird in der Satzung beschrieben.",
        "Gute Leute werden selten.",
        "Er zeigt, wie Streit gelöst werden kann und Fristen gehalten werden können.",
        "Wer laut ist, wird selten nach Gründen gefragt, wenn die Akten fehlen.",
    ],
)
def test_a_passive_predicts_nothing(sentence: str) -> None:
    assert ClaimKind.PREDICTION not in kinds_of(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Die Stadt wird die Brücke im nächsten Jahr schließen.",
        "Ohne Nachwuchs werden viele Chöre verschwinden.",
        "Das Ehrenamt wird an Bedeutung gewinnen.",
        "Die Kasse wird leeren, wer sie niemandem zeigt.",
        "Das Dach wird einstürzen, wenn keiner zahlt.",
        "Ohne Regeln wird der Streit nicht enden, sondern wachsen.",
    ],
)
def test_a_future_ends_in_its_infinitive(sentence: str) -> None:
    assert ClaimKind.PREDICTION in kinds_of(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Aufzuschreiben, was man sich merken muss, ist mehr wert als ein Seminar.",
        "Leute, die früh aufstehen müssen, kaufen weniger Karten.",
        "Wer sparen muss, kauft selten gut.",
    ],
)
def test_a_must_inside_a_relative_or_a_question_is_nobodys_demand(sentence: str) -> None:
    assert ClaimKind.NORM not in kinds_of(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Wer gewinnen will, muss teilen.",
        "Was wir tun müssen, ist zuhören.",
        "Es gibt Regeln, die jeder kennen muss.",
    ],
)
def test_a_must_that_the_sentence_is_there_for_stays_a_demand(sentence: str) -> None:
    assert ClaimKind.NORM in kinds_of(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Wer den Fehler suchte, lernte das Haus kennen.",
        "Der Verein, der über Fehler sprach, lernte schneller.",
    ],
)
def test_a_mistake_that_is_only_named_is_not_regretted(sentence: str) -> None:
    assert ClaimKind.REGRET not in kinds_of(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Es war ein Fehler, die Nachbarn nicht zu fragen.",
        "Unser größter Fehler war, der Stadt zu glauben.",
        "Unser Fehler lag in der Eile.",
        "Wir haben den Fehler gemacht, alles allein zu wollen.",
        "Wir machten denselben Fehler zweimal.",
        "Der Fehler, den wir damals machten, hieß Eile.",
        "Der Fehler war, dass alle auf einen warteten.",
    ],
)
def test_a_mistake_that_somebody_made_is_regretted(sentence: str) -> None:
    assert ClaimKind.REGRET in kinds_of(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Auch habe ich gelernt, dass ein Schlüssel eine Pflicht ist.",
        "Dabei lernten wir, dass ein Schlüssel eine Pflicht ist.",
    ],
)
def test_what_was_learnt_is_announced_in_whatever_order(sentence: str) -> None:
    assert is_announced(sentence, WORDING)
    assert _is_kept(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Wir haben ihnen gezeigt, wie man die Akten liest.",
        "Das meiste habe ich beim Aufräumen gelernt.",
    ],
)
def test_what_was_taught_is_not_learnt(sentence: str) -> None:
    assert not _is_kept(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Die Erfahrung hat uns gezeigt, wie viel an einem Schlüssel hängt.",
        "Das Jahr hat gezeigt, dass ein Schlüssel eine Pflicht ist.",
        "Das Jahr hat allen Mietern gezeigt, dass ein Schlüssel eine Pflicht ist.",
        "Wir haben erst spät verstanden, dass Regeln Pflege brauchen.",
        "In drei Wintern haben wir gelernt, ohne Vorsitz zu tagen.",
        "Was die Mieter dabei gelernt haben, war Geduld mit allen.",
    ],
)
def test_what_was_learnt_is_kept_though_it_is_past(sentence: str) -> None:
    assert _is_kept(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ein Rat müsste jede Woche reisen, um alle zu hören.",
        "Der alte Pächter kannte dieselben.",
        "Zwei Schlüssel würden vieles vereinfachen.",
        "Die Wege wären dort anders verlaufen.",
        "Wir drei Nachbarn passten einfach nicht zusammen.",
    ],
)
def test_a_clause_with_a_finite_verb_is_no_advice_though_it_ends_in_en(sentence: str) -> None:
    assert ClaimKind.ADVICE not in kinds_of(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Fragen Sie immer zuerst die Nachbarn.",
        "Prüfen Sie, wer den Schlüssel hat.",
        "Bitte schreiben Sie jede Zusage auf.",
    ],
)
def test_a_polite_imperative_is_advice(sentence: str) -> None:
    assert kinds_of(sentence, WORDING)[:1] == (ClaimKind.ADVICE,)


@pytest.mark.parametrize(
    "sentence",
    [
        "Kennen Sie den Weg, fragen Sie niemanden mehr.",
        "Sie fragen immer zuerst die Nachbarn.",
        "Lange warteten sie dort.",
    ],
)
def test_a_verb_before_sie_that_opens_a_condition_or_a_story_is_no_advice(sentence: str) -> None:
    assert ClaimKind.ADVICE not in kinds_of(sentence, WORDING)
