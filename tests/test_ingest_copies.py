import random

import numpy as np

from ingest.copies import ALIKE, alike, candidates, shingles, signature

WORDS = [f"word{n}" for n in range(400)]


def varied(words: list[str], changed: int, seed: int) -> str:
    """The words with some of them, spread evenly, exchanged."""
    draw = random.Random(seed)
    step = len(words) // max(changed, 1)
    return " ".join(f"other{draw.randrange(10**6)}" if changed and n % step == 0 else word for n, word in enumerate(words))


def jaccard(one: str, other: str) -> float:
    a, b = set(shingles(one).tolist()), set(shingles(other).tolist())
    return len(a & b) / len(a | b)


def test_copies_share_most_of_their_runs_of_five_words():
    text = " ".join(WORDS)
    for changed in range(0, 40, 4):
        other = varied(WORDS, changed, changed)
        assert alike(text, other) == alike(other, text) == (jaccard(text, other) >= ALIKE)
    assert alike(text, text.upper().replace(" ", "\r\n")) and not alike(text, varied(WORDS, 40, 1))


def test_every_copy_is_among_the_candidates():
    texts = [varied(WORDS, changed, changed * 100 + n) for changed in (0, 2, 4, 8, 13, 40) for n in range(8)]
    places = range(len(texts))
    expected = {(i, j) for i in places for j in places if i < j and alike(texts[i], texts[j])}
    assert expected <= set(candidates([signature(text) for text in texts])) and 100 < len(expected) < 48 * 47 // 2
    assert candidates([]) == []


def test_texts_on_the_same_thing_are_no_candidates():
    texts = [f"Report {n}: the Observatory said {n} people were killed near village {n * n} on day {n} of it." for n in range(60)]
    assert candidates([signature(text) for text in texts]) == []


def test_an_agreement_of_signatures_estimates_the_share():
    text, other = " ".join(WORDS), varied(WORDS, 10, 3)
    estimates = np.frombuffer(signature(text), "<u4") == np.frombuffer(signature(other), "<u4")
    assert abs(estimates.mean() - jaccard(text, other)) < 0.2


def test_short_and_empty_texts_have_a_signature():
    assert len(signature("")) == len(signature("One two")) == 256
    assert alike("One two.", "one TWO") and not alike("One two.", "One three.")
