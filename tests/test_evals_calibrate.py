import json
import math
import random

import numpy as np
import pytest

from assistant import weights
from evals import calibrate
from evals.case import CaseError
from evals.curve import Judged, Point


def drawn(n=300, seed=1):
    """Judged answers whose rightness follows the sign "yes" by a known law, and not the sign "noise"."""
    chance = random.Random(seed)
    found = []
    for k in range(n):
        yes, noise = chance.gauss(0, 2), chance.gauss(0, 1)
        right = chance.random() < 1 / (1 + math.exp(-(0.5 + 1.5 * yes)))
        found.append(Judged(0.5, right, {"yes": yes, "noise": noise, "constant": 1.0}, True, f"fact {k // 2}"))
    return found


def test_the_law_behind_the_signs_is_found_again():
    fit = calibrate.fit(drawn(2000))
    assert fit.weights["yes"] == pytest.approx(1.5, abs=0.25)
    assert fit.weights["noise"] == pytest.approx(0.0, abs=0.15)
    assert fit.weights["bias"] == pytest.approx(0.5, abs=0.25)
    assert fit.loss < 0.5 < fit.loss_before == pytest.approx(math.log(2))


def test_newton_reaches_the_penalised_optimum():
    signs, truth = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0.0, 1.0, 0.0, 1.0])
    bias, slope = calibrate.regress(signs, truth)
    z = (signs[:, 0] - 1.5) / signs.std()
    p = 1 / (1 + np.exp(-(bias + slope * signs[:, 0])))
    assert float(((p - truth) * z).sum() + slope * signs.std()) == pytest.approx(0, abs=1e-6)


def test_cases_on_one_fact_are_held_out_together():
    folds = calibrate._folds(["a", "b", "a", "c", "b"])
    assert folds[0] == folds[2] and folds[1] == folds[4] and len(set(folds)) == 3


def test_too_few_answers_are_not_fitted():
    with pytest.raises(CaseError, match="too few"):
        calibrate.fit(drawn(10))
    with pytest.raises(CaseError, match="right are too few"):
        calibrate.fit([j for j in drawn(100) if j.right])


def test_the_threshold_is_the_least_that_keeps_errors_down_from_there_on():
    points = [Point(t, 1 - t, error, t) for t, error in ((0.0, 0.5), (0.2, 0.05), (0.4, 0.2), (0.6, 0.1), (0.8, 0.0))]
    assert calibrate.choose(points, 0.1) == 0.6
    assert calibrate.choose(points, 0.5) == 0.0


def test_the_written_weights_are_read_by_the_assistant(tmp_path):
    fit = calibrate.fit(drawn())
    path = tmp_path / "weights.json"
    calibrate.write(fit, 0.4, path, ["run.json"])
    found = weights.load(path)
    assert found.threshold == 0.4 and found.stages["passage"] == weights.load().stages["passage"]
    assert found.probability({"yes": 3.0}) > 0.9 > 0.1 > found.probability({"yes": -3.0})
    assert "run.json" in json.loads(path.read_text())["fitted_on"]
