"""What whoever runs the bot can set: a TOML file, overridden by the environment.

`[discord] token` in the file is `BOT_DISCORD__TOKEN` in the environment, and so on for every setting.
`config.example.toml` documents them all; a test holds the two together. Nothing here is read at import: `load` is
called once, by the command line, and what it returns is handed on.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings import SettingsError as UnreadableVariable

from bot.errors import SettingsError

PORTAL = "https://discord.com/developers/applications"
DEFAULT_FILE = Path("config.toml")
ENV_PREFIX = "BOT_"

_TOKEN = re.compile(r"[A-Za-z0-9_-]{18,}\.[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{27,}")
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


MOST_REQUESTS = 2000
"""Requests a second. Discord allows 50; what answers on one's own machine may be asked more often."""


class DiscordSettings(_Section):
    """Where Discord is and who we are there. `ready_timeout` is in seconds; the pace is that of all REST calls."""

    token: SecretStr = SecretStr("")
    api_url: str = "https://discord.com/api/v10"
    gateway_url: str = "wss://gateway.discord.gg/"
    ready_timeout: float = Field(default=2.0, gt=0, le=60)
    requests_per_second: int = Field(default=48, ge=1, le=MOST_REQUESTS)

    @field_validator("api_url")
    @classmethod
    def _http(cls, value: str) -> str:
        return _address(value, "https://", "http://").rstrip("/")

    @field_validator("gateway_url")
    @classmethod
    def _websocket(cls, value: str) -> str:
        return _address(value, "wss://", "ws://")


class DatabaseSettings(_Section):
    """Where everything is kept. The address may hold a password, so it is left out of `repr`."""

    url: str = Field(default="sqlite+aiosqlite:///reading-circle.sqlite3", repr=False)

    @field_validator("url")
    @classmethod
    def _known_engine(cls, value: str) -> str:
        if not value.startswith(("sqlite+aiosqlite://", "postgresql+asyncpg://")):
            raise ValueError("it must start with sqlite+aiosqlite:// or postgresql+asyncpg://")
        return value


class LogSettings(_Section):
    """How the log is written, always to standard error."""

    format: Literal["console", "json"] = "console"
    level: Literal["debug", "info", "warning", "error"] = "info"


class SourcesSettings(_Section):
    """`allowed_hosts`: private hosts, as `host` or `host:port`, that articles may be fetched from all the same."""

    allowed_hosts: Annotated[list[str], NoDecode] = []

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [host for host in re.split(r"[,\s]+", value) if host] if isinstance(value, str) else value

    @field_validator("allowed_hosts")
    @classmethod
    def _bare_hosts(cls, value: list[str]) -> list[str]:
        for host in value:
            if not _HOST.fullmatch(host):
                raise ValueError(f"{host!r} is not a host or host:port, as in 127.0.0.1:8000")
        return value


class ClockSettings(_Section):
    """`follow`: the address of a clock to go by instead of this machine's own. Only a sandbox has one."""

    follow: str = ""

    @field_validator("follow")
    @classmethod
    def _http_or_nothing(cls, value: str) -> str:
        return _address(value, "http://", "https://") if value else value


class ReaderSettings(_Section):
    """`processes` that turn pages and files into articles, and the `seconds` each article may take."""

    processes: int = Field(default=1, ge=1, le=64)
    seconds: float = Field(default=10.0, gt=0, le=300)


class PrivacySettings(_Section):
    """`key` of the hashes by which those are recognised who opted out; empty: one is made and kept in the database.

    `backup_days`: how long copies of the database file are kept.
    """

    key: SecretStr = SecretStr("")
    backup_days: int = Field(default=7, ge=1, le=365)


class Settings(BaseSettings):
    """Every setting. The values given are the file's; the environment overrides them."""

    model_config = SettingsConfigDict(
        env_prefix=ENV_PREFIX,
        env_nested_delimiter="__",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    discord: DiscordSettings = DiscordSettings()
    database: DatabaseSettings = DatabaseSettings()
    log: LogSettings = LogSettings()
    sources: SourcesSettings = SourcesSettings()
    clock: ClockSettings = ClockSettings()
    reader: ReaderSettings = ReaderSettings()
    privacy: PrivacySettings = PrivacySettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 (the signature is pydantic's)
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, init_settings


def load(config_path: Path | None = None, *, need_token: bool = True) -> Settings:
    """The settings in force, or a SettingsError that names every setting at fault, what is wrong and how to mend it.

    Without `config_path`, `config.toml` in the working directory is read if it is there. With `need_token=False` the
    token is neither asked for nor looked at.
    """
    path = config_path or (DEFAULT_FILE if DEFAULT_FILE.exists() else None)
    written = _read(path) if path else {}
    _refuse_unknown_sections()
    try:
        settings = Settings(**written)
    except ValidationError as error:
        raise _explained(error, path) from None
    except UnreadableVariable as error:
        raise SettingsError(f"The environment is not readable: {error}.", _SEE_EXAMPLE) from None
    if need_token:
        check_token(settings.discord.token.get_secret_value())
    return settings


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not readable as TOML: {error}.", "Mend that line and try again.") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not a text file in UTF-8.", "Save it as UTF-8 and try again.") from None
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        remedy = "Name another file with --config, or copy config.example.toml to config.toml."
        raise SettingsError(f"The configuration file {path} cannot be read: {reason}.", remedy) from None


def _refuse_unknown_sections() -> None:
    """A misspelt section in the environment would be passed over in silence; in the file the model refuses it."""
    for name in os.environ:
        section, delimiter, _ = name.upper().removeprefix(ENV_PREFIX).partition("__")
        if name.upper().startswith(ENV_PREFIX) and delimiter and section.lower() not in Settings.model_fields:
            nearest = _nearest(section.lower(), list(Settings.model_fields))
            hint = f" Did you mean {ENV_PREFIX}{nearest.upper()}__… ?" if nearest else ""
            raise SettingsError(f"{name} in the environment is no setting of this program.{hint}", _SEE_EXAMPLE)


_SEE_EXAMPLE = "config.example.toml lists every setting."


def _explained(error: ValidationError, path: Path | None) -> SettingsError:
    """All faults at once, in the order of the model, without the values: one of them may be the token."""
    faults = [_fault(details, path) for details in error.errors(include_url=False, include_input=False)]
    return SettingsError("\n".join(faults), _SEE_EXAMPLE)


def _fault(details: Mapping[str, Any], path: Path | None) -> str:
    place = [str(part) for part in details["loc"]]
    name = ".".join(place[:2])
    variable = ENV_PREFIX + "__".join(place[:2]).upper()
    set_in = f"{variable} in the environment" if _is_in_environment(variable) else str(path or "the settings")
    if details["type"] == "extra_forbidden":
        nearest = _nearest(place[-1], _names_beside(place))
        hint = f' Did you mean "{nearest}"?' if nearest else ""
        return f"{set_in}: there is no setting {name}.{hint}"
    reason = details["msg"].removeprefix("Value error, ")
    return f"{set_in}: the setting {name} cannot be used: {reason[0].lower()}{reason[1:]}."


def _is_in_environment(variable: str) -> bool:
    return any(name.upper() == variable and value for name, value in os.environ.items())


def _names_beside(place: list[str]) -> list[str]:
    if len(place) == 1:
        return list(Settings.model_fields)
    section = cast("type[BaseModel]", Settings.model_fields[place[0]].annotation)
    return list(section.model_fields)


def _nearest(name: str, names: list[str]) -> str:
    return next(iter(difflib.get_close_matches(name, names, n=1)), "")


def check_token(token: str) -> None:
    """SettingsError for a token that is missing or malformed; whether it is the right one only Discord can tell."""
    if not token:
        raise SettingsError("The setting discord.token is missing: the bot cannot log in to Discord.", _GET_TOKEN)
    if wrong := token_fault(token):
        raise SettingsError(f"The setting discord.token is malformed: {wrong}.", _GET_TOKEN)


_GET_TOKEN = (
    f"Get a token in Discord's developer portal ({PORTAL}: your application, then Bot, then Reset Token) and set it "
    f'with `export {ENV_PREFIX}DISCORD__TOKEN=...`, or as `token = "..."` under [discord] in config.toml.'
)


def token_fault(token: str) -> str:
    """What is wrong with the shape of a token, in words that do not repeat it; empty if nothing is."""
    if token.lower().startswith(("bot ", "bearer ")):
        return 'it starts with "Bot "; give the token alone'
    if any(sign in token for sign in "\"'`“”‘’"):
        return "it has quotation marks in it; give the token without them"
    if any(sign.isspace() for sign in token):
        return "it has white space in it; copy it again, in one piece"
    if token.count(".") != 2:
        return "a bot's token is three parts with a dot between them (an application id or a client secret is not one)"
    if not _TOKEN.fullmatch(token):
        return "one of its three parts is too short or has signs that tokens do not have; copy it again, whole"
    return ""


def _address(value: str, *schemes: str) -> str:
    if not value.startswith(schemes) or value in schemes:
        raise ValueError(f"it must be an address that starts with {' or '.join(schemes)}")
    return value
