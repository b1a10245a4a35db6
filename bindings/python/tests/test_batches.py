"""Many sentences at once: the same as one by one."""

import tracemalloc
import unittest

import numpy as np

from fastelman import Model

from support import LABELS, ModelTestCase, model_bytes, sentence

LENGTHS = [0, 1, 5, 12, 0, 40, 3] * 20


class BatchTests(ModelTestCase):
    def setUp(self):
        self.sentences = [sentence(length, seed) for seed, length in enumerate(LENGTHS)]
        self.words = np.concatenate(self.sentences)
        self.lengths = np.array(LENGTHS, np.int32)

    def test_labels_are_those_of_single_sentences(self):
        expected = np.concatenate([self.model.tag_indices(words) for words in self.sentences])
        np.testing.assert_array_equal(self.model.tag_batch(self.words, self.lengths), expected)

    def test_probabilities_have_the_bits_of_single_sentences(self):
        labels, rows = self.model.tag_batch(self.words, self.lengths, probabilities=True)
        expected = [self.model.tag_indices(words, probabilities=True)[1] for words in self.sentences]
        np.testing.assert_array_equal(rows, np.concatenate(expected))
        _, confidence = self.model.tag_batch(self.words, self.lengths, confidence=True)
        np.testing.assert_array_equal(confidence, rows[np.arange(len(labels)), labels])

    def test_results_are_written_into_the_arrays_of_the_caller(self):
        count = len(self.words)
        labels, confidence = np.empty(count, np.int32), np.empty(count, np.float32)
        rows = np.empty((count, len(LABELS)), np.float32)
        self.assertIs(self.model.tag_batch(self.words, self.lengths, out=labels), labels)
        np.testing.assert_array_equal(labels, self.model.tag_batch(self.words, self.lengths))
        result = self.model.tag_batch(self.words, self.lengths, confidence=True, out=(labels, confidence))
        self.assertIs(result[1], confidence)
        result = self.model.tag_batch(self.words, self.lengths, probabilities=True, out=(labels, rows))
        self.assertIs(result[1], rows)
        np.testing.assert_array_equal(rows[np.arange(count), labels], confidence)

    def test_arrays_of_the_caller_are_not_copied(self):
        # NumPy tells tracemalloc what it allocates: a copy of the words would be 4 MB.
        words = np.zeros(1_000_000, np.int32)
        lengths = np.full(100_000, 10, np.int32)
        out = np.empty(len(words), np.int32)
        self.model.tag_batch(words, lengths, out=out)
        tracemalloc.start()
        try:
            self.model.tag_batch(words, lengths, out=out)
            self.model.tag_indices(words, out=out)
            self.assertLess(tracemalloc.get_traced_memory()[1], 100_000)
        finally:
            tracemalloc.stop()

    def test_the_number_of_threads_changes_nothing(self):
        expected = self.model.tag_batch(self.words, self.lengths, probabilities=True)[1]
        for threads in [1, 2, 5]:
            with Model.from_bytes(model_bytes(self.tensors), threads=threads) as model:
                rows = model.tag_batch(self.words, self.lengths, probabilities=True)[1]
                np.testing.assert_array_equal(rows, expected)

    def test_lists_of_words_give_lists_of_labels(self):
        sentences = [["flights", "to", "Boston"], [], ["from", "nowhere", "東京", "from"], ("to",)]
        expected = [self.model.tag(words) for words in sentences]
        self.assertEqual(self.model.tag_batch(sentences), expected)
        labels, confidence = self.model.tag_batch(sentences, confidence=True)
        self.assertEqual(labels, expected)
        for words, values in zip(sentences, confidence):
            np.testing.assert_array_equal(values, self.model.tag(words, confidence=True)[1])
        labels, rows = self.model.tag_batch(sentences, probabilities=True)
        self.assertEqual([part.shape for part in rows], [(3, 6), (0, 6), (4, 6), (1, 6)])

    def test_no_sentence_has_no_labels(self):
        empty = np.empty(0, np.int32)
        self.assertEqual(self.model.tag_batch(empty, empty).tolist(), [])
        self.assertEqual(self.model.tag_batch([]), [])
        self.assertEqual(self.model.tag_batch([[]]), [[]])
        self.assertEqual(self.model.tag_batch([], probabilities=True), ([], []))

    def test_lists_of_indices_are_copied_where_that_is_asked_for(self):
        expected = self.model.tag_batch(np.array([1, 2, 3], np.int32), np.array([2, 1], np.int32))
        np.testing.assert_array_equal(self.model.tag_batch([1, 2, 3], [2, 1], copy=True), expected)


if __name__ == "__main__":
    unittest.main()
