"""The one error tree. Its branches say who can mend it, because that decides where the message goes.

    CircleError
    ├── MemberError        whoever gave the command: their input, their file, their timing
    │   ├── ArticleError       the text, file or address given is not a readable article
    │   ├── FeedError          what came is not a feed that can be read
    │   ├── FetchRefused       the address may not be fetched (guards on what comes in)
    │   │   └── TooLarge           what it gives is over the limit of size
    │   ├── TimeNotUnderstood  a time that cannot be read, or lies in the past
    │   ├── AlreadyFollowed    the channel follows the feed already
    │   ├── NotAllowed         the person lacks the right
    │   └── NotFound           the thing named is not there (any more)
    ├── ServerError        an organiser or admin of the server: permissions, channels, settings
    │   ├── SetupMissing       a setting that this step needs has not been made
    │   └── PermissionMissing  Discord refuses the bot a right; names the right and the place
    │       ├── ChannelGone        the channel or thread was deleted
    │       └── ThreadLocked       the thread is archived or locked against the bot
    └── OperatorError      whoever runs the bot: configuration, database, network, our own faults
        ├── SettingsError      a setting is missing or malformed
        ├── StoreError         the database is damaged or out of reach
        │   └── StoreMismatch      the database is not this program's, or a newer one's (no use trying again)
        ├── FetchFailed        the network did not deliver (worth another try)
        ├── DeliveryFailed     Discord did not take it, or did not say (worth another try)
        └── DeliveryRefused    Discord will never take it as it is (no use trying again)

Every error carries `message`, one or two full sentences in plain words, and `remedy`, the next step and who takes it.
Both are shown to people, so neither holds a token, a path of the machine or a traceback.
"""

from __future__ import annotations

from bot.told import Told


class CircleError(Exception):
    """Base of all errors the bot raises on purpose.

    `text` and `remedy_text` are English with `{names}` for the `values`, so that they can be translated; `message` and
    `remedy` are what they say in English, and remember what they are made of.
    """

    def __init__(self, text: str, remedy: str = "", /, **values: object) -> None:
        self.text, self.remedy_text, self.values = text, remedy, values
        self.message: str = _told(text, values)
        self.remedy: str = _told(remedy, values)
        super().__init__(f"{self.message} {self.remedy}".strip())

    def __reduce__(self) -> tuple[object, ...]:
        return _made_again, (type(self), self.text, self.remedy_text, self.values)


def _told(text: str, values: dict[str, object]) -> Told:
    return Told(text.text, **text.values, **values) if isinstance(text, Told) else Told(text, **values)


def _made_again(kind: type[CircleError], text: str, remedy: str, values: dict[str, object]) -> CircleError:
    """An error that came from another process."""
    return kind(text, remedy, **values)


class MemberError(CircleError):
    """The person who gave the command can mend it."""


class ArticleError(MemberError):
    """What was given cannot be read as an article."""


class FeedError(MemberError):
    """What came cannot be read as a feed."""


class FetchRefused(MemberError):
    """The address may not be fetched."""


class TooLarge(FetchRefused):
    """What the address gives is over the limit of size."""


class TimeNotUnderstood(MemberError):
    """A time that cannot be read, or that lies in the past."""


class AlreadyFollowed(MemberError):
    """The channel follows the feed already."""


class NotAllowed(MemberError):
    """The person lacks the right to do this."""


class NotFound(MemberError):
    """The thing named does not exist (any more)."""


class ServerError(CircleError):
    """An organiser or admin of the Discord server can mend it."""


class SetupMissing(ServerError):
    """A setting that this step needs has not been made."""


class PermissionMissing(ServerError):
    """Discord refuses the bot a right, or the channel is gone."""


class ChannelGone(PermissionMissing):
    """The channel or thread was deleted."""


class ThreadLocked(PermissionMissing):
    """The thread is archived or locked against the bot."""


class OperatorError(CircleError):
    """Whoever runs the bot can mend it."""


class SettingsError(OperatorError):
    """A setting is missing or malformed."""


class StoreError(OperatorError):
    """The database is damaged or out of reach."""


class StoreMismatch(StoreError):
    """The database belongs to another program, or to a newer version of this one."""


class FetchFailed(OperatorError):
    """The network did not deliver; another try may."""


class DeliveryFailed(OperatorError):
    """Discord did not take it, or did not say whether it did; another try may tell."""


class DeliveryRefused(OperatorError):
    """Discord will never take it as it is: a fault of ours, or of a text that we let through."""
