"""Lists whose items are no sentences."""

from __future__ import annotations

import pytest

from tests.domain.questions.samples import asked

PADDING = "\n\n" + "Bim bam. " * 25
"""Words that claim nothing, so that the section is long enough for several questions."""


@pytest.mark.parametrize(
    ("tag", "items"),
    [
        (
            "en",
            ("Importance of bells that reach the last house", "Need for a new rope in every tower", "Our patience"),
        ),
        (
            "es",
            ("Importancia de las campanas en los pueblos altos", "Falta de cuerdas nuevas en cada torre", "Paciencia"),
        ),
        (
            "fr",
            (
                "Importance des cloches dans les villages du haut",
                "Besoin de cordes neuves dans chaque tour",
                "Patience",
            ),
        ),
        (
            "de",
            ("Bedeutung der Glocken in den oberen Dörfern", "Notwendigkeit neuer Seile in jedem der Türme", "Geduld"),
        ),
        (
            "pt",
            ("Importância dos sinos nas aldeias de cima", "Falta de cordas novas em cada torre", "Paciência"),
        ),
        (
            "it",
            ("Importanza delle campane nei paesi di sopra", "Mancanza di corde nuove in ogni torre", "Pazienza"),
        ),
        (
            "nl",
            ("Belang van klokken in de hoge dorpen", "Behoefte aan nieuwe touwen in elke toren", "Geduld"),
        ),
        (
            "el",
            ("Σημασία της καμπάνας στα ψηλά χωριά", "Έλλειψη από καινούργια σχοινιά σε κάθε πύργο", "Υπομονή"),
        ),
    ],
)
def test_a_list_of_long_noun_phrases_is_asked_about_as_a_whole(tag: str, items: tuple[str, ...]) -> None:
    (question,) = asked("\n\n".join(f"- {item}" for item in items) + PADDING, language=tag).questions
    assert question.evidence == "\n\n".join(items)


def test_items_that_say_something_of_a_noun_and_its_complement_are_asked_about_one_by_one() -> None:
    items = ("The cost of ropes is what closes a tower", "Lack of practice makes every bell a lonely one")
    found = asked("\n\n".join(f"- {item}" for item in (*items, "Value of patience")) + PADDING)
    assert items[0] in [one.evidence for one in (*found.questions, *found.spares)]
