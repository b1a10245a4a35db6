"""Streams: the same labels as sentences, half a window later."""

import threading
import unittest

import numpy as np

from fastelman import (
    ArgumentError,
    ClosedError,
    Model,
    Stream,
    StreamBusyError,
    StreamStateError,
    UnknownWordError,
    UnsupportedError,
)

from support import LABELS, WINDOW, ModelTestCase, bidirectional, model_bytes, parameters, sentence


class StreamTests(ModelTestCase):
    def test_words_get_the_labels_of_the_sentence(self):
        with self.model.stream() as stream:
            self.assertEqual(stream.delay, WINDOW // 2)
            for length in [0, 1, 2, 12]:
                words = sentence(length, seed=length)
                found = [stream.push_index(word) for word in words]
                self.assertEqual(found[: stream.delay], [None] * min(length, stream.delay))
                labels = [*found[stream.delay :], *stream.complete_indices()]
                self.assertEqual(labels, self.model.tag_indices(words).tolist())

    def test_confidence_and_probabilities_have_the_bits_of_the_sentence(self):
        words = sentence(12)
        labels, confidence = self.model.tag_indices(words, confidence=True)
        _, rows = self.model.tag_indices(words, probabilities=True)
        with Stream(self.model) as stream:
            found = [stream.push_index(word, confidence=True) for word in words.tolist()]
            self.assertIsNone(found[0])
            rest = stream.complete_indices(confidence=True)
            self.assertEqual([*(pair[0] for pair in found[1:]), *rest[0]], labels.tolist())
            self.assertEqual([*(pair[1] for pair in found[1:]), *rest[1]], confidence.tolist())

            found = [stream.push_index(word, probabilities=True) for word in words.tolist()]
            rest = stream.complete_indices(probabilities=True)
            np.testing.assert_array_equal(np.stack([*(pair[1] for pair in found[1:]), *rest[1]]), rows)

    def test_words_and_labels_have_names(self):
        words = ["flights", "to", "Boston", "nowhere"]
        with self.model.stream() as stream:
            found = [stream.push(word) for word in words]
            self.assertIsNone(found[0])
            self.assertEqual([*found[1:], *stream.complete()], self.model.tag(words))
            self.assertEqual(stream.complete(), [])

    def test_preparing_changes_nothing(self):
        words = sentence(12)
        with self.model.stream() as stream:
            stream.prepare()
            found = []
            for word in words:
                found.append(stream.push_index(word))
                stream.prepare()
            self.assertEqual([*found[1:], *stream.complete_indices()], self.model.tag_indices(words).tolist())

    def test_reset_forgets_the_sentence(self):
        words = sentence(5)
        with self.model.stream() as stream:
            stream.push("to")
            stream.push("boston")
            stream.reset()
            found = [stream.push_index(word) for word in words]
            self.assertEqual([*found[1:], *stream.complete_indices()], self.model.tag_indices(words).tolist())

    def test_another_stream_continues_from_a_saved_state(self):
        words = sentence(10)
        first, second = self.model.stream(), self.model.stream()
        with first, second:
            found = [first.push_index(word) for word in words[:6]]
            state = first.save()
            self.assertIsInstance(state, bytes)
            second.push("to")
            second.restore(bytearray(state))
            found += [second.push_index(word) for word in words[6:]]
            self.assertEqual([*found[1:], *second.complete_indices()], self.model.tag_indices(words).tolist())

    def test_what_is_no_state_is_refused_and_changes_nothing(self):
        with self.model.stream() as stream, Model.from_bytes(model_bytes(parameters(9))) as other:
            stream.push("to")
            state = stream.save()
            with other.stream() as foreign:
                for wrong in [b"", b"x", state[:-1], state + b"\0", bytes(len(state)), foreign.save()]:
                    with self.assertRaises(StreamStateError):
                        stream.restore(wrong)
                    self.assertEqual(stream.save(), state)
            for wrong in [None, "text", 7, np.zeros((4, 4), np.uint8)[:, ::2]]:
                with self.assertRaises(TypeError):
                    stream.restore(wrong)

    def test_an_index_out_of_range_is_refused_and_changes_nothing(self):
        with self.model.stream() as stream:
            stream.push("to")
            state = stream.save()
            for wrong in [self.model.word_count + 1, -2, 2**31 - 1, -(2**31)]:
                with self.assertRaises(ArgumentError):
                    stream.push_index(wrong)
            for wrong in [2**31, -(2**31) - 1, 2**64]:
                with self.assertRaisesRegex(ValueError, "word has to be an int32"):
                    stream.push_index(wrong)
            for wrong in [None, "to", 1.0]:
                with self.assertRaisesRegex(TypeError, "word has to be an integer"):
                    stream.push_index(wrong)
            for wrong in [None, 1, b"to"]:
                with self.assertRaisesRegex(TypeError, "word has to be a str"):
                    stream.push(wrong)
            self.assertEqual(stream.save(), state)

    def test_an_unknown_word_is_refused_and_changes_nothing(self):
        words = ["to", "boston"]
        with Model.from_bytes(model_bytes(parameters(1, words), words)) as model, model.stream() as stream:
            state = stream.save()
            with self.assertRaises(UnknownWordError):
                stream.push("nowhere")
            self.assertEqual(stream.save(), state)

    def test_confidence_and_probabilities_exclude_each_other(self):
        with self.model.stream() as stream:
            for call in [lambda **both: stream.push_index(1, **both), stream.complete_indices]:
                with self.assertRaisesRegex(ValueError, "exclude each other"):
                    call(confidence=True, probabilities=True)

    def test_a_network_that_needs_whole_sentences_has_no_stream(self):
        with Model.from_bytes(model_bytes(bidirectional())) as model:
            self.assertFalse(model.compiled_info["canStream"])
            with self.assertRaises(UnsupportedError):
                model.stream()

    def test_only_a_model_has_streams(self):
        for wrong in [None, 7, "model"]:
            with self.assertRaises(TypeError):
                Stream(wrong)

    def test_a_stream_goes_on_where_its_model_is_closed(self):
        words = ["flights", "to", "boston"]
        expected = self.model.tag(words)
        model = Model.from_bytes(model_bytes(self.tensors))
        with model.stream() as stream:
            model.close()
            with self.assertRaises(ClosedError):
                model.stream()
            self.assertEqual([*[stream.push(word) for word in words][1:], *stream.complete()], expected)

    def test_a_closed_stream_refuses_every_use(self):
        stream = self.model.stream()
        state = stream.save()
        stream.close()
        stream.close()
        self.assertTrue(stream.closed)
        for use in [
            lambda: stream.push("to"),
            lambda: stream.push_index(1),
            lambda: stream.push_index(1, confidence=True),
            lambda: stream.push_index(1, probabilities=True),
            stream.complete,
            stream.complete_indices,
            lambda: stream.complete_indices(confidence=True),
            stream.prepare,
            stream.reset,
            stream.save,
            lambda: stream.restore(state),
            stream.__enter__,
        ]:
            self.assertRaises(ClosedError, use)
        self.assertIn("closed", repr(stream))

    def test_two_threads_on_one_stream_do_no_harm(self):
        # Whether they meet is chance: what is certain is that every call ends with a label or with StreamBusyError.
        problems, ready = [], threading.Barrier(4)

        def use(stream):
            ready.wait()
            for _ in range(3000):
                try:
                    label = stream.push_index(1)
                    if label is not None and not 0 <= label < len(LABELS):
                        problems.append(label)
                except StreamBusyError:
                    pass
                except Exception as error:
                    problems.append(error)

        with self.model.stream() as stream:
            threads = [threading.Thread(target=use, args=[stream]) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(problems, [])
            stream.reset()
            self.assertIsNone(stream.push("to"))


if __name__ == "__main__":
    unittest.main()
