"""Who wrote it and when, as one line says it."""

from datetime import date

import pytest

from bot.domain.boilerplate_cues import cues_of
from bot.languages import all_languages


@pytest.mark.parametrize(
    ("line", "name", "published"),
    [
        ("By Greta Lindqvist", "Greta Lindqvist", None),
        ("By Greta Lindqvist, 3 May 2025", "Greta Lindqvist", date(2025, 5, 3)),
        ("By Greta Lindqvist | May 3, 2025", "Greta Lindqvist", date(2025, 5, 3)),
        ("By Greta Lindqvist on May 3rd, 2025", "Greta Lindqvist", date(2025, 5, 3)),
        ("By Greta Lindqvist – Saturday, 3 May 2025", "Greta Lindqvist", date(2025, 5, 3)),
        ("By Greta Lindqvist · 2025-05-03 · 5 min read", "Greta Lindqvist", date(2025, 5, 3)),
        ("By May Chen, 14 March 2026", "May Chen", date(2026, 3, 14)),
        ("Von Jana Kurz, 12. März 2024", "Jana Kurz", date(2024, 3, 12)),
        ("Von Jana Kurz am 12. März 2024", "Jana Kurz", date(2024, 3, 12)),
        ("Por Ana Ruiz, 3 de mayo de 2025", "Ana Ruiz", date(2025, 5, 3)),
        ("By Greta Lindqvist in Disputes", "Greta Lindqvist", None),
        ("Von Peter in der Au", "Peter in der Au", None),
        ("Published on 3 May 2025", "", date(2025, 5, 3)),
    ],
)
def test_a_byline_gives_author_and_date(line: str, name: str, published: date | None) -> None:
    byline = cues_of(all_languages()).byline(line)
    assert byline is not None
    assert (byline.name, byline.published) == (name, published)


@pytest.mark.parametrize("line", ["Greta Lindqvist", "By then it was over.", "3 May 2025", ""])
def test_another_line_is_no_byline(line: str) -> None:
    assert cues_of(all_languages()).byline(line) is None
