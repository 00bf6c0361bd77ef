"""`python -m sandbox`: serve a local Discord until stopped, or renew the tables of its documentation."""

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path

from .catalogue import renewed
from .limits import GLOBAL_PER_SECOND, RateLimits
from .server import DEFAULT_WORLD, Sandbox, load_world
from .world.worldfile import WorldError


def main() -> int:
    """Run the command line; 2 means that the world could not be built, or the port not be had."""
    arguments = _parser().parse_args()
    if arguments.tables is not None:
        arguments.tables.write_text(renewed(arguments.tables.read_text(encoding="utf-8")), encoding="utf-8")
        return 0
    try:
        sandbox = Sandbox(
            load_world(arguments.world), arguments.port, _limits(arguments.rate_limits), guide=arguments.guide
        )
    except (OSError, ValueError) as bad:
        what = bad if isinstance(bad, WorldError) else f"The world file cannot be read: {bad}"
        sys.stderr.write(f"{what}\n")
        return 2
    try:
        asyncio.run(_serve(sandbox))
    except OSError as bad:
        sys.stderr.write(f"The sandbox cannot listen on port {arguments.port}: {bad.strerror}. Give another --port.\n")
        return 2
    return 0


def _port(told: str) -> int:
    number = int(told)
    if not 0 <= number < 1 << 16:
        raise argparse.ArgumentTypeError(f"{told} is no port")
    return number


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=_port, default=0, help="port on 127.0.0.1 (default: any free one)")
    parser.add_argument(
        "--world", type=Path, default=DEFAULT_WORLD, help="world file (default: one server, Reading Circle)"
    )
    parser.add_argument(
        "--rate-limits",
        nargs="?",
        const="all",
        default="global",
        choices=("off", "global", "all"),
        help="off: no 429 at all; global: 50 requests a second (default); all: also 5 messages per 5 s and channel",
    )
    parser.add_argument("--guide", type=Path, metavar="FILE", help="a guide (JSON) that the page shows on first sight")
    parser.add_argument("--tables", type=Path, metavar="PAGE", help="make the tables of docs/sandbox.md anew, and stop")
    return parser


def _limits(choice: str) -> RateLimits:
    return RateLimits(per_second=0 if choice == "off" else GLOBAL_PER_SECOND, buckets=choice == "all")


async def _serve(sandbox: Sandbox) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with sandbox:
        sys.stdout.write(json.dumps(sandbox.about()) + "\n")
        sys.stdout.flush()
        await stop.wait()


if __name__ == "__main__":
    sys.exit(main())
