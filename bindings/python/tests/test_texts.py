"""Slots and tokens of texts, with places in code points."""

import unittest

import numpy as np

from fastelman import Model

from support import FLIGHTS, LABELS, WORDS, ModelTestCase, model_bytes, parameters

TEXTS = [
    "flights from boston to new york on monday",
    "  Flights, from Boston (to New York)!  ",
    "🛫🛫 flights from Zürich to 東京 on monday 🛬",
    "👩‍👩‍👧 from São Paulo, to İstanbul… — “Cape Town”",
    "Zu\u0308rich to e\u0301 boston",
    "\U0010FFFF to boston \uFEFF",
    "١٢٣ to boston",
    "to\0boston",
    "ﬁ to boston\u2028from zürich",
]


class SlotTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.model = Model.load(FLIGHTS)

    @classmethod
    def tearDownClass(cls):
        cls.model.close()

    def test_slots_have_places_in_code_points(self):
        found = self.model.slots("flights 🛫 from Zürich to 東京 and Cape Town on monday")
        self.assertEqual(
            [(slot.name, slot.text, slot.start, slot.end) for slot in found],
            [
                ("from.city", "Zürich", 15, 21),
                ("to.city", "東京", 25, 27),
                ("to.city", "Cape Town", 32, 41),
                ("depart.day", "monday", 45, 51),
            ],
        )
        for slot in found:
            self.assertTrue(0 < slot.confidence <= 1)

    def test_places_lead_to_the_text_of_slots_and_tokens(self):
        for text in TEXTS:
            with self.subTest(text=text):
                end = 0
                for part in self.model.slots(text):
                    self.assertEqual(text[part.start : part.end], part.text)
                    self.assertLessEqual(end, part.start)
                    self.assertLess(part.start, part.end)
                    end = part.end
                end = 0
                for part in self.model.tag_text(text):
                    self.assertEqual(text[part.start : part.end], part.text)
                    self.assertLessEqual(end, part.start)
                    self.assertFalse(any(character in " \u2028" for character in part.text))
                    end = part.end

    def test_what_stands_before_a_text_moves_its_places_by_its_characters(self):
        plain = self.model.tag_text("from boston to hanoi")
        for before in ["é", "東京", "🛫", "👩‍👩‍👧", "\u0301", "x🛫é東"]:
            with self.subTest(before=before):
                moved = self.model.tag_text(f"{before} from boston to hanoi")[-4:]
                shift = len(before) + 1
                self.assertEqual(
                    [(token.text, token.start, token.end) for token in moved],
                    [(token.text, token.start + shift, token.end + shift) for token in plain],
                )

    def test_tokens_have_the_labels_of_their_words(self):
        tokens = self.model.tag_text("Flights, from Cape Town to Hanoi.")
        self.assertEqual([token.text for token in tokens], ["Flights", "from", "Cape", "Town", "to", "Hanoi"])
        labels, confidence = self.model.tag([token.text for token in tokens], confidence=True)
        self.assertEqual([token.label for token in tokens], labels)
        self.assertEqual([token.confidence for token in tokens], confidence.tolist())

    def test_an_empty_text_has_neither_slots_nor_tokens(self):
        for text in ["", " ", "\n\t ", "\u3000"]:
            self.assertEqual(self.model.slots(text), [])
            self.assertEqual(self.model.tag_text(text), [])

    def test_a_very_long_text_has_all_its_slots(self):
        once = "🛫 from Zürich to hanoi . "
        text = once * 20_000
        found = self.model.slots(text)
        names = {(slot.text, (slot.start - text.index(slot.text)) % len(once)) for slot in found}
        self.assertEqual(names, {("Zürich", 0), ("hanoi", 0)})
        self.assertEqual(len(found), 40_000)
        self.assertEqual(len(self.model.tag_text(text)) % 20_000, 0)

    def test_a_very_long_word_is_one_token(self):
        token = self.model.tag_text("é" * 1_000_000)
        self.assertEqual([(part.start, part.end) for part in token], [(0, 1_000_000)])

    def test_lone_surrogates_are_refused_with_their_place(self):
        for text, place in [("to \ud83d boston", 3), ("\udc00", 0), ("🛫 to bost\udfff", 9)]:
            for method in [self.model.slots, self.model.tag_text, self.model.word_index]:
                with self.assertRaisesRegex(ValueError, f"lone surrogate, U\\+D[0-9A-F]+, at {place}:"):
                    method(text)
        with self.assertRaisesRegex(ValueError, r"words\[1\] has a lone surrogate"):
            self.model.tag(["to", "\ud83d"])

    def test_slots_and_tokens_do_not_change(self):
        slot = self.model.slots("to hanoi")[0]
        with self.assertRaises(AttributeError):
            slot.name = "x"
        self.assertEqual(slot, self.model.slots("to hanoi")[0])
        self.assertEqual(len({slot, self.model.slots("to hanoi")[0]}), 1)

    def test_slots_below_the_minimum_confidence_are_left_out(self):
        text = "flights from Zürich to 東京 on monday"
        found = self.model.slots(text)
        between = float(np.median([slot.confidence for slot in found]))
        with Model.load(FLIGHTS, minimum_confidence=between) as strict:
            self.assertEqual(strict.slots(text), [slot for slot in found if slot.confidence >= np.float32(between)])


class NamesTests(ModelTestCase):
    def test_words_and_labels_have_their_names(self):
        self.assertEqual(self.model.words, tuple(WORDS))
        self.assertEqual(self.model.labels, tuple(LABELS))
        self.assertEqual((self.model.word_count, self.model.label_count), (len(WORDS), len(LABELS)))

    def test_a_name_may_be_long_and_have_any_characters(self):
        words = ["<UNK>", "é" * 5000, "a\0b", "🛫"]
        labels = ["O", "B-" + "東" * 3000]
        with Model.from_bytes(model_bytes(parameters(1, words, labels), words, labels)) as model:
            self.assertEqual(model.words, tuple(words))
            self.assertEqual(model.labels, tuple(labels))
            self.assertEqual(model.word_indices(words).tolist(), [0, 1, 2, 3])


if __name__ == "__main__":
    unittest.main()
