"""Whole articles, in many languages and shapes: the section that a careful reader finds, and nothing else.

`articles/` holds short articles written for this; `expected.toml` says what is to be found. Each is then changed in
ways that must not matter, and last a collection of real articles is measured where there is one.
"""

from __future__ import annotations

import os
import re
import tomllib
from html import escape
from pathlib import Path
from typing import Any

import pytest

from bot.domain.article import Article, BlockKind
from bot.domain.lessons import LessonSection, Step, find_lessons
from bot.languages import all_languages
from bot.sources.read import read_article

HERE = Path(__file__).parent / "articles"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((HERE / "expected.toml").read_text(encoding="utf-8"))
WITH_LESSONS = [name for name, facts in EXPECTED.items() if "heading" in facts]
APPEAL = {
    "en": "Please make a donation today and help us reach more readers.",
    "es": "Necesitamos tu apoyo: haz una donación y suscríbete a nuestro boletín.",
    "fr": "Faites un don pour soutenir notre travail et abonnez-vous à notre lettre.",
    "de": "Spenden Sie jetzt und unterstützen Sie unsere Arbeit.",
    "pt": "Faça uma doação e apoie o nosso jornalismo.",
    "it": "Fai una donazione e sostieni il nostro giornale.",
    "nl": "Doneer nu en steun ons werk.",
    "el": "Κάντε μια δωρεά και στηρίξτε μας.",
}


def read(name: str) -> Article:
    return read_article((HERE / name).read_bytes(), name=name)


def lessons(article: Article) -> list[LessonSection]:
    return [one for one in find_lessons(article, all_languages()) if one.step is Step.LESSONS]


def section(article: Article) -> str:
    """The text of the one lessons section, white space evened out."""
    (found,) = lessons(article)
    return " ".join(article.text[found.start : found.end].split())


def test_every_article_is_expected_and_every_expectation_has_its_article() -> None:
    assert {path.name for path in HERE.iterdir()} - {"expected.toml"} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_title_language_and_date_are_the_articles_own(name: str) -> None:
    article, facts = read(name), EXPECTED[name]
    assert article.title == facts["title"]
    assert article.language == facts["language"]
    assert article.published == facts.get("published", article.published)


@pytest.mark.parametrize("name", WITH_LESSONS)
def test_the_lessons_section_is_found_from_its_first_word_to_its_last(name: str) -> None:
    article, facts = read(name), EXPECTED[name]
    assert [one.heading for one in lessons(article)] == [facts["heading"]]
    assert section(article).startswith(facts["begins"])
    assert section(article).endswith(facts["ends"])


@pytest.mark.parametrize("name", sorted(EXPECTED.keys() - set(WITH_LESSONS)))
def test_where_there_are_no_lessons_none_are_found(name: str) -> None:
    assert lessons(read(name)) == []


@pytest.mark.parametrize("name", EXPECTED)
def test_what_belongs_to_the_page_is_not_in_the_text(name: str) -> None:
    text = read(name).text
    assert [words for words in EXPECTED[name].get("absent", []) if words in text] == []


@pytest.mark.parametrize("name", [name for name in WITH_LESSONS if not name.endswith(".html")])
def test_an_appeal_put_behind_it_changes_nothing(name: str) -> None:
    article = read(name)
    data = (HERE / name).read_bytes().rstrip() + f"\n\n{APPEAL[article.language or 'en']}\n\nMarch 2024\n".encode()
    assert section(read_article(data, name=name)) == section(article)


@pytest.mark.parametrize("name", WITH_LESSONS)
def test_other_line_ends_and_a_byte_order_mark_change_nothing(name: str) -> None:
    data = b"\xef\xbb\xbf" + (HERE / name).read_bytes().replace(b"\n", b"\r\n")
    assert read_article(data, name=name) == read(name)


@pytest.mark.parametrize("name", WITH_LESSONS)
def test_soft_hyphens_and_hard_spaces_change_nothing(name: str) -> None:
    text = (HERE / name).read_text(encoding="utf-8")
    changed = re.sub(r"(?<=[a-zà-ÿα-ω]{3} )(?=[a-z])|(?<=[a-z]{4})(?=[a-z]{4})", "", text)
    changed = changed.replace(", ", ",\u00a0").replace("tion", "ti\u00adon")
    assert section(read_article(changed.encode(), name=name)) == section(read(name))


@pytest.mark.parametrize("name", WITH_LESSONS)
def test_the_same_article_as_a_page_has_the_same_section(name: str) -> None:
    article = read(name)
    page = read_article(_as_page(article).encode(), content_type="text/html")
    assert section(page) == section(article)
    assert page.title == article.title


@pytest.mark.parametrize("name", WITH_LESSONS)
def test_the_same_article_as_markdown_has_the_same_section(name: str) -> None:
    article = read(name)
    again = read_article(_as_markdown(article).encode(), name="copy.md")
    assert section(again) == section(article)


@pytest.mark.parametrize("name", [name for name in WITH_LESSONS if name.endswith(".txt") or name == "streikkasse.md"])
def test_the_same_article_copied_from_a_browser_has_the_same_section(name: str) -> None:
    article = read(name)
    copied = read_article(_as_copied_text(article).encode(), name="copy.txt")
    assert section(copied) == section(article)


@pytest.mark.parametrize("name", [name for name in WITH_LESSONS if name.endswith(".html")])
def test_tracking_parameters_make_no_other_article(name: str) -> None:
    data = (HERE / name).read_bytes()
    plain = read_article(data, content_type="text/html", url="https://lantern.example/2024/02/night-clinic/")
    tracked = read_article(
        data, content_type="text/html", url="https://lantern.example/2024/02/night-clinic/?utm_source=mail&fbclid=x#top"
    )
    assert plain.identity == tracked.identity
    assert plain == tracked


def _as_page(article: Article) -> str:
    parts: list[str] = []
    for block in article.blocks:
        text = escape(article.block_text(block))
        match block.kind:
            case BlockKind.HEADING:
                parts.append(f"<h{block.level}>{text}</h{block.level}>")
            case BlockKind.LIST_ITEM:
                parts.append(f"<ul><li>{text}</li></ul>")
            case BlockKind.QUOTATION:
                parts.append(f"<blockquote><p>{text}</p></blockquote>")
            case _:
                parts.append(f"<p>{text}</p>")
    title = escape(article.title)
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1>{''.join(parts)}</body></html>"
    )


def _as_markdown(article: Article) -> str:
    marks = {BlockKind.LIST_ITEM: "- ", BlockKind.QUOTATION: "> "}
    parts = [f"# {article.title}"]
    for block in article.blocks:
        mark = "#" * block.level + " " if block.kind is BlockKind.HEADING else marks.get(block.kind, "")
        parts.append(mark + article.block_text(block))
    return "\n\n".join(parts)


def _as_copied_text(article: Article) -> str:
    """As browsers put a page into the clipboard: list items on lines of their own, blank lines between the rest."""
    parts = [article.title]
    before: BlockKind | None = None
    for block in article.blocks:
        items = block.kind is BlockKind.LIST_ITEM and before is BlockKind.LIST_ITEM
        parts.append(("\n" if items else "\n\n") + article.block_text(block))
        before = block.kind
    return "".join(parts)


COLLECTION = os.environ.get("READING_CIRCLE_ARTICLES")
needs_collection = pytest.mark.skipif(
    not COLLECTION, reason="READING_CIRCLE_ARTICLES does not name a folder with labelled articles"
)


@needs_collection
def test_the_projects_own_example_is_read_to_the_letter() -> None:
    path = Path(COLLECTION or "") / "white-house-kremlin-talks.txt"
    article = read_article(path.read_bytes(), name=path.name)
    assert article.title == "White House/Kremlin Talks Start Over Ukraine"
    assert article.published is not None
    assert (article.published.year, article.published.month) == (2025, 2)
    assert [one.heading for one in lessons(article)] == ["Lessons for the working class"]
    assert section(article).startswith("It could not be clearer")
    assert section(article).endswith("turn to the same task.")
    for words in (
        "Photo:",
        "bridge” between US",
        "No trust in Trump, Starmer or any",
        "Fight for",
        "Patreon",
        "donation",
    ):
        assert words not in article.text
