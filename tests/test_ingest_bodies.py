"""World bodies by their names and acronyms in four languages."""

import pytest

from ingest.bodies import bodies, other_bodies, published_by


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("la OMS", {"who"}),
        ("the World Health Organization", {"who"}),
        ("who said so", set()),
        ("وفقا لمنظمة الصحة العالمية", {"who"}),
        ("وفقا للأمم المتحدة", {"un"}),
        ("the UN refugee agency", {"unhcr"}),
        ("le Bureau des Nations Unies pour la coordination des affaires humanitaires (OCHA)", {"ocha"}),
        ("Médecins sans frontières et l’Union européenne", {"msf", "eu"}),
        ("un informe", set()),
    ],
)
def test_a_body_is_known_in_every_language(text, named):
    assert bodies(text) == named


@pytest.mark.parametrize(
    ("asked", "told", "other"),
    [
        ({"who"}, {"ocha"}, True),
        ({"who"}, {"ocha", "who"}, False),
        ({"un"}, {"ocha"}, False),
        ({"who"}, {"un"}, False),
        ({"un"}, {"msf"}, True),
        ({"un"}, set(), False),
    ],
)
def test_another_body_is_told_than_asked_for(asked, told, other):
    assert other_bodies(frozenset(asked), frozenset(told)) is other


def test_a_publisher_may_be_a_body():
    assert published_by("un", "unrightsbriefing")
    assert published_by("reuters", "Reuters")
    assert not published_by("who", "Velt Post")
