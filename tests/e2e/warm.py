"""Imported by the fork server alone: does once what takes long the first time, so that no bot forked from it has to."""

from __future__ import annotations

from bot.domain.times import read_start

read_start("in 20 minutes", now=0, zone="UTC")  # dateparser builds its tables of languages and zones
