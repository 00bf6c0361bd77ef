"""JSON and multipart bodies in, JSON replies out."""

from typing import Any

import orjson
from aiohttp import BodyPartReader, web

from sandbox.world.drafts import Upload
from sandbox.world.refusals import INVALID_JSON, Refused


async def read_body(request: web.Request) -> tuple[Any, dict[str, Upload]]:
    """The JSON of a request (its `payload_json` part if it is multipart) and its files by field name (`files[0]`)."""
    try:
        if request.content_type == "multipart/form-data":
            return await _read_multipart(request)
        raw = await request.read()
        return (orjson.loads(raw) if raw else None), {}
    except orjson.JSONDecodeError as bad:
        raise Refused(INVALID_JSON) from bad


async def _read_multipart(request: web.Request) -> tuple[Any, dict[str, Upload]]:
    body: Any = {}
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
    return body, files


def json_response(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON with exactly the content type that discord.py wants to see; 204 has no body."""
    if status == 204:
        return web.Response(status=204, headers=headers)
    return web.Response(body=orjson.dumps(body), status=status, headers=headers, content_type="application/json")
