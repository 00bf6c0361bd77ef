"""The pages that reading is measured on."""

from benchmarks.sample_pages import PAGE_CHARS, pages
from bot.domain.lessons import Step
from bot.domain.study import study
from bot.languages import all_languages
from bot.sources.read import read_article


def test_pages_are_as_large_as_they_say_and_each_is_another() -> None:
    made = pages(4)
    assert all(0.98 * PAGE_CHARS < len(page) <= PAGE_CHARS * 1.01 for page in made)
    assert len(set(made)) == 4
    assert made == pages(4)


def test_a_page_gives_an_article_with_lessons_and_questions_and_nothing_of_what_surrounds_it() -> None:
    article = read_article(pages(1)[0], content_type="text/html")
    found = study(article, all_languages())
    assert article.title.startswith("The long way, part ")
    assert article.authors == ("Ada Field",)
    assert [one.step for one in found.sections] == [Step.LESSONS]
    assert found.questions.questions
    assert "Another story" not in article.text
    assert "Section 7" not in article.text
