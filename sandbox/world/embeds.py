"""Embeds: their limits (Discord's documentation, "Embed Limits") and the form in which Discord gives them back."""

from .refusals import Form, Path
from .things import Json
from .values import read_instant

TOTAL = 6000
_LIMITS = {"title": 256, "description": 4096}
_SHOWN = ("title", "description", "fields", "author", "footer", "image", "thumbnail")


def check_embeds(form: Form, embeds: object, path: Path) -> list[Json]:
    """Check a list of embeds and return it as Discord stores it."""
    listed = form.count(path, embeds, 0, 10)
    total = 0
    for number, embed in enumerate(listed):
        if not isinstance(embed, dict):
            form.fail((*path, number), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            continue
        total += _check(form, embed, (*path, number))
    if total > TOTAL:
        form.fail(path, "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")
    return [_stored(embed) for embed in listed if isinstance(embed, dict)]


def _check(form: Form, embed: Json, path: Path) -> int:
    """Check one embed; its characters that count towards the total come back."""
    texts = []
    for key, longest in _LIMITS.items():
        form.length((*path, key), embed.get(key), 0, longest, required=False)
        texts.append(embed.get(key))
    author, footer = embed.get("author") or {}, embed.get("footer") or {}
    form.length((*path, "author", "name"), author.get("name"), 0, 256, required=False)
    form.length((*path, "footer", "text"), footer.get("text"), 0, 2048, required=False)
    texts += [author.get("name"), footer.get("text")]
    for number, field in enumerate(form.count((*path, "fields"), embed.get("fields"), 0, 25)):
        place = (*path, "fields", number)
        for key, longest in (("name", 256), ("value", 1024)):
            text = field.get(key)
            form.length((*place, key), text.strip() if isinstance(text, str) else text, 1, longest)
        texts += [field.get("name"), field.get("value")]
    _check_urls(form, embed, path)
    if embed.get("timestamp") is not None and read_instant(embed["timestamp"]) is None:
        form.fail((*path, "timestamp"), "DATE_TIME_TYPE_PARSE", f"Could not parse {embed['timestamp']}.")
    return sum(len(text) for text in texts if isinstance(text, str))


def _check_urls(form: Form, embed: Json, path: Path) -> None:
    for keys, schemes in (
        (("url",), ("http", "https")),
        (("image", "url"), ("http", "https", "attachment")),
        (("thumbnail", "url"), ("http", "https", "attachment")),
        (("author", "url"), ("http", "https")),
    ):
        value: object = embed
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        check_scheme(form, value, (*path, *keys), schemes)


def check_scheme(form: Form, url: object, path: Path, schemes: tuple[str, ...]) -> None:
    """Check that an address that may be left out has one of these schemes."""
    if isinstance(url, str) and url and not url.lower().startswith(tuple(f"{each}://" for each in schemes)):
        form.fail(path, "URL_TYPE_INVALID_SCHEME", f'Scheme "{url.split(":")[0]}" must be one of {schemes}.')


def is_shown(embed: Json) -> bool:
    """Whether there is anything to see in an embed: colour, time and address alone are nothing."""
    return any(embed.get(key) for key in _SHOWN)


def _stored(embed: Json) -> Json:
    kept = {key: value for key, value in embed.items() if value not in (None, "", [])}
    kept["type"] = "rich"
    for field in kept.get("fields", []):
        field.setdefault("inline", False)
    return kept
