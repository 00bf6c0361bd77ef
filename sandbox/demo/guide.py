"""What the terminal says once everything runs: where the page is, and five things to try."""

from __future__ import annotations

from typing import Any


def text(world: dict[str, Any], site: str, config: str) -> str:
    """`world` is what the sandbox printed, `site` the sample site's origin, `config` the bot's settings file."""
    admin, organiser, member = _cast(world["users"])
    return f"""
  Reading Circle is running.

    The page         {world["web_url"]}
    The sample site  {site}/

  Try this, on the page:
    1. As {admin}:  /setup channel  for articles (#articles) and for readings (#readings), then  /setup timezone
    2. As {organiser}:  /article add  url: {site}/articles/the-library-on-mill-street
    3. As {organiser}:  /reading plan  with that article and  starts: in 10 minutes,  then press Schedule
    4. Move the clock ahead: a thread opens and asks. Reply there as {member}, and press "I'm reading".
    5. As {organiser}:  /reading report  and as {member}:  /me summary

  Its settings: {config} (python -m bot check --config {config}). Ctrl-C ends it all.
"""


def _cast(users: list[dict[str, Any]]) -> tuple[str, str, str]:
    """An admin, an organiser and somebody with no role, by name; whoever there is stands in for a part left empty."""
    names = [str(user["name"]) for user in users]
    holders = {role: str(user["name"]) for user in reversed(users) for role in user["roles"]}
    plain = [str(user["name"]) for user in users if not user["roles"]]
    admin = holders.get("Admin", names[0])
    return admin, holders.get("Organiser", admin), plain[0] if plain else names[-1]
