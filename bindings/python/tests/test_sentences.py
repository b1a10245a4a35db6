"""Labels and probabilities of sentences."""

import unittest

import numpy as np

from fastelman import Model

from support import FLIGHTS, LABELS, WORDS, ModelTestCase, probabilities, sentence


class SentenceTests(ModelTestCase):
    def test_probabilities_are_those_of_the_network(self):
        for length in [0, 1, 2, 3, 12, 100]:
            with self.subTest(length=length):
                words = sentence(length, seed=length)
                labels, rows = self.model.tag_indices(words, probabilities=True)
                expected = probabilities(self.tensors, words)
                np.testing.assert_allclose(rows, expected, atol=1e-5)
                np.testing.assert_array_equal(labels, expected.argmax(1))

    def test_labels_are_those_of_the_largest_probability(self):
        words = sentence(200)
        labels = self.model.tag_indices(words)
        self.assertEqual(labels.dtype, np.int32)
        np.testing.assert_array_equal(labels, probabilities(self.tensors, words).argmax(1))

    def test_confidence_is_the_probability_of_the_label(self):
        words = sentence(50)
        labels, confidence = self.model.tag_indices(words, confidence=True)
        _, rows = self.model.tag_indices(words, probabilities=True)
        self.assertEqual(confidence.dtype, np.float32)
        np.testing.assert_array_equal(confidence, rows[np.arange(50), labels])

    def test_results_are_written_into_the_arrays_of_the_caller(self):
        words = sentence(12)
        labels, confidence = np.empty(12, np.int32), np.empty(12, np.float32)
        rows = np.empty((12, len(LABELS)), np.float32)
        self.assertIs(self.model.tag_indices(words, out=labels), labels)
        np.testing.assert_array_equal(labels, self.model.tag_indices(words))

        result = self.model.tag_indices(words, confidence=True, out=(labels, confidence))
        self.assertIs(result[0], labels)
        self.assertIs(result[1], confidence)
        np.testing.assert_array_equal(confidence, self.model.tag_indices(words, confidence=True)[1])

        result = self.model.tag_indices(words, probabilities=True, out=(labels, rows))
        self.assertIs(result[1], rows)
        np.testing.assert_array_equal(rows, self.model.tag_indices(words, probabilities=True)[1])

    def test_one_of_two_results_may_be_left_to_the_call(self):
        labels = np.empty(3, np.int32)
        result = self.model.tag_indices(sentence(3), confidence=True, out=(labels, None))
        self.assertIs(result[0], labels)
        self.assertEqual(result[1].shape, (3,))

    def test_rows_of_a_larger_array_are_read_and_written_in_place(self):
        table = np.stack([sentence(8, seed) for seed in range(4)])
        out = np.full((4, 8), -7, np.int32)
        self.model.tag_indices(table[2], out=out[1])
        np.testing.assert_array_equal(out[1], self.model.tag_indices(table[2].copy()))
        self.assertTrue((out[[0, 2, 3]] == -7).all())

    def test_read_only_words_are_taken(self):
        words = sentence(5)
        expected = self.model.tag_indices(words)
        words.setflags(write=False)
        np.testing.assert_array_equal(self.model.tag_indices(words), expected)

    def test_words_are_labelled_by_name(self):
        words = ["flights", "from", "Boston", "to", "new", "york", "1", "🛫", "nowhere"]
        indices = [1, 2, 4, 3, 5, 6, 9, 10, 0]
        expected = [LABELS[label] for label in self.model.tag_indices(indices, copy=True)]
        self.assertEqual(self.model.tag(words), expected)
        labels, confidence = self.model.tag(tuple(words), confidence=True)
        self.assertEqual(labels, expected)
        np.testing.assert_array_equal(confidence, self.model.tag_indices(indices, confidence=True, copy=True)[1])

    def test_an_empty_sentence_has_no_labels(self):
        self.assertEqual(self.model.tag([]), [])
        self.assertEqual(self.model.tag_indices(np.empty(0, np.int32)).tolist(), [])
        labels, rows = self.model.tag_indices(np.empty(0, np.int32), probabilities=True)
        self.assertEqual((labels.shape, rows.shape), ((0,), (0, len(LABELS))))

    def test_an_empty_word_and_one_with_a_NUL_are_unknown_words(self):
        _, expected = self.model.tag(["<UNK>"] * 2, confidence=True)
        np.testing.assert_array_equal(self.model.tag(["", "boston\0"], confidence=True)[1], expected)
        self.assertEqual(self.model.word_index("boston\0"), 0)

    def test_words_have_indices(self):
        self.assertEqual(self.model.word_index("東京"), WORDS.index("東京"))
        self.assertEqual(self.model.word_index("Monday"), WORDS.index("monday"))
        indices = self.model.word_indices(["zürich", "ZÜRICH", "7", "x"])
        self.assertEqual((indices.dtype, indices.tolist()), (np.dtype(np.int32), [7, 7, 9, 0]))

    def test_words_that_are_made_one_by_one_are_taken(self):
        self.assertEqual(self.model.tag(word for word in ["to", "boston"]), self.model.tag(["to", "boston"]))


class FlightsTests(unittest.TestCase):
    def test_the_sample_labels_a_sentence(self):
        with Model.load(FLIGHTS) as model:
            self.assertEqual(
                model.tag("flights from cape town to hanoi".split()),
                ["O", "O", "B-from.city", "I-from.city", "O", "B-to.city"],
            )


if __name__ == "__main__":
    unittest.main()
