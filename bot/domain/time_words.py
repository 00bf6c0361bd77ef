"""The words by which people say when, and how they are said in English, which `times` reads: one entry a language.

Only known words are put into English, and nothing else is touched, so that what is not understood stays unreadable and
is asked again. All words are as `search_key` leaves them: no case, no accents.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.recurrence_words import words_of
from bot.domain.search_key import search_key

ENGLISH = "en"
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_UNITS = ("minutes", "hours", "days", "weeks", "months")


@dataclass(frozen=True, slots=True)
class TimeWords:
    """`months` start with January and have their short forms behind a slash; `units`: of minutes, hours, days, weeks,
    months; `one`: the number as a word; `later`: what says that a length of time passes first; `plus`: what joins two.

    `phrases` are said in English as a whole; `following`: "next", before or behind a weekday. `hour`: a pattern of what
    stands behind an hour; `hours_own`: parts of the day that make a number before them an hour: in "7 de la tarde",
    not in "el 3 por la tarde". `noise`: words that say nothing. `examples`: as people may write it.
    """

    months: tuple[tuple[str, ...], ...]
    units: tuple[str, ...]
    one: str
    later: str
    plus: str
    phrases: Mapping[str, str]
    following: str
    hour: str
    hours_own: str
    noise: str
    examples: str


def _months(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(month.split("/")) for month in text.split())


WORDS = {
    "de": TimeWords(
        months=_months(
            "januar/janner/jan februar/feb marz/mrz april/apr mai juni/jun juli/jul august/aug september/sept/sep "
            "oktober/okt november/nov dezember/dez"
        ),
        units=(r"minuten?|min\.?", r"stunden?|std\.?|h", r"tage?n?", r"wochen?", r"monate?n?"),
        one=r"ein|eine|einer|einem|einen",
        later=r"in",
        plus=r"und",
        phrases={
            "heute": "today",
            "heute morgen": "today morning",
            "morgen": "tomorrow",
            "am morgen": "morning",
            "morgens": "morning",
            "fruh": "morning",
            "abend": "evening",
            "abends": "evening",
            "nachmittag": "afternoon",
            "nachmittags": "afternoon",
            "ubermorgen": "in 2 days at",
            "mittags": "noon",
            "mitternacht": "midnight",
        },
        following=r"nachste[rnm]?",
        hour=r"uhr",
        hours_own=r"morgens|nachmittags|abends",
        noise=r"(?<!\d)(?<!\d\s)am|am(?=\s(?:\d|next\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day))|um|den|dem",
        examples="`Do 19:00`, `morgen 19 Uhr`, `03.12.2026 19:30` oder `in 2 Stunden`",
    ),
    "es": TimeWords(
        months=_months(
            "enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul agosto/ago septiembre/setiembre/"
            "sept/sep octubre/oct noviembre/nov diciembre/dic"
        ),
        units=(r"minutos?|min\.?", r"horas?|h", r"dias?", r"semanas?", r"mes(?:es)?"),
        one=r"una?",
        later=r"en|dentro de",
        plus=r"y",
        phrases={
            "hoy": "today",
            "esta manana": "today morning",
            "esta noche": "today evening",
            "manana": "tomorrow",
            "por la manana": "morning",
            "de la manana": "morning",
            "a la manana": "morning",
            "esta tarde": "today afternoon",
            "por la tarde": "afternoon",
            "de la tarde": "afternoon",
            "por la noche": "evening",
            "de la noche": "evening",
            "a la noche": "evening",
            "pasado manana": "in 2 days at",
            "mediodia": "noon",
            "medianoche": "midnight",
        },
        following=r"proxim[oa]|que viene",
        hour=r"h(?:oras|s)?\.?",
        hours_own=r"de la (?:manana|tarde|noche)",
        noise=r"el|la|las|a|al",
        examples="`jue 19:00`, `mañana a las 19 h`, `2026-12-03 19:30` o `en 2 horas`",
    ),
    "fr": TimeWords(
        months=_months(
            "janvier/janv fevrier/fevr mars avril/avr mai juin juillet/juil aout septembre/sept octobre/oct "
            "novembre/nov decembre/dec"
        ),
        units=(r"minutes?|min\.?", r"heures?|h", r"jours?", r"semaines?", r"mois"),
        one=r"une?",
        later=r"dans",
        plus=r"et",
        phrases={
            "aujourd'hui": "today",
            "aujourd’hui": "today",
            "ce matin": "today morning",
            "ce soir": "today evening",
            "demain": "tomorrow",
            "matin": "morning",
            "du matin": "morning",
            "soir": "evening",
            "du soir": "evening",
            "de l'apres-midi": "afternoon",
            "de l’apres-midi": "afternoon",
            "apres-midi": "afternoon",
            "apres-demain": "in 2 days at",
            "apres demain": "in 2 days at",
            "midi": "noon",
            "minuit": "midnight",
        },
        following=r"prochaine?",
        hour=r"h(?:eures?)?\.?",
        hours_own=r"du (?:matin|soir)|de l['’]apres-midi",
        noise=r"le|a",
        examples="`jeu 19:00`, `demain à 19 h`, `2026-12-03 19:30` ou `dans 2 heures`",
    ),
    "pt": TimeWords(
        months=_months(
            "janeiro/jan fevereiro/fev marco/mar abril/abr maio/mai junho/jun julho/jul agosto/ago setembro/set "
            "outubro/out novembro/nov dezembro/dez"
        ),
        units=(r"minutos?|min\.?", r"horas?|h", r"dias?", r"semanas?", r"mes(?:es)?"),
        one=r"uma?",
        later=r"em|dentro de|daqui a",
        plus=r"e",
        phrases={
            "hoje": "today",
            "amanha": "tomorrow",
            "esta manha": "today morning",
            "esta noite": "today evening",
            "de manha": "morning",
            "da manha": "morning",
            "pela manha": "morning",
            "a noite": "evening",
            "da noite": "evening",
            "a tarde": "afternoon",
            "da tarde": "afternoon",
            "de noite": "evening",
            "depois de amanha": "in 2 days at",
            "meio-dia": "noon",
            "meio dia": "noon",
            "meia-noite": "midnight",
            "meia noite": "midnight",
        },
        following=r"proxim[oa]|que vem",
        hour=r"h(?:oras?)?\.?",
        hours_own=r"da (?:manha|tarde|noite)",
        noise=r"as|a|o|ao|na|no",
        examples="`qui 19:00`, `amanhã às 19h`, `2026-12-03 19:30` ou `em 2 horas`",
    ),
}
_EXAMPLES = "`Thu 19:00`, `tomorrow 7pm`, `2026-12-03 19:30` or `in 2 hours`"


def examples_of(language: str) -> str:
    """How a time may be written in the language."""
    return WORDS[_primary(language)].examples if _primary(language) in WORDS else _EXAMPLES


def start_in_english(text: str, language: str) -> str:
    """A day and time, or a time from now, with the words of the language in English; in English it stays as it is."""
    words = WORDS.get(_primary(language))
    if words is None:
        return text
    said = re.sub(r"(?<=\d)\s?([ap])\.\s?m\.?(?!\w)", r"\1m", search_key(text))
    if from_now := re.match(rf"(?:{words.later})\s+(?={_amount(words, words.units)})", said):
        short = re.match(_amount(words, words.units[:2]), said[from_now.end() :])
        said = "in " + _units(said[from_now.end() :], words, _UNITS[:2] if short else _UNITS[2:])
        if short:
            return re.sub(rf"\s(?:{words.plus})(?=\s\d)", "", said)
    for number, names in enumerate(words.months):
        month = rf"(?<!\d)(\d{{1,2}})\s?(?:\.|er|[oº])?\s(?:de\s)?(?:{'|'.join(names)})\.?(?!\w)(?:\sde(?=\s\d))?"
        said = re.sub(month, rf"\1 {_MONTHS[number]}", said)
    said = re.sub(rf"(\d)[:.](\d{{2}})\s?{words.hour}(?!\w)", r"\1:\2", said)
    minutes = rf"(?:\s?(\d{{2}})(?![\w:./])(?!\s(?:{'|'.join(_MONTHS)})))?"
    said = re.sub(rf"(?<![\w:.])(\d{{1,2}})\s?{words.hour}{minutes}(?![\w:])", _clock, said)
    said = re.sub(rf"(?<![\w:.])(\d{{1,2}})\s(?=(?:{words.hours_own})(?!\w))", r"\1:00 ", said)
    for phrase in sorted(words.phrases, key=len, reverse=True):
        said = _substituted(re.escape(phrase), words.phrases[phrase], said)
    said = _weekdays(said, language, words)
    return " ".join(_substituted(words.noise, " ", said).split())


def length_in_english(text: str, language: str) -> str:
    """A length of time with the words of the language in English; in English it stays as it is."""
    words = WORDS.get(_primary(language))
    return text if words is None else _units(search_key(text), words, _UNITS)


def _primary(language: str) -> str:
    return language.split("-", maxsplit=1)[0]


def _amount(words: TimeWords, units: tuple[str, ...]) -> str:
    return rf"(?:\d+(?:[.,]\d)?|{words.one})\s?(?:{'|'.join(units)})(?![^\W\d])"


def _units(said: str, words: TimeWords, wanted: tuple[str, ...]) -> str:
    """Amounts of time: "2 semanas" is "2 weeks", "eine Woche" is "1 weeks", which is read all the same.

    Only those of the units that are `wanted`: "dans 2 h" is two hours, of "dans 2 jours à 19 h" two days alone.
    """
    for unit, pattern in zip(_UNITS, words.units, strict=True):
        if unit in wanted:
            said = re.sub(rf"(?<!\w)(?:{words.one})\s(?:{pattern})(?!\w)", f"1 {unit}", said)
            said = re.sub(rf"(?<![\w:.])(\d+(?:[.,]\d)?)\s?(?:{pattern})(?![^\W\d])", rf"\1 {unit} ", said)
    return said


def _clock(found: re.Match[str]) -> str:
    return f" {found[1]}:{found[2] or '00'} "


def _weekdays(said: str, language: str, words: TimeWords) -> str:
    """Weekdays, with "next" before them wherever it stands."""
    for day, names in zip(_DAYS, words_of(language).weekdays, strict=True):
        name = "|".join(sorted(names, key=len, reverse=True))
        said = re.sub(
            rf"(?<!\w)(?:(?:{words.following})\s(?:{name})|(?:{name})\s(?:{words.following}))(?!\w)",
            f"next {day}",
            said,
        )
        said = _substituted(rf"(?:{name})\.?", day, said)
    return said


def _substituted(pattern: str, english: str, said: str) -> str:
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", english, said)
