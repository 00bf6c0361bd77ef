"""What Discord answers when it says no: HTTP status, JSON code, message and, for forms, which field is wrong and why.

Codes and messages are those of Discord's documentation, "Opcodes and Status Codes", JSON error codes.
"""

from dataclasses import dataclass, field
from typing import Any

from .things import Json

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason for a no. `errors` is the nested form body that goes with code 50035.

    `foreseeable`: the one who asked could have known from the documentation alone, so a bot must never be told this.
    `retry_after`, in seconds, makes it a 429.
    """

    status: int
    code: int
    message: str
    errors: Json | None = None
    foreseeable: bool = False
    retry_after: float | None = None

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
USERS_ONLY = Refusal(403, 20001, "Bots cannot use this endpoint")
BOTS_ONLY = Refusal(403, 20002, "Only bots can use this endpoint")
TOO_MANY_REACTIONS = Refusal(400, 30010, "Maximum number of reactions reached (20)")
ALREADY_ACKNOWLEDGED = Refusal(400, 40060, "Interaction has already been acknowledged.")
TAG_REQUIRED = Refusal(400, 40067, "A tag is required to create a forum post in this channel")
MISSING_ACCESS = Refusal(403, 50001, "Missing Access")
NOT_YOURS_TO_EDIT = Refusal(403, 50005, "Cannot edit a message authored by another user")
EMPTY_MESSAGE = Refusal(400, 50006, "Cannot send an empty message", foreseeable=True)
CANNOT_SEND_TO_USER = Refusal(403, 50007, "Cannot send messages to this user")
NO_TEXT_HERE = Refusal(400, 50008, "Cannot send messages in a non-text channel")
MISSING_PERMISSIONS = Refusal(403, 50013, "Missing Permissions")
WRONG_BULK_COUNT = Refusal(
    400,
    50016,
    "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete",
)
WRONG_CHANNEL_TYPE = Refusal(400, 50024, "Cannot execute action on this channel type")
INVALID_WEBHOOK_TOKEN = Refusal(401, 50027, "Invalid Webhook Token")
TOO_OLD_FOR_BULK = Refusal(400, 50034, "You can only bulk delete messages that are under 14 days old.")
THREAD_ARCHIVED = Refusal(400, 50083, "Thread is archived")
REACTION_BLOCKED = Refusal(403, 90001, "Reaction was blocked")
INVALID_JSON = Refusal(400, 50109, "The request body contains invalid JSON.", foreseeable=True)
SYSTEM_MESSAGE = Refusal(400, 50021, "Cannot execute action on a system message")
FILE_TOO_LARGE = Refusal(413, 40005, "Request entity too large")
THREAD_EXISTS = Refusal(400, 160004, "A thread has already been created for this message")
THREAD_LOCKED = Refusal(400, 160005, "Thread is locked")
REPLY_WITHOUT_HISTORY = Refusal(400, 160002, "Cannot reply without permission to read message history")


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
