"""What figures say of themselves, and where they are kept."""

import json
import subprocess
import sys
from itertools import repeat
from pathlib import Path

import pytest

from benchmarks.figures import Figure, write
from benchmarks.load import call, request, served


def _figure(value: float, *, goal: float | None = None, more_is_better: bool = True) -> Figure:
    return Figure("speed", value, "/s", "a peer", 10.0, goal, more_is_better)


@pytest.mark.parametrize(
    ("figure", "ratio", "met"),
    [
        (_figure(9.0, goal=0.9), 0.9, True),
        (_figure(8.9, goal=0.9), 0.89, False),
        (_figure(11.0, goal=1.1, more_is_better=False), 1.1, True),
        (_figure(11.1, goal=1.1, more_is_better=False), 1.11, False),
        (_figure(5.0), 0.5, None),
    ],
)
def test_a_figure_is_a_multiple_of_its_peer_and_has_met_its_goal_or_not(
    figure: Figure, ratio: float, met: bool | None
) -> None:
    assert figure.ratio == pytest.approx(ratio)
    assert figure.met is met


def test_subjects_not_measured_this_time_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    write({"one": [_figure(1.0)], "two": [_figure(2.0)]}, path)
    write({"two": [_figure(3.0, goal=0.5)]}, path)
    told = json.loads(path.read_text(encoding="utf-8"))["figures"]
    assert {name: [each["value"] for each in found] for name, found in told.items()} == {"one": [1.0], "two": [3.0]}
    assert (told["two"][0]["ratio"], told["two"][0]["peer"], told["two"][0]["met"]) == (0.3, "a peer", False)


def test_a_subject_that_does_not_exist_is_told_with_those_that_do() -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "benchmarks", "taste"], capture_output=True, text=True, timeout=120, check=False
    )
    assert asked.returncode == 2
    assert "taste" in asked.stderr
    assert "sandbox" in asked.stderr


async def test_the_load_counts_what_is_answered_and_notices_a_refusal() -> None:
    with served("-m", "benchmarks.bare_server") as server:
        port = server.about["port"]
        assert await call(port, iter([request("POST", "/", "x", {"content": "x"})] * 50), connections=3) == 50
        assert server.cpu_s() > 0
    with served("-m", "sandbox") as server:
        port = int(server.about["web_url"].rsplit(":", 1)[1])
        with pytest.raises(RuntimeError, match="401"):
            await call(port, repeat(request("GET", "/api/v10/users/@me", "Bot nobody"), 5), connections=1)
