"""Forms and choices: one past each limit of what an interaction may be answered with."""

from typing import Any

from discord import Interaction, app_commands

from sandbox.play import Play

from .conftest import BareBot, ClientMaker, StockClient

FIELD = {"type": 4, "custom_id": "what", "style": 1, "label": "What"}
CHOICE = {"name": "x", "value": "x"}


def _row(**more: Any) -> dict[str, Any]:
    return {"type": 1, "components": [FIELD | more]}


def _label(component: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": 18, "label": "What", "component": component} | more


def _form(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"custom_id": "ask", "title": "Ask", "components": list(rows)} | more


def _select(options: int) -> dict[str, Any]:
    return {"type": 3, "custom_id": "pick", "options": [{"label": "x", "value": str(n)} for n in range(options)]}


WRONG_FORMS: dict[str, dict[str, Any]] = {
    "a title of 46": _form(_row(), title="x" * 46),
    "no title": _form(_row(), title=""),
    "a custom_id of 101": _form(_row(), custom_id="x" * 101),
    "no rows": _form(),
    "six rows": _form(*(_row(custom_id=str(number)) for number in range(6))),
    "two fields in a row": _form({"type": 1, "components": [FIELD, FIELD | {"custom_id": "why"}]}),
    "two fields of one name": _form(_row(), _row()),
    "a field's name of 101": _form(_row(custom_id="x" * 101)),
    "a field's label of 46": _form(_row(label="x" * 46)),
    "a field without label": _form({"type": 1, "components": [{"type": 4, "custom_id": "what", "style": 1}]}),
    "a placeholder of 101": _form(_row(placeholder="x" * 101)),
    "a value of 4001": _form(_row(value="x" * 4001)),
    "room for 4001": _form(_row(max_length=4001)),
    "another style": _form(_row(style=3)),
    "a label of 46": _form(_label(_select(1), label="x" * 46)),
    "a label's description of 101": _form(_label(_select(1), description="x" * 101)),
    "26 options": _form(_label(_select(26))),
    "a button": _form(_label({"type": 2, "style": 1, "label": "Go", "custom_id": "go"})),
}


async def test_one_past_a_limit_of_forms_is_refused(connect: ClientMaker, play: Play, bot: BareBot) -> None:
    refused: dict[str, tuple[int, int]] = {}

    def prepare(client: StockClient) -> None:
        @client.tree.command(description="Ask")
        async def ask(interaction: Interaction) -> None:
            callback = f"/interactions/{interaction.id}/{interaction.token}/callback"
            for name, form in WRONG_FORMS.items():
                refused[name] = (await bot.refused("POST", callback, {"type": 9, "data": form}))[:2]
            rows = [_row(custom_id=str(number), label="x" * 45, value="y" * 4000) for number in range(4)]
            largest = _form(*rows, _label(_select(25), label="x" * 45), title="x" * 45)
            assert (await bot.call("POST", callback, {"type": 9, "data": largest}))[0] == 204

    await connect(prepare)
    mia = play.person("Mia")
    form = await mia.form(mia.command("/ask", in_="general"))
    assert {name: answer for name, answer in refused.items() if answer != (400, 50035)} == {}
    assert (len(refused), len(form.fields)) == (len(WRONG_FORMS), 5)


async def test_one_past_a_limit_of_choices_is_refused(connect: ClientMaker, play: Play, bot: BareBot) -> None:
    wrong = [[CHOICE] * 26, [CHOICE | {"name": "x" * 101}], [CHOICE | {"value": "x" * 101}], [CHOICE | {"name": ""}]]
    refused: list[tuple[int, int]] = []

    def prepare(client: StockClient) -> None:
        @client.tree.command(description="Read")
        async def read(interaction: Interaction, what: str) -> None:
            raise NotImplementedError

        @read.autocomplete("what")
        async def offered(interaction: Interaction, _typed: str) -> list[app_commands.Choice[str]]:
            callback = f"/interactions/{interaction.id}/{interaction.token}/callback"
            for choices in wrong:
                body = {"type": 8, "data": {"choices": choices}}
                refused.append((await bot.refused("POST", callback, body))[:2])
            return [app_commands.Choice(name=str(number), value=str(number)) for number in range(25)]

    await connect(prepare)
    assert len(await play.person("Mia").autocomplete("/read", "what", "x")) == 25
    assert refused == [(400, 50035)] * len(wrong)
