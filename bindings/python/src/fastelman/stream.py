"""A stream of words that come one by one."""

from __future__ import annotations

import weakref
from ctypes import byref, c_float, c_int32, c_size_t, c_uint64, create_string_buffer, string_at
from typing import TYPE_CHECKING, Any, Literal, NoReturn, Optional, overload

import numpy as np

from ._arrays import FLOAT32, INT32, address, as_bytes, chosen
from ._errors import ClosedError
from ._names import Names
from ._options import int32
from ._text import encode
from .model import Model

if TYPE_CHECKING:
    from ._types import Float32Array, Int32Array

_BUFFER_TOO_SMALL = -6


class Stream:
    """Labels the words of one live stream as they come.

    The network looks ahead by half its window: a word that is pushed gives the label of the word that came `delay`
    words earlier. `complete` gives the labels of the last words and begins the next sentence.

    Threads: one at a time. A second call at the same time raises StreamBusyError and does nothing else. Different
    streams of one model run in parallel.

    Lifetime: as that of a model. A stream goes on where its model has been closed.
    """

    def __init__(self, model: Model) -> None:
        """Makes a stream that has seen no word.

        Raises:
            UnsupportedError: The network or the decoding needs whole sentences.
            ClosedError: The model has been closed.
        """
        if not isinstance(model, Model):
            raise TypeError(f"model has to be a Model, not {type(model).__name__}")
        library = model._library
        names = model._names
        handle = c_uint64()
        library.check(library.fe_stream_create(model._tagger, byref(handle)))
        self._library = library
        self._open_names: Optional[Names] = names
        self._handle = handle.value
        self._finalizer = weakref.finalize(self, library.close, ("fe_stream_close", self._handle))
        self._finalizer.atexit = False
        self._delay = library.number("fe_stream_delay", self._handle)

    @property
    def _names(self) -> Names:
        names = self._open_names
        if names is None:
            raise ClosedError("the stream has been closed")
        return names

    @property
    def delay(self) -> int:
        """The look-ahead in words: half the window, rounded down."""
        return self._delay

    def push(self, word: str) -> Optional[str]:
        """Takes the next word, looked up as `Model.word_index` does.

        Returns:
            The name of the label of the word that came `delay` words earlier; None where there is none yet.

        Raises:
            UnknownWordError, NoNamesError: As for `Model.tag`. The stream has not taken the word.
        """
        names = self._names
        labels = names.labels
        label = self.push_index(self._index(names, word))
        return None if label is None else labels[label]

    def word_index(self, word: str) -> int:
        """The index of a word for the next push, looked up as `Model.word_index` does.

        In a model with subwords a word that the vocabulary does not have gets an index of its own, which this stream
        alone takes, and only as its next word.

        Raises:
            UnknownWordError, NoNamesError: As for `Model.tag`.
        """
        return self._index(self._names, word)

    def _index(self, names: Names, word: Any) -> int:
        utf8 = encode(word, "word")
        index = c_int32()
        self._library.check(self._library.fe_stream_word_index(self._handle, utf8, len(utf8), byref(index)))
        return index.value

    @overload
    def push_index(self, word: int) -> Optional[int]: ...

    @overload
    def push_index(self, word: int, *, confidence: Literal[True]) -> Optional[tuple[int, float]]: ...

    @overload
    def push_index(self, word: int, *, probabilities: Literal[True]) -> Optional[tuple[int, Float32Array]]: ...

    def push_index(self, word: int, *, confidence: bool = False, probabilities: bool = False) -> Any:
        """Takes the next word by its index.

        Args:
            word: Its index, as for `Model.tag_indices`, or as `word_index` of this stream gave it.
            confidence: Whether the probability of the label is wanted too.
            probabilities: Whether the probability of every label is wanted too. Not together with `confidence`.

        Returns:
            The label index of the word that came `delay` words earlier, or with `confidence` a tuple of it and a
            float, with `probabilities` one of it and an array of float32 [labels]. None where there is no label yet.

        Raises:
            ArgumentError, a ValueError: The index is out of its range. The stream has not taken the word.
            StreamBusyError: Another thread is in a call with this stream.
        """
        library = self._library
        index = int32(word, "word")
        label = c_int32()
        second = chosen(confidence, probabilities)
        if not second:
            status = library.fe_stream_push(self._handle, index, byref(label))
            if status:
                raise library.error(status)
            return None if label.value < 0 else label.value
        if confidence:
            value = c_float()
            library.check(library.fe_stream_push_confidence(self._handle, index, byref(label), byref(value)))
            return None if label.value < 0 else (label.value, value.value)
        row = np.empty(self._names.label_count, FLOAT32)
        library.check(
            library.fe_stream_push_probabilities(self._handle, index, byref(label), address(row), row.size)
        )
        return None if label.value < 0 else (label.value, row)

    def prepare(self) -> None:
        """Does the part of the next step that depends on earlier words only: call it after an answer has been sent.

        The next answer then takes a third of its time. Results do not depend on it.
        """
        self._library.check(self._library.fe_stream_prepare(self._handle))

    def complete(self) -> list[str]:
        """Ends the sentence. Returns the names of the labels of the words that waited, in order: at most `delay`."""
        labels = self._names.labels
        return [labels[label] for label in self.complete_indices().tolist()]

    @overload
    def complete_indices(self) -> Int32Array: ...

    @overload
    def complete_indices(self, *, confidence: Literal[True]) -> tuple[Int32Array, Float32Array]: ...

    @overload
    def complete_indices(self, *, probabilities: Literal[True]) -> tuple[Int32Array, Float32Array]: ...

    def complete_indices(self, *, confidence: bool = False, probabilities: bool = False) -> Any:
        """Ends the sentence, and makes the stream ready for the next one.

        Returns:
            The label indices of the words that waited, in order: an array of int32 [waiting], at most `delay`. With
            `confidence` a tuple of it and an array of float32 [waiting], with `probabilities` [waiting, labels].

        Raises:
            StreamBusyError: Another thread is in a call with this stream.
        """
        library = self._library
        room = self._delay
        labels = np.empty(room, INT32)
        count = c_size_t()
        second = chosen(confidence, probabilities)
        if not second:
            library.check(library.fe_stream_complete(self._handle, address(labels), room, byref(count)))
            return labels[: count.value]
        if confidence:
            values = np.empty(room, FLOAT32)
            status = library.fe_stream_complete_confidence(
                self._handle, address(labels), address(values), room, byref(count)
            )
        else:
            values = np.empty((room, self._names.label_count), FLOAT32)
            status = library.fe_stream_complete_probabilities(
                self._handle, address(labels), address(values), values.size, room, byref(count)
            )
        library.check(status)
        return labels[: count.value], values[: count.value]

    def reset(self) -> None:
        """Forgets the sentence: the next word is the first of another."""
        self._library.check(self._library.fe_stream_reset(self._handle))

    def save(self) -> bytes:
        """The state, from which any stream of the same model can continue, on any machine."""
        library = self._library
        needed = c_size_t()
        status = library.fe_stream_save_state(self._handle, None, 0, byref(needed))
        if status != _BUFFER_TOO_SMALL:
            library.check(status)
        state = create_string_buffer(needed.value)
        library.check(library.fe_stream_save_state(self._handle, state, needed.value, byref(needed)))
        return string_at(state, needed.value)

    def restore(self, state: Any) -> None:
        """Continues from a state that `save` gave: bytes, or another buffer.

        Raises:
            StreamStateError, a ValueError: It is not a state of a stream of this model. The stream is as it was.
        """
        content = as_bytes(state, "state")
        self._library.check(self._library.fe_stream_restore_state(self._handle, address(content), len(content)))

    @property
    def closed(self) -> bool:
        """Whether `close` has been called."""
        return self._open_names is None

    def close(self) -> None:
        """Frees the stream. Does nothing the second time."""
        self._open_names = None
        self._finalizer()

    def __enter__(self) -> Stream:
        self._names
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return "<fastelman.Stream, closed>" if self.closed else f"<fastelman.Stream, {self._delay} words behind>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a stream cannot be pickled or copied: save() gives its state as bytes")
