"""Buttons, selects and layouts: one past each limit, and what a press may be."""

from typing import Any

import pytest

from sandbox.play import Play
from sandbox.views import Rejected

from .conftest import BareBot

BUTTON = {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}
OPTION = {"label": "One", "value": "1"}


def _row(*inside: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(inside)}


def _select(**more: Any) -> dict[str, Any]:
    return {"type": 3, "custom_id": "pick", "options": [OPTION]} | more


def _buttons(count: int) -> list[dict[str, Any]]:
    return [{**BUTTON, "custom_id": f"go:{number}"} for number in range(count)]


V1_WRONG = {
    "six rows": [_row({**BUTTON, "custom_id": f"go:{number}"}) for number in range(6)],
    "six buttons in a row": [_row(*_buttons(6))],
    "a label of 81": [_row({**BUTTON, "label": "x" * 81})],
    "a custom_id of 101": [_row({**BUTTON, "custom_id": "x" * 101})],
    "a button without custom_id": [_row({"type": 2, "style": 1, "label": "Go"})],
    "a link without url": [_row({"type": 2, "style": 5, "label": "Go"})],
    "a button without label": [_row({"type": 2, "style": 1, "custom_id": "go"})],
    "two with one custom_id": [_row(BUTTON, BUTTON)],
    "a select beside a button": [_row(_select(), BUTTON)],
    "26 options": [_row(_select(options=[{"label": "x", "value": str(number)} for number in range(26)]))],
    "two options of one value": [_row(_select(options=[OPTION, OPTION]))],
    "an option label of 101": [_row(_select(options=[{"label": "x" * 101, "value": "1"}]))],
    "a placeholder of 151": [_row(_select(placeholder="x" * 151))],
    "an emoji that is none": [_row({**BUTTON, "emoji": {"name": "book"}})],
    "a link with an odd scheme": [_row({"type": 2, "style": 5, "label": "Go", "url": "file:///etc/passwd"})],
    "fewer options than may be chosen": [_row(_select(max_values=2))],
    "an option's emoji that is none": [_row(_select(options=[OPTION | {"emoji": {"name": "x"}}]))],
    "a text without the flag": [{"type": 10, "content": "x"}],
    "a button outside a row": [BUTTON],
}


@pytest.mark.parametrize("components", V1_WRONG.values(), ids=V1_WRONG.keys())
async def test_one_past_a_limit_of_components_is_refused(bot: BareBot, components: list[Any]) -> None:
    body = {"content": "x", "components": components}
    status, code, _ = await bot.refused("POST", f"/channels/{bot.channels['general']}/messages", body)
    assert (status, code) == (400, 50035)


def _text(content: str) -> dict[str, Any]:
    return {"type": 10, "content": content}


async def test_text_that_is_too_many_bytes_breaks_discord(bot: BareBot) -> None:
    components = [_text("ж" * 3000), _text("語" * 1000)]
    path = f"/channels/{bot.channels['general']}/messages"
    assert (await bot.call("POST", path, {"flags": 1 << 15, "components": components}))[0] == 200
    components.append(_text("語" * 391))
    components[0] = _text("語" * 2000)
    assert (await bot.refused("POST", path, {"flags": 1 << 15, "components": components}))[:2] == (500, 0)


V2_WRONG: dict[str, dict[str, Any]] = {
    "41 components": {"components": [_text("x")] * 41},
    "41 nested components": {"components": [{"type": 17, "components": [_row(*_buttons(5))] + [_text("x")] * 34}]},
    "4001 characters": {"components": [_text("x" * 2000), _text("x" * 2001)]},
    "content beside a layout": {"content": "x", "components": [_text("x")]},
    "an embed beside a layout": {"embeds": [{"title": "x"}], "components": [_text("x")]},
    "a section without accessory": {"components": [{"type": 9, "components": [_text("x")]}]},
    "a container in a container": {
        "components": [{"type": 17, "components": [{"type": 17, "components": [_text("x")]}]}]
    },
}


@pytest.mark.parametrize("body", V2_WRONG.values(), ids=V2_WRONG.keys())
async def test_one_past_a_limit_of_layouts_is_refused(bot: BareBot, body: dict[str, Any]) -> None:
    path = f"/channels/{bot.channels['general']}/messages"
    status, code, _ = await bot.refused("POST", path, body | {"flags": 1 << 15})
    assert (status, code) == (400, 50035)


async def test_what_is_within_the_limits_is_sent(bot: BareBot) -> None:
    rows = [_row(*_buttons(5)), _row(_select(options=[{"label": "x", "value": str(number)} for number in range(25)]))]
    told = await bot.post(components=rows)
    assert [each["id"] for each in told["components"]] == [1, 7]
    path = f"/channels/{bot.channels['general']}/messages"
    section = {"type": 9, "components": [_text("x" * 3999)], "accessory": BUTTON}
    status, told = await bot.call("POST", path, {"flags": 1 << 15, "components": [section, _text("y")]})
    assert (status, told["flags"]) == (200, 1 << 15)


async def test_only_what_is_there_and_enabled_can_be_pressed(bot: BareBot, play: Play) -> None:
    rows = [_row({**BUTTON, "disabled": True}), _row(_select(min_values=1, max_values=1))]
    await bot.post("Press", components=rows)
    mia = play.person("Mia")
    post = await mia.sees("Press", in_="general")
    with pytest.raises(Rejected) as disabled:
        await mia.press(post.button("Go"))
    with pytest.raises(Rejected) as unknown_value:
        await mia.choose(post.select(), "2")
    with pytest.raises(Rejected) as too_few:
        await mia.choose(post.select())
    assert {disabled.value.code, unknown_value.value.code, too_few.value.code} == {50035}
