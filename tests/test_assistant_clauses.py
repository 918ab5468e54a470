"""The clause that a number stands in, and whether it is of another place than the one asked for."""

import pytest
from told import sentences

from assistant.clauses import clause, of_another_place
from assistant.question import understand


def test_a_figures_clause_ends_where_the_next_one_begins():
    told = sentences("Almost 640 people left Qasra, 334 people left Odran and 136 people left Velt.")[0]
    parts = ["Almost 640 people left Qasra", "334 people left Odran", "136 people left Velt."]
    assert [clause(told, figure).strip() for figure in told.figures] == parts


@pytest.mark.parametrize(
    ("question", "text", "language", "said", "of_another"),
    [
        ("How many prisoners left Velt prison?", "3,500 left the prison of Homs, while Velt let go of thousands.", "en", "3,500", True),
        ("¿Cuántos presos salieron de Velt?", "Más de 3.500 salieron en Homs, mientras que Velt soltó a 200.", "es", "Más de 3.500", True),
        (
            "How many prisoners left the prison of Homs?",
            "3,500 left the prison of Homs, while Velt let go of thousands.",
            "en",
            "3,500",
            False,
        ),
        ("How many prisoners left Velt prison?", "After Velt fell, 3,500 were taken to Homs.", "en", "3,500", False),  # no rival number
        ("How many prisoners left Velt prison?", "In Velt 3,500 were let go, in Homs 200.", "en", "3,500", False),
        ("How many prisoners left Velt prison?", "3,500 were let go, and 200 stayed in Velt.", "en", "3,500", False),  # names no other town
        ("Who let the prisoners of Velt go?", "The rebels did in Homs, and 200 stayed in Velt.", "en", "The rebels", False),
    ],
)
def test_a_number_is_of_another_place_where_the_one_asked_for_has_its_own(question, text, language, said, of_another):
    (sentence, *_) = sentences(text, language)
    assert of_another_place(understand(question), sentence, said, None) is of_another
