"""Messages with all that is on them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from sandbox.world.state import World
from sandbox.world.things import Attachment, Json, Message, MessageFlag, Poll, Reaction
from sandbox.world.values import instant, optional_id

from .channels import thread
from .people import user

# Discord picks colours that fit the emoji; these fit any.
BURST_COLORS = ["#ffb34d", "#ff4d6a"]


def emoji(of: Reaction) -> Json:
    """A partial emoji."""
    return {"id": optional_id(of.id), "name": of.name, "animated": False} if of.id else {"id": None, "name": of.name}


def attachment(world: World, of: Attachment) -> Json:
    """An attachment object, served from the sandbox's own file path."""
    url = f"{world.cdn_url}/attachments/{of.channel_id}/{of.id}/{quote(of.filename)}"
    data: Json = {
        "id": str(of.id),
        "filename": of.filename,
        "size": of.size,
        "url": url,
        "proxy_url": url,
        "content_type": of.content_type,
    }
    if of.description is not None:
        data["description"] = of.description
    if of.ephemeral:
        data["ephemeral"] = True
    return data


def message(world: World, of: Message, viewer_id: int | None = None, *, nested: bool = True) -> Json:
    """A message object as `viewer_id` gets it by REST (their own reactions marked); events pass no viewer.

    A reply carries the message it answers, unless `nested` is off.
    """
    data: Json = {
        "id": str(of.id),
        "channel_id": str(of.channel_id),
        "type": int(of.type),
        "content": of.content,
        "author": user(world.users[of.author_id]),
        "timestamp": instant(of.created_ms),
        "edited_timestamp": None if of.edited_ms is None else instant(of.edited_ms),
        "tts": of.tts,
        "mention_everyone": of.mention_everyone,
        "mentions": [user(world.users[each]) for each in of.mentions],
        "mention_roles": [str(each) for each in of.mention_roles],
        **_content(world, of),
        "pinned": of.pinned_ms is not None,
        "flags": of.flags,
    }
    if of.reactions:
        data["reactions"] = [_reaction_count(each, viewer_id) for each in of.reactions.values()]
    if of.poll is not None:
        data["poll"] = poll(of.poll, viewer_id)
    if of.application_id is not None:
        data |= {"application_id": str(of.application_id), "webhook_id": str(of.application_id)}
    if of.interaction is not None:
        data["interaction_metadata"] = of.interaction
    if of.reference is not None:
        data["message_reference"] = of.reference
        if nested:
            data |= _referenced(world, of, viewer_id)
    if of.flags & MessageFlag.HAS_THREAD and of.id in world.channels:
        data["thread"] = thread(world.channels[of.id], viewer_id)
    return data


def _content(world: World, of: Message) -> Json:
    """Files, embeds and components; a file that an embed or layout shows (`attachment://`) is not listed beside it."""
    files = [attachment(world, each) for each in of.attachments]
    embeds = [] if of.flags & MessageFlag.SUPPRESS_EMBEDS else of.embeds
    if not files or not (embeds or of.components):
        return {"attachments": files, "embeds": embeds, "components": of.components}
    urls = {f"attachment://{file['filename']}": file["url"] for file in files}
    shown: set[str] = set()

    def linked(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: linked(each) for key, each in value.items()}
        if isinstance(value, list):
            return [linked(each) for each in value]
        if isinstance(value, str) and value in urls:
            shown.add(urls[value])
            return urls[value]
        return value

    embeds, components = [_described(each, files) for each in linked(embeds)], linked(of.components)
    rest = [file for file in files if file["url"] not in shown]
    return {"attachments": rest, "embeds": embeds, "components": components}


def _described(embed: Json, files: Sequence[Json]) -> Json:
    """The embed, its pictures with what the files that they show are described by."""
    said = {file["url"]: {"description": file["description"]} for file in files if file.get("description")}
    pictures = {name: embed[name] for name in ("image", "thumbnail") if name in embed}
    return embed | {name: picture | said.get(picture.get("url"), {}) for name, picture in pictures.items()}


def _referenced(world: World, of: Message, viewer_id: int | None) -> Json:
    reference = of.reference or {}
    timeline = world.timelines.get(int(reference["channel_id"]))
    target = timeline.by_id.get(int(reference.get("message_id", 0))) if timeline else None
    return {"referenced_message": None if target is None else message(world, target, viewer_id, nested=False)}


def _reaction_count(of: Reaction, viewer_id: int | None) -> Json:
    normal, burst = len(of.users), len(of.burst_users)
    return {
        "emoji": emoji(of),
        "count": normal + burst,
        "count_details": {"normal": normal, "burst": burst},
        "burst_colors": BURST_COLORS if burst else [],
        "me": viewer_id in of.users,
        "me_burst": viewer_id in of.burst_users,
    }


def poll(of: Poll, viewer_id: int | None) -> Json:
    """A poll object, with the count so far and `viewer_id`'s own votes; answers nobody voted for have no count."""
    return {
        "question": {"text": of.question},
        "answers": [
            {"answer_id": each.id, "poll_media": {"text": each.text} | ({"emoji": each.emoji} if each.emoji else {})}
            for each in of.answers
        ],
        "expiry": instant(of.ends_ms),
        "allow_multiselect": of.multiple,
        "layout_type": 1,
        "results": {
            "is_finalized": of.counted,
            "answer_counts": [
                {"id": each.id, "count": len(each.voters), "me_voted": viewer_id in each.voters}
                for each in of.answers
                if each.voters
            ],
        },
    }
