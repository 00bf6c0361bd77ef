"""JSON and multipart bodies in, JSON replies out."""

from typing import Any

import orjson
from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from sandbox.world.drafts import Upload
from sandbox.world.refusals import FILE_TOO_LARGE, INVALID_JSON, Refused


async def read_body(request: web.Request) -> tuple[Any, dict[str, Upload]]:
    """The JSON of a request (of its `payload_json` part if it is multipart) and its files by field name (`files[0]`).

    Fields of a multipart body beside `payload_json` are keys of the body, as at Discord. What cannot be read is refused
    (50109), whatever is wrong with it.
    """
    try:
        if request.content_type.startswith("multipart/"):
            return await _read_multipart(request)
        raw = await request.read()
        return (orjson.loads(raw) if raw else None), {}
    except web.HTTPRequestEntityTooLarge as bad:
        raise Refused(FILE_TOO_LARGE) from bad
    except (ValueError, AssertionError, LookupError, web.RequestPayloadError, HttpProcessingError) as bad:
        raise Refused(INVALID_JSON) from bad


async def _read_multipart(request: web.Request) -> tuple[Any, dict[str, Upload]]:
    body: Any = {}
    fields: dict[str, Any] = {}
    files: dict[str, Upload] = {}
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            continue
        content = bytes(await part.read())
        if part.name == "payload_json":
            body = orjson.loads(content)
        elif part.name and part.filename:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            files[part.name] = Upload(part.filename, kind, content)
        elif part.name:
            fields[part.name] = content.decode()
    return (fields | body if isinstance(body, dict) else body), files


def json_response(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON with exactly the content type that discord.py wants to see; 204 has no body."""
    if status == 204:
        return web.Response(status=204, headers=headers)
    return web.Response(body=orjson.dumps(body), status=status, headers=headers, content_type="application/json")
