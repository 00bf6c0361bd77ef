"""What docs/sandbox.md promises is what the code does."""

import json
import os
from pathlib import Path

import pytest

from sandbox.catalogue import renewed
from sandbox.rest import SUBJECTS
from sandbox.rest.not_built import NOT_BUILT
from sandbox.server import Sandbox
from sandbox.validation import comparable

PAGE = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text(encoding="utf-8")


def test_the_tables_are_those_the_code_makes() -> None:
    """When this fails: `python -m sandbox --tables docs/sandbox.md`."""
    assert renewed(PAGE) == PAGE


@pytest.mark.skipif(not os.environ.get("DISCORD_OPENAPI"), reason="DISCORD_OPENAPI names no API description")
def test_every_route_that_discord_describes_is_built_or_listed_as_not_built() -> None:
    described = json.loads(Path(os.environ["DISCORD_OPENAPI"]).read_text(encoding="utf-8"))["paths"]
    told = {(m.upper(), comparable(path)) for path, methods in described.items() for m in methods if m != "parameters"}
    built = {(route.method, comparable(route.template)) for subject in SUBJECTS for route in subject.routes}
    not_built = {(method, comparable(path)) for path, methods in NOT_BUILT.items() for method in methods}
    assert built & not_built == set()
    assert (told - built) == not_built


async def test_every_control_is_documented() -> None:
    async with Sandbox() as sandbox:
        paths = {route.resource.canonical for route in sandbox.routes() if route.resource is not None}
    controls = {path for path in paths if path.startswith("/sandbox/")}
    assert "/sandbox/clock" in controls
    assert [path for path in controls if f"{path}" not in PAGE] == []
