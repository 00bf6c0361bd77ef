"""Imported by the fork server alone: does once what takes long the first time, so that no bot forked from it has to."""

from __future__ import annotations

import os

from bot.delivery import charts
from bot.domain.report import QuestionCounts
from bot.domain.times import read_start
from bot.languages import words

read_start("Thu 19:00", now=0, zone="UTC")  # dateparser builds its tables of languages and zones
for tag in words.SPOKEN:
    words.described("", tag)  # the texts of the interface are read
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's threads would not be there in a fork
charts.questions([QuestionCounts(position=1)])  # matplotlib is imported and finds its fonts
