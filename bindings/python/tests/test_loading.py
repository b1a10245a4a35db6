"""Opening models, and what is no model."""

import copy
import mmap
import os
import pickle
import tempfile
import unittest
from pathlib import Path

import numpy as np

from fastelman import (
    FastElmanError,
    Model,
    ModelFileError,
    ModelFileNotFoundError,
    ModelFormatError,
    UnsupportedError,
)

from support import FLIGHTS, LABELS, WORDS, model_bytes, parameters, sentence


class PathTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.path = self.folder / "model.safetensors"
        self.path.write_bytes(model_bytes())

    def test_a_path_may_have_every_type(self):
        for path in [self.path, str(self.path), os.fsencode(self.path)]:
            with Model.load(path) as model:
                self.assertEqual(model.labels, tuple(LABELS))

    def test_a_path_may_have_any_characters(self):
        path = self.folder / "Modell für 東京 🛫 'x\".safetensors"
        path.write_bytes(model_bytes())
        with Model.load(path) as model:
            self.assertEqual(model.words, tuple(WORDS))

    def test_a_missing_file_is_said_to_be_missing(self):
        for path in [self.folder / "missing.safetensors", self.folder / "missing" / "model.safetensors"]:
            with self.assertRaisesRegex(ModelFileNotFoundError, "missing") as caught:
                Model.load(path)
            self.assertIsInstance(caught.exception, FileNotFoundError)

    def test_a_folder_is_no_model(self):
        with self.assertRaisesRegex(ModelFormatError, "folder"):
            Model.load(self.folder)

    def test_a_name_that_is_too_long_cannot_be_read(self):
        with self.assertRaises(ModelFileError) as caught:
            Model.load(self.folder / ("x" * 300))
        self.assertIsInstance(caught.exception, OSError)

    def test_what_is_no_path_is_refused(self):
        for wrong in [None, 7, ["a"], 1.5]:
            self.assertRaises(TypeError, Model.load, wrong)
        with self.assertRaisesRegex(ValueError, "NUL"):
            Model.load(f"{self.path}\0.txt")
        with self.assertRaises(ValueError):
            Model.load("")
        with self.assertRaisesRegex(ValueError, "not UTF-8"):
            Model.load(b"\xff.safetensors")

    def test_the_file_is_not_needed_afterwards(self):
        with Model.load(self.path) as model:
            self.path.unlink()
            self.assertEqual(len(model.tag(["to", "boston"])), 2)


class BytesTests(unittest.TestCase):
    def test_every_buffer_is_taken(self):
        data = model_bytes()
        mapped = mmap.mmap(-1, len(data))
        self.addCleanup(mapped.close)
        mapped.write(data)
        for given in [data, bytearray(data), memoryview(data), np.frombuffer(data, np.uint8), mapped]:
            with self.subTest(type=type(given)), Model.from_bytes(given) as model:
                self.assertEqual(model.labels, tuple(LABELS))

    def test_the_bytes_are_not_needed_afterwards(self):
        data = bytearray(model_bytes())
        with Model.from_bytes(data) as model:
            words = sentence(12)
            expected = model.tag_indices(words, probabilities=True)[1]
            data[:] = bytes(len(data))
            data.clear()
            np.testing.assert_array_equal(model.tag_indices(words, probabilities=True)[1], expected)

    def test_what_has_no_bytes_is_refused(self):
        for wrong in [None, "text", 7, ["a"], np.zeros((4, 4), np.uint8)[:, ::2]]:
            with self.assertRaisesRegex(TypeError, "data has to be bytes"):
                Model.from_bytes(wrong)

    def test_bytes_that_are_no_model_are_refused(self):
        data = model_bytes()
        for wrong in [
            b"",
            b"x",
            bytes(8),
            bytes(1000),
            b"\xff" * 1000,
            b"<!DOCTYPE html><html>" + b" " * 100,
            b"PK\3\4" + bytes(100),
            b"\x80\4" + bytes(100),
            b"version https://git-lfs.github.com/spec/v1\n",
        ]:
            with self.subTest(wrong=wrong[:20]), self.assertRaises(ModelFormatError) as caught:
                Model.from_bytes(wrong)
            self.assertIsInstance(caught.exception, ValueError)
            self.assertIsInstance(caught.exception, FastElmanError)
            self.assertEqual(caught.exception.status, "FE_ERROR_FORMAT")
            self.assertTrue(str(caught.exception))
        for length in range(0, len(data), 37):
            self.assertRaises(ModelFormatError, Model.from_bytes, data[:length])

    def test_damage_is_found_unless_the_checksum_is_left_out(self):
        data = bytearray(model_bytes())
        data[-3] ^= 1
        with self.assertRaises(ModelFormatError):
            Model.from_bytes(data)
        Model.from_bytes(data, verify_checksum=False).close()

    def test_numbers_that_are_not_finite_are_refused_unless_asked_for(self):
        tensors = parameters()
        tensors["b"][0] = np.inf
        with self.assertRaises(ModelFormatError):
            Model.from_bytes(model_bytes(tensors))
        Model.from_bytes(model_bytes(tensors), allow_non_finite=True).close()

    def test_unknown_tensors_are_refused_unless_asked_for(self):
        tensors = {**parameters(), "other": np.zeros(3, "<f4")}
        with self.assertRaises(ModelFormatError):
            Model.from_bytes(model_bytes(tensors))
        Model.from_bytes(model_bytes(tensors), allow_unknown_tensors=True, verify_checksum=False).close()


class OptionTests(unittest.TestCase):
    def test_options_reach_the_compiler(self):
        for options, expected in [
            ({}, {"precision": "float32", "decoding": "argMax", "minimumConfidence": 0}),
            ({"instruction_set": "scalar"}, {"instructionSet": "scalar"}),
            ({"precision": "int16"}, {"precision": "int16"}),
            ({"decoding": "iob"}, {"decoding": "iob"}),
            ({"decoding": "argMax"}, {"decoding": "argMax"}),
            ({"decoding": "argmax"}, {"decoding": "argMax"}),
            ({"instruction_set": "SCALAR"}, {"instructionSet": "scalar"}),
            ({"minimum_confidence": 0.25}, {"minimumConfidence": 0.25}),
            ({"projection_budget": 0}, {"usesProjectedEmbeddings": False}),
            ({"projection_budget": 2**20}, {"usesProjectedEmbeddings": True}),
        ]:
            with self.subTest(options=options), Model.from_bytes(model_bytes(), **options) as model:
                facts = model.compiled_info
                self.assertEqual({key: facts[key] for key in expected}, expected)

    def test_a_decoding_decodes(self):
        with Model.from_bytes(model_bytes(), decoding="iob") as model:
            labels = [LABELS[label] for label in model.tag_indices(sentence(300))]
            for before, label in zip(["O", *labels], labels):
                if label.startswith("I-"):
                    self.assertIn(before, [f"B-{label[2:]}", label])

    def test_options_out_of_their_range_are_refused(self):
        for exception, options in [
            (ValueError, {"instruction_set": "avx3"}),
            (ValueError, {"precision": "float16"}),
            (ValueError, {"decoding": ""}),
            (TypeError, {"decoding": None}),
            (TypeError, {"instruction_set": 3}),
            (ValueError, {"minimum_confidence": -0.1}),
            (ValueError, {"minimum_confidence": 1.1}),
            (ValueError, {"minimum_confidence": float("nan")}),
            (TypeError, {"minimum_confidence": None}),
            (ValueError, {"projection_budget": -1}),
            (ValueError, {"projection_budget": 2**63}),
            (TypeError, {"projection_budget": 1.5}),
            (ValueError, {"threads": -1}),
            (ValueError, {"threads": 2**31}),
            (TypeError, {"threads": None}),
            (TypeError, {"unknown": 1}),
        ]:
            with self.subTest(options=options):
                self.assertRaises(exception, Model.from_bytes, model_bytes(), **options)
                self.assertRaises(exception, Model.load, FLIGHTS, **options)
        with self.assertRaisesRegex(ValueError, "decoding has to be one of model, argMax, iob, .*, not 'crf'"):
            Model.load(FLIGHTS, decoding="crf")

    def test_a_decoding_that_the_model_lacks_is_refused(self):
        for decoding in ["transitions", "iobTransitions"]:
            with self.assertRaises(UnsupportedError):
                Model.from_bytes(model_bytes(), decoding=decoding)


class FactTests(unittest.TestCase):
    def test_a_model_tells_what_it_is(self):
        with Model.load(FLIGHTS) as model:
            info = model.info
            self.assertEqual(info["fingerprint"], model.fingerprint)
            self.assertRegex(model.fingerprint, "^[0-9a-f]+$")
            self.assertEqual(info["network"], "elman")
            self.assertEqual((info["labelCount"], info["vocabularySize"]), (len(model.labels), len(model.words)))
            self.assertEqual(model.compiled_info["fingerprint"], model.fingerprint)
            info["network"] = "changed"
            self.assertEqual(model.info["network"], "elman")
            model.warm_up()
            self.assertIn(f"{model.label_count} labels", repr(model))

    def test_equal_models_have_equal_fingerprints(self):
        fingerprints = []
        for seed in [1, 1, 2]:
            with Model.from_bytes(model_bytes(parameters(seed))) as model:
                fingerprints.append(model.fingerprint)
        self.assertEqual(fingerprints[0], fingerprints[1])
        self.assertNotEqual(fingerprints[0], fingerprints[2])

    def test_a_model_is_made_by_load_alone(self):
        self.assertRaisesRegex(TypeError, "Model.load", Model)
        with Model.load(FLIGHTS) as model, model.stream() as stream:
            for value in [model, stream]:
                for use in [pickle.dumps, copy.copy, copy.deepcopy]:
                    self.assertRaisesRegex(TypeError, "pickled or copied", use, value)


if __name__ == "__main__":
    unittest.main()
