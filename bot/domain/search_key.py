"""Texts as they are compared: what people type need not have the case and accents of what it means."""

from __future__ import annotations

import unicodedata


def search_key(text: str) -> str:
    """`text` as it is compared when people search: no case, no accents, white space evened out.

    People type "Politica" for "Política" and "ελπιδα" for "Ελπίδα"; whatever a text contains, its key contains too.
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return " ".join(bare.casefold().split())
