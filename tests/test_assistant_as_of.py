"""Days as of which a count is asked for."""

import pytest

from assistant.as_of import days


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("How many had been killed by 5 May 2031?", True),
        ("How many had been killed by the end of May 2031?", True),
        ("How many were killed by shelling on 5 May 2031?", False),
        ("How many were displaced as of the morning of 5 May 2031?", True),
        ("What was the toll of 5 May 2031?", True),
        ("What was the toll of the 5 May 2031 raid?", False),
        ("How many fled from 3 May until 9 June 2031?", False),
        ("How many homes burned by mid-May?", False),
        ("Combien de morts au 5 mai 2031 ?", True),
        ("Combien de morts du 5 mai au 9 juin 2031 ?", False),
        ("Combien de morts à la date du 5 mai 2031 ?", True),
        ("Combien de blessés le 5 mai 2031 ?", False),
        ("¿Cuántos muertos había al 5 de mayo de 2031?", True),
        ("¿Cuántos muertos hubo del 3 al 9 de mayo de 2031?", False),
        ("كم قتيلا حتى 5 مايو 2031؟", True),
        ("ما حصيلة 5 مايو 2031؟", True),
        ("ما حصيلة انفجار 5 مايو 2031؟", False),
    ],
)
def test_a_count_as_it_stood_on_a_day_is_told_from_one_of_what_happened_then(text, as_of):
    assert any(flag for _, flag in days(text)) == as_of
