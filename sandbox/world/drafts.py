"""A message before it is sent.

The body of a request read, checked and made ready. Every way to send or edit goes through here.
"""

import re
from dataclasses import dataclass, field, replace

from .ballots import read_poll
from .components import check_message_components
from .embeds import check_embeds, is_shown
from .permissions import Permission
from .refusals import EMPTY_MESSAGE, FILE_TOO_LARGE, POLL_STAYS, Form, Refused, not_built
from .state import World
from .things import Attachment, Channel, Json, Message, MessageFlag, Poll

MOST_FILES = 10
MAX_FILE_BYTES = 10 * 1024 * 1024
SETTABLE_FLAGS = int(MessageFlag.SUPPRESS_EMBEDS | MessageFlag.SUPPRESS_NOTIFICATIONS | MessageFlag.COMPONENTS_V2)
_USER, _ROLE = re.compile(r"<@!?(\d{1,20})>"), re.compile(r"<@&(\d{1,20})>")
_NOT_BUILT = {"sticker_ids": "stickers", "shared_client_theme": "shared themes"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in a request."""

    filename: str
    content_type: str
    content: bytes


@dataclass(slots=True)
class Draft:
    """A checked body. A key the body left out is None (on edit: leave as it was)."""

    content: str | None = None
    embeds: list[Json] | None = None
    components: list[Json] | None = None
    attachments: list[Attachment] | None = None
    flags: int | None = None
    allowed_mentions: Json | None = None
    poll: Poll | None = None
    uploads: list[tuple[Attachment, bytes]] = field(default_factory=list)


def read_draft(
    world: World, now: int, body: Json, files: dict[str, Upload], channel: Channel, old: Message | None = None
) -> Draft:
    """Check a create body, or an edit body when `old` is given; raises 50035, 50006 or 40005, 520003 for a poll."""
    for key, what in _NOT_BUILT.items():
        if body.get(key):
            raise Refused(not_built(what))
    if old is not None and old.poll is not None:
        raise Refused(POLL_STAYS)
    form = Form()
    draft = Draft(flags=body.get("flags"), allowed_mentions=body.get("allowed_mentions"))
    layout = bool(((draft.flags or 0) | (old.flags if old else 0)) & MessageFlag.COMPONENTS_V2)
    form.length(("content",), body.get("content"), 0, 2000, required=False)
    if "content" in body:
        draft.content = str(body["content"] or "").strip()
    if "embeds" in body:
        draft.embeds = check_embeds(form, body["embeds"], ("embeds",))
    if "components" in body:
        draft.components = check_message_components(form, body["components"], layout=layout)
    if body.get("poll") is not None and (old is None or old.flags & MessageFlag.LOADING):
        draft.poll = read_poll(form, body["poll"], now)
    if layout:
        _refuse_beside_layout(form, body, old)
    _check_allowed_mentions(form, draft.allowed_mentions)
    _read_attachments(world, now, form, draft, body, files, channel, old)
    form.settle()
    if _is_empty(draft, old):
        raise Refused(EMPTY_MESSAGE)
    return draft


def _refuse_beside_layout(form: Form, body: Json, old: Message | None) -> None:
    """A message laid out by components has nothing else: what an older one has must be taken off in the same edit."""
    before = {"content": old.content, "embeds": old.embeds} if old else {}
    for key in ("content", "embeds", "poll"):
        if body.get(key, before.get(key)):
            form.fail(
                (key,),
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
            )


def _is_empty(draft: Draft, old: Message | None) -> bool:
    def after(new: object, before: object) -> object:
        return before if new is None else new

    return not any(
        (
            after(draft.content, old.content if old else None),
            any(is_shown(each) for each in (draft.embeds if draft.embeds is not None else old.embeds if old else [])),
            after(draft.attachments, old.attachments if old else None),
            after(draft.components, old.components if old else None),
            draft.poll,
        )
    )


def _check_allowed_mentions(form: Form, allowed: Json | None) -> None:
    if not allowed:
        return
    parse = allowed.get("parse") or []
    for number, kind in enumerate(parse):
        form.choice(("allowed_mentions", "parse", number), kind, ("everyone", "roles", "users"))
    for kind in ("users", "roles"):
        listed = form.count(("allowed_mentions", kind), allowed.get(kind), 0, 100)
        if listed and kind in parse:
            form.fail(
                ("allowed_mentions",),
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.',
            )


def _read_attachments(
    world: World,
    now: int,
    form: Form,
    draft: Draft,
    body: Json,
    files: dict[str, Upload],
    channel: Channel,
    old: Message | None,
) -> None:
    kept = list(old.attachments) if old and body.get("attachments") is None else []
    stubs = {str(stub.get("id")): stub for stub in form.count(("attachments",), body.get("attachments"), 0, MOST_FILES)}
    for number, (key, stub) in enumerate(stubs.items()):
        existing = next((each for each in old.attachments if str(each.id) == key), None) if old else None
        if existing is not None:
            kept.append(replace(existing, description=stub.get("description", existing.description)))
        elif "uploaded_filename" in stub:
            kept.append(_claim(world, form, stub, number))
        elif f"files[{key}]" not in files:
            form.fail(("attachments", number, "id"), "ATTACHMENT_NOT_FOUND", "Attachment not found")
    for name, upload in files.items():
        if len(upload.content) > MAX_FILE_BYTES:
            raise Refused(FILE_TOO_LARGE)
        stub = stubs.get(name.removeprefix("files[").removesuffix("]"), {})
        made = Attachment(
            world.snowflakes.mint(now),
            stored_name(stub.get("filename") or upload.filename),
            len(upload.content),
            upload.content_type,
            channel.id,
            stub.get("description"),
        )
        draft.uploads.append((made, upload.content))
        kept.append(made)
    form.count(("attachments",), kept, 0, MOST_FILES)
    if kept or files or body.get("attachments") is not None:
        draft.attachments = kept


def stored_name(filename: str) -> str:
    """A file's name as Discord keeps it: no folders, no spaces."""
    return filename.rsplit("/", 1)[-1].replace(" ", "_") or "unknown"


def _claim(world: World, form: Form, stub: Json, number: int) -> Attachment:
    """An attachment that was uploaded beforehand."""
    waiting = world.uploads.get(stub["uploaded_filename"])
    if waiting is None or waiting.id not in world.files:
        form.fail(("attachments", number, "uploaded_filename"), "ATTACHMENT_NOT_FOUND", "Attachment not found")
        return Attachment(0, "", 0, "", 0)
    return replace(waiting, filename=stub.get("filename") or waiting.filename, description=stub.get("description"))


def resolve_mentions(
    world: World, message: Message, channel: Channel, allowed: Json | None, replied_to: Message | None = None
) -> None:
    """Fill in whom a message pings.

    What its text names, less what `allowed_mentions` holds back and the author may not do.
    """
    parse = ("everyone", "roles", "users") if allowed is None else tuple(allowed.get("parse") or ())
    users, roles = _named_ids(allowed, "users"), _named_ids(allowed, "roles")
    guild = world.guilds.get(channel.guild_id or 0)
    may_ping_all = world.may(message.author_id, channel, Permission.MENTION_EVERYONE)
    message.mentions, message.mention_roles = [], []
    for text in _USER.findall(message.content):
        if int(text) in world.users and ("users" in parse or text in users) and int(text) not in message.mentions:
            message.mentions.append(int(text))
    for text in _ROLE.findall(message.content):
        role = guild.roles.get(int(text)) if guild else None
        if role and ("roles" in parse or text in roles) and (role.mentionable or may_ping_all):
            message.mention_roles.append(role.id)
    said_everyone = "@everyone" in message.content or "@here" in message.content
    message.mention_everyone = said_everyone and may_ping_all and "everyone" in parse
    pinged_reply = allowed is None or bool(allowed.get("replied_user"))
    if replied_to and pinged_reply and replied_to.author_id not in message.mentions:
        message.mentions.append(replied_to.author_id)


def _named_ids(allowed: Json | None, kind: str) -> set[str]:
    return {str(each) for each in (allowed or {}).get(kind) or []}
