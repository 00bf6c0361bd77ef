"""What an operator sets, and what they are told when it is wrong."""

from __future__ import annotations

import itertools
import os
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, SecretStr

from bot.errors import OperatorError, SettingsError
from bot.settings import PORTAL, Settings, load, token_fault

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.GaBcDe.0123456789abcdefghijklmnopqrstuvwxyz-_"
EXAMPLE = Path(__file__).parents[1] / "config.example.toml"


@pytest.fixture(autouse=True)
def _nothing_set_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.upper().startswith("BOT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def written(text: str) -> Path:
    path = Path("config.toml")
    path.write_text(text, encoding="utf-8")
    return path


def complaint(config: Path | None = None, *, need_token: bool = True) -> str:
    with pytest.raises(SettingsError) as caught:
        load(config, need_token=need_token)
    return str(caught.value)


def test_with_a_token_and_nothing_else_the_bot_goes_to_discord_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_DISCORD__TOKEN", TOKEN)
    settings = load()
    assert settings.discord.token.get_secret_value() == TOKEN
    assert settings.discord.api_url == "https://discord.com/api/v10"
    assert settings.discord.gateway_url == "wss://gateway.discord.gg/"
    assert settings.clock.follow == ""


def test_config_toml_in_the_working_directory_is_read_unasked() -> None:
    written(f'[discord]\ntoken = "{TOKEN}"\nrequests_per_second = 10\n')
    assert load().discord.requests_per_second == 10


def test_the_environment_overrides_the_file_setting_by_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(f'[discord]\ntoken = "{TOKEN}"\nrequests_per_second = 10\nready_timeout = 7\n')
    monkeypatch.setenv("BOT_DISCORD__REQUESTS_PER_SECOND", "20")
    settings = load(path)
    assert (settings.discord.requests_per_second, settings.discord.ready_timeout) == (20, 7.0)


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(f'[discord]\ntoken = "{TOKEN}"\n')
    monkeypatch.setenv("BOT_DISCORD__TOKEN", "")
    assert load(path).discord.token.get_secret_value() == TOKEN


def test_hosts_in_the_environment_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_SOURCES__ALLOWED_HOSTS", "127.0.0.1:8000, intranet.example")
    assert load(need_token=False).sources.allowed_hosts == ["127.0.0.1:8000", "intranet.example"]


def test_a_missing_token_is_named_with_where_to_get_one_and_how_to_set_it() -> None:
    said = complaint()
    assert "discord.token is missing" in said
    assert PORTAL in said
    assert "BOT_DISCORD__TOKEN" in said


def test_a_reader_of_files_needs_no_token_and_is_not_bothered_by_a_bad_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(need_token=False).discord.token.get_secret_value() == ""
    monkeypatch.setenv("BOT_DISCORD__TOKEN", "nonsense")
    assert load(need_token=False).reader.processes == 1


@pytest.mark.parametrize(
    ("token", "says"),
    [
        (f"Bot {TOKEN}", 'starts with "Bot "'),
        (f'"{TOKEN}"', "quotation marks"),
        (f"{TOKEN}\n", "white space"),
        (TOKEN.replace("G", " "), "white space"),
        ("1234567890123456789", "three parts"),
        (TOKEN + ".more", "three parts"),
        (TOKEN[:-15], "too short"),
        (TOKEN.replace("G", "é"), "signs that tokens do not have"),
    ],
)
def test_a_malformed_token_is_told_apart_from_a_missing_one(
    monkeypatch: pytest.MonkeyPatch, token: str, says: str
) -> None:
    monkeypatch.setenv("BOT_DISCORD__TOKEN", token)
    said = complaint()
    assert "discord.token is malformed" in said
    assert says in said
    assert PORTAL in said
    assert token.strip() not in said


@given(st.from_regex(r"[A-Za-z0-9_-]{24,28}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38}", fullmatch=True))
def test_every_token_of_the_right_shape_passes(token: str) -> None:
    assert token_fault(token) == ""


@given(st.text(min_size=1, max_size=80))
def test_a_fault_never_repeats_what_was_given(token: str) -> None:
    fault = token_fault(token)
    assert len(token) < 24 or token not in fault


def test_the_token_is_in_no_repr_and_no_dump_of_the_settings() -> None:
    path = written(f'[discord]\ntoken = "{TOKEN}"\n[database]\nurl = "postgresql+asyncpg://me:hunter22@db/circle"\n')
    settings = load(path)
    shown = f"{settings!r} {settings} {settings.discord!r} {settings.model_dump_json()} {settings.database!r}"
    assert TOKEN not in shown
    assert "hunter22" not in f"{settings!r} {settings.database!r}"


def test_a_token_of_the_wrong_type_is_refused_without_showing_it() -> None:
    said = complaint(written("[discord]\ntoken = 123456789012345678\n"))
    assert "discord.token" in said
    assert "123456789012345678" not in said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[discord]\ntokn = 'x'\n", 'there is no setting discord.tokn. Did you mean "token"?'),
        ("[discrod]\ntoken = 'x'\n", 'there is no setting discrod. Did you mean "discord"?'),
        ("[log]\nlevel = 'loud'\n", "the setting log.level cannot be used"),
        ("[reader]\nprocesses = 0\n", "the setting reader.processes cannot be used"),
        ("[database]\nurl = 'sqlite:///x'\n", "start with sqlite+aiosqlite:// or postgresql+asyncpg://"),
        ("[sources]\nallowed_hosts = ['http://a/b']\n", "is not a host or host:port"),
        ("[clock]\nfollow = 'tomorrow'\n", "starts with http:// or https://"),
        ("[discord]\ngateway_url = 'https://x'\n", "starts with wss:// or ws://"),
        ("discord = 3\n", "the setting discord cannot be used"),
        ("[discord\n", "line 1"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_place(text: str, says: str) -> None:
    said = complaint(written(text))
    assert says in said
    assert "config.toml" in said


def test_all_mistakes_are_told_at_once() -> None:
    said = complaint(written("[log]\nlevel = 'loud'\nformt = 'json'\n[reader]\nseconds = -1\n"))
    assert all(name in said for name in ("log.level", "log.formt", "reader.seconds"))


@pytest.mark.parametrize(
    ("variable", "says"),
    [
        ("BOT_DISCORD__TOKN", 'Did you mean "token"?'),
        ("BOT_DISCRD__TOKEN", "Did you mean BOT_DISCORD__"),
        ("BOT_READER__PROCESSES", "the setting reader.processes cannot be used"),
    ],
)
def test_a_mistake_in_the_environment_is_named_too(monkeypatch: pytest.MonkeyPatch, variable: str, says: str) -> None:
    monkeypatch.setenv(variable, "many")
    said = complaint()
    assert says in said
    assert variable in said


def test_other_programs_variables_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_NAME", "of another program")
    assert load(need_token=False) == Settings()


def test_a_file_that_was_named_must_be_there() -> None:
    said = complaint(Path("elsewhere.toml"))
    assert "elsewhere.toml" in said
    assert "--config" in said


def test_a_file_that_is_no_text_is_refused() -> None:
    Path("config.toml").write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in complaint(Path("config.toml"))


def test_a_settings_error_is_one_that_whoever_runs_the_bot_mends() -> None:
    assert issubclass(SettingsError, OperatorError)


def defaults(model: type[BaseModel]) -> dict[str, object]:
    """Every setting with its default, as a TOML file would write it."""
    shown: dict[str, object] = {}
    for name, field in model.model_fields.items():
        value = field.get_default(call_default_factory=True)
        if isinstance(value, BaseModel):
            shown[name] = defaults(type(value))
        else:
            shown[name] = value.get_secret_value() if isinstance(value, SecretStr) else value
    return shown


def test_the_example_holds_every_setting_with_its_default_and_no_other() -> None:
    assert tomllib.loads(EXAMPLE.read_text(encoding="utf-8")) == defaults(Settings)


def test_every_setting_in_the_example_has_a_comment_above_it() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    bare = [
        line for above, line in itertools.pairwise(lines) if re.match(r"\w+ = ", line) and not above.startswith("# ")
    ]
    assert bare == []


def test_the_example_can_be_copied_and_used_as_it_is() -> None:
    path = written(EXAMPLE.read_text(encoding="utf-8"))
    assert load(path, need_token=False) == Settings()
