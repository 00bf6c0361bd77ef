"""A report as a file opens harmlessly, and holds ids and counts; a chart says in words what it shows."""

from __future__ import annotations

import csv
import io
import json

import pytest

from bot.delivery import charts, report_cards, report_files
from bot.domain.reading import PlannedQuestion, ReadingState
from bot.domain.report import MemberCounts, QuestionCounts, ReadingReport, Regular, Standing, WeekCounts
from tests.store.samples import MEMBER, NOW, question, reading

HOSTILE = '=HYPERLINK("https://evil.example","Click")'
COUNTS = MemberCounts(
    joined=True,
    read=False,
    replies=2,
    replied_questions=1,
    reactions=1,
    passages=0,
    first_at=NOW,
    last_at=NOW,
    answered=1,
)
REPORT = ReadingReport(1, (QuestionCounts(1, replies=2, answered=1, repliers=1), QuestionCounts(2)), {MEMBER: COUNTS})
PLANNED = [PlannedQuestion(1, number, question(number)) for number in (1, 2)]


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", " =", "＝"])
def test_no_cell_of_a_spreadsheet_is_a_formula(sign: str) -> None:
    told = rows(report_files.as_csv(f"{sign}1+1", PLANNED, REPORT))
    assert told[0][1].startswith("'")
    assert not [cell for row in told for cell in row if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("separator", [";", "\t", "|", "; ", ';"', ';"" ', "\n", "\r\n"])
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝"])
def test_no_cell_is_a_formula_where_another_sign_separates_cells(separator: str, sign: str) -> None:
    told = report_files.as_csv(f"News{separator}{sign}1+1", PLANNED, REPORT).decode("utf-8-sig")
    other = separator[0]
    cells = [cell for line in told.splitlines() for cell in line.split(other)]
    assert not [cell for cell in cells if cell.lstrip(' "').startswith(report_files.FORMULA)]
    assert "News" in rows(told.encode())[0][1]


def test_a_csv_report_has_a_row_for_each_member_and_question() -> None:
    told = rows(report_files.as_csv(HOSTILE, PLANNED, REPORT))
    assert told[1][:4] == ["member", "joined", "read", "replies"]
    assert told[2][:4] == [f"id {MEMBER}", "1", "0", "2"]
    assert [row[0] for row in told[-2:]] == ["1", "2"]
    assert told[-2][3:6] == ["2", "1", "1"]


def test_a_json_report_holds_ids_as_text_and_who_comes_often() -> None:
    of = reading(1, ReadingState.CLOSED)
    told = json.loads(report_files.as_json(of, "Title", PLANNED, REPORT, [Regular(MEMBER, 5, 6)]))
    assert told["members"][0]["member"] == str(MEMBER)
    assert told["often_here"] == [{"member": str(MEMBER), "part": 5, "of": 6}]
    assert told["questions"][0]["kind"] == "norm"


def test_a_markdown_report_escapes_what_comes_from_outside() -> None:
    told = report_files.as_markdown("A | B\n# C", PLANNED, REPORT).decode()
    assert told.splitlines()[0] == "# A \\| B # C"


def test_a_chart_is_a_picture_fit_for_a_phone_and_says_in_words_what_it_shows() -> None:
    counted = [QuestionCounts(position, replies=position * 3, reactions=position) for position in range(1, 8)]
    picture = charts.questions(counted)
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert picture.startswith(b"\x89PNG")
    assert 500 <= width <= 1000
    assert height <= 2 * width
    assert "question 7: 21 replies, 7 reactions" in charts.questions_in_words(counted)
    assert len(charts.questions_in_words(counted * 30)) <= 1024


def test_a_digest_of_a_small_group_tells_no_numbers() -> None:
    quiet = report_cards.digest(WeekCounts(1, people=4, replies=9, reactions=3), [], [])
    busy = report_cards.digest(WeekCounts(1, people=5, replies=9, reactions=3), [], [])
    assert not any(sign.isdigit() for sign in str(quiet.embeds[0].description))
    assert "5 people took part" in str(busy.embeds[0].description)


def test_what_there_was_none_of_is_not_told() -> None:
    read_along = report_cards.digest(WeekCounts(1, people=5, replies=0, reactions=0), [], [])
    assert read_along.embeds[0].description == "**5 people took part**: read along."
    talked = report_cards.digest(WeekCounts(1, people=5, replies=1, reactions=0), [], [])
    assert talked.embeds[0].description == "**5 people took part**: 1 reply."
    assert "reaction" not in str(report_cards.leaderboard([Standing(MEMBER, 3, 0)], 4).embeds[0].description)


def test_a_leaderboard_has_no_places_and_fits_however_many_stand_there() -> None:
    card = report_cards.leaderboard([Standing(MEMBER + number, 1000, 1000) for number in range(200)], 4)
    text = str(card.embeds[0].description)
    assert len(text) <= 4096
    assert "1." not in text
    assert "1,000 replies" in text


def test_a_name_written_from_right_to_left_leaves_the_numbers_after_it_in_place() -> None:
    card = report_cards.leaderboard([Standing(MEMBER, 2, 1)], 4)
    assert f"<@{MEMBER}>\u200e: 2 replies" in str(card.embeds[0].description)
