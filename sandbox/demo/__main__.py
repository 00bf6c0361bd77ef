"""`python -m sandbox.demo`: one command, and there is a Discord to walk around in, with the bot in it.

Each demo starts from a fresh world and a fresh database, which stays in `var/demo/` afterwards for whoever wants to
look into it. Ctrl-C ends it all.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import signal
import socket
import sys
import webbrowser
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from . import guide, samples, site
from .children import Child

HOUSE = Path(__file__).parents[2]
HOST = "127.0.0.1"
START_S = 60.0
"""How long each program may take to be ready, on a slow machine."""


class DemoFailed(Exception):
    """The demo cannot go on. The message says why."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the demo until Ctrl-C; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.demo", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--port", type=int, default=8422, help="where the page should be (default: 8422)")
    parser.add_argument("--no-browser", action="store_true", help="do not open the page in a browser")
    arguments = parser.parse_args(argv)
    try:
        return asyncio.run(_until_told_to_stop(arguments.port, open_browser=not arguments.no_browser))
    except DemoFailed as failed:
        say(f"\nThe demo has ended: {failed}")
        return 1


def say(line: str) -> None:
    """One line for the terminal, at once."""
    print(line, flush=True)  # noqa: T201 (this is a program for the terminal)


async def _until_told_to_stop(port: int, *, open_browser: bool) -> int:
    show = asyncio.ensure_future(_show(port, open_browser=open_browser))
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: Ctrl-C arrives as KeyboardInterrupt and cancels as well
            asyncio.get_running_loop().add_signal_handler(number, show.cancel)
    try:
        await show
    except asyncio.CancelledError:
        say("\nAll three have ended. Goodbye, and happy reading!")
    return 0


async def _show(port: int, *, open_browser: bool) -> None:
    """Sandbox, site, bot, in this order; whatever happens, they end in the opposite one."""
    page_port = _free_port(port, "The page")
    folder = HOUSE / "var" / "demo" / str(page_port)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    async with AsyncExitStack() as stack:
        shown = folder / "guide.json"
        sandbox, world = await _start_sandbox(stack, page_port, shown)
        origin = await stack.enter_async_context(_site(_free_port(page_port + 1, "The sample site")))
        config = folder / "config.toml"
        config.write_text(_configuration(world, origin, folder), encoding="utf-8")
        bot = await _start(stack, "bot", "-m", "bot", "run", "--config", str(config.relative_to(HOUSE)))
        bot.pass_on_output()
        await _unless_one_ends(_commands_are_there(world), [sandbox, bot])
        shown.write_text(json.dumps(guide.page(world, origin)), encoding="utf-8")
        say(guide.text(world, origin, str(config.relative_to(HOUSE))))
        if open_browser and _has_a_display():
            webbrowser.open(world["web_url"])
        await _unless_one_ends(asyncio.Event().wait(), [sandbox, bot])


async def _start(stack: AsyncExitStack, name: str, *arguments: str) -> Child:
    """A program of this house, ended when the stack unwinds. It sees none of this terminal's own settings for a bot."""
    environment = {key: value for key, value in os.environ.items() if not key.upper().startswith("BOT_")}
    environment["PYTHONUNBUFFERED"] = "1"
    child = await Child.start(name, [sys.executable, *arguments], folder=HOUSE, environment=environment, say=say)
    stack.push_async_callback(child.stop)
    return child


async def _start_sandbox(stack: AsyncExitStack, port: int, shown: Path) -> tuple[Child, dict[str, Any]]:
    """The sandbox and what it says of its world: addresses, token, users, channels. `shown` will hold its guide."""
    sandbox = await _start(stack, "sandbox", "-m", "sandbox", "--port", str(port), "--guide", str(shown))
    try:
        async with asyncio.timeout(START_S):
            line = await sandbox.first_line()
        world: dict[str, Any] = json.loads(line)
    except (TimeoutError, ValueError):
        await sandbox.stop()
        raise DemoFailed("the sandbox did not start; its own words stand above.") from None
    sandbox.pass_on_output()
    return sandbox, world


@asynccontextmanager
async def _site(port: int) -> AsyncIterator[str]:
    """The sample site, served while the context lasts; its origin."""
    runner = web.AppRunner(site.application(samples.load(), late=1), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
        yield f"http://{HOST}:{port}"
    finally:
        await runner.cleanup()


def _configuration(world: dict[str, Any], origin: str, folder: Path) -> str:
    """The bot's settings: this Discord instead of the real one, its clock, and leave to read the sample site."""
    settings: dict[str, dict[str, object]] = {
        "discord": {
            "token": world["bot_token"],
            "api_url": world["api_url"],
            "gateway_url": world["gateway_url"],
            "ready_timeout": 0.05,
        },
        "database": {"url": f"sqlite+aiosqlite:///{(folder / 'reading-circle.sqlite3').as_posix()}"},
        "sources": {"allowed_hosts": [origin.removeprefix("http://")]},
        "clock": {"follow": f"{_origin_of(world)}/sandbox/clock"},
    }
    # JSON's strings, numbers and lists are TOML's too.
    sections = (
        "\n".join([f"[{section}]", *(f"{name} = {json.dumps(value)}" for name, value in values.items())])
        for section, values in settings.items()
    )
    return "\n\n".join(sections) + "\n"


def _origin_of(world: dict[str, Any]) -> str:
    return "/".join(str(world["api_url"]).split("/")[:3])


async def _commands_are_there(world: dict[str, Any]) -> None:
    """Wait until members see the bot's commands, which is when there is something to try."""
    address = f"{world['api_url']}/guilds/{world['guild_id']}/application-command-index"
    headers = {"Authorization": str(world["users"][0]["token"])}
    try:
        async with asyncio.timeout(START_S), aiohttp.ClientSession(headers=headers) as session:
            while True:
                async with session.get(address) as answer:
                    if answer.ok and (await answer.json()).get("application_commands"):
                        return
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise DemoFailed("the bot did not get as far as its commands; its own words stand above.") from None


async def _unless_one_ends(awaited: Any, children: list[Child]) -> None:
    """Await it, but fail as soon as one of the programs ends, which none of them should do by itself."""
    wanted = asyncio.ensure_future(awaited)
    endings = {asyncio.create_task(child.ended()): child for child in children}
    try:
        done, _ = await asyncio.wait({wanted, *endings}, return_when=asyncio.FIRST_COMPLETED)
        for ended in done & endings.keys():
            code = ended.result()
            raise DemoFailed(f"the {endings[ended].name} has ended with exit code {code}; its own words stand above.")
        wanted.result()
    finally:
        for task in (wanted, *endings):
            task.cancel()


def _free_port(wanted: int, what: str) -> int:
    """The port wanted, or another one, said aloud, if that one is taken; 0 wants any."""
    for candidate in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError, OverflowError):
                probe.bind((HOST, candidate))
                port: int = probe.getsockname()[1]
                if wanted and port != wanted:
                    say(f"Port {wanted} is taken. {what} uses {port} instead.")
                return port
    raise DemoFailed("this machine has no free port.")


def _has_a_display() -> bool:
    if os.environ.get("CI"):
        return False
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
