"""What docs/sandbox.md promises is what the code does."""

from pathlib import Path

from sandbox.catalogue import BEGIN, END, catalogue
from sandbox.faults import AFTER, BEFORE, GATEWAY
from sandbox.server import Sandbox

PAGE = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text(encoding="utf-8")


def test_the_table_of_routes_is_the_one_the_code_makes() -> None:
    """When this fails: run `python -m sandbox --routes` and put its output between the two marks."""
    assert PAGE.split(BEGIN)[1].split(END)[0].strip() == catalogue().strip()


def test_every_fault_is_documented() -> None:
    assert [what for what in sorted(BEFORE | AFTER | GATEWAY) if f"| `{what}` |" not in PAGE] == []


async def test_every_control_is_documented() -> None:
    async with Sandbox() as sandbox:
        paths = {route.resource.canonical for route in sandbox.routes() if route.resource is not None}
    controls = {path for path in paths if path.startswith("/sandbox/")}
    assert "/sandbox/clock" in controls
    assert [path for path in controls if f"{path}" not in PAGE] == []
