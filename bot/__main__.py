"""The command line: `python -m bot run | check | inspect | export | migrate`.

Exit codes: 0 done; 1 something outside is wrong and may be mended by itself or another try (network, database; or a
check that found something); 2 what was given cannot be used (settings, a token, an article), and another try would end
the same way. Either way a plain message says what to do. What a command needs is imported when it runs, so that the
quick ones, and mistakes in the settings, answer at once.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import CircleError, DeliveryRefused, MemberError, SettingsError, StoreError, StoreMismatch
from bot.settings import Settings, load


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command line; the exit code."""
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.command(arguments)
    except CircleError as error:
        print("\n".join(part for part in (error.message, error.remedy) if part), file=sys.stderr)
        return 2 if isinstance(error, SettingsError | MemberError | StoreMismatch | DeliveryRefused) else 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output (head, less) has seen enough; there is nobody left to tell.
        sys.stderr.close()
        return 0
    return code


def _parser() -> argparse.ArgumentParser:
    config = argparse.ArgumentParser(add_help=False)
    config.add_argument("--config", type=Path, metavar="FILE", help="settings (default: config.toml if it is there)")
    about = "A Discord bot that gets a group to read together."
    parser = argparse.ArgumentParser(prog="python -m bot", description=about)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    run = commands.add_parser("run", parents=[config], help="connect to Discord and work until stopped")
    run.set_defaults(command=_run)

    check = commands.add_parser("check", parents=[config], help="say what is wrong with the set-up, and who mends it")
    check.set_defaults(command=_check)

    inspect = commands.add_parser("inspect", parents=[config], help="show what the reader makes of an article")
    inspect.add_argument("article", metavar="PATH_OR_URL", help="a text, Markdown or HTML file, or a web address")
    inspect.add_argument("--json", action="store_true", help="print one JSON object instead of a page")
    inspect.add_argument(
        "--all", action="store_true", help="fold nothing: the whole section, and all that was not used"
    )
    inspect.set_defaults(command=_inspect)

    export = commands.add_parser("export", parents=[config], help="write everything the bot keeps as open files")
    export.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder to write to")
    export.set_defaults(command=_export)

    migrate = commands.add_parser("migrate", parents=[config], help="bring the database to this program's version")
    migrate.set_defaults(command=_migrate)
    return parser


def _run(arguments: argparse.Namespace) -> int:
    settings = load(arguments.config)
    _set_up_log(settings)
    from bot import app

    return asyncio.run(_until_stopped(app.run(settings)))


def _set_up_log(settings: Settings) -> None:
    from bot import logs

    password = urlsplit(settings.database.url).password or ""
    logs.set_up(settings.log, secrets=[settings.discord.token.get_secret_value(), password])


async def _until_stopped(work: Coroutine[object, object, int]) -> int:
    """Let `work` finish, or end it in good order at Ctrl-C or SIGTERM; being told to stop is not a failure."""
    task = asyncio.ensure_future(work)
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has no signal handlers in its loop; Ctrl-C reaches `main` there
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        return 0


def _check(arguments: argparse.Namespace) -> int:
    from bot.workflows.check import check, render

    settings = load(arguments.config, need_token=False)
    findings = asyncio.run(check(settings))
    print(render(findings))
    return 0 if all(finding.ok for finding in findings) else 1


def _inspect(arguments: argparse.Namespace) -> int:
    from bot.workflows.inspect import as_json, inspect
    from bot.workflows.inspect_page import render

    settings = load(arguments.config, need_token=False)
    inspection = asyncio.run(
        inspect(arguments.article, allowed_hosts=settings.sources.allowed_hosts, seconds=settings.reader.seconds)
    )
    print(as_json(inspection) if arguments.json else render(inspection, everything=arguments.all))
    return 0


def _export(arguments: argparse.Namespace) -> int:
    settings = load(arguments.config, need_token=False)
    rows = asyncio.run(_exported(settings.database.url, arguments.out))
    for table, number in rows.items():
        print(f"{arguments.out / table}.jsonl: {number} rows")
    return 0


async def _exported(database_url: str, folder: Path) -> dict[str, int]:
    from bot.store.database import Database
    from bot.store.export import export
    from bot.store.schema import current

    if await current(database_url) is None:
        raise StoreError("There is nothing to export: the database is new.", "Is database.url the one the bot uses?")
    database = await Database.open(database_url)
    try:
        return await export(database, folder)
    finally:
        await database.close()


def _migrate(arguments: argparse.Namespace) -> int:
    settings = load(arguments.config, need_token=False)
    from bot.store.schema import migrate, revisions

    asyncio.run(migrate(settings.database.url))
    print(f"The database is at schema {revisions()[-1]}, the newest.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
