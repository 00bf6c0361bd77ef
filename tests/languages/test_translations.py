"""The files of translations: what brings them up to date, and what is found wrong in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot.languages.words import ENGLISH, NAME, SPOKEN
from tests.languages.complaints import complaints, differences, limits
from tests.languages.texts import brought_up_to_date


def test_bringing_a_file_up_to_date_keeps_what_is_translated(tmp_path: Path) -> None:
    file = tmp_path / "de.po"
    before, after = Catalog(), Catalog()
    for catalogue, texts in ((before, ["stays", "goes"]), (after, ["comes", "stays"])):
        for text in texts:
            catalogue.add(text)
        catalogue.add(("{n} reply", "{n} replies"))
        catalogue.add("stays", context=NAME)
    first = brought_up_to_date(file, "de", before)
    translations: list[tuple[str | tuple[str, str], str | None, str | tuple[str, str]]] = [
        ("stays", None, "bleibt"),
        ("goes", None, "geht"),
        ("stays", NAME, "bleibe"),
        (("{n} reply", "{n} replies"), None, ("{n} Antwort", "{n} Antworten")),
    ]
    for id_, context, translation in translations:
        message = first.get(id_, context)
        assert message is not None
        message.string = translation
    with file.open("wb") as out:
        write_po(out, first, omit_header=True)
    brought_up_to_date(file, "de", after)
    with file.open("rb") as source:
        kept = read_po(source, locale="de")
    assert {(each.id, each.context): each.string for each in kept if each.id} == {
        ("comes", None): "",
        ("stays", None): "bleibt",
        ("stays", NAME): "bleibe",
        (("{n} reply", "{n} replies"), None): ("{n} Antwort", "{n} Antworten"),
    }


def test_a_translation_says_what_the_english_text_says() -> None:
    english = "→ **{title}** opens in <#{channel}>: `/reading list`."
    assert list(differences(english, "→ In <#{channel}> öffnet **{title}**: `/reading list`.", None)) == []


def test_an_example_of_what_to_write_may_be_in_the_words_of_the_language() -> None:
    english = "Write `10 times`, `30 June 2027` or `first:24 Dec` `last:3 Jan`."
    said = "Schreib `10 Mal`, `30. Juni 2027` oder `first:24. Dez.` `last:3. Jan.`."
    assert list(differences(english, said, None)) == []


def test_what_a_translation_changes_is_found() -> None:
    english = "**{title}** has ended.\n→ `/reading list` shows it."
    wrong = {
        "**{titel}** ist zu Ende.\n→ `/reading list` zeigt es.": "fills in",
        "**Sie** ist zu Ende.\n→ `/reading list` zeigt es.": "leaves out",
        "**{title}** ist zu Ende.\n→ `/lesung liste` zeigt es.": "names other commands",
        "*{title}** ist zu Ende.\n→ `/reading list` zeigt es.": "not as many **",
        "**{title}** ist zu Ende. → `/reading list` zeigt es.": "not as many new lines",
        " **{title}** ist zu Ende.\n→ `/reading list` zeigt es.": "other space",
    }
    for said, complaint in wrong.items():
        assert complaint in " ".join(differences(english, said, None)), said


def test_what_is_too_long_for_its_place_is_found() -> None:
    places = {
        ("Schedule", None): 80,
        ("Add a question", None): 45,
        ("Passage, copied from the article", None): 45,
        ("Reword a question …", None): 150,
        ("Reading time", None): 256,
        ("reading", NAME): 32,
        ("now: post it to the articles channel", NAME): 100,
        ("Call a reading off", None): 100,
    }
    for (text, context), limit in places.items():
        assert limits()[text, context] == limit, text
        assert any("longer than" in each for each in differences(text, "x" * (limit + 1), context))


def test_names_of_commands_are_words_as_discord_takes_them() -> None:
    for name in ("Lesung", "eine lesung", "", "x" * 33, "lesung!"):
        assert any("no name" in each or "longer" in each for each in differences("reading", name, NAME)), name
    for name in ("lesung", "opt-out", "séance", "leitura_1"):
        assert list(differences("reading", name, NAME)) == []


@pytest.mark.parametrize("tag", sorted(set(SPOKEN) - {ENGLISH}))
def test_everything_is_said_in_every_language(tag: str) -> None:
    found = complaints(tag)
    assert not found, "\n".join(found)
