import numpy as np

from service.retrieval.discriminant import Discriminant


def test_a_direction_in_which_every_section_varies_counts_little() -> None:
    # The first number differs inside both sections; only the second tells them apart.
    vectors = np.array([[1, 0.2], [-1, 0.2], [1, -0.2], [-1, -0.2]], dtype=np.float32)
    learnt = Discriminant(vectors, [0, 0, 1, 1], 2)

    scores = learnt.scores(np.array([-0.9, 0.2], dtype=np.float32))
    assert scores[0] > scores[1]


def test_vectors_that_belong_to_no_section_teach_nothing() -> None:
    vectors = np.array([[1, 0], [0, 1], [0.7, 0.7]], dtype=np.float32)
    with_stranger, without = Discriminant(vectors, [0, 1, -1], 2), Discriminant(vectors[:2], [0, 1], 2)

    assert np.array_equal(with_stranger.scores(vectors[2]), without.scores(vectors[2]))


def test_one_passage_a_section_leaves_nearness() -> None:
    learnt = Discriminant(np.eye(3, dtype=np.float32), [0, 1, 2], 3)

    assert int(np.argmax(learnt.scores(np.array([0.1, 0.9, 0.2], dtype=np.float32)))) == 1


def test_the_last_bits_of_a_vector_do_not_matter() -> None:
    random = np.random.default_rng(1)
    vectors = random.standard_normal((40, 8)).astype(np.float32)
    learnt = Discriminant(vectors, [number % 4 for number in range(40)], 4)

    assert np.allclose(learnt.scores(vectors[0]), learnt.scores(vectors[0] + np.float32(1e-7)), atol=0.002)
