"""What Discord answers when it says no: HTTP status, JSON code, message and, for forms, which field is wrong and why.

Codes and messages are those of Discord's documentation, "Opcodes and Status Codes", JSON error codes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from .things import Json

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason for a no. `errors` is the nested form body that goes with code 50035.

    `foreseeable`: the one who asked could have known from the documentation alone, so a bot must never be told this.
    `retry_after`, in seconds, makes it a 429 of that `scope` ("user", or "shared": the channel's, whoever asks).
    """

    status: int
    code: int
    message: str
    errors: Json | None = None
    foreseeable: bool = False
    retry_after: float | None = None
    scope: str = "user"

    def body(self) -> Json:
        """The JSON that Discord sends."""
        body: Json = {"message": self.message, "code": self.code}
        if self.errors:
            body["errors"] = self.errors
        return body


class Refused(Exception):
    """Raised by every rule; nothing has changed when it is."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"{refusal.status} {refusal.code}: {refusal.message}")
        self.refusal = refusal


@contextmanager
def within(*path: str | int) -> Iterator[None]:
    """What is wrong in here is wrong in a part of the body: its errors are told below `path`."""
    try:
        yield
    except Refused as no:
        errors = no.refusal.errors
        for step in reversed(path):
            errors = {str(step): errors} if errors else errors
        raise Refused(replace(no.refusal, errors=errors)) from no


UNAUTHORIZED = Refusal(401, 0, "401: Unauthorized")
NOT_FOUND = Refusal(404, 0, "404: Not Found")
UNKNOWN_APPLICATION = Refusal(404, 10002, "Unknown Application")
UNKNOWN_CHANNEL = Refusal(404, 10003, "Unknown Channel")
UNKNOWN_GUILD = Refusal(404, 10004, "Unknown Guild")
UNKNOWN_MEMBER = Refusal(404, 10007, "Unknown Member")
UNKNOWN_MESSAGE = Refusal(404, 10008, "Unknown Message")
UNKNOWN_OVERWRITE = Refusal(404, 10009, "Unknown Overwrite")
UNKNOWN_ROLE = Refusal(404, 10011, "Unknown Role")
UNKNOWN_USER = Refusal(404, 10013, "Unknown User")
UNKNOWN_EMOJI = Refusal(400, 10014, "Unknown Emoji")
UNKNOWN_WEBHOOK = Refusal(404, 10015, "Unknown Webhook")
UNKNOWN_INTERACTION = Refusal(404, 10062, "Unknown interaction")
UNKNOWN_COMMAND = Refusal(404, 10063, "Unknown application command")
UNKNOWN_EVENT = Refusal(404, 10070, "Unknown Guild Scheduled Event")
UNKNOWN_EVENT_USER = Refusal(404, 10071, "Unknown Guild Scheduled Event User")
UNKNOWN_TAG = Refusal(404, 10087, "Unknown Tag")
USERS_ONLY = Refusal(403, 20001, "Bots cannot use this endpoint")
BOTS_ONLY = Refusal(403, 20002, "Only bots can use this endpoint")
TOO_MANY_PINS = Refusal(400, 30003, "Maximum number of pins reached (250)")
TOO_MANY_ROLES = Refusal(400, 30005, "Maximum number of server roles reached (250)")
TOO_MANY_REACTIONS = Refusal(400, 30010, "Maximum number of reactions reached (20)")
TOO_MANY_CHANNELS = Refusal(400, 30013, "Maximum number of server channels reached (500)")
TOO_MANY_IN_THREAD = Refusal(400, 30033, "Maximum number of thread participants has been reached (1000)")
TOO_MANY_EVENTS = Refusal(400, 30038, "Maximum number of uncompleted guild scheduled events reached (100)")
TOO_MANY_PINNED_POSTS = Refusal(400, 30047, "Maximum number of pinned threads in a forum channel has been reached")
TOO_MANY_TAGS = Refusal(400, 30048, "Maximum number of tags in a forum channel has been reached (20)", foreseeable=True)
NO_TEXT_IN_FORUM = Refusal(400, 40058, "Cannot send a message in a forum channel")
TAG_NAMES_TWICE = Refusal(400, 40061, "Tag names must be unique", foreseeable=True)
ALREADY_ACKNOWLEDGED = Refusal(400, 40060, "Interaction has already been acknowledged.")
NO_TAG_FOR_MEMBERS = Refusal(400, 40066, "There are no tags available that can be set by non-moderators")
TAG_REQUIRED = Refusal(400, 40067, "A tag is required to create a forum post in this channel")
MISSING_ACCESS = Refusal(403, 50001, "Missing Access")
NOT_YOURS_TO_EDIT = Refusal(403, 50005, "Cannot edit a message authored by another user")
EMPTY_MESSAGE = Refusal(400, 50006, "Cannot send an empty message", foreseeable=True)
NO_TEXT_HERE = Refusal(400, 50008, "Cannot send messages in a non-text channel")
MISSING_PERMISSIONS = Refusal(403, 50013, "Missing Permissions")
WRONG_BULK_COUNT = Refusal(
    400,
    50016,
    "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete",
)
WRONG_CHANNEL_TYPE = Refusal(400, 50024, "Cannot execute action on this channel type")
INVALID_WEBHOOK_TOKEN = Refusal(401, 50027, "Invalid Webhook Token")
INVALID_ROLE = Refusal(400, 50028, "Invalid Role")
TOO_OLD_FOR_BULK = Refusal(400, 50034, "You can only bulk delete messages that are under 14 days old.")
THREAD_ARCHIVED = Refusal(400, 50083, "Thread is archived")
INVALID_SERVER = Refusal(400, 50055, "Invalid Guild")
NO_BURST = Refusal(403, 90002, "User cannot use burst reactions")
INVALID_JSON = Refusal(400, 50109, "The request body contains invalid JSON.", foreseeable=True)
NO_MUTUAL_SERVER = Refusal(403, 50278, "Cannot send messages to this user due to having no mutual guilds")
TOO_MANY_BYTES = Refusal(500, 0, "500: Internal Server Error", foreseeable=True)
SYSTEM_MESSAGE = Refusal(400, 50021, "Cannot execute action on a system message")
FILE_TOO_LARGE = Refusal(413, 40005, "Request entity too large")
THREAD_EXISTS = Refusal(400, 160004, "A thread has already been created for this message")
THREAD_LOCKED = Refusal(400, 160005, "Thread is locked")
TOO_MANY_ACTIVE_THREADS = Refusal(400, 160006, "Maximum number of active threads reached")
REPLY_WITHOUT_HISTORY = Refusal(400, 160002, "Cannot reply without permission to read message history")
EVENT_IS_OVER = Refusal(400, 180000, "Cannot update a finished event")
POLL_OVER = Refusal(400, 520001, "Poll expired")
POLL_STAYS = Refusal(400, 520003, "Cannot edit a poll message")
NO_POLL_TO_END = Refusal(400, 520006, "Cannot expire a non-poll message")


def slowed(wait_s: float) -> Refusal:
    """Slow mode: a person has written here too recently."""
    message = "This action cannot be performed due to slowmode rate limit."
    return Refusal(429, 20016, message, retry_after=wait_s)


def not_built(what: str) -> Refusal:
    """A part of a known route that the sandbox does not have; loud, as unknown routes are."""
    return Refusal(501, 0, f"The sandbox does not know {what}.")


@dataclass(slots=True)
class Form:
    """Gathers what is wrong with a body, field by field, and refuses it as a whole."""

    wrong: list[tuple[Path, str, str]] = field(default_factory=list)

    def fail(self, path: Path, code: str, message: str) -> None:
        """Note one wrong field."""
        self.wrong.append((path, code, message))

    def length(self, path: Path, value: object, shortest: int, longest: int, *, required: bool = True) -> None:
        """Check a text's length in characters."""
        if value is None:
            if required:
                self.fail(path, "BASE_TYPE_REQUIRED", "This field is required")
        elif not isinstance(value, str):
            self.fail(path, "BASE_TYPE_STRING", "Must be a string.")
        elif len(value) > longest and shortest == 0:
            self.fail(path, "BASE_TYPE_MAX_LENGTH", f"Must be {longest} or fewer in length.")
        elif not shortest <= len(value) <= longest:
            self.fail(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {shortest} and {longest} in length.")

    def within(self, path: Path, value: object, least: int, most: int) -> None:
        """Check a whole number that may be left out."""
        if value is None:
            return
        if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
            self.fail(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        elif value > most:
            self.fail(path, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}.")
        elif value < least:
            self.fail(path, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {least}.")

    def count(self, path: Path, value: object, fewest: int, most: int) -> list[Any]:
        """Check a list's length; a list to walk through comes back, empty if `value` was none."""
        if value is None:
            return []
        if not isinstance(value, list):
            self.fail(path, "BASE_TYPE_LIST", "Only iterables may be used in a ListType")
            return []
        if not fewest <= len(value) <= most:
            self.fail(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {fewest} and {most} in length.")
        return value

    def choice(self, path: Path, value: object, allowed: tuple[object, ...]) -> None:
        """Check that a value is one of those allowed."""
        if value not in allowed:
            listed = ", ".join(str(each) for each in allowed)
            self.fail(path, "BASE_TYPE_CHOICES", f"Value must be one of {{{listed}}}.")

    def settle(self) -> None:
        """Raise `Refused` (50035) if anything was wrong."""
        if self.wrong:
            raise Refused(Refusal(400, 50035, "Invalid Form Body", _nested(self.wrong), foreseeable=True))


def _nested(wrong: list[tuple[Path, str, str]]) -> Json:
    tree: Json = {}
    for path, code, message in wrong:
        place = tree
        for step in path:
            place = place.setdefault(str(step), {})
        place.setdefault("_errors", []).append({"code": code, "message": message})
    return tree


def refuse_field(path: Path, code: str, message: str, *, foreseeable: bool = True) -> Refused:
    """A 50035 about one field, ready to raise."""
    errors = _nested([(path, code, message)])
    return Refused(Refusal(400, 50035, "Invalid Form Body", errors, foreseeable))
