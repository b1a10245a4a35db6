"""Names of labels, words and slots, which a model and its streams share."""

from __future__ import annotations

import json
import weakref
from ctypes import byref, c_int32
from typing import TYPE_CHECKING, Any, Optional

import numpy as np

from ._arrays import INT32
from ._library import Library
from ._text import encode

if TYPE_CHECKING:
    from ._types import Int32Array


class Names:
    """What a model calls its indices. Immutable; names are read when they are first asked for. Thread-safe.

    It owns a handle of the model: streams use it after their Model is closed. The handle is closed
    with the last object that refers to this one.
    """

    def __init__(self, library: Library, model: int) -> None:
        """Takes a handle over."""
        self.library = library
        self.model = model
        finalizer = weakref.finalize(self, library.close, ("fe_model_close", model))
        finalizer.atexit = False
        self.label_count = library.number("fe_model_label_count", model)
        self.word_count = library.number("fe_model_word_count", model)
        self.has_subwords = json.loads(library.text("fe_model_info", model))["subwordCount"] > 0
        self._labels: Optional[tuple[str, ...]] = None
        self._words: Optional[tuple[str, ...]] = None
        self._slots: Optional[tuple[str, ...]] = None

    # Two threads that ask at once read the same names.

    @property
    def labels(self) -> tuple[str, ...]:
        """Raises NoNamesError where labels have none."""
        if self._labels is None:
            self._labels = self._read("fe_model_label_name", self.label_count)
        return self._labels

    @property
    def words(self) -> tuple[str, ...]:
        """Raises NoNamesError where words have none."""
        if self._words is None:
            self._words = self._read("fe_model_word_name", self.word_count)
        return self._words

    @property
    def slots(self) -> tuple[str, ...]:
        """Raises NoNamesError where labels have none."""
        if self._slots is None:
            count = self.library.number("fe_model_slot_name_count", self.model)
            self._slots = self._read("fe_model_slot_name", count)
        return self._slots

    def index(self, word: Any, name: str) -> int:
        """The index of a word: of <UNK> where the vocabulary does not have it."""
        utf8 = encode(word, name)
        index = c_int32()
        self.library.check(self.library.fe_model_word_index(self.model, utf8, len(utf8), byref(index), None))
        return index.value

    def indices(self, words: Any, name: str, known: Optional[dict[str, int]] = None) -> Int32Array:
        """The indices of words. `known` remembers them, so that a word is looked up once."""
        known = {} if known is None else known
        if isinstance(words, (str, bytes)):
            raise TypeError(f"{name} has to be a list of words, not {type(words).__name__}")
        result = []
        for place, word in enumerate(words):
            index = known.get(word) if isinstance(word, str) else None
            if index is None:
                index = known[word] = self.index(word, f"{name}[{place}]")
            result.append(index)
        return np.array(result, INT32)

    def _read(self, function: str, count: int) -> tuple[str, ...]:
        return tuple(self.library.text(function, self.model, index) for index in range(count))
