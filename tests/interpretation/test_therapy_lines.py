"""Lines of therapy are counted as clinicians count them: systemic therapy for advanced disease."""

import pytest

from annotator.interpretation.therapy_lines import count_lines, course_words
from annotator.model.context import Course
from annotator.readers.sheet.values import therapies
from tests.builders.knowledge import therapy

DRUGS = {
    drug.name: drug
    for drug in [
        therapy("drug-a", 1),
        therapy("drug-b", 2),
        therapy("drug-x", None, gene="GENE7"),
        *(
            therapy(name).model_copy(update={"kind": "chemotherapy", "targets": []})
            for name in ("plat", "pem")
        ),
    ]
}


@pytest.mark.parametrize(
    ("history", "line", "switched"),
    [
        ("unknown", "unknown", []),
        ("none", "1L", []),
        ("drug-a", "2L", []),
        ("drug-a;plat;drug-b;pem", "5L", []),
        ("plat+pem", "2L", []),
        ("drug-a@adjuvant:completed", "1L", []),
        ("drug-a@adjuvant:progression", "1L", []),
        ("drug-a@adjuvant:toxicity", "1L", []),
        ("plat+pem@adjuvant;drug-a:progression", "2L", []),
        ("drug-a:toxicity", "1L", ["drug-a"]),
        ("drug-a:toxicity;drug-b:progression", "2L", ["drug-a"]),
        ("drug-a:toxicity;drug-b:toxicity", "1L", ["drug-a", "drug-b"]),
        ("drug-a:progression;drug-b:progression", "3L", []),
        ("drug-a:progression;drug-b:toxicity", "2L", ["drug-b"]),
        ("drug-a:toxicity;drug-a@adjuvant;drug-b", "2L", ["drug-a"]),
        ("drug-a:toxicity;plat+pem:progression", "3L", []),  # another class
        ("drug-a:toxicity;drug-x:progression", "3L", []),  # another kinase
        ("drug-x:toxicity", "2L", []),  # no inhibitor of the driver
        ("plat+pem:toxicity", "2L", []),
        ("plat+pem:completed;pem:progression", "2L", []),  # maintenance
        ("plat+pem;pem:progression", "3L", []),
        ("pem:completed;plat+pem:progression", "3L", []),
        ("drug-a+drug-b:toxicity/ild", "1L", ["drug-a + drug-b"]),
    ],
)
def test_lines(history, line, switched):
    count = count_lines(therapies(history), "GENE1", DRUGS)
    assert (count.line, [" + ".join(names) for names in count.switched]) == (line, switched)


def test_without_a_known_driver_inhibitors_of_one_kinase_are_a_class():
    def line(history):
        return count_lines(therapies(history), None, DRUGS).line

    assert line("drug-a:toxicity;drug-b") == "2L"
    assert line("drug-a:toxicity;drug-x") == "3L"


@pytest.mark.parametrize(
    ("course", "words"),
    [
        ({}, "a + b"),
        ({"stopped": "progression"}, "a + b (progression)"),
        ({"setting": "adjuvant"}, "a + b (adjuvant)"),
        ({"setting": "adjuvant", "stopped": "completed"}, "a + b (adjuvant, completed)"),
        ({"stopped": "toxicity", "toxicity": "ild"}, "a + b (toxicity: ILD)"),
    ],
)
def test_a_course_in_words(course, words):
    assert course_words(Course(therapies=["a", "b"], **course), str.upper) == words
