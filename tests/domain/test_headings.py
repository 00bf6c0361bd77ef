"""Which headings announce lessons, in every language there is a file for."""

import pytest

from bot.domain.headings import Step, words_of
from bot.domain.language import relevant
from bot.languages import all_languages

LESSONS = {
    "en": [
        "Lessons learned", "Some Lessons Learned", "LESSONS FOR THE LABOUR MOVEMENT", "5 lessons from the campaign",
        "What we learned…", "What have we learnt?", "What We Have Learned So Far", "So what did we learn?",
        "What this teaches us", "What can other unions learn?", "What the miners taught us",
        "Learning from the failure", "What would we do differently?", "What I'd do differently / Next steps",
        "Key takeaways", "Takeaways & next steps", "Takeaways for future surveys", "The biggest lesson",
        "One big lesson: nobody reads the manual", "💡 Learnings", "4. Lessons learned", "IV. What we learned",
        "Part 4: Lessons learned", "Challenges and lessons", "What went wrong and what we learned",
        "Lessons (the short version)", "Lessons learned — the hard way", "Lessons learned: ship small and often",
        "Reflections and lessons learned", "Which lessons should be drawn?",
    ],
    "es": [
        "Lecciones aprendidas", "¿Qué aprendimos?", "Aprendizajes clave", "Lo que nos enseña la historia",
        "Las lecciones de la huelga", "Lecciones aprendidas luego de dos rondas de entrevistas:",
        "Qué haríamos diferente", "Conclusiones y aprendizajes",
    ],
    "fr": [
        "Ce que nous avons appris", "📈 Ce qu'on a appris", "Les leçons de la grève", "Quelles leçons en tirer ?",
        "Enseignements tirés", "À retenir", "Ce que cette lutte nous apprend", "Que retenir de cette expérience ?",
    ],
    "de": [
        "Was wir gelernt haben", "Was wir daraus lernen können", "Lehren aus dem Streik",
        "Die wichtigsten Erkenntnisse", "Lessons Learned", "Was können wir daraus lernen?",
        "Was uns die Geschichte lehrt", "Fazit und Lehren",
    ],
    "pt": [
        "O que aprendemos", "Lições aprendidas", "Lições para a classe trabalhadora", "Que lições podemos tirar?",
        "O que a greve nos ensina", "Principais aprendizados",
    ],
    "it": [
        "Cosa abbiamo imparato", "Lezioni apprese", "Le lezioni dello sciopero", "Quali lezioni trarre?",
        "Cosa ci insegna questa lotta",
    ],
    "nl": [
        "Wat we hebben geleerd", "Wat kunnen we hieruit leren?", "Lessen uit de staking", "Geleerde lessen",
        "Belangrijkste inzichten",
    ],
    "el": [
        "Τι μάθαμε", "Τα διδάγματα της απεργίας", "ΤΑ ΔΙΔΑΓΜΑΤΑ", "Μαθήματα από την ήττα",
        "Τι μας διδάσκει ο αγώνας",
    ],
}  # fmt: skip

NOT_LESSONS = {
    "en": [
        "Lessons by the dozen", "Lessons in English", "Open lessons", "Lesson plans", "Lesson 1: Variables",
        "Learning curve", "Learning objectives", "What you'll learn", "What you learned",
        "Embrace a learning mindset", "Piano lessons", "Lessons, the move to the new site, and translations",
        "How we learned to stop worrying", "Machine learning", "Pair to facilitate learning", "Background",
        "What's next", "Write down what we've learned", "",
    ],
    "es": [
        "Aprendiendo en comunidad", "Tres pasos para compartir lecciones", "Lo que aprenderás",
        "Objetivos de aprendizaje",
    ],
    "fr": [
        "Ce que vous allez apprendre", "Plan de leçon", "Objectifs d'apprentissage", "Ce que ça change",
    ],
    "de": [
        "Lernziele", "Lehrplan", "Maschinelles Lernen", "Wissenschaftliche Erkenntnisse",
    ],
    "pt": [
        "O que você vai aprender", "Objetivos de aprendizagem", "Plano de aula",
    ],
    "it": [
        "Cosa imparerai", "Obiettivi di apprendimento", "Lezioni di piano",
    ],
    "nl": [
        "Wat je hebt geleerd", "Leerdoelen", "Lesplan",
    ],
    "el": [
        "Μαθησιακοί στόχοι", "Μαθήματα πιάνου", "Τι θα μάθετε",
    ],
}  # fmt: skip


def step(tag: str, heading: str) -> Step | None:
    return words_of(relevant(tag, all_languages())).step(heading)


@pytest.mark.parametrize(("tag", "heading"), [(tag, one) for tag, many in LESSONS.items() for one in many])
def test_a_heading_that_is_a_lessons_phrase_opens_lessons(tag: str, heading: str) -> None:
    assert step(tag, heading) is Step.LESSONS


@pytest.mark.parametrize(("tag", "heading"), [(tag, one) for tag, many in NOT_LESSONS.items() for one in many])
def test_a_heading_that_only_holds_such_words_does_not(tag: str, heading: str) -> None:
    assert step(tag, heading) is not Step.LESSONS


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Questions for discussion", Step.AUTHOR_QUESTIONS),
        ("Key points", Step.KEY_POINTS),
        ("In conclusion", Step.CONCLUSION),
        ("The second week", None),
    ],
)
def test_the_ladder_below_lessons_is_labelled_as_what_it_is(heading: str, expected: Step | None) -> None:
    assert step("en", heading) is expected


def test_every_language_has_all_rungs_of_the_ladder() -> None:
    for language in all_languages():
        sections = language.sections
        assert all((sections.lessons, sections.author_questions, sections.key_points, sections.conclusion)), (
            language.tag
        )


def test_a_servers_own_heading_is_taken_literally() -> None:
    words = words_of(all_languages(), ["Red threads (ours)", "***"])
    assert words.step("Red Threads: ours") is Step.LESSONS
    assert words.step("Other threads") is None


def test_a_long_line_is_a_sentence_and_no_heading() -> None:
    assert step("en", "What we learned " + "and learned again " * 12) is None


def test_numbered_lessons_are_told_from_other_numbers() -> None:
    words = words_of(all_languages())
    assert words.is_numbered_lesson("Lesson 3: keep a reserve")
    assert words.is_numbered_lesson("Second lesson — ask first")
    assert words.is_numbered_lesson("Leçon n° 2 : demander")
    assert not words.is_numbered_lesson("Chapter 3: the reserve")
