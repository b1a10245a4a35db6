"""Texts through the library: a call, and places in code points."""

from __future__ import annotations

from ctypes import byref, c_size_t
from typing import Any

import numpy as np

from ._arrays import FLOAT32, INT32, address
from ._library import Library
from ._names import Names
from ._prototypes import SLOT
from ._text import code_points, encode
from .results import Slot, Token

# Room for one token or slot a byte is always enough. Pages that the library does not write to take no memory.


def find_slots(library: Library, tagger: int, names: Names, text: Any) -> list[Slot]:
    """fe_tagger_find_slots."""
    utf8 = encode(text, "text")
    room = np.empty(len(utf8), SLOT)
    count = c_size_t()
    library.check(
        library.fe_tagger_find_slots(tagger, utf8, len(utf8), address(room), len(room), byref(count), None)
    )
    found = room[: count.value].tolist()
    places = [place for _, start, end, _ in found for place in (start, end)]
    if len(utf8) != len(text):
        places = code_points(utf8, places)
    return [
        Slot(names.slots[name], text[start:end], start, end, confidence)
        for (name, _, _, confidence), start, end in zip(found, places[::2], places[1::2])
    ]


def tag_text(library: Library, tagger: int, names: Names, text: Any) -> list[Token]:
    """fe_tagger_tag_text."""
    utf8 = encode(text, "text")
    labels_of = names.labels
    ranges = np.empty((len(utf8), 2), INT32)
    labels = np.empty(len(utf8), INT32)
    confidence = np.empty(len(utf8), FLOAT32)
    count = c_size_t()
    library.check(
        library.fe_tagger_tag_text(
            tagger,
            utf8,
            len(utf8),
            address(ranges),
            address(labels),
            address(confidence),
            len(utf8),
            byref(count),
            None,
        )
    )
    found = count.value
    places = ranges[:found].ravel().tolist()
    if len(utf8) != len(text):
        places = code_points(utf8, places)
    return [
        Token(text[start:end], start, end, labels_of[label], probability)
        for start, end, label, probability in zip(
            places[::2], places[1::2], labels[:found].tolist(), confidence[:found].tolist()
        )
    ]
