"""Wrong arguments: each has an exception that says what is wrong, and none harms the process."""

import unittest

import numpy as np

from fastelman import ArgumentError, FastElmanError, Model, NoNamesError, UnknownWordError

from support import LABELS, WORDS, ModelTestCase, model_bytes, parameters, sentence


def array(*values):
    return np.array(values, np.int32)


def read_only(length, dtype):
    result = np.zeros(length, dtype)
    result.setflags(write=False)
    return result


def misaligned(length, dtype):
    buffer = np.zeros(4 * length + 1, np.uint8)
    return buffer[1:].view(dtype)


class WordsTests(ModelTestCase):
    def test_other_types_than_int32_are_refused(self):
        for dtype in [np.int64, np.uint32, np.int16, np.float32, np.bool_, object, ">i4", "S4"]:
            words = np.zeros(3, dtype)
            with self.subTest(dtype=dtype), self.assertRaisesRegex(TypeError, "words has .* array of int32, not"):
                self.model.tag_indices(words)
            with self.subTest(dtype=dtype), self.assertRaises(TypeError):
                self.model.tag_batch(words, array(3))
            with self.subTest(dtype=dtype), self.assertRaisesRegex(TypeError, "lengths has to be an array of int32"):
                self.model.tag_batch(array(), np.zeros(3, dtype))

    def test_what_is_no_array_is_refused(self):
        for wrong in [None, [1, 2], (1,), "to boston", 7, b"\0\0\0\0", memoryview(array(1))]:
            with self.subTest(wrong=wrong), self.assertRaisesRegex(TypeError, "words has to be a NumPy array"):
                self.model.tag_indices(wrong)
            with self.subTest(wrong=wrong), self.assertRaises(TypeError):
                self.model.tag_batch(wrong, array(1))

    def test_other_forms_than_contiguous_ones_are_refused(self):
        words = sentence(12)
        for wrong, message in [
            (words[::2], "not C-contiguous"),
            (words[::-1], "not C-contiguous"),
            (words.reshape(3, 4), "one dimension, not 2"),
            (words.reshape(3, 4)[:, 0], "not C-contiguous"),
            (np.array(3, np.int32), "one dimension, not 0"),
            (misaligned(3, np.int32), "not aligned"),
            (np.broadcast_to(array(1), 5), "not C-contiguous"),
        ]:
            with self.subTest(message=message), self.assertRaisesRegex(ValueError, f"words .*{message}"):
                self.model.tag_indices(wrong)

    def test_copies_are_made_where_that_is_asked_for(self):
        words = sentence(12)
        for given in [
            words,
            words.astype(np.int64),
            words.astype(">i4"),
            words.tolist(),
            tuple(words.tolist()),
            np.repeat(words, 2)[::2],
        ]:
            np.testing.assert_array_equal(
                self.model.tag_indices(given, copy=True), self.model.tag_indices(words)
            )
        aligned = misaligned(3, np.int32)
        aligned[:] = [1, 2, 3]
        np.testing.assert_array_equal(
            self.model.tag_indices(aligned, copy=True), self.model.tag_indices(array(1, 2, 3))
        )
        self.assertEqual(self.model.tag_indices([], copy=True).tolist(), [])

    def test_what_is_no_list_of_integers_is_not_copied_either(self):
        for wrong in [None, "12", b"12", [1.5], [None], ["to"], [True], {1, 2}, {"a": 1}, [2**70], [1, [2]]]:
            with self.subTest(wrong=wrong), self.assertRaises((TypeError, ValueError)) as caught:
                self.model.tag_indices(wrong, copy=True)
            self.assertNotIsInstance(caught.exception, FastElmanError)
        for wrong in [[2**31], [-(2**31) - 1], np.array([2**32 + 1]), np.array([2**64 - 1], np.uint64)]:
            with self.subTest(wrong=wrong), self.assertRaisesRegex(ValueError, "words has a number that is no int32"):
                self.model.tag_indices(wrong, copy=True)

    def test_indices_out_of_range_are_refused(self):
        for wrong in [len(WORDS) + 1, -2, 2**31 - 1, -(2**31)]:
            for place in range(3):
                words = array(1, 2, 3)
                words[place] = wrong
                for call in [
                    lambda: self.model.tag_indices(words),
                    lambda: self.model.tag_indices(words, confidence=True),
                    lambda: self.model.tag_indices(words, probabilities=True),
                    lambda: self.model.tag_batch(words, array(3)),
                    lambda: self.model.tag_batch(words, array(3), confidence=True),
                    lambda: self.model.tag_batch(words, array(3), probabilities=True),
                ]:
                    with self.assertRaises(ArgumentError) as caught:
                        call()
                    self.assertIsInstance(caught.exception, ValueError)
                    self.assertEqual(caught.exception.status, "FE_ERROR_ARGUMENT")

    def test_words_that_are_no_words_are_refused(self):
        for wrong in [None, 7, "to boston", b"to"]:
            with self.subTest(wrong=wrong), self.assertRaisesRegex(TypeError, "words has to be a list of words"):
                self.model.tag(wrong)
        for wrong in [None, 7, b"boston", ["boston"]]:
            with self.subTest(wrong=wrong), self.assertRaisesRegex(TypeError, r"words\[1\] has to be a str, not"):
                self.model.tag(["to", wrong])
            with self.subTest(wrong=wrong), self.assertRaisesRegex(TypeError, r"sentences\[1\]\[0\] has to be a str"):
                self.model.tag_batch([["to"], [wrong]])
        for wrong in ["to boston", b"to"]:
            self.assertRaises(TypeError, self.model.tag_batch, wrong)
            self.assertRaises(TypeError, self.model.tag_batch, [wrong])
        for wrong in [None, 7, b"to boston", ["to"]]:
            for method in [self.model.slots, self.model.tag_text, self.model.word_index]:
                self.assertRaises(TypeError, method, wrong)


class LengthsTests(ModelTestCase):
    def test_lengths_have_to_add_up(self):
        words = sentence(6)
        for lengths in [[], [5], [7], [3, 2], [3, 4], [0]]:
            with self.subTest(lengths=lengths), self.assertRaises(ArgumentError):
                self.model.tag_batch(words, array(*lengths))

    def test_negative_lengths_are_refused(self):
        for lengths in [[-1, 7], [7, -1], [-6], [2**31 - 1, -(2**31), 7]]:
            with self.subTest(lengths=lengths), self.assertRaises(ArgumentError):
                self.model.tag_batch(sentence(6), array(*lengths))

    def test_lengths_that_overflow_are_refused(self):
        with self.assertRaises(ArgumentError):
            self.model.tag_batch(sentence(6), array(2**31 - 1, 2**31 - 1, 8))

    def test_indices_need_lengths(self):
        with self.assertRaisesRegex(TypeError, "lengths is missing"):
            self.model.tag_batch(sentence(6))


class OutTests(ModelTestCase):
    def refuse(self, exception, message, words, **arguments):
        with self.assertRaisesRegex(exception, message):
            self.model.tag_indices(words, **arguments)
        with self.assertRaisesRegex(exception, message):
            self.model.tag_batch(words, array(len(words)), **arguments)

    def test_labels_need_an_array_of_their_form(self):
        words = sentence(4)
        self.refuse(TypeError, "out.* NumPy array of int32, not list", words, out=[0] * 4)
        self.refuse(TypeError, "out.* array of int32, not int64", words, out=np.zeros(4, np.int64))
        self.refuse(TypeError, "out.* array of int32, not float32", words, out=np.zeros(4, np.float32))
        self.refuse(TypeError, "out.* array of int32, not >i4", words, out=np.zeros(4, ">i4"))
        self.refuse(ValueError, r"out.* the shape \(4,\), not \(3,\)", words, out=np.zeros(3, np.int32))
        self.refuse(ValueError, r"out.* the shape \(4,\), not \(5,\)", words, out=np.zeros(5, np.int32))
        self.refuse(ValueError, r"out.* the shape", words, out=np.zeros((2, 2), np.int32))
        self.refuse(ValueError, "out.* writable", words, out=read_only(4, np.int32))
        self.refuse(ValueError, "out.* C-contiguous", words, out=np.zeros(8, np.int32)[::2])
        self.refuse(ValueError, "out.* aligned", words, out=misaligned(4, np.int32))

    def test_probabilities_need_an_array_of_their_form(self):
        words, labels, count = sentence(4), np.zeros(4, np.int32), len(LABELS)
        for second, shape in [("confidence", (4,)), ("probabilities", (4, count))]:
            arguments = {second: True}

            def refuse(exception, message, out):
                self.refuse(exception, message, words, out=out, **arguments)

            refuse(TypeError, f"a tuple of two arrays: labels and {second}", labels)
            refuse(TypeError, "a tuple of two arrays", (labels,))
            refuse(TypeError, "a tuple of two arrays", [labels, labels])
            refuse(TypeError, r"out\[1\].* array of float32, not float64", (labels, np.zeros(shape)))
            refuse(ValueError, r"out\[1\].* the shape", (labels, np.zeros(3, np.float32)))
            refuse(ValueError, r"out\[1\].* writable", (labels, read_only(shape, np.float32)))
            refuse(ValueError, r"out(\[0\])? has.* the shape", (labels[:3], np.zeros(shape, np.float32)))
        fortran = np.zeros((4, count), np.float32, order="F")
        self.refuse(ValueError, "C-contiguous", words, probabilities=True, out=(labels, fortran))

    def test_arrays_that_share_memory_are_refused(self):
        words = array(1, 2, 3, 4)
        self.refuse(ArgumentError, ".", words, out=words)
        room = array(1, 2, 3, 4, 5)
        self.refuse(ArgumentError, ".", room[:4], out=room[1:])
        both = np.zeros(4, np.int32)
        self.refuse(ArgumentError, ".", words, confidence=True, out=(both, both.view(np.float32)))
        np.testing.assert_array_equal(words, [1, 2, 3, 4])

    def test_a_call_that_fails_writes_nothing(self):
        out = np.full(4, -7, np.int32)
        with self.assertRaises(ArgumentError):
            self.model.tag_indices(array(1, 2, 3, 1000), out=out)
        self.assertEqual(out.tolist(), [-7] * 4)

    def test_confidence_and_probabilities_exclude_each_other(self):
        self.refuse(ValueError, "exclude each other", sentence(4), confidence=True, probabilities=True)

    def test_sentences_by_name_take_no_arrays(self):
        with self.assertRaisesRegex(TypeError, "out is for arrays"):
            self.model.tag_batch([["to"]], out=np.zeros(1, np.int32))


class NamelessModelTests(unittest.TestCase):
    def test_a_model_without_names_takes_and_gives_indices(self):
        with Model.from_bytes(model_bytes(plain=True)) as model:
            self.assertEqual((model.word_count, model.label_count), (len(WORDS), len(LABELS)))
            self.assertEqual((model.info["hasWords"], model.info["hasLabels"]), (False, False))
            with Model.from_bytes(model_bytes()) as named:
                words = sentence(12)
                np.testing.assert_array_equal(model.tag_indices(words), named.tag_indices(words))
            for use in [
                lambda: model.words,
                lambda: model.labels,
                lambda: model.tag(["to"]),
                lambda: model.tag_batch([["to"]]),
                lambda: model.tag_text("to boston"),
                lambda: model.slots("to boston"),
                lambda: model.word_index("to"),
                lambda: model.stream().push("to"),
                lambda: model.stream().complete(),
            ]:
                self.assertRaises(NoNamesError, use)

    def test_a_vocabulary_without_UNK_refuses_unknown_words(self):
        words = ["to", "boston"]
        with Model.from_bytes(model_bytes(parameters(1, words), words)) as model:
            self.assertEqual(model.word_index("Boston"), 1)
            for use in [
                lambda: model.word_index("nowhere"),
                lambda: model.tag(["to", "nowhere"]),
                lambda: model.tag_batch([["to", "nowhere"]]),
                lambda: model.tag_text("to nowhere"),
                lambda: model.slots("to nowhere"),
            ]:
                with self.assertRaises(UnknownWordError) as caught:
                    use()
                self.assertIsInstance(caught.exception, KeyError)
                self.assertNotEqual(str(caught.exception)[0], "'")


if __name__ == "__main__":
    unittest.main()
