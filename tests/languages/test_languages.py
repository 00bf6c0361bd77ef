"""The language files and their loader."""

import pickle

import pytest

from bot.domain.language import guess_language, relevant
from bot.domain.phrases import Phrasebook, fold
from bot.errors import SettingsError
from bot.languages import all_languages, load, parse

SMALL = 'tag = "xx"\nname = "Small"\n'
SENTENCES = {
    "en": "The people of the town had not been asked, and that was the reason why they did not come.",
    "es": "La gente del pueblo no había sido consultada, y esa fue la razón por la que no vino nadie.",
    "fr": "Les gens du quartier n’avaient pas été consultés, et c’est pour cela que personne n’est venu.",
    "de": "Die Leute aus dem Ort waren nicht gefragt worden, und das war der Grund, warum sie nicht kamen.",
    "pt": "As pessoas da cidade não foram ouvidas, e essa foi a razão pela qual ninguém veio à reunião.",
    "it": "La gente del paese non era stata consultata, e questa è la ragione per cui non è venuto nessuno.",
    "nl": "De mensen van het dorp waren niet gevraagd, en dat was de reden dat er niemand naar toe kwam.",
    "el": "Κανείς δεν είχε ρωτήσει τους κατοίκους της πόλης, και αυτός ήταν ο λόγος που δεν ήρθαν στη συνέλευση.",
}


def test_there_is_a_file_for_each_promised_language() -> None:
    assert {"en", "es", "fr", "de", "pt", "it", "nl", "el"} <= {language.tag for language in all_languages()}


@pytest.mark.parametrize("tag", ["pt", "pt-BR", "PT_br"])
def test_a_language_is_found_by_its_primary_tag(tag: str) -> None:
    language = load(tag)
    assert language is not None
    assert language.name == "Português"


@pytest.mark.parametrize("tag", [None, "", "xx", "tlh-Latn"])
def test_an_unknown_language_is_none(tag: str | None) -> None:
    assert load(tag) is None


def test_every_phrase_of_every_file_can_be_matched() -> None:
    phrases = [
        phrase
        for language in all_languages()
        for part in (language.sections, language.boilerplate)
        for field in part.__dataclass_fields__
        if field != "months"
        for phrase in getattr(part, field)
    ]
    plain = [phrase for phrase in phrases if not set(phrase) & set("[]()|*+#~")]
    assert Phrasebook(tuple(phrases))
    assert [phrase for phrase in plain if not Phrasebook((phrase,)).is_one(fold(phrase))] == []


def test_every_file_names_the_twelve_months() -> None:
    assert all(len(language.boilerplate.months) == 12 for language in all_languages())


@pytest.mark.parametrize(("tag", "sentence"), SENTENCES.items())
def test_a_text_is_known_by_its_common_words(tag: str, sentence: str) -> None:
    assert guess_language(sentence, all_languages()) == tag


def test_a_text_in_another_language_is_not_guessed_at() -> None:
    assert (
        guess_language("Kaupungin asukkailta ei kysytty mitään, ja siksi kukaan ei tullut paikalle.", all_languages())
        is None
    )
    assert guess_language("", all_languages()) is None


def test_a_texts_own_words_and_english_count_and_all_of_them_where_it_is_unknown() -> None:
    assert {language.tag for language in relevant("fr", all_languages())} == {"en", "fr"}
    assert relevant("fi", all_languages()) == all_languages()


def test_a_language_travels_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(all_languages())) == all_languages()


def test_a_group_of_words_stands_for_its_alternatives() -> None:
    language = parse(SMALL + '[words]\nkind = ["key", "main"]\n[sections]\nlessons = ["<kind> lessons"]\n', "xx.toml")
    assert language.sections.lessons == ("(key|main) lessons",)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("tag = ", "is not TOML"),
        ('name = "Small"', "needs a string at tag"),
        ('tag = "yy"\nname = "Other"', "not its file name"),
        (SMALL + "colour = 1", "a key nobody reads: colour"),
        (SMALL + "[sections]\nlesson = []", "a key nobody reads: sections.lesson"),
        (SMALL + '[sections]\nlessons = "one"', "a list of non-empty strings at sections.lessons"),
        (SMALL + '[sections]\nlessons = ["<kind> lessons"]', "uses <kind>, which is not in"),
        (SMALL + '[boilerplate]\nmonths = [["may"]]', "needs twelve lists"),
    ],
)
def test_a_malformed_file_is_refused_with_its_name_and_fault(text: str, complaint: str) -> None:
    with pytest.raises(SettingsError) as refused:
        parse(text, "xx.toml")
    assert "xx.toml" in refused.value.message
    assert complaint in refused.value.message
