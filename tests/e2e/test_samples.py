"""The sample site's articles, read by the bot: what the demo shows must be worth showing."""

from __future__ import annotations

import pytest

from bot.domain.study import study
from bot.languages import all_languages
from bot.sources.read import read_article
from sandbox.demo import samples, site


@pytest.mark.parametrize("sample", samples.load(), ids=lambda sample: sample.slug)
def test_every_sample_article_has_lessons_and_questions_in_all_its_forms(sample: samples.Sample) -> None:
    """And what stands around it on the page stays out."""
    page = site.page(sample, [], "http://127.0.0.1:1")
    forms = {
        "page.html": read_article(page.encode(), content_type="text/html", url="http://127.0.0.1:1/article"),
        "article.md": read_article(sample.as_markdown().encode(), name="article.md"),
        "article.txt": read_article(sample.as_text().encode(), name="article.txt"),
    }
    for name, article in forms.items():
        found = study(article, all_languages())
        assert article.title == sample.title, name
        assert article.published == sample.published, name
        assert len(found.sections) == 1, name
        assert 3 <= len(found.questions.questions) <= 7, name
        text = article.text[found.sections[0].start : found.sections[0].end]
        assert all(question.evidence in text for question in found.questions.questions), name
        assert not any(word in text for word in ("Donate", "newsletter", "Read next", "supporters")), name
