"""Files that Discord's client uploads before it uses them."""

from urllib.parse import quote

from sandbox.world import uploads
from sandbox.world.permissions import Permission

from .calls import Call, Reply, Subject, Who

subject = Subject("Uploads")


@subject.route("POST", "/channels/{channel_id}/attachments", Who.PEOPLE)
def prepare(call: Call) -> Reply:
    """Get addresses to upload files to"""
    channel = call.channel()
    call.world.require(call.caller_id, channel, Permission.ATTACH_FILES)
    prepared = []
    for file in call.form.get("files") or []:
        name = uploads.prepare(call.world, call.now, channel.id, str(file.get("filename")))
        prepared.append(
            {
                "id": file.get("id"),
                "upload_url": f"{call.world.cdn_url}/uploads/{quote(name)}",
                "upload_filename": name,
            }
        )
    return Reply({"attachments": prepared})
