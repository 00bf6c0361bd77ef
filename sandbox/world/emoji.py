"""What counts as an emoji where one is named: Unicode's own, or a custom one by its id."""

from .refusals import Form, Path
from .things import Json

_LONGEST = 16


def is_unicode(text: str) -> bool:
    """Whether a text may be an emoji: there is no table here, so anything short beyond plain letters, and keycaps."""
    return bool(text) and len(text) <= _LONGEST and (not text.isascii() or text.endswith("⃣"))


def check(form: Form, told: object, path: Path, code: str) -> None:
    """Check a partial emoji (`{"name"}`, or with an `id`) that may be left out."""
    if not told:
        return
    named: Json = told if isinstance(told, dict) else {}
    if not named.get("id") and not is_unicode(str(named.get("name") or "")):
        form.fail((*path, "name"), code, "Invalid emoji")
