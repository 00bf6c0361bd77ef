"""What docs/sandbox.md promises is what the code does."""

from pathlib import Path

from sandbox.catalogue import renewed
from sandbox.server import Sandbox

PAGE = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text(encoding="utf-8")


def test_the_tables_are_those_the_code_makes() -> None:
    """When this fails: `python -m sandbox --tables docs/sandbox.md`."""
    assert renewed(PAGE) == PAGE


async def test_every_control_is_documented() -> None:
    async with Sandbox() as sandbox:
        paths = {route.resource.canonical for route in sandbox.routes() if route.resource is not None}
    controls = {path for path in paths if path.startswith("/sandbox/")}
    assert "/sandbox/clock" in controls
    assert [path for path in controls if f"{path}" not in PAGE] == []
