"""Commands registered, interactions begun by people and answered by the bot."""

from sandbox.world import commands, interactions, invocations, messages, render, uploads
from sandbox.world.refusals import UNKNOWN_APPLICATION, UNKNOWN_COMMAND, Refused
from sandbox.world.things import Answer, Command, Interaction, Json, Message, MessageFlag

from .calls import Call, Reply, Subject, Who, nothing

subject = Subject("Commands and interactions")
GLOBAL = "/applications/{application_id}/commands"
GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"


def _scope(call: Call) -> int | None:
    if call.id("application_id") != call.world.application.id:
        raise Refused(UNKNOWN_APPLICATION)
    return call.guild().id if "guild_id" in call.path else None


def _told(call: Call, command: Command) -> Json:
    return render.command(command, call.world.application.id)


@subject.route("GET", GLOBAL, Who.BOT)
@subject.route("GET", GUILD, Who.BOT)
def list_commands(call: Call) -> Reply:
    """The registered commands; translations only `with_localizations`"""
    listed = [_told(call, each) for each in commands.of_scope(call.world, _scope(call))]
    return Reply(listed if call.flag("with_localizations") else [render.localized(each, None) for each in listed])


@subject.route("PUT", GLOBAL, Who.BOT)
@subject.route("PUT", GUILD, Who.BOT)
def overwrite_commands(call: Call) -> Reply:
    """Register all commands at once"""
    made = commands.overwrite_all(call.world, call.now, _scope(call), call.items)
    return Reply([_told(call, each) for each in made])


@subject.route("POST", GLOBAL, Who.BOT)
@subject.route("POST", GUILD, Who.BOT)
def add_command(call: Call) -> Reply:
    """Register one command"""
    made, is_new = commands.register(call.world, call.now, _scope(call), call.form)
    return Reply(_told(call, made), status=201 if is_new else 200)


@subject.route(
    "GET", f"{GUILD}/permissions", Who.BOT, differs="Always empty: `default_member_permissions` alone decide"
)
def command_permissions(call: Call) -> Reply:
    """Permission overrides of commands; the sandbox has none"""
    _scope(call)
    return Reply([])


@subject.route("GET", f"{GLOBAL}/{{command_id}}", Who.BOT)
@subject.route("GET", f"{GUILD}/{{command_id}}", Who.BOT)
def get_command(call: Call) -> Reply:
    """One command"""
    return Reply(_told(call, commands.by_id(call.world, _scope(call), call.id("command_id"))))


@subject.route("PATCH", f"{GLOBAL}/{{command_id}}", Who.BOT)
@subject.route("PATCH", f"{GUILD}/{{command_id}}", Who.BOT)
def edit_command(call: Call) -> Reply:
    """Change a command"""
    old = commands.by_id(call.world, _scope(call), call.id("command_id"))
    return Reply(_told(call, commands.revise(call.world, call.now, old, call.form)))


@subject.route("DELETE", f"{GLOBAL}/{{command_id}}", Who.BOT)
@subject.route("DELETE", f"{GUILD}/{{command_id}}", Who.BOT)
def delete_command(call: Call) -> Reply:
    """Remove a command"""
    command = commands.by_id(call.world, _scope(call), call.id("command_id"))
    if call.world.commands.pop(command.id, None) is None:
        raise Refused(UNKNOWN_COMMAND)
    return nothing()


@subject.route("POST", "/interactions", Who.PEOPLE)
def interact(call: Call) -> Reply:
    """Run a command, type into an option, press, choose or submit"""
    body = call.form
    _upload_inline(call, body)
    interaction, events = invocations.interact(call.world, call.now, call.caller_id, body)
    return Reply(None, events, 204, awaits_answer=interaction.id)


def _upload_inline(call: Call, body: Json) -> None:
    """Files sent along are what an upload beforehand would have been."""
    for stub in (body.get("data") or {}).get("attachments") or []:
        upload = call.files.get(f"files[{stub.get('id')}]")
        if upload is not None:
            stub["uploaded_filename"] = uploads.take(
                call.world, call.now, int(body.get("channel_id") or 0), stub.get("filename") or upload.filename, upload
            )


@subject.route(
    "POST",
    "/interactions/{interaction_id}/{interaction_token}/callback",
    Who.UNNAMED,
    differs="The 3 s for an answer are real time, the 15 min of a token the sandbox's",
)
def callback(call: Call) -> Reply:
    """Answer an interaction for the first time"""
    interaction, message, events = interactions.answer(
        call.world, call.now, call.id("interaction_id"), call.path["interaction_token"], call.form, call.files
    )
    if not call.flag("with_response"):
        return nothing(events)
    return Reply(_callback_resource(call, interaction, message), events)


def _callback_resource(call: Call, interaction: Interaction, message: Message | None) -> Json:
    kind = call.form["type"]
    told: Json = {"interaction": {"id": str(interaction.id), "type": interaction.type}}
    if message is not None:
        told["interaction"] |= {
            "response_message_id": str(message.id),
            "response_message_loading": interaction.answer == Answer.DEFERRED,
            "response_message_ephemeral": bool(message.flags & MessageFlag.EPHEMERAL),
            "channel_id": str(message.channel_id),
        }
    if kind in (interactions.MESSAGE, interactions.UPDATE) and message is not None:
        told["resource"] = {"type": kind, "message": _message(call, message)}
    return told


WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"


def _interaction(call: Call) -> Interaction:
    return interactions.by_token(call.world, call.now, call.id("webhook_id"), call.path["webhook_token"])


def _message(call: Call, message: Message) -> Json:
    return render.message(call.world, message, call.world.application.bot_id)


@subject.route("POST", WEBHOOK, Who.UNNAMED)
def follow_up(call: Call) -> Reply:
    """Send a follow-up, or complete a deferred answer"""
    message, events = interactions.follow_up(call.world, call.now, _interaction(call), call.form, call.files)
    return Reply(_message(call, message), events)


@subject.route("GET", f"{WEBHOOK}/messages/@original", Who.UNNAMED)
@subject.route("GET", f"{WEBHOOK}/messages/{{message_id}}", Who.UNNAMED)
def get_answer(call: Call) -> Reply:
    """The answer or a follow-up"""
    name = call.path.get("message_id", "@original")
    return Reply(_message(call, interactions.message_of(call.world, _interaction(call), name)))


@subject.route("PATCH", f"{WEBHOOK}/messages/@original", Who.UNNAMED)
@subject.route("PATCH", f"{WEBHOOK}/messages/{{message_id}}", Who.UNNAMED)
def edit_answer(call: Call) -> Reply:
    """Edit the answer or a follow-up"""
    interaction = _interaction(call)
    message = interactions.message_of(call.world, interaction, call.path.get("message_id", "@original"))
    events = interactions.edit(call.world, call.now, interaction, message, call.form, call.files)
    return Reply(_message(call, message), events)


@subject.route("DELETE", f"{WEBHOOK}/messages/@original", Who.UNNAMED)
@subject.route("DELETE", f"{WEBHOOK}/messages/{{message_id}}", Who.UNNAMED)
def delete_answer(call: Call) -> Reply:
    """Delete the answer or a follow-up"""
    message = interactions.message_of(call.world, _interaction(call), call.path.get("message_id", "@original"))
    return nothing(messages.remove(call.world, message))
