"""What a person sees come of their command, press, choice or form, told from the gateway events that follow it."""

from .views import FormShown, Json, Message, NotAnswered, read_message, read_modal


class Outcome:
    """Follows one interaction by its nonce; `source` is the message whose component was used.

    Discord's order is: the echo of the interaction, then what the bot's first answer shows (a message, a changed
    message, a form, or nothing), then INTERACTION_SUCCESS. A deferred answer is a message that still loads and is
    completed later; a deferred update shows nothing at first.
    """

    def __init__(self, nonce: str, source: Message | None) -> None:
        self._nonce, self._source = nonce, source
        self._interaction_id = ""
        self._acknowledged = False
        self._answer: Message | None = None
        self._changed: Message | None = None

    @property
    def is_quiet(self) -> bool:
        """Acknowledged, and nothing to see: a deferred update that may or may not be followed by anything."""
        return self._acknowledged and self._answer is None and self._changed is None

    def hear(self, name: str, data: Json) -> Message | None:
        """Take one event in; the message the person ends up with comes back, once it is there.

        Raises `FormShown` for a form and `NotAnswered` when the interaction failed.
        """
        if name in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
            self._see(read_message(data))
        elif data.get("nonce") == self._nonce:
            self._follow(name, data)
        return self._done() if self._acknowledged else None

    def at_last(self) -> Message:
        """What the person is left with when nothing more comes."""
        if self.is_quiet and self._source is not None:
            return self._source
        raise NotAnswered("The application began to answer and did not finish.")

    def _see(self, message: Message) -> None:
        if (message.raw.get("interaction_metadata") or {}).get("id") == self._interaction_id:
            self._answer = message
        elif self._source is not None and message.id == self._source.id:
            self._changed = message

    def _follow(self, name: str, data: Json) -> None:
        if name == "INTERACTION_CREATE":
            self._interaction_id = data["id"]
        elif name == "INTERACTION_FAILURE":
            raise NotAnswered("The application did not respond.")
        elif name == "INTERACTION_MODAL_CREATE":
            # A form that a component brings up may change that component's message when it is sent.
            raise FormShown(read_modal(data | {"message": self._source.raw} if self._source else data))
        elif name == "INTERACTION_SUCCESS":
            self._acknowledged = True

    def _done(self) -> Message | None:
        if self._answer is not None:
            return None if self._answer.loading else self._answer
        return self._changed
