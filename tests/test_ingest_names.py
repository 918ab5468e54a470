"""Names: runs of capitals, acronyms, and keys that cross scripts."""

import pytest

from ingest.names import find_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Syrian Observatory for Human Rights said so", ["Syrian Observatory for Human Rights"]),
        ("According to Abdel Rahman, director of SOHR", ["Abdel Rahman", "SOHR"]),
        ("The dead were buried on Monday in May", []),
    ],
)
def test_names(text, names):
    assert [n.text for n in find_names(text)] == names
