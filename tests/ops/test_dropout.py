import numpy as np
import pytest

from course_lib.ops.dropout import dropout_backward, dropout_forward, paper_dropout_forward

X = np.arange(1.0, 7).reshape(2, 3)
both = pytest.mark.parametrize("forward", [dropout_forward, paper_dropout_forward])


class Scripted(np.random.Generator):
    """A generator whose draws are known: 0.0, 0.1, 0.2, …"""

    def __init__(self):
        super().__init__(np.random.PCG64(0))

    def random(self, size):
        return np.arange(np.prod(size)).reshape(size) / 10


@pytest.mark.parametrize(("forward", "factor"), [(dropout_forward, 1 / 0.7), (paper_dropout_forward, 1)])
def test_training_by_hand(forward, factor):
    out, cache = forward(X, 0.3, train=True, rng=Scripted())
    np.testing.assert_allclose(out, np.array([[0, 0, 0], [4, 5, 6]]) * factor)
    np.testing.assert_allclose(dropout_backward(np.ones((2, 3)), cache)[0], np.array([[0] * 3, [1] * 3]) * factor)


@pytest.mark.parametrize(("forward", "factor"), [(dropout_forward, 1), (paper_dropout_forward, 0.7)])
def test_testing_by_hand_needs_no_rng(forward, factor):
    out, cache = forward(X, 0.3, train=False)
    np.testing.assert_allclose(out, X * factor, rtol=1e-15)
    np.testing.assert_allclose(dropout_backward(X, cache)[0], X * factor, rtol=1e-15)


@both
def test_training_and_testing_agree_on_average(forward, rng):
    draws = 20_000
    out, _ = forward(np.full(draws, 3.0), 0.4, train=True, rng=rng)
    tested, _ = forward(np.full(draws, 3.0), 0.4, train=False)
    assert abs(out.mean() - tested.mean()) <= 4 * out.std() / np.sqrt(draws)


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_p_is_the_probability_of_dropping(p, rng):
    out, _ = dropout_forward(np.ones(20_000), p, train=True, rng=rng)
    assert np.mean(out == 0) == pytest.approx(p, abs=4 * np.sqrt(p * (1 - p) / 20_000))


def test_paper_and_inverted_dropout_differ_by_the_same_factor_in_training_and_in_testing():
    for train in (True, False):
        inverted, _ = dropout_forward(X, 0.4, train=train, rng=np.random.default_rng(3))
        paper, _ = paper_dropout_forward(X, 0.4, train=train, rng=np.random.default_rng(3))
        np.testing.assert_allclose(paper, 0.6 * inverted, rtol=1e-15)


@both
def test_dropping_none_or_all(forward, rng):
    np.testing.assert_array_equal(forward(X, 0, train=True, rng=rng)[0], X)
    np.testing.assert_array_equal(forward(X, 1, train=True, rng=rng)[0], 0 * X)


@both
def test_same_seed_drops_the_same_elements(forward):
    first, second = (forward(X, 0.5, train=True, rng=np.random.default_rng(7))[0] for _ in range(2))
    np.testing.assert_array_equal(first, second)


@both
@pytest.mark.parametrize("train", [True, False])
def test_a_numpy_p_leaves_float32_alone(forward, train, rng):
    out, cache = forward(np.float32(X), np.float64(0.3), train=train, rng=rng)
    assert out.dtype == dropout_backward(np.float32(X), cache)[0].dtype == np.float32


@both
@pytest.mark.parametrize("missing", [None, 0])
def test_missing_rng_is_told_what_to_write(forward, missing):
    with pytest.raises(
        TypeError, match=rf"found {missing}; call dropout_forward\(x, 0.5, train=True, rng=np.random.def"
    ):
        forward(X, 0.5, train=True, rng=missing)


@both
def test_training_without_a_generator_is_an_error(forward):
    with pytest.raises(TypeError, match=r"^rng must be a np.random.Generator in training: found None"):
        forward(X, 0.5, train=True)


@both
@pytest.mark.parametrize("p", [-0.1, 1.5, np.nan])
def test_p_must_be_a_probability(forward, p, rng):
    with pytest.raises(ValueError, match=f"p must be a probability of dropping, from 0 to 1: found {p}"):
        forward(X, p, train=False, rng=rng)


def test_whole_maps_by_hand():
    x = np.arange(1.0, 13).reshape(2, 3, 1, 2)  # maps 0, 1 and 2 of the first image get 0.0, 0.1 and 0.2
    out, cache = dropout_forward(x, 0.2, train=True, rng=Scripted(), maps=True)
    np.testing.assert_allclose(out, x / 0.8 * np.array([[0, 0, 1], [1, 1, 1]])[:, :, None, None])
    np.testing.assert_allclose(dropout_backward(np.ones(x.shape), cache)[0], out / x, rtol=1e-15)


def test_maps_fall_as_often_as_elements_and_make_no_difference_in_testing(rng):
    x = np.ones((100, 200, 2, 3))
    out, _ = dropout_forward(x, 0.3, train=True, rng=rng, maps=True)
    assert np.mean(out == 0) == pytest.approx(0.3, abs=4 * np.sqrt(0.21 / 20_000))
    np.testing.assert_array_equal(out, np.broadcast_to(out[..., :1, :1], x.shape))
    np.testing.assert_array_equal(dropout_forward(x, 0.3, train=False, maps=True)[0], x)


def test_a_matrix_has_maps_of_one_element_and_a_vector_none(rng):
    one, other = (dropout_forward(X, 0.5, train=True, rng=np.random.default_rng(3), maps=maps)[0] for maps in (0, 1))
    np.testing.assert_array_equal(one, other)
    with pytest.raises(ValueError, match=r"x must be \(N, C, \.\.\.\) to drop whole maps: x.shape=\(3,\)"):
        dropout_forward(X[0], 0.5, train=True, rng=rng, maps=True)
