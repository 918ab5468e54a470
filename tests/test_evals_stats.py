import math

import pytest

from evals.stats import mean, quantile, sign_test


def test_unscored_is_not_zero():
    assert mean([None, 1.0, None, 0.0]).value == 0.5
    assert mean([None, None]) is None


def test_the_standard_error_is_that_of_the_mean():
    found = mean([1, 1, 1, 0])
    assert found.n == 4 and found.error == pytest.approx(math.sqrt(0.25 / 4))
    assert mean([1.0]).error is None
    assert str(found) == "0.750 ± 0.250"


@pytest.mark.parametrize(("better", "worse", "p"), [(0, 0, 1.0), (1, 0, 1.0), (0, 5, 0.0625), (0, 6, 0.03125), (5, 5, 1.0), (2, 8, 7 / 64)])
def test_the_exact_sign_test(better, worse, p):
    assert sign_test(better, worse) == pytest.approx(p)
    assert sign_test(worse, better) == pytest.approx(p)


def test_quantiles():
    assert quantile([3, 1, 2], 0.5) == 2
    assert quantile([], 0.5) is None
