"""Five things to try, told twice: by the page, where each step is a press of a button, and by the terminal."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

ARTICLE = "the-library-on-mill-street"
TITLE = "The library on Mill Street"


@dataclass(frozen=True, slots=True)
class Action:
    """One button of a step: be this person, there; then begin a command, or let the clock go to what is due."""

    text: str
    person: str = ""
    place: str = ""
    command: str = ""
    options: dict[str, str] = field(default_factory=dict)
    clock: str = ""

    def told(self) -> dict[str, Any]:
        """As the page wants it."""
        names = {"person": "as", "place": "in"}
        return {names.get(key, key): value for key, value in asdict(self).items() if value}

    def line(self) -> str:
        """As the terminal says it."""
        if not self.command:
            return f"{self.text}."
        options = "".join(f"  {name}: {value}" for name, value in self.options.items())
        return f"As {self.person}:  /{self.command}{options}"


@dataclass(frozen=True, slots=True)
class Step:
    """A title, what happens and why, and the buttons."""

    title: str
    text: str
    actions: tuple[Action, ...]


def steps(users: list[dict[str, Any]], site: str) -> list[Step]:
    """The five steps for the people of this world; `site` is the sample site's origin."""
    admin, organiser, member = _cast(users)
    zone = Action("Time zone", admin, "general", "setup timezone", {"zone": "Europe/London"})
    plan = {"article": TITLE, "starts": "in 10 minutes", "for": "2 hours", "questions": "3"}
    return [
        Step(
            "Set it up",
            f"**{admin}** runs this server and tells the bot where things go. Press a button, then **Run**.",
            (
                Action("Articles go here", admin, "general", "setup channel", _use("articles")),
                Action("Readings go here", admin, "general", "setup channel", _use("readings")),
                zone,
            ),
        ),
        Step(
            "Add an article",
            f"**{organiser}** organises the readings. The bot fetches the page, finds its lessons and announces it. Or "
            f"**{admin}** follows the site: what is new comes by itself within two days; you can move the clock.",
            (
                Action("Add an article", organiser, "articles", "article add", {"url": f"{site}/articles/{ARTICLE}"}),
                Action("Follow the site", admin, "articles", "feed add", {"url": f"{site}/"}),
            ),
        ),
        Step(
            "Plan a reading",
            "See the questions and the passages they come from. Then press **Schedule** under the preview.",
            (Action("Plan a reading", organiser, "readings", "reading plan", plan),),
        ),
        Step(
            "Let it begin",
            f"The clock here can be moved: nobody has to wait. The bot opens a thread and asks. Be **{member}**, open "
            "the thread, press **I’m reading** and reply to a question.",
            (
                Action("Move the clock to the start", clock="next"),
                Action(f"Look in as {member}", member, "readings"),
            ),
        ),
        Step(
            "See what came of it",
            f"**{organiser}** gets the report of the whole reading; **{member}** sees their own part, nobody else's.",
            (
                Action("The report", organiser, "readings", "reading report", {"reading": TITLE}),
                Action("My own part", member, "readings", "me summary"),
            ),
        ),
    ]


def page(world: dict[str, Any], site: str) -> dict[str, Any]:
    """The guide that the page shows (`python -m sandbox --guide`)."""
    return {
        "title": "Reading Circle in five steps",
        "intro": "A bot that gets a group to read together. This is a Discord of your own: its people and its clock "
        "are make-believe, the bot is real.",
        "steps": [
            {"title": each.title, "text": each.text, "actions": [action.told() for action in each.actions]}
            for each in steps(world["users"], site)
        ],
        "more": f"More to read: [the sample site]({site}/). What the bot asks of Discord is under "
        "**What the bot does**, where you can also make things go wrong for it.",
    }


def text(world: dict[str, Any], site: str, config: str) -> str:
    """`world` is what the sandbox printed, `site` the sample site's origin, `config` the bot's settings file."""
    told = "\n".join(
        f"    {number}. {step.title}\n" + "\n".join(f"         {action.line()}" for action in step.actions)
        for number, step in enumerate(steps(world["users"], site), start=1)
    )
    return f"""
  Reading Circle is running.

    The page         {world["web_url"]}
    The sample site  {site}/

  The page shows five things to try, each at the press of a button:
{told}

  Its settings: {config} (python -m bot check --config {config}). Ctrl-C ends it all.
"""


def _use(channel: str) -> dict[str, str]:
    return {"use": channel, "channel": f"#{channel}"}


def _cast(users: list[dict[str, Any]]) -> tuple[str, str, str]:
    """An admin, an organiser and somebody with no role, by name; whoever there is stands in for a part left empty."""
    names = [str(user["name"]) for user in users]
    holders = {role: str(user["name"]) for user in reversed(users) for role in user["roles"]}
    plain = [str(user["name"]) for user in users if not user["roles"]]
    admin = holders.get("Admin", names[0])
    return admin, holders.get("Organiser", admin), plain[0] if plain else names[-1]
