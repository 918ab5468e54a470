import pytest

from assistant.token_estimate import TokenEstimate

# Text and what Qwen2.5's tokenizer makes of it.
MEASURED = [
    ("At least 14,000 people fled Jarablus and Tell Abyad on Monday, the Observatory said.", 26),
    ("Entre 1402 y 1405, el noble normando Jean de Bethencourt y el francés Gadifer de la Salle lideraron la expedición.", 38),
    ("قال المرصد السوري لحقوق الإنسان إن ٥١٤ شخصاً قُتلوا في حلب وإدلب منذ الأربعاء.", 32),
    ("По данным наблюдателей, погибли не менее 57 мирных жителей, ещё 120 ранены.", 30),
    ("2016-02-19 2016-02-20 2016-02-21 19:45 20:15", 44),
]


@pytest.mark.parametrize(("text", "true"), MEASURED)
def test_never_too_low_and_not_absurd(text, true):
    assert true <= TokenEstimate().count(text) <= 2.2 * true


def test_grows_with_what_the_server_read():
    estimate = TokenEstimate()
    text = "river " * 100
    before = estimate.count(text)
    estimate.learn(before, 2 * before)
    assert estimate.count(text) >= 2 * before
    estimate.learn(estimate.count(text), 10)
    assert estimate.count(text) >= 2 * before


def test_nothing_costs_next_to_nothing():
    assert TokenEstimate().count("") <= 2
