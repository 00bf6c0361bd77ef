"""The bytes of a feed to text: feeds lie about their encoding more often than pages do."""

from __future__ import annotations

import codecs
import re

from bot.sources.decoding import decode

_UTF_16 = (BOM_LE, BOM_BE) = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_JAPANESE = re.compile(rb"\x1b\$[@B]|\x1b\([BJ]")
_STRAY = "stray_windows_1252"


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_STRAY, _as_windows_1252)


def feed_text(data: bytes, content_type: str | None = None) -> str:
    """The text. What is valid UTF-8 is UTF-8 whatever it calls itself, for nothing else looks like it by chance; bytes
    of Windows-1252 within UTF-8 (pasted in by old software) are read as what they are. A character cut off at the very
    end is left out.
    """
    if data.startswith(_UTF_16):
        return decode(data, content_type)
    if data[1:2] == b"\x00" or data[:1] == b"\x00":
        return data.decode("utf-16-le" if data[:1] != b"\x00" else "utf-16-be", "replace")
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(data)
    except UnicodeDecodeError:
        return _mixed(data, content_type)
    return data.decode("iso2022_jp", "replace") if _JAPANESE.search(data) else text


def _mixed(data: bytes, content_type: str | None) -> str:
    replaced = data.decode("utf-8", "replace")
    broken = replaced.count("\ufffd")
    whole = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", replaced)))
    return data.decode("utf-8", _STRAY) if whole > broken else decode(data, content_type)
