"""The JSON that Discord sends for each noun. Ids become strings, instants ISO 8601 in UTC."""

from sandbox.world.values import instant, optional_id

from .calendar import event_user, scheduled_event, subscription
from .channels import channel, thread, thread_member
from .messages import BURST_COLORS, attachment, emoji, message
from .people import acting_member, member, private_user, role, user
from .servers import command, guild, localized, partial_guild

__all__ = [
    "BURST_COLORS",
    "acting_member",
    "attachment",
    "channel",
    "command",
    "emoji",
    "event_user",
    "guild",
    "instant",
    "localized",
    "member",
    "message",
    "optional_id",
    "partial_guild",
    "private_user",
    "role",
    "scheduled_event",
    "subscription",
    "thread",
    "thread_member",
    "user",
]
