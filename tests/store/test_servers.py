"""What admins set up, and which commands Discord was told of."""

from __future__ import annotations

from dataclasses import fields

from bot.domain.server import Server
from bot.store import command_sync, servers
from bot.store.database import Database
from bot.store.tables import server as table
from tests.store.samples import NOW, OTHER_SERVER, SERVER


async def test_a_server_nobody_has_set_up_has_the_defaults(database: Database) -> None:
    async with database.read() as tx:
        assert await servers.get(tx, SERVER) == Server(SERVER)


async def test_settings_come_back_as_they_were_saved_last(database: Database) -> None:
    first = Server(SERVER, zone="Europe/Athens", language="el", articles_channel_id=1)
    last = Server(
        SERVER, zone="Asia/Kathmandu", articles_channel_id=2**63 - 1, readings_channel_id=3, organiser_role_id=4
    )
    async with database.write() as tx:
        await servers.save(tx, first, now=NOW)
        await servers.save(tx, last, now=NOW + 1)
        await servers.save(tx, Server(OTHER_SERVER, zone="UTC"), now=NOW)
    async with database.read() as tx:
        assert await servers.get(tx, SERVER) == last


async def test_a_server_seen_for_the_first_time_has_its_language_and_one_that_is_known_keeps_its_own(
    database: Database,
) -> None:
    async with database.write() as tx:
        await servers.change(tx, SERVER, now=NOW, language="fr")
        await servers.meet(tx, {SERVER: "es", OTHER_SERVER: "de"}, now=NOW)
        await servers.meet(tx, {OTHER_SERVER: "pt"}, now=NOW)
        await servers.meet(tx, {}, now=NOW)
        found = [await servers.language_of(tx, each) for each in (SERVER, OTHER_SERVER, OTHER_SERVER + 1)]
        assert await servers.get(tx, OTHER_SERVER) == Server(OTHER_SERVER, language="de")
    assert found == ["fr", "de", "en"]


def test_every_setting_of_a_server_has_a_column() -> None:
    assert {field.name for field in fields(Server)} == set(table.c.keys()) - {"changed_at", "left_at"}


async def test_the_hash_of_the_commands_is_kept_for_each_application(database: Database) -> None:
    async with database.write() as tx:
        assert await command_sync.synced_hash(tx, 1) is None
        await command_sync.set_synced(tx, 1, "old", now=NOW)
        await command_sync.set_synced(tx, 1, "new", now=NOW + 1)
        await command_sync.set_synced(tx, 2, "other", now=NOW)
    async with database.read() as tx:
        assert await command_sync.synced_hash(tx, 1) == "new"


async def test_two_admins_who_change_different_settings_lose_neither(database: Database) -> None:
    async with database.write() as tx:
        await servers.change(tx, OTHER_SERVER, now=NOW, zone="Europe/Rome")
    async with database.write() as tx:
        await servers.change(tx, OTHER_SERVER, now=NOW, organiser_role_id=5)
        found = await servers.get(tx, OTHER_SERVER)
    assert found == Server(OTHER_SERVER, zone="Europe/Rome", organiser_role_id=5)
