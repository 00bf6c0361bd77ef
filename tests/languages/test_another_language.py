"""A ninth language is one file: the one that docs/languages.md shows, put beside the others in a copy of the bot."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HOUSE = Path(__file__).parents[2]
ARTICLE = """En cykelverkstad i källaren

Av Maja Lind

7 maj 2023

I tre år har vi lagat cyklar i källaren under biblioteket. Det började med en pump och slutade med fyrtio medlemmar som
inte längre kunde låta bli att laga andras cyklar.

Vad vi har lärt oss

Den som äger cykeln ska själv hålla i verktyget, för annars lär sig ingen något och de som kan blir trötta.

En verkstad som har öppet varje tisdag är bättre än en som har öppet ofta, för folk vet att det är någon där.

Vad händer med verkstaden om biblioteket stänger?

Stöd oss och bli medlem: skriv till styrelsen.
"""


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a bot with one more file makes of the article."""
    folder = tmp_path_factory.mktemp("ninth")
    shutil.copytree(HOUSE / "bot", folder / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "bot" / "languages" / "sv.toml").write_text(documented(), encoding="utf-8")
    (folder / "verkstad.txt").write_text(ARTICLE, encoding="utf-8")
    command = [sys.executable, "-m", "bot", "inspect", "verkstad.txt", "--json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def documented() -> str:
    """The smallest useful file, as the documentation has it."""
    page = (HOUSE / "docs" / "languages.md").read_text(encoding="utf-8")
    section = page.split("## 1. The smallest useful file\n", 1)[1].split("\n## ", 1)[0]
    return "\n".join(line[4:] for line in re.findall(r"^(?:    .*|)$", section, re.MULTILINE))


def test_its_articles_are_known_by_their_words(read: dict[str, Any]) -> None:
    assert (read["title"], read["language"], read["published"]) == ("En cykelverkstad i källaren", "sv", "2023-05-07")


def test_its_lessons_are_found_and_what_appeals_to_the_reader_is_left_out(read: dict[str, Any]) -> None:
    (lessons,) = read["lessons"]
    assert lessons["heading"] == "Vad vi har lärt oss"
    assert lessons["text"].startswith("Den som äger cykeln")
    assert lessons["text"].endswith("om biblioteket stänger?")


def test_without_asks_of_its_own_it_has_the_authors_questions(read: dict[str, Any]) -> None:
    assert [one["text"] for one in read["questions"]] == ["Vad händer med verkstaden om biblioteket stänger?"]
