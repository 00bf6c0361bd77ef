"""Dates as articles print them."""

from datetime import date

import pytest

from bot.domain.dates import Month, date_in, is_date_line
from bot.languages import all_languages

MONTHS = tuple(language.boilerplate.months for language in all_languages())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-14", date(2024, 3, 14)),
        ("14 March 2024", date(2024, 3, 14)),
        ("March 14th, 2024", date(2024, 3, 14)),
        ("Published on Thursday, 14 March 2024 at 10:30", date(2024, 3, 14)),
        ("February 2025", date(2025, 2, 1)),
        ("7. Oktober 2020", date(2020, 10, 7)),
        ("1er août 2022", date(2022, 8, 1)),
        ("12 de junio de 2018", date(2018, 6, 12)),
        ("12 Ιουνίου 2018", date(2018, 6, 12)),
        ("14.03.2024", date(2024, 3, 14)),
        ("Year XII, no. 4, April 2016", date(2016, 4, 1)),
        ("12/31/2023", date(2023, 12, 31)),
        ("Jan Novak, 6 October 2022", date(2022, 10, 6)),
        ("April Jones, 3 March 2024", date(2024, 3, 3)),
        ("August Brandt, 3. März 2024", date(2024, 3, 3)),
        ("14:30 Uhr, 3. Mai 2024", date(2024, 5, 3)),
        ("31 February 2024", None),
        ("in spring", None),
    ],
)
def test_a_date_is_read_as_it_is_printed(text: str, expected: date | None) -> None:
    assert date_in(text, MONTHS) == expected


def test_of_a_month_alone_the_day_is_not_known() -> None:
    assert isinstance(date_in("February 2025", MONTHS), Month)
    assert not isinstance(date_in("1 February 2025", MONTHS), Month)


def test_a_date_line_says_next_to_nothing_else() -> None:
    assert is_date_line("Updated: 14 March 2024, 10:30", MONTHS)
    assert not is_date_line("On 14 March 2024 the tenants of Harbour Street stopped paying their rent", MONTHS)
    assert not is_date_line("May 2016: 1,864", MONTHS)
