"""What a running sandbox is made of, so that its faces (REST, gateway, controls) can share it."""

import asyncio
from dataclasses import dataclass, field

from .clock import Clock
from .faults import Faults
from .hub import Hub
from .journal import Journal
from .limits import RateLimits
from .validation import Checker
from .world import due, interactions
from .world.events import Event
from .world.state import World


@dataclass(slots=True)
class Parts:
    """The world and everything around it.

    `stopping` is set when the sandbox goes down, so that nothing keeps it waiting.
    """

    world: World
    clock: Clock
    hub: Hub
    journal: Journal
    faults: Faults
    limits: RateLimits
    checker: Checker | None
    acknowledge_within_s: float = interactions.ACKNOWLEDGE_WITHIN_S
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def publish(self, events: list[Event]) -> None:
        """Let the gateway tell what happened."""
        self.hub.publish(events)

    def settle(self) -> int:
        """Let what became due by the clock happen, and return the time."""
        now = self.clock.now()
        self.publish(due.happen(self.world, now))
        return now

    def expect_answer(self, interaction_id: int) -> None:
        """Fail an interaction that the bot leaves unanswered for (as a rule) three seconds of real time.

        Real time, because moving the clock ahead must not fail an interaction that is being answered.
        """

        def fail() -> None:
            self.publish(interactions.time_out(self.world, interaction_id))

        asyncio.get_running_loop().call_later(self.acknowledge_within_s, fail)
