"""One person of a play: their eyes and their hands."""

import io
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import orjson

from .outcome import Outcome
from .presence import PATIENCE_S, Place, Presence, read_answer
from .typing_in import CommandBody, File, read_file
from .views import (
    Button,
    Choice,
    FormShown,
    Json,
    Message,
    Modal,
    NotAnswered,
    NotShown,
    Select,
    Thread,
    read_message,
    read_thread,
)

QUIET_PATIENCE_S = 3.0


class Person(Presence):
    """Acts over the routes of Discord's own client."""

    # -- seeing

    async def messages(self, place: Place) -> list[Message]:
        """What they may read in a channel or thread, oldest first (at most the latest 100)."""
        found = await self.call("GET", f"/channels/{await self.place(place)}/messages", limit="100")
        return [read_message(each) for each in reversed(found)]

    async def sees(
        self, what: str | Callable[[Message], bool], *, in_: Place | None = None, within: float = PATIENCE_S
    ) -> Message:
        """The newest message that says or fits `what`, waited for if need be; `NotShown` when the time is up."""
        await self.enter()
        channel_id = None if in_ is None else await self.place(in_)

        def fits(message: Message) -> bool:
            if channel_id is not None and message.channel_id != channel_id:
                return False
            return what in message.text if isinstance(what, str) else what(message)

        mark = len(self.heard)
        known = [read_message(data) for name, data in self.heard if name in ("MESSAGE_CREATE", "MESSAGE_UPDATE")]
        standing = await self.messages(channel_id) if channel_id is not None else []
        for message in [
            *reversed(standing),
            *reversed([each for each in known if each.ephemeral or channel_id is None]),
        ]:
            if fits(message):
                return message
        async for name, data in self.hears(mark, within):
            if name in ("MESSAGE_CREATE", "MESSAGE_UPDATE") and fits(read_message(data)):
                return read_message(data)
        raise NotShown(f"{self.name} does not see {what!r} in {in_ or 'any channel'} within {within} s.")

    # -- writing and reacting

    async def say(
        self, text: str, *, in_: Place, reply_to: Message | None = None, file: Path | File | None = None
    ) -> Message:
        """Write a message."""
        await self.enter()
        channel_id = await self.place(in_)
        body: Json = {"content": text, "nonce": _nonce()}
        if reply_to is not None:
            body["message_reference"] = {"channel_id": reply_to.channel_id, "message_id": reply_to.id}
        if file is not None:
            body["attachments"] = [await self._uploaded(channel_id, read_file(file))]
        return read_message(await self.call("POST", f"/channels/{channel_id}/messages", body))

    async def _uploaded(self, channel_id: str, file: File) -> Json:
        """Upload as Discord's client does: ask for an address, then put the file there."""
        asked = {"files": [{"id": "0", "filename": file.name, "file_size": len(file.content)}]}
        slot = (await self.call("POST", f"/channels/{channel_id}/attachments", asked))["attachments"][0]
        async with self.session.put(slot["upload_url"], data=file.content) as response:
            await read_answer(response)
        return {"id": "0", "filename": file.name, "uploaded_filename": slot["upload_filename"]}

    async def edit(self, message: Message, text: str) -> Message:
        """Change one's own message."""
        path = f"/channels/{message.channel_id}/messages/{message.id}"
        return read_message(await self.call("PATCH", path, {"content": text}))

    async def delete(self, message: Message) -> None:
        """Delete a message."""
        await self.call("DELETE", f"/channels/{message.channel_id}/messages/{message.id}")

    async def react(self, message: Message, emoji: str) -> None:
        """Put a reaction under a message."""
        await self.call("PUT", f"/channels/{message.channel_id}/messages/{message.id}/reactions/{emoji}/@me")

    async def unreact(self, message: Message, emoji: str) -> None:
        """Take one's reaction off."""
        await self.call("DELETE", f"/channels/{message.channel_id}/messages/{message.id}/reactions/{emoji}/@me")

    async def join(self, thread: Thread) -> None:
        """Join a thread."""
        await self.call("PUT", f"/channels/{thread.id}/thread-members/@me")

    async def vote(self, message: Message, *answers: str) -> None:
        """Vote for these answers of a poll and no others; for none takes one's votes back."""
        known = {each["poll_media"]["text"]: each["answer_id"] for each in message.raw["poll"]["answers"]}
        if missing := set(answers) - set(known):
            raise NotShown(f"The poll has no answers {sorted(missing)}; it has: {list(known)}")
        path = f"/channels/{message.channel_id}/polls/{message.id}/answers/@me"
        await self.call("PUT", path, {"answer_ids": [str(known[each]) for each in answers]})

    async def events(self) -> list[Json]:
        """The server's scheduled events that are not over, as JSON."""
        found = await self.call("GET", f"/guilds/{self.guild_id}/scheduled-events", with_user_count="true")
        return [dict(each) for each in found]

    async def attend(self, event_id: str, *, interested: bool = True) -> None:
        """Say that one is interested in a scheduled event, or no longer."""
        path = f"/guilds/{self.guild_id}/scheduled-events/{event_id}/users/@me"
        await self.call("PUT" if interested else "DELETE", path)

    async def post(self, forum: str, title: str, text: str, *, tags: list[str] | None = None) -> Thread:
        """Open a post in a forum, tags given by name."""
        channel = await self.call("GET", f"/channels/{await self.place(forum)}")
        known = {each["name"]: each["id"] for each in channel.get("available_tags", [])}
        body = {"name": title, "message": {"content": text}, "applied_tags": [known[each] for each in tags or []]}
        return read_thread(await self.call("POST", f"/channels/{channel['id']}/threads", body))

    # -- commands and components

    async def _interact(self, kind: int, place: str, data: Json, files: list[File], **more: Any) -> tuple[str, int]:
        nonce = _nonce()
        body = {
            "type": kind,
            "application_id": self.application_id,
            "guild_id": self.guild_id,
            "channel_id": place,
            "session_id": self.session_id,
            "nonce": nonce,
            "data": data,
            **more,
        }
        mark = len(self.heard)
        headers = {"Authorization": self.token}
        payload: Any = {"json": body}
        if files:
            form = aiohttp.FormData(quote_fields=False)
            form.add_field("payload_json", orjson.dumps(body).decode(), content_type="application/json")
            for number, file in enumerate(files):
                form.add_field(
                    f"files[{number}]", io.BytesIO(file.content), filename=file.name, content_type=file.content_type
                )
            payload = {"data": form}
        async with self.session.post(f"{self.api_url}/interactions", headers=headers, **payload) as response:
            await read_answer(response)
        return nonce, mark

    async def command(self, words: str, *, in_: Place, options: Json | None = None, **named: Any) -> Message:
        """Run a slash command and return what they see next.

        Options are given by name (`file=Path(...)`, `article="white house"`); one whose name is a Python word takes an
        underscore at the end (`for_="7 days"`) or goes into `options`. Channels, roles and people are given by name.
        """
        await self.enter()
        body, place = await self._command(words, in_, {**(options or {}), **named})
        nonce, mark = await self._interact(2, place, body.data, body.files)
        return await self._outcome(nonce, mark)

    async def _command(
        self, words: str, in_: Place, given: Json, focused: str | None = None
    ) -> tuple[CommandBody, str]:
        index = await self.call("GET", f"/guilds/{self.guild_id}/application-command-index")
        body = CommandBody.find(index["application_commands"], words)
        await body.fill(given, self._named, focused)
        return body, await self.place(in_)

    async def _named(self, kind: int, value: Any) -> str:
        """The id of a person (6), channel (7) or role (8) given by name."""
        if isinstance(value, Person):
            return value.id
        if isinstance(value, Message | Thread) or kind == 7:
            return await self.place(value)
        if str(value).isdigit():
            return str(value)
        path = "members/search" if kind == 6 else "roles"
        query = {"query": str(value), "limit": "1"} if kind == 6 else {}
        for each in await self.call("GET", f"/guilds/{self.guild_id}/{path}", **query):
            if kind == 6:
                return str(each["user"]["id"])
            if each["name"] == value:
                return str(each["id"])
        raise NotShown(f"{self.name} sees no {'person' if kind == 6 else 'role'} called {value!r}.")

    async def autocomplete(
        self, words: str, option: str, text: str, *, in_: Place = "general", **others: Any
    ) -> list[Choice]:
        """Type into an option and return what is offered."""
        await self.enter()
        body, place = await self._command(words, in_, {**others, option: text}, focused=option.rstrip("_"))
        nonce, mark = await self._interact(4, place, body.data, [])
        async for name, data in self.hears(mark, PATIENCE_S):
            if name == "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE" and data["nonce"] == nonce:
                return [Choice(each["name"], each["value"]) for each in data["choices"]]
            if name == "INTERACTION_FAILURE" and data["nonce"] == nonce:
                raise NotAnswered(f"{words}: no choices for {option} came in time.")
        raise NotAnswered(f"{words}: no choices for {option} came.")

    async def menu(self, name: str, on: "Message | Person", *, in_: Place | None = None) -> Message:
        """Use a command of a message's or person's context menu."""
        await self.enter()
        index = await self.call("GET", f"/guilds/{self.guild_id}/application-command-index")
        kind = 3 if isinstance(on, Message) else 2
        command = next((e for e in index["application_commands"] if e["type"] == kind and e["name"] == name), None)
        if command is None:
            raise NotShown(f"{self.name} sees no menu entry {name!r}.")
        where = in_ or (on.channel_id if isinstance(on, Message) else "general")
        data = {"id": command["id"], "version": command["version"], "name": name, "type": kind, "target_id": on.id}
        nonce, mark = await self._interact(2, await self.place(where), data, [])
        return await self._outcome(nonce, mark)

    async def press(self, button: Button) -> Message:
        """Press a button and return what they see next: an answer, or the message as it has become."""
        return await self._use(button.message, {"component_type": 2, "custom_id": button.custom_id})

    async def choose(self, select: Select, *values: Any) -> Message:
        """Choose in a select, by label or value (people, roles and channels by name), and return what they see next."""
        labels = {option.label: option.value for option in select.options}
        kind = {5: 6, 6: 8, 7: 6, 8: 7}.get(select.kind)
        chosen = [labels.get(each, each) if kind is None else await self._named(kind, each) for each in values]
        data = {"component_type": select.kind, "type": select.kind, "custom_id": select.custom_id, "values": chosen}
        return await self._use(select.message, data)

    async def _use(self, message: Message, data: Json) -> Message:
        await self.enter()
        flags = message.raw.get("flags", 0)
        nonce, mark = await self._interact(3, message.channel_id, data, [], message_id=message.id, message_flags=flags)
        return await self._outcome(nonce, mark, message)

    async def form(self, act: Awaitable[Message]) -> Modal:
        """Do something that should bring up a form: `modal = await olu.form(olu.press(button))`."""
        try:
            shown = await act
        except FormShown as form:
            return form.modal
        raise NotShown(f"{self.name} sees no form but: {shown.text!r}")

    async def submit(self, modal: Modal, fields: Json | None = None, **named: Any) -> Message:
        """Fill in a form, fields given by label or custom_id, and return what they see next."""
        given = {**(fields or {}), **named}
        unknown = set(given) - {name for each in modal.fields for name in (each.label, each.custom_id)}
        if unknown:
            raise NotShown(f"The form has no {sorted(unknown)}; it has: {[each.label for each in modal.fields]}")
        filled = []
        for each in modal.fields:
            value = given.get(each.label, given.get(each.custom_id, each.value))
            answer = (
                {"value": value}
                if each.kind in (4, 21, 23)
                else {"values": value if isinstance(value, list) else [value]}
            )
            row = {"type": each.kind, "custom_id": each.custom_id, **answer}
            filled.append({"type": 18, "component": row} if each.kind != 4 else {"type": 1, "components": [row]})
        data = {"id": modal.id, "custom_id": modal.custom_id, "components": filled}
        nonce, mark = await self._interact(5, modal.channel_id, data, [])
        source = modal.raw.get("message")
        return await self._outcome(nonce, mark, read_message(source) if source else None)

    async def _outcome(self, nonce: str, mark: int, source: Message | None = None) -> Message:
        """What comes of an interaction. Deferred answers are waited for; `NotAnswered` if the application is silent."""
        outcome = Outcome(nonce, source)
        async for name, data in self.hears(mark, PATIENCE_S):
            shown = outcome.hear(name, data)
            if shown is not None:
                return shown
            if outcome.is_quiet and not await self._stirs(len(self.heard), QUIET_PATIENCE_S):
                break
        return outcome.at_last()

    async def _stirs(self, mark: int, within: float) -> bool:
        """Whether anything more is heard in that time."""
        async for _event in self.hears(mark, within):
            return True
        return False


def _nonce() -> str:
    """A number like those of Discord's client, and unlike any other."""
    return str(secrets.randbits(62))
