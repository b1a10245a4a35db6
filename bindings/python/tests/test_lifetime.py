"""Closing, garbage and threads."""

import gc
import threading
import unittest
import weakref

import numpy as np

from fastelman import ClosedError, Model, Stream, _library

from support import ModelTestCase, model_bytes, resident_kilobytes, sentence


class ClosedModelTests(unittest.TestCase):
    def test_a_closed_model_refuses_every_use(self):
        model = Model.from_bytes(model_bytes())
        words, lengths = sentence(3), np.array([3], np.int32)
        self.assertFalse(model.closed)
        # What has been asked for once is refused as well.
        self.assertTrue(model.labels and model.words and model.slots("to boston") is not None)
        model.close()
        model.close()
        self.assertTrue(model.closed)
        for use in [
            lambda: model.fingerprint,
            lambda: model.info,
            lambda: model.compiled_info,
            lambda: model.labels,
            lambda: model.words,
            lambda: model.label_count,
            lambda: model.word_count,
            lambda: model.word_index("to"),
            lambda: model.word_indices(["to"]),
            lambda: model.tag(["to"]),
            lambda: model.tag([]),
            lambda: model.tag_indices(words),
            lambda: model.tag_indices(words, confidence=True),
            lambda: model.tag_indices(words, probabilities=True),
            lambda: model.tag_batch(words, lengths),
            lambda: model.tag_batch(words, lengths, probabilities=True),
            lambda: model.tag_batch([["to"]]),
            lambda: model.slots("to boston"),
            lambda: model.tag_text("to boston"),
            model.warm_up,
            model.stream,
            lambda: Stream(model),
            model.__enter__,
        ]:
            self.assertRaises(ClosedError, use)
        self.assertIn("closed", repr(model))

    def test_the_end_of_a_with_statement_closes(self):
        with self.assertRaises(ZeroDivisionError):
            with Model.from_bytes(model_bytes()) as model:
                1 / 0
        self.assertTrue(model.closed)

    def test_closing_one_model_leaves_the_others(self):
        with Model.from_bytes(model_bytes()) as first:
            second = Model.from_bytes(model_bytes())
            second.close()
            third = Model.from_bytes(model_bytes())
            self.assertRaises(ClosedError, second.tag_indices, sentence(3))
            np.testing.assert_array_equal(first.tag_indices(sentence(3)), third.tag_indices(sentence(3)))
            third.close()


class GarbageTests(unittest.TestCase):
    def setUp(self):
        # The handles that are closed, by the functions that close them.
        self.closed = []
        library = _library.load()
        for name in ["fe_model_close", "fe_tagger_close", "fe_batch_close", "fe_stream_close"]:
            self.addCleanup(setattr, library, name, getattr(library, name))
            setattr(library, name, self.count(name, getattr(library, name)))

    def count(self, name, function):
        def close(handle):
            status = function(handle)
            self.closed.append((name, status))
            return status

        return close

    def test_a_model_that_nobody_has_is_freed(self):
        model = Model.from_bytes(model_bytes())
        gone = weakref.ref(model)
        del model
        gc.collect()
        self.assertIsNone(gone())
        self.assertEqual(
            sorted(self.closed), [("fe_batch_close", 0), ("fe_model_close", 0), ("fe_tagger_close", 0)]
        )

    def test_a_stream_outlives_the_variable_of_its_model(self):
        model = Model.from_bytes(model_bytes())
        words = ["flights", "to", "boston"]
        expected = model.tag(words)
        stream = model.stream()
        del model
        gc.collect()
        self.assertEqual(sorted(self.closed), [("fe_batch_close", 0), ("fe_tagger_close", 0)])
        self.assertEqual([*[stream.push(word) for word in words][1:], *stream.complete()], expected)
        del stream
        gc.collect()
        self.assertEqual(sorted(self.closed[2:]), [("fe_model_close", 0), ("fe_stream_close", 0)])

    def test_objects_in_a_cycle_are_freed(self):
        for _ in range(10):
            model = Model.from_bytes(model_bytes())
            cycle = [model, model.stream()]
            cycle.append(cycle)
            del model, cycle
        gc.collect()
        self.assertEqual(len(self.closed), 40)
        self.assertEqual({status for _, status in self.closed}, {0})

    def test_what_is_closed_is_not_closed_again(self):
        model = Model.from_bytes(model_bytes())
        stream = model.stream()
        for value in [stream, model, stream, model]:
            value.close()
        del model, stream, value
        gc.collect()
        self.assertEqual(len(self.closed), 4)
        self.assertEqual({status for _, status in self.closed}, {0})

    def test_a_model_that_cannot_be_compiled_is_freed(self):
        with self.assertRaises(RuntimeError):
            Model.from_bytes(model_bytes(), decoding="transitions")
        with self.assertRaises(ValueError):
            Model.from_bytes(model_bytes(), threads=-1)
        gc.collect()
        self.assertEqual(
            sorted(self.closed), [("fe_model_close", 0), ("fe_model_close", 0), ("fe_tagger_close", 0)]
        )

    def test_models_that_come_and_go_leave_no_memory(self):
        data = model_bytes()

        def use(count):
            for _ in range(count):
                model = Model.from_bytes(data)
                model.stream().push_index(1)
                model.tag_indices(sentence(5))

        use(300)
        before = resident_kilobytes()
        use(2000)
        self.assertLess(resident_kilobytes() - before, 20_000)


class ThreadTests(ModelTestCase):
    def run_on(self, count, work):
        problems, ready = [], threading.Barrier(count)

        def run(number):
            try:
                ready.wait()
                work(number)
            except BaseException as error:
                problems.append(error)

        threads = [threading.Thread(target=run, args=[number]) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(problems, [])

    def test_eight_threads_share_a_model(self):
        sentences = [sentence(length, length) for length in range(40)]
        words, lengths = np.concatenate(sentences), np.array([len(part) for part in sentences], np.int32)
        expected = [self.model.tag_indices(part, probabilities=True) for part in sentences]
        batch = self.model.tag_batch(words, lengths)
        slots = self.model.slots("🛫 from Zürich to new york on monday")

        def work(number):
            for turn in range(50):
                part = sentences[(7 * turn + number) % 40]
                labels, rows = self.model.tag_indices(part, probabilities=True)
                np.testing.assert_array_equal(labels, expected[len(part)][0])
                np.testing.assert_array_equal(rows, expected[len(part)][1])
                np.testing.assert_array_equal(self.model.tag_batch(words, lengths), batch)
                self.assertEqual(self.model.slots("🛫 from Zürich to new york on monday"), slots)
                # The message is that of the thread's own call.
                with self.assertRaisesRegex(ValueError, str(1000 + number)):
                    self.model.tag_indices(np.array([1000 + number], np.int32))

        self.run_on(8, work)

    def test_eight_threads_have_a_stream_each(self):
        words = sentence(500)
        expected = self.model.tag_indices(words).tolist()

        def work(_):
            with self.model.stream() as stream:
                found = [stream.push_index(word) for word in words.tolist()]
                self.assertEqual([*found[1:], *stream.complete_indices()], expected)

        self.run_on(8, work)

    def test_a_model_may_be_closed_while_threads_use_it(self):
        words = sentence(30)
        expected = self.model.tag_indices(words)
        for _ in range(20):
            model = Model.from_bytes(model_bytes(self.tensors))

            def work(number):
                if number == 0:
                    model.close()
                    return
                try:
                    while True:
                        np.testing.assert_array_equal(model.tag_indices(words), expected)
                        model.slots("to boston")
                        model.stream().push("to")
                except ClosedError:
                    pass

            self.run_on(4, work)

    def test_two_threads_may_close_the_same_model(self):
        for _ in range(50):
            model = Model.from_bytes(model_bytes(self.tensors))
            self.run_on(4, lambda _: model.close())


if __name__ == "__main__":
    unittest.main()
