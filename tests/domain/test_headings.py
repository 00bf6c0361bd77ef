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
        "5Lessons learned",
        "Part 4: Lessons learned", "Challenges and lessons", "What went wrong and what we learned",
        "Lessons (the short version)", "Lessons learned — the hard way", "Lessons learned: ship small and often",
        "Reflections and lessons learned", "Which lessons should be drawn?",
        "Looking back: five things the ice taught us", "Why it still matters, and what to learn from it",
        "So, what's the lesson here?", "And the lesson?", "The lesson nobody wanted to hear",
        "What can activists take from this?", "What the experience of Marlow shows", "What history tells us",
        "Three morals of the story", "Lessons, such as they are", "Learning the right lessons",
        "Did we learn anything?", "What we're doing differently now", "Mistakes we won't repeat",
        "Post-mortem lessons", "Lessons, two years on", "What we'd do better next time", "An expensive lesson",
    ],
    "es": [
        "Lecciones aprendidas", "¿Qué aprendimos?", "Aprendizajes clave", "Lo que nos enseña la historia",
        "Las lecciones de la huelga", "Lecciones aprendidas luego de dos rondas de entrevistas:",
        "Qué haríamos diferente", "Conclusiones y aprendizajes",
        "Cinco cosas que aprendí", "Tres verdades que nos enseñó la huelga", "¿Y cuál es la lección?",
        "Errores que no volveremos a cometer", "Si volviéramos a empezar",
    ],
    "fr": [
        "Ce que nous avons appris", "📈 Ce qu'on a appris", "Les leçons de la grève", "Quelles leçons en tirer ?",
        "Enseignements tirés", "À retenir", "Ce que cette lutte nous apprend", "Que retenir de cette expérience ?",
        "Cinq choses que j'ai apprises", "Que peut-on en apprendre aujourd'hui ?", "Et maintenant, quelles leçons ?",
        "Si c'était à refaire", "Avec le recul", "Trois choses que la grève nous a apprises",
    ],
    "de": [
        "Was wir gelernt haben", "Was wir daraus lernen können", "Lehren aus dem Streik",
        "Die wichtigsten Erkenntnisse", "Lessons Learned", "Was können wir daraus lernen?",
        "Was uns die Geschichte lehrt", "Fazit und Lehren",
        "Fünf Dinge, die ich gelernt habe", "Drei Dinge, die uns der Streik gelehrt hat", "Und die Lehre?",
        "Rückblickend", "Fehler, die wir nicht noch einmal machen", "Erkenntnisse aus dem Streik",
    ],
    "pt": [
        "O que aprendemos", "Lições aprendidas", "Lições para a classe trabalhadora", "Que lições podemos tirar?",
        "O que a greve nos ensina", "Principais aprendizados",
        "Cinco coisas que aprendi", "O que eu faria diferente", "E qual é a lição?",
    ],
    "it": [
        "Cosa abbiamo imparato", "Lezioni apprese", "Le lezioni dello sciopero", "Quali lezioni trarre?",
        "Cosa ci insegna questa lotta",
        "Cinque cose che ho imparato", "Col senno di poi", "E la morale?", "Gli errori da non ripetere",
    ],
    "nl": [
        "Wat we hebben geleerd", "Wat kunnen we hieruit leren?", "Lessen uit de staking", "Geleerde lessen",
        "Belangrijkste inzichten",
        "Vijf dingen die ik heb geleerd", "Achteraf gezien", "En de les?", "Wat nemen we mee?",
    ],
    "el": [
        "Τι μάθαμε", "Τα διδάγματα της απεργίας", "ΤΑ ΔΙΔΑΓΜΑΤΑ", "Μαθήματα από την ήττα",
        "Τι μας διδάσκει ο αγώνας",
        "Πέντε πράγματα που έμαθα", "Το ηθικό δίδαγμα", "Εκ των υστέρων",
    ],
}  # fmt: skip

NOT_LESSONS = {
    "en": [
        "Lessons by the dozen", "Lessons in English", "Open lessons", "Lesson plans", "Lesson 1: Variables",
        "Learning curve", "Learning objectives", "What you'll learn", "What you learned",
        "Embrace a learning mindset", "Piano lessons", "Lessons, the move to the new site, and translations",
        "How we learned to stop worrying", "Machine learning", "Pair to facilitate learning", "Background",
        "What's next", "Write down what we've learned", "",
        "What we have learned about the suspects", "Classes and lessons", "Exercises and lessons",
        "What students will learn", "The experience of Marlow", "Five things to pack",
    ],
    "es": [
        "Aprendiendo en comunidad", "Tres pasos para compartir lecciones", "Lo que aprenderás",
        "Objetivos de aprendizaje", "Clases y lecciones", "Lo que los alumnos aprenderán",
    ],
    "fr": [
        "Ce que vous allez apprendre", "Plan de leçon", "Objectifs d'apprentissage", "Ce que ça change",
        "Cours et leçons", "Cinq choses à emporter",
    ],
    "de": [
        "Lernziele", "Lehrplan", "Maschinelles Lernen", "Wissenschaftliche Erkenntnisse",
        "Was Sie lernen werden", "Erkenntnisse der Polizei", "Neue Erkenntnisse zum Unfall", "Kurse und Lektionen",
    ],
    "pt": [
        "O que você vai aprender", "Objetivos de aprendizagem", "Plano de aula", "Aulas e lições",
    ],
    "it": [
        "Cosa imparerai", "Obiettivi di apprendimento", "Lezioni di piano", "Corsi e lezioni",
    ],
    "nl": [
        "Wat je hebt geleerd", "Leerdoelen", "Lesplan", "Cursussen en lessen",
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


@pytest.mark.parametrize(
    ("tag", "heading"),
    [
        ("en", "Questions for the classroom"),
        ("de", "Reflexionsfragen für die eigene Meinungsbildung"),
        ("de", "Einige Diskussionsfragen für den Unterricht"),
        ("fr", "Questions pour se forger une opinion"),
        ("es", "Preguntas para el club de lectura"),
        ("it", "Domande per farsi un'opinione"),
        ("pt", "Perguntas para a sala de aula"),
        ("nl", "Reflectievragen voor je eigen mening"),
        ("nl", "Discussievragen voor in de klas"),
        ("el", "Ερωτήσεις για τη λέσχη ανάγνωσης"),
    ],
)
def test_the_authors_questions_are_known_by_whom_they_are_for(tag: str, heading: str) -> None:
    assert step(tag, heading) is Step.AUTHOR_QUESTIONS


@pytest.mark.parametrize(("tag", "heading"), [("de", "Leitfragen der Untersuchung"), ("en", "Questions for the mayor")])
def test_questions_of_a_study_or_for_somebody_are_not_the_readers(tag: str, heading: str) -> None:
    assert step(tag, heading) is None


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


@pytest.mark.parametrize(
    ("tag", "heading"),
    [
        ("en", "So what would we tell the next committee?"), ("en", "Where we slipped up, and what to change"),
        ("de", "Und wo wir falsch lagen"), ("fr", "Et nos erreurs"), ("es", "Y lo que nadie nos contó"),
        ("pt", "E os nossos erros"), ("it", "Ma dove abbiamo sbagliato?"), ("nl", "En onze fouten"),
        ("el", "Και τα λάθη μας"),
    ],
)  # fmt: skip
def test_a_little_word_or_a_second_half_hides_no_heading_that_looks_back(tag: str, heading: str) -> None:
    assert words_of(relevant(tag, all_languages())).looks_back(heading)


@pytest.mark.parametrize(
    ("tag", "heading"),
    [
        ("en", "Chapter 7. What we learned"), ("en", "Part Two – Lessons"), ("de", "Kapitel 5: Was wir gelernt haben"),
        ("es", "Capítulo 7. Lo que aprendimos"), ("fr", "Chapitre 7 : ce que nous avons appris"),
        ("pt", "Capítulo 7. O que aprendemos"), ("it", "Parte III. Cosa abbiamo imparato"),
        ("nl", "Hoofdstuk 7. Wat we leerden"), ("el", "Κεφάλαιο 7. Τι μάθαμε"),
    ],
)  # fmt: skip
def test_a_chapters_number_hides_no_lessons_heading(tag: str, heading: str) -> None:
    assert step(tag, heading) is Step.LESSONS
    assert step("en", "Chapter 7: Loops") is None


def test_a_long_line_is_a_sentence_and_no_heading() -> None:
    assert step("en", "What we learned " + "and learned again " * 12) is None


def test_numbered_lessons_are_told_from_other_numbers() -> None:
    words = words_of(all_languages())
    assert words.is_numbered_lesson("Lesson 3: keep a reserve")
    assert words.is_numbered_lesson("Second lesson — ask first")
    assert words.is_numbered_lesson("Leçon n° 2 : demander")
    assert not words.is_numbered_lesson("Chapter 3: the reserve")
