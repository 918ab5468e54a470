"""What the acronym of a source stands for, as reports spell it out."""

import pytest

from assistant.acronyms import spelled_out


@pytest.mark.parametrize(
    ("text", "report", "name"),
    [
        ("l'OMS", "L'Organisation mondiale de la santé (OMS) compte 12 morts.", "Organisation mondiale de la santé"),
        ("the TOR", "Shells fell, the Torvik Observatory for Rights (TOR) said.", "Torvik Observatory for Rights"),
        ("l'ODH", "selon l'Observatoire des droits de l'homme (ODH)", "Observatoire des droits de l'homme"),
        ("the TOR", "The men were held by the Velt Army (TOR).", ""),
        ("the Torvik Council", "the Torvik Council (TOR) said", ""),
        ("the TOR", "The TOR said so.", ""),
        ("the TOR", "(TOR) said so.", ""),
    ],
)
def test_the_name_that_stands_before_an_acronym_in_brackets_is_its_meaning(text, report, name):
    assert spelled_out(text, ["Nothing of it.", report]) == name
