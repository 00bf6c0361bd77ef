"""The words by which people say how often: data, one entry an interface language.

All as `search_key` leaves them: no case, no accents. A phrase is looked for before its parts.
"""

from __future__ import annotations

from dataclasses import dataclass

LAST = -1


@dataclass(frozen=True, slots=True)
class RecurrenceWords:
    """`weekdays` start with Monday. `again` says that it recurs; `noise` says nothing; `clock` stands around a time."""

    weekdays: tuple[tuple[str, ...], ...]
    ordinals: dict[str, int]
    again: frozenset[str]
    weekly: frozenset[str]
    fortnightly: frozenset[str]
    monthly: frozenset[str]
    noise: frozenset[str]
    last_day: frozenset[str]
    until: frozenset[str]
    times: frozenset[str]
    hour: str
    """A pattern of what may follow an hour that stands alone: "7 pm", "19 Uhr", "19h"."""
    ordinal_mark: str
    """A pattern of what may follow the number of a day of the month: "15th", "15."."""
    examples: str


def _words(text: str) -> frozenset[str]:
    return frozenset(each.strip() for each in text.split("|"))


def _weekdays(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(day.split("/")) for day in text.split())


def _ordinals(text: str) -> dict[str, int]:
    places = (1, 2, 3, 4, LAST)
    return {word: place for place, words in zip(places, text.split(), strict=True) for word in words.split("/")}


WORDS = {
    "en": RecurrenceWords(
        weekdays=_weekdays(
            "monday/mondays/mon tuesday/tuesdays/tue/tues wednesday/wednesdays/wed thursday/thursdays/thu/thur/thurs "
            "friday/fridays/fri saturday/saturdays/sat sunday/sundays/sun"
        ),
        ordinals=_ordinals("first/1st second/2nd third/3rd fourth/4th last"),
        again=_words("every|each"),
        weekly=_words("weekly|week|every week|each week|once a week"),
        fortnightly=_words(
            "every other|every other week|every two weeks|every 2 weeks|fortnightly|biweekly|every second week|"
            "every fortnight|each fortnight"
        ),
        monthly=_words("monthly|of the month|of every month|of each month|every month|each month|once a month"),
        noise=_words("on|at|the|in|by|and|,|o'clock|day"),
        last_day=_words("last day"),
        until=_words("until|till|til"),
        times=_words("times|readings"),
        hour=r"\s?[ap]\.?m\b\.?",
        ordinal_mark=r"(?:st|nd|rd|th)",
        examples="`every Thursday 19:00`, `every other Tuesday 7pm`, `first Monday of the month 18:30` "
        "or `monthly on the 15th at 20:00`",
    ),
    "de": RecurrenceWords(
        weekdays=_weekdays(
            "montag/montags/mo dienstag/dienstags/di mittwoch/mittwochs/mi donnerstag/donnerstags/do "
            "freitag/freitags/fr samstag/samstags/sonnabend/sa sonntag/sonntags/so"
        ),
        ordinals=_ordinals(
            "erster/ersten/erste zweiter/zweiten/zweite dritter/dritten/dritte vierter/vierten/vierte "
            "letzter/letzten/letzte"
        ),
        again=_words("jeden|jede|jeder"),
        weekly=_words("wochentlich|jede woche"),
        fortnightly=_words(
            "alle zwei wochen|alle 2 wochen|alle 14 tage|vierzehntagig|zweiwochentlich|jede zweite woche"
        ),
        monthly=_words("monatlich|im monat|des monats|jeden monats|jeden monat"),
        noise=_words("am|um|der|den|dem|des|und|,"),
        last_day=_words("letzter tag|letzten tag"),
        until=_words("bis|bis zum"),
        times=_words("mal|male|leserunden"),
        hour=r"\s?uhr\b",
        ordinal_mark=r"\.",
        examples="`jeden Donnerstag 19:00`, `alle zwei Wochen Dienstag 19 Uhr`, `erster Montag im Monat 18:30` "
        "oder `monatlich am 15. um 20:00`",
    ),
    "fr": RecurrenceWords(
        weekdays=_weekdays(
            "lundi/lundis/lun mardi/mardis/mar mercredi/mercredis/mer jeudi/jeudis/jeu vendredi/vendredis/ven "
            "samedi/samedis/sam dimanche/dimanches/dim"
        ),
        ordinals=_ordinals("premier/premiers/1er deuxieme/2e/second troisieme/3e quatrieme/4e dernier/derniers"),
        again=_words("chaque|tous les"),
        weekly=_words("hebdomadaire|chaque semaine|toutes les semaines"),
        fortnightly=_words(
            "toutes les deux semaines|toutes les 2 semaines|tous les quinze jours|tous les 15 jours|"
            "une semaine sur deux|sur deux"
        ),
        monthly=_words("mensuel|mensuellement|du mois|de chaque mois|chaque mois|tous les mois"),
        noise=_words("a|le|la|les|de|et|un|,"),
        last_day=_words("dernier jour"),
        until=_words("jusqu'au|jusqu'a|jusqu’au"),
        times=_words("fois|lectures"),
        hour=r"\s?h(?:eures?)?\b",
        ordinal_mark=r"(?:er|e)",
        examples="`chaque jeudi 19h00`, `un mardi sur deux à 19h`, `premier lundi du mois 18:30` "
        "ou `chaque mois le 15 à 20:00`",
    ),
    "es": RecurrenceWords(
        weekdays=_weekdays(
            "lunes/lun martes/mar miercoles/mie jueves/jue viernes/vie sabado/sabados/sab domingo/domingos/dom"
        ),
        ordinals=_ordinals("primer/primero/1er segundo/2o tercer/tercero/3er cuarto/4o ultimo"),
        again=_words("cada|todos los"),
        weekly=_words("semanal|semanalmente|cada semana|todas las semanas"),
        fortnightly=_words("cada dos semanas|cada 2 semanas|cada quince dias|cada 15 dias|quincenal|quincenalmente"),
        monthly=_words("mensual|mensualmente|del mes|de cada mes|cada mes|todos los meses"),
        noise=_words("a|las|la|el|los|dia|de|y|,"),
        last_day=_words("ultimo dia"),
        until=_words("hasta|hasta el"),
        times=_words("veces|lecturas"),
        hour=r"\s?(?:h(?:oras?)?\b|[ap]\.?\s?m\b\.?)",
        ordinal_mark=r"o",
        examples="`cada jueves 19:00`, `cada dos semanas el martes a las 19:00`, `primer lunes del mes 18:30` "
        "o `cada mes el día 15 a las 20:00`",
    ),
    "pt": RecurrenceWords(
        weekdays=_weekdays(
            "segunda/segundas/segunda-feira/seg terca/tercas/terca-feira/ter quarta/quartas/quarta-feira/qua "
            "quinta/quintas/quinta-feira/qui sexta/sextas/sexta-feira/sex sabado/sabados/sab domingo/domingos/dom"
        ),
        ordinals=_ordinals(
            "primeira/primeiro segunda-do-mes/segundo terceira/terceiro quarta-do-mes/quarto ultima/ultimo"
        ),
        again=_words("cada|toda|todas as|todos os|todo"),
        weekly=_words("semanal|semanalmente|cada semana|toda semana|todas as semanas"),
        fortnightly=_words("cada duas semanas|a cada duas semanas|a cada 2 semanas|quinzenal|quinzenalmente"),
        monthly=_words("mensal|mensalmente|do mes|de cada mes|cada mes|todo mes|todos os meses"),
        noise=_words("as|a|o|os|no|na|dia|de|e|,"),
        last_day=_words("ultimo dia"),
        until=_words("ate|ate o|ate a"),
        times=_words("vezes|leituras"),
        hour=r"\s?h(?:oras?)?\b",
        ordinal_mark=r"o",
        examples="`toda quinta 19:00`, `a cada duas semanas, terça às 19:00`, `primeira segunda do mês 18:30` "
        "ou `todo mês dia 15 às 20:00`",
    ),
}


def words_of(language: str) -> RecurrenceWords:
    """The words of an interface language; English where there are none."""
    return WORDS.get(language.split("-", maxsplit=1)[0], WORDS["en"])
