"""What Greek cues take for a story, a demand, a regret or a comparison, and what only looks like one."""

from __future__ import annotations

import pytest

from bot.domain.questions import ClaimKind
from bot.domain.questions.claims import kinds_of, why_not
from bot.domain.questions.dangling import dangles
from bot.domain.questions.importance import is_announced
from bot.domain.questions.verbs import corrects, is_past
from bot.domain.questions.wording import Wording
from bot.languages import load

_LANGUAGE = load("el")
assert _LANGUAGE is not None
WORDING = Wording(_LANGUAGE)


def _is_kept(sentence: str) -> bool:
    return not why_not(sentence, kinds_of(sentence, WORDING), WORDING) and not dangles(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Η χορωδία τραγουδούσε κάθε Σάββατο.",
    ],
)
def test_what_happened_is_a_story(sentence: str) -> None:
    assert is_past(sentence, WORDING)
    assert not _is_kept(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Η εξουσία μετακινείται προς την πόλη.",
        "Η εμπιστοσύνη χτίζεται αργά.",
        "Η σιωπή κουράζει τη γειτονιά.",
        "Οι μικρές ομάδες αποφασίζουν γρήγορα.",
    ],
)
def test_a_verb_that_no_list_names_is_known_by_its_ending(sentence: str) -> None:
    assert _is_kept(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Όσοι χρειάζονται δανεικά πληρώνουν ακριβότερα το ψωμί.",
        "Ξεκινάμε πάντα από αυτό που πρέπει να σωθεί, και το ξεχνάμε.",
        "Ξεκινάμε πάντα από εκείνο που πρέπει να σωθεί, και το ξεχνάμε.",
        "Το να ξέρεις τι πρέπει να σωθεί αξίζει πολύ.",
        "Ένα σπίτι που χρειάζεται σκεπή κοστίζει διπλά.",
    ],
)
def test_a_must_inside_a_relative_or_a_question_is_nobodys_demand(sentence: str) -> None:
    assert ClaimKind.NORM not in kinds_of(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Αυτό που πρέπει να κάνουμε είναι να ανοίξουμε το ταμείο.",
        "Υπάρχουν κανόνες που πρέπει να ξέρουν όλοι.",
    ],
)
def test_a_must_that_the_sentence_is_there_for_stays_a_demand(sentence: str) -> None:
    assert ClaimKind.NORM in kinds_of(sentence, WORDING)


def test_greek_sets_right_whom_it_serves_with_a_relative() -> None:
    sentence = "Ένα πηγάδι δεν σώζεται από όσους πίνουν, αλλά από όσους χρειάζονται τη σκιά του."
    assert corrects(sentence, WORDING)
    assert kinds_of(sentence, WORDING) == (ClaimKind.CLAIM,)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ένα λάθος που φαίνεται νωρίς κοστίζει λίγο.",
        "Ψάχναμε το λάθος στα χαρτιά όλη νύχτα.",
    ],
)
def test_a_mistake_that_is_only_named_is_not_regretted(sentence: str) -> None:
    assert ClaimKind.REGRET not in kinds_of(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ήταν λάθος να μη ρωτήσουμε τους γείτονες.",
        "Κάναμε το ίδιο λάθος δύο φορές.",
        "Το λάθος μας ήταν ότι πιστέψαμε τον δήμο.",
        "Το μεγάλο λάθος που κάναμε ήταν η βιασύνη.",
        "Το πιο σοβαρό λάθος ήταν ότι κανείς δεν ρώτησε.",
    ],
)
def test_a_mistake_that_somebody_made_is_regretted(sentence: str) -> None:
    assert ClaimKind.REGRET in kinds_of(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Είναι το πιο παλιό πηγάδι από όλα τα πηγάδια.",
        "Η μεγαλύτερη λίστα από τις δύο μένει πάντα άδεια.",
        "Το καλύτερο σχολείο από όλα είναι η πλατεία.",
        "Η χειρότερη λύση από όλες μένει στο χαρτί.",
    ],
)
def test_a_relative_superlative_ranks_nothing(sentence: str) -> None:
    assert ClaimKind.COMPARISON not in kinds_of(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Μια μικρή λίστα είναι πιο χρήσιμη από έναν κατάλογο.",
        "Το κλειδί είναι βαρύτερο από την πόρτα.",
        "Η γειτονιά είναι καλύτερη από τον χάρτη.",
        "Η σιωπή είναι χειρότερη από τον καβγά.",
    ],
)
def test_a_comparative_ranks(sentence: str) -> None:
    assert ClaimKind.COMPARISON in kinds_of(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Έχουμε μάθει ότι το κλειδί είναι ευθύνη.",
    ],
)
def test_what_was_learnt_is_announced_in_whatever_order(sentence: str) -> None:
    assert is_announced(sentence, WORDING)
    assert _is_kept(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["Χωρίς νέους το χωριό θα σβήσει σε μια γενιά.", "Η αγορά θα χαθεί αν δεν αλλάξει ο δρόμος."],
)
def test_what_will_be_is_known_by_its_ending(sentence: str) -> None:
    assert ClaimKind.PREDICTION in kinds_of(sentence, WORDING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Κανείς δεν ξέρει τι θα πληρώσει ο δήμος.",
        "Ο δήμος έπρεπε να πληρώσει τη σκεπή.",
        "Η σκεπή θα ξεπεράσει τα 40 ευρώ τον μήνα.",
        "Θα μιλήσουν κάτοικοι και μηχανικοί.",
    ],
)
def test_what_is_asked_or_only_a_number_predicts_nothing(sentence: str) -> None:
    assert ClaimKind.PREDICTION not in kinds_of(sentence, WORDING)


def test_a_verb_whose_object_was_named_before_points_back() -> None:
    assert dangles("Το κουρδίζει με προσοχή κάθε πρωί.", WORDING)
    assert not dangles("Το μαγαζί ανοίγει κάθε πρωί.", WORDING)


def test_whoever_opens_a_clause_inside_another_in_every_case() -> None:
    assert corrects("Ένα κλειδί δεν είναι για όποιον το ζητά, αλλά για όποιον μένει κοντά.", WORDING)


def test_only_what_was_learnt_is_kept_though_it_is_past() -> None:
    assert _is_kept("Μάθαμε ότι όποιος κρατούσε το κλειδί κρατούσε πάντα και την πόρτα.")
    assert _is_kept("Σε τρεις χειμώνες μάθαμε να κρατάμε το ταμείο ανοιχτό.")
    assert not _is_kept("Τα περισσότερα τα μάθαμε όταν καθαρίσαμε την αποθήκη.")
