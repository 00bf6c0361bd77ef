"""Words that give a kind of claim away in one sentence and do something else in another."""

from __future__ import annotations

import pytest

from bot.domain.questions.claims import kinds_of
from bot.domain.questions.question import ClaimKind
from bot.domain.questions.wording import wording
from bot.languages import load


def kinds(tag: str, sentence: str) -> tuple[ClaimKind, ...]:
    language = load(tag)
    assert language is not None
    return kinds_of(sentence, wording(language))


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "A phone helps when a driver has to call the depot."),
        ("en", "I keep the old radio for the times when the line is down and I need to talk with somebody."),
        ("en", "A quorum is the number of members you need to pass a motion."),
        ("en", "Few people learn how they should write minutes."),
        ("es", "Un teléfono ayuda cuando el conductor tiene que llamar a la central."),
        ("fr", "Les bénévoles appellent quand il faut fermer la porte."),
        ("de", "Ein Telefon hilft, wenn der Fahrer das Depot anrufen muss."),
        ("pt", "Um telefone ajuda quando o motorista tem de chamar a central."),
        ("it", "Un telefono aiuta quando l’autista deve chiamare la centrale."),
        ("nl", "Een telefoon helpt als de chauffeur de centrale moet bellen."),
        ("el", "Ένα τηλέφωνο βοηθά όταν ο οδηγός πρέπει να καλέσει το κέντρο."),
    ],
)
def test_a_need_told_by_the_way_is_no_demand(tag: str, sentence: str) -> None:
    assert ClaimKind.NORM not in kinds(tag, sentence)


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "We must keep records when a strike is on."),
        ("en", "When a club grows, it has to write its rules down."),
        ("es", "Cuando el club crece, hay que escribir las reglas."),
        ("de", "Wenn ein Verein wächst, muss er Regeln schreiben."),
        ("de", "Wir wissen jetzt, wie wichtig ein Protokoll ist und dass man es vorlesen muss."),
        ("it", "Questo insegna che come sindacato dobbiamo scrivere le regole."),
        ("nl", "We leerden dat we als vakbond de regels moeten opschrijven."),
        ("el", "Όταν ο σύλλογος μεγαλώνει, πρέπει να γράφουμε τους κανόνες."),
    ],
)
def test_a_demand_beside_such_a_clause_stays_one(tag: str, sentence: str) -> None:
    assert ClaimKind.NORM in kinds(tag, sentence)


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "You have to hear the neighbours before the works."),
        ("es", "Debes escuchar a los vecinos antes de las obras."),
        ("es", "Tienes que escuchar a los vecinos antes de las obras."),
        ("es", "Necesitas una lista de teléfonos antes de la riada."),
        ("fr", "Vous devez écouter les voisins avant les travaux."),
        ("pt", "Tens de ouvir os vizinhos antes das obras."),
        ("it", "Devi ascoltare i vicini prima dei lavori."),
        ("nl", "Je moet de buren voor de bouw aanhoren."),
    ],
)
def test_what_the_reader_is_told_to_do_is_a_demand(tag: str, sentence: str) -> None:
    assert kinds(tag, sentence)[:1] == (ClaimKind.NORM,)


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "If you run a club, write the rules down at once."),
        ("es", "Si diriges un club, escribe las reglas enseguida."),
        ("fr", "Si vous dirigez un club, écrivez les règles tout de suite."),
        ("de", "Wenn du einen Verein gründest, schreib die Regeln sofort auf."),
        ("pt", "Se você dirige um clube, escreva logo as regras."),
        ("it", "Se dirigi un circolo, scrivi subito le regole."),
        ("nl", "Als je een vereniging leidt, schrijf dan de regels meteen op."),
        ("el", "Αν διευθύνετε μια λέσχη, γράψτε αμέσως τους κανόνες."),
    ],
)
def test_advice_may_stand_behind_a_condition(tag: str, sentence: str) -> None:
    assert kinds(tag, sentence)[:1] == (ClaimKind.ADVICE,)


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("de", "Wenn ihr neuer Vorstand müde ist, plant niemand das Fest."),
        ("de", "Wenn du lange wartest, macht die Stadt den Weg."),
        ("es", "Si el club crece, escribe las reglas el secretario."),
        ("nl", "Als je een vereniging leidt, schrijf je de regels op."),
        ("nl", "Als je lang wacht, komt er geen bus."),
        ("el", "Όταν βρέχει πολύ, ποτέ δεν έρχονται οι γείτονες."),
    ],
)
def test_what_happens_on_a_condition_is_no_advice(tag: str, sentence: str) -> None:
    assert ClaimKind.ADVICE not in kinds(tag, sentence)


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "More than a century after the strike, its songs still fill the square."),
        ("es", "Más de dos años después de que cerrara, el taller sigue vacío."),
        ("fr", "Plus de deux ans après que l’atelier a fermé, il reste vide."),
        ("pt", "Mais de um terço dos sócios pensa que a horta é pequena."),
        ("it", "Più di un secolo dopo lo sciopero, le sue canzoni riempiono la piazza."),
        ("el", "Περισσότερο από έναν αιώνα μετά την απεργία, τα τραγούδια εμπνέουν την πόλη."),
    ],
)
def test_more_than_a_number_or_a_time_ranks_nothing(tag: str, sentence: str) -> None:
    assert ClaimKind.COMPARISON not in kinds(tag, sentence)


def test_more_than_a_thing_ranks_it() -> None:
    assert ClaimKind.COMPARISON in kinds("en", "A walk teaches more than a lecture.")
    assert ClaimKind.COMPARISON in kinds("it", "Un fatto che ti dà torto vale più di dieci che ti danno ragione.")


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "I don’t know why, but leaks are more common in spring."),
        ("en", "A new pump is a promise that is tough to resist, though, as people love what shines."),
        ("es", "No sé por qué, pero las fugas son frecuentes en primavera."),
        ("fr", "Je ne sais pas pourquoi, mais les fuites sont fréquentes au printemps."),
        ("it", "Non so perché, ma le perdite sono frequenti in primavera."),
        ("nl", "Ik weet niet waarom, maar lekken komen in de lente vaak voor."),
        ("el", "Δεν ξέρω γιατί, αλλά οι διαρροές είναι συχνές την άνοιξη."),
    ],
)
def test_who_knows_no_reason_sets_nothing_against_anything(tag: str, sentence: str) -> None:
    assert not {ClaimKind.TENSION, ClaimKind.CAUSE} & set(kinds(tag, sentence))


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("es", "Tener un título no significa que solo esa persona pueda enseñar."),
        ("fr", "Un diplôme ne signifie pas que l’on sache enseigner."),
        ("de", "Ein Zeugnis bedeutet nicht, dass jemand lehren kann."),
        ("pt", "Ter um diploma não significa que só essa pessoa possa ensinar."),
        ("it", "Un diploma non significa che si sappia insegnare."),
        ("nl", "Een diploma betekent niet dat iemand kan lesgeven."),
        ("el", "Ένα δίπλωμα δεν σημαίνει ότι κάποιος ξέρει να διδάσκει."),
    ],
)
def test_what_something_does_not_mean_has_no_cause(tag: str, sentence: str) -> None:
    assert ClaimKind.CAUSE not in kinds(tag, sentence)


def test_a_word_and_a_colon_before_a_statement_advise_nothing() -> None:
    assert kinds("en", "Remember: promises are not for ever!") == (ClaimKind.CLAIM,)
    assert kinds("es", "Recuerda: las bombas son frágiles.") == (ClaimKind.CLAIM,)
    assert kinds("en", "Remember: check the valve.") == (ClaimKind.ADVICE,)


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("es", "Leer las actas en voz alta, abrir los libros, y publicar las cuentas son medidas baratas."),
        ("fr", "Lire les comptes rendus, ouvrir les livres, et publier les comptes sont des mesures peu coûteuses."),
        ("it", "Leggere i verbali, aprire i libri e pubblicare i conti sono misure che costano poco."),
    ],
)
def test_several_infinitives_may_be_one_subject(tag: str, sentence: str) -> None:
    assert ClaimKind.ADVICE not in kinds(tag, sentence)


def test_an_expectation_forbidden_is_advice_whatever_its_reason() -> None:
    assert kinds("nl", "Verwacht niet dat de buren je bellen, want dat doen ze niet.")[0] is ClaimKind.ADVICE


@pytest.mark.parametrize(
    "sentence",
    [
        "We tried a rota, but gave it up in May.",
        "I wrote to the council, but got no answer.",
        "Despite the rain, the stall sold out.",
    ],
)
def test_one_event_after_another_sets_nothing_against_anything(sentence: str) -> None:
    assert ClaimKind.TENSION not in kinds("en", sentence)


def test_what_is_so_against_what_happened_is_still_a_tension() -> None:
    assert ClaimKind.TENSION in kinds("en", "The shed is dry, but nobody wants to keep the key.")


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "Not because the rain has gone."),
        ("es", "No porque haya dejado de llover."),
        ("it", "Non la storia di un orto."),
        ("nl", "Niet omdat de regen weg is."),
        ("de", "Nicht weil der Regen vorbei ist."),
    ],
)
def test_what_only_denies_a_reason_or_a_noun_claims_nothing(tag: str, sentence: str) -> None:
    assert kinds(tag, sentence) == ()


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("en", "Not because it rained but because nobody came, the stall is shut."),
        ("es", "No basta con un cartel."),
    ],
)
def test_a_denial_of_a_verb_claims_something(tag: str, sentence: str) -> None:
    assert kinds(tag, sentence)


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("es", "Preguntar a Lisboa"),
        ("fr", "Écrire au Conseil"),
        ("it", "Chiedere alla Regione"),
        ("pt", "Escrever à Câmara"),
    ],
)
def test_advice_may_end_in_a_name(tag: str, sentence: str) -> None:
    assert ClaimKind.ADVICE in kinds(tag, sentence)


@pytest.mark.parametrize(
    "sentence", ["Share prices and dividends are no guide.", "Work meetings and minutes do not make a union strong."]
)
def test_two_nouns_before_a_verb_are_no_imperative_though_the_first_could_be_one(sentence: str) -> None:
    assert ClaimKind.ADVICE not in kinds("en", sentence)


def test_an_imperative_may_have_two_objects() -> None:
    assert kinds("en", "Ask members and neighbours who are here.")[0] is ClaimKind.ADVICE
