"""Programs that the demo runs beside itself: started, listened to, and ended by their own process id."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

Say = Callable[[str], None]

_LONGEST_LINE = 1 << 20
_PATIENCE_S = 8.0
"""How long a program may take to end in good order before it is killed."""


class Child:
    """One running program, whose every line is said with its name in front."""

    def __init__(self, name: str, process: asyncio.subprocess.Process, say: Say) -> None:
        self.name = name
        self._process = process
        self._say = say
        self._listening: list[asyncio.Task[None]] = []

    @classmethod
    async def start(
        cls, name: str, command: Sequence[str], *, folder: Path, environment: Mapping[str, str], say: Say
    ) -> Child:
        """Start it in a group of its own: Ctrl-C in the terminal then reaches the demo alone, which ends the rest."""
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=folder,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=_LONGEST_LINE,
            start_new_session=True,
        )
        child = cls(name, process, say)
        assert process.stderr is not None
        child._listen_to(process.stderr)
        return child

    async def first_line(self) -> str:
        """The first line of its standard output, empty if it ended without one."""
        assert self._process.stdout is not None
        return (await self._process.stdout.readline()).decode().strip()

    def pass_on_output(self) -> None:
        """Say its standard output too, from here on."""
        assert self._process.stdout is not None
        self._listen_to(self._process.stdout)

    async def ended(self) -> int:
        """Wait until it has ended and everything it wrote has been said; its exit code."""
        code = await self._process.wait()
        if self._listening:
            await asyncio.wait(self._listening, timeout=1)
        return code

    async def stop(self) -> None:
        """Ask it to end, and kill it if it does not. Nothing happens if it has ended."""
        with suppress(ProcessLookupError):
            self._process.terminate()
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await self.ended()
        except TimeoutError:
            self._say(f"{self.name} did not end when asked; it is killed")
            with suppress(ProcessLookupError):
                self._process.kill()
            await self.ended()

    def _listen_to(self, stream: asyncio.StreamReader) -> None:
        self._listening.append(asyncio.create_task(self._pass_on(stream)))

    async def _pass_on(self, stream: asyncio.StreamReader) -> None:
        while line := await stream.readline():
            self._say(f"{self.name:>7} | {line.decode(errors='replace').rstrip()}")
