"""The JSON that Discord sends for each noun. Ids become strings, instants ISO 8601 in UTC."""

from .channels import channel, thread, thread_member
from .messages import attachment, emoji, message
from .people import acting_member, member, private_user, role, user
from .servers import command, guild, partial_guild
from .values import instant, optional_id

__all__ = [
    "acting_member",
    "attachment",
    "channel",
    "command",
    "emoji",
    "guild",
    "instant",
    "member",
    "message",
    "optional_id",
    "partial_guild",
    "private_user",
    "role",
    "thread",
    "thread_member",
    "user",
]
