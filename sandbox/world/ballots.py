"""Polls as they are asked for: their limits (Discord's documentation, "Poll Create Request"), read into a `Poll`."""

from . import emoji
from .refusals import Form
from .things import Json, Poll, PollAnswer

QUESTION, ANSWER, ANSWERS = 300, 55, 10
SHORTEST_H, USUAL_H, LONGEST_H = 1, 24, 32 * 24
HOUR_MS = 3_600_000


def read_poll(form: Form, asked: object, now: int) -> Poll | None:
    """The poll that a message body asks for; what is wrong with it goes into the form."""
    if not isinstance(asked, dict):
        form.fail(("poll",), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return None
    question = asked.get("question") or {}
    form.length(("poll", "question", "text"), question.get("text"), 1, QUESTION)
    if question.get("emoji"):
        form.fail(("poll", "question", "emoji"), "BASE_TYPE_CHOICES", "Only text is supported in a question")
    hours = USUAL_H if asked.get("duration") is None else asked["duration"]
    form.within(("poll", "duration"), hours, SHORTEST_H, LONGEST_H)
    form.choice(("poll", "layout_type"), asked.get("layout_type") or 1, (1,))
    told = form.count(("poll", "answers"), asked.get("answers") or [], 1, ANSWERS)
    answers = [_answer(form, number, each) for number, each in enumerate(told)]
    if form.wrong:
        return None
    return Poll(question["text"], answers, now + int(hours) * HOUR_MS, multiple=bool(asked.get("allow_multiselect")))


def _answer(form: Form, number: int, told: Json) -> PollAnswer:
    media = told.get("poll_media") or {}
    form.length(("poll", "answers", number, "poll_media", "text"), media.get("text"), 1, ANSWER)
    emoji.check(form, media.get("emoji"), ("poll", "answers", number, "poll_media", "emoji"), "POLL_INVALID_EMOJI")
    return PollAnswer(number + 1, str(media.get("text")), _emoji(media.get("emoji")))


def _emoji(told: Json | None) -> Json | None:
    """A custom emoji by id, or one of Unicode by name."""
    if not told:
        return None
    return {"id": str(told["id"]), "name": told.get("name")} if told.get("id") else {"id": None, "name": told["name"]}
