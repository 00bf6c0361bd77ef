"""Bytes to text."""

import pytest

from bot.errors import ArticleError
from bot.sources.decoding import MAX_BYTES, decode, refuse_binary

GERMAN = (
    "Die Bäckerei gehört ihren Leuten – „wirklich“, und das seit zwölf Jahren, sagt die Gründerin über ihre Arbeit."
)
GREEK = (
    "Τα διδάγματα της χρονιάς: όποιος τρώει πρέπει να μπορεί και να αποφασίζει, αλλιώς η βοήθεια γίνεται ελεημοσύνη."
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_a_text_is_read_in_the_encoding_it_was_written_in(encoding: str) -> None:
    assert decode(GERMAN.encode(encoding)) == GERMAN


def test_greek_without_a_declaration_is_told_by_its_words() -> None:
    assert decode(GREEK.encode("cp1253")) == GREEK


@pytest.mark.parametrize("text", [GERMAN, GREEK])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told_by_its_zeros(text: str, encoding: str) -> None:
    refuse_binary(text.encode(encoding))
    assert decode(text.encode(encoding)) == text


def test_a_declared_charset_is_believed_if_it_fits() -> None:
    assert decode("Straße".encode("cp1252"), "text/html; charset=ISO-8859-1") == "Straße"
    assert decode("Straße".encode(), "text/html; charset=ascii") != ""
    assert decode('<meta charset="windows-1251"><p>Да</p>'.encode("cp1251")).endswith("<p>Да</p>")
    assert decode("é".encode(), "text/plain; charset=klingon") == "é"


def test_a_few_broken_bytes_do_not_make_it_another_encoding() -> None:
    data = (GERMAN * 20).encode() + b"\xff" + GERMAN.encode()
    assert decode(data).count("ä") == (GERMAN * 21).count("ä")


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04....", "a zip archive or an office document"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\x00\x00\x00\x18ftypheic", "a picture"),
        (b"text \x00 with a zero", "binary"),
        (b"x" * (MAX_BYTES + 1), "larger than 5 MiB"),
    ],
)
def test_what_is_no_text_is_refused_by_its_kind_and_with_a_way_out(data: bytes, complaint: str) -> None:
    with pytest.raises(ArticleError) as refused:
        refuse_binary(data)
    assert complaint in refused.value.message
    assert "paste" in refused.value.remedy
