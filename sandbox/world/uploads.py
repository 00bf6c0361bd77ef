"""Files that people upload first and use afterwards, in a message or as an option of a command."""

from mimetypes import guess_type

from .drafts import MAX_FILE_BYTES, Upload, stored_name
from .refusals import FILE_TOO_LARGE, NOT_FOUND, Refused
from .state import World
from .things import Attachment


def prepare(world: World, now: int, channel_id: int, filename: str) -> str:
    """Keep a place for a file that is to come; the name it is later used by comes back."""
    filename = stored_name(filename)
    attachment = Attachment(world.snowflakes.mint(now), filename, 0, content_type(filename), channel_id)
    name = f"{attachment.id}/{filename}"
    world.uploads[name] = attachment
    return name


def finish(world: World, name: str, content: bytes) -> None:
    """The file has come."""
    attachment = world.uploads.get(name)
    if attachment is None:
        raise Refused(NOT_FOUND)
    if len(content) > MAX_FILE_BYTES:
        raise Refused(FILE_TOO_LARGE)
    attachment.size = len(content)
    world.files[attachment.id] = content


def take(world: World, now: int, channel_id: int, filename: str, upload: Upload) -> str:
    """Prepare and finish in one."""
    name = prepare(world, now, channel_id, filename)
    finish(world, name, upload.content)
    return name


def content_type(filename: str) -> str:
    """What a file is served as, judged by its name."""
    guessed = guess_type(filename)[0] or "application/octet-stream"
    return f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed
