"""Bytes to text, and what is no text at all."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE, lookup

from charset_normalizer import from_bytes

from bot.errors import ArticleError
from bot.told import Told

MAX_BYTES = 5 * 1024 * 1024
"""No article is larger; what is, is something else or an attack."""

_BOMS = (
    (BOM_UTF32_LE, "utf-32"),
    (BOM_UTF32_BE, "utf-32"),
    (BOM_UTF8, "utf-8-sig"),
    (BOM_UTF16_LE, "utf-16"),
    (BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", Told("a PDF")),
    (b"PK\x03\x04", Told("a zip archive or an office document")),
    (b"\xd0\xcf\x11\xe0", Told("an office document")),
    (b"{\\rtf", Told("a rich text (RTF) document")),
    (b"\x1f\x8b", Told("a gzip archive")),
    (b"BZh", Told("a bzip2 archive")),
    (b"\xfd7zXZ", Told("an xz archive")),
    (b"7z\xbc\xaf", Told("a 7-Zip archive")),
    (b"Rar!", Told("a RAR archive")),
    (b"\x89PNG", Told("a picture")),
    (b"\xff\xd8\xff", Told("a picture")),
    (b"GIF8", Told("a picture")),
    (b"RIFF", Told("a picture or a sound file")),
    (b"ID3", Told("a sound file")),
    (b"OggS", Told("a sound file")),
    (b"\x7fELF", Told("a program")),
    (b"MZ\x90", Told("a program")),
    (b"SQLite format 3", Told("a database")),
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_SAMPLE = 20_000
_LEAST_ZEROS = 0.1
"""Share of zeros among the high bytes of a text in any script that puts spaces between its words."""
_LEAST_SPACES = 3
_LONGEST_WORD = 20
"""Mean letters of a word beyond which it is none: bytes that are no UTF-16 make rows of signs without a space."""
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\ue000-\uf8ff]")
_STRAY_ZEROS = 0.005
"""Share of zeros among the low bytes: only the first letter of a block of 256 has one."""
WAYS_IN = Told("Save it as a text, Markdown or HTML file, or paste the text.")


def refuse_binary(data: bytes) -> None:
    """Raises `ArticleError` for what is too large, empty, or not text; it says what was given instead."""
    if len(data) > MAX_BYTES:
        raise ArticleError("This file is larger than 5 MiB.", "Cut it down to the article itself, or paste the text.")
    if not data.strip():
        raise ArticleError("This file is empty.", "Choose the file that holds the article, or paste the text.")
    kind = next((name for magic, name in _MAGIC if data.startswith(magic)), None)
    if kind is None and data[4:12] in {b"ftypheic", b"ftypavif", b"ftypisom", b"ftypmp42"}:
        kind = Told("a picture or a film")
    if kind is not None:
        raise ArticleError("This is {kind}, not a text.", WAYS_IN, kind=kind)
    if b"\x00" in data and not any(data.startswith(bom) for bom, _ in _BOMS) and _wide(data) is None:
        raise ArticleError("This is a binary file, not a text.", WAYS_IN)


def decode(data: bytes, content_type: str | None = None) -> str:
    """The text of the bytes: by byte order mark, then the declared charset, then UTF-8, then the likeliest encoding."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, errors="replace")
    if (wide := _wide(data)) is not None:
        return data.decode(wide, errors="replace")
    for declared in (_named(_CHARSET.search(content_type or "")), _in_markup(data)):
        if declared is None:
            continue
        try:
            return data.decode(declared)
        except UnicodeDecodeError:
            continue
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(data)


def _wide(data: bytes) -> str | None:
    """Which UTF-16 it is if no mark says so: every other byte of spaces and Latin letters is zero, and only those."""
    sample = data[:_SAMPLE]
    first, second = (sample[place::2].count(0) / max(1, len(sample) // 2) for place in (0, 1))
    if max(first, second) < _LEAST_ZEROS or min(first, second) > _STRAY_ZEROS:
        return None
    encoding = "utf-16-be" if first else "utf-16-le"
    text = sample.decode(encoding, errors="ignore")
    is_text = text.count(" ") >= max(_LEAST_SPACES, len(text) / _LONGEST_WORD) and not _NO_TEXT.search(text)
    return encoding if is_text else None


def _in_markup(data: bytes) -> str | None:
    found = _DECLARED.search(data[:2048]) if data.lstrip()[:1] == b"<" else None
    return _known(found[1].decode("ascii", "ignore")) if found else None


def _named(found: re.Match[str] | None) -> str | None:
    return _known(found[1]) if found else None


def _known(name: str) -> str | None:
    """The codec's name if it is a text encoding we would believe; pages say Latin-1 where they mean Windows-1252."""
    try:
        codec = lookup(name).name
    except (LookupError, ValueError):
        return None
    if codec in {"iso8859-1", "ascii"}:
        return "cp1252"
    return codec if re.match(r"utf|iso8859|cp\d|koi8|gb|big5|shift|euc|mac", codec) else None


def _guess(data: bytes) -> str:
    """A few broken bytes in UTF-8 are broken bytes, not another encoding; else the best guess."""
    sample = data[:_SAMPLE]
    broken = sample.decode("utf-8", errors="replace")
    if broken.count("\ufffd") <= len(broken) / 500 and re.search(r"[\u0080-\ufffc]", broken):
        return data.decode("utf-8", errors="replace")
    best = from_bytes(sample, cp_isolation=list(_WESTERN), threshold=0.5).best()
    return data.decode(best.encoding if best else "cp1252", errors="replace")


_WESTERN = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "iso8859_15", "koi8_r", "mac_roman")
