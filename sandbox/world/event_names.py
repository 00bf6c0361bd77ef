"""Every gateway event the sandbox sends, and when. Nothing else can be sent, so the documented table is whole."""

BOT_AND_PEOPLE: dict[str, str] = {
    "READY": "After IDENTIFY. People get their servers whole in it, a bot their ids",
    "RESUMED": "After RESUME, once everything missed has been sent again",
    "CHANNEL_CREATE": "A channel was made (or, to people, a direct conversation opened)",
    "CHANNEL_UPDATE": "A channel or its overwrites changed",
    "CHANNEL_DELETE": "A channel was deleted",
    "THREAD_CREATE": "A thread was opened, or one was added to a private thread",
    "THREAD_UPDATE": "A thread was renamed, archived, locked or woken; also by the clock alone",
    "THREAD_DELETE": "A thread was deleted",
    "THREAD_MEMBERS_UPDATE": "Somebody joined or left a thread; of others only with the members intent",
    "MESSAGE_CREATE": "A message was sent; an ephemeral one (flag 64) reaches its one reader only",
    "MESSAGE_UPDATE": "A message was edited, or got or lost its thread",
    "MESSAGE_DELETE": "A message was deleted",
    "MESSAGE_DELETE_BULK": "Several messages were deleted at once",
    "MESSAGE_REACTION_ADD": "Somebody reacted",
    "MESSAGE_REACTION_REMOVE": "Somebody took a reaction off",
    "MESSAGE_REACTION_REMOVE_ALL": "All reactions of a message were taken off",
    "MESSAGE_REACTION_REMOVE_EMOJI": "All reactions of one kind were taken off",
    "TYPING_START": "Somebody is typing",
    "INTERACTION_CREATE": "To the bot: the interaction. To the person: its id and nonce",
}
BOT_ONLY: dict[str, str] = {
    "GUILD_CREATE": "After READY, one a server, with channels, active threads and the members the intents allow",
    "GUILD_MEMBERS_CHUNK": "Members asked for by opcode 8",
}
PEOPLE_ONLY: dict[str, str] = {
    "INTERACTION_SUCCESS": "The bot has answered one's interaction",
    "INTERACTION_FAILURE": "The bot has not answered one's interaction within three seconds",
    "INTERACTION_MODAL_CREATE": "The bot answered with a form",
    "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE": "The bot's choices for what one is typing",
}
KNOWN = frozenset(BOT_AND_PEOPLE) | frozenset(BOT_ONLY) | frozenset(PEOPLE_ONLY)
