"""Results of C#, which the tests of .NET compute: the folder that FASTELMAN_EXPECTED names has <name>.safetensors and
<name>.json. tests/Native.Tests runs these tests so; without the variable they are skipped."""

import json
import os
import unittest
from pathlib import Path

import numpy as np

from fastelman import Model

VARIABLE = "FASTELMAN_EXPECTED"


@unittest.skipUnless(os.environ.get(VARIABLE), f"{VARIABLE} names no folder with results of C#")
class SameAsCSharpTests(unittest.TestCase):
    def setUp(self):
        self.cases = sorted(Path(os.environ[VARIABLE]).glob("*.json"))
        self.assertTrue(self.cases, "there are no results of C#")

    def each(self, check):
        for path in self.cases:
            expected = json.loads(path.read_text(encoding="utf-8"))
            file, instruction_set = path.with_suffix(".safetensors"), expected["instructionSet"]
            with self.subTest(case=path.stem), Model.load(file, instruction_set=instruction_set) as model:
                check(expected, model)

    def test_labels_and_confidence_of_sentences(self):
        def check(expected, model):
            sentences = [np.array(words, np.int32) for words in expected["words"]]
            self.assertTrue(sentences)
            for words, labels, bits in zip(sentences, expected["labels"], expected["confidenceBits"]):
                found, confidence = model.tag_indices(words, confidence=True)
                self.assertEqual(found.tolist(), labels)
                self.assertEqual(confidence.view(np.int32).tolist(), bits)
                self.assertEqual(model.tag_indices(words).tolist(), labels)

            lengths = np.array([len(words) for words in sentences], np.int32)
            found = model.tag_batch(np.concatenate(sentences), lengths)
            self.assertEqual(found.tolist(), [label for labels in expected["labels"] for label in labels])

        self.each(check)

    def test_labels_of_streams(self):
        def check(expected, model):
            if not model.compiled_info["canStream"]:
                return
            with model.stream() as stream:
                for words, labels in zip(expected["words"], expected["labels"]):
                    found = [stream.push_index(word) for word in words]
                    found = [label for label in found if label is not None]
                    self.assertEqual([*found, *stream.complete_indices().tolist()], labels)

        self.each(check)

    def test_labels_by_name(self):
        def check(expected, model):
            for text, words, labels in zip(expected["texts"], expected["namedWords"], expected["namedLabels"]):
                self.assertEqual(model.tag(words), labels)
                tokens = model.tag_text(text)
                self.assertEqual([token.text for token in tokens], words)
                self.assertEqual([token.label for token in tokens], labels)
            if expected["texts"]:
                self.assertEqual(model.tag_batch(expected["namedWords"]), expected["namedLabels"])

        self.each(check)

    def test_slots_of_texts(self):
        # C# counts UTF-16 code units.
        def check(expected, model):
            for text, slots in zip(expected["texts"], expected["slots"]):
                found = [
                    [slot.name, slot.text, len(text[: slot.start].encode("utf-16-le")) // 2]
                    for slot in model.slots(text)
                ]
                self.assertEqual(found, slots)

        self.each(check)


if __name__ == "__main__":
    unittest.main()
