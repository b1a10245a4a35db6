"""A model, and the ways to label sentences and texts with it."""

from __future__ import annotations

from ctypes import c_char_p, c_int32, c_size_t
from typing import TYPE_CHECKING, Any, Iterable, Literal, Optional, Sequence, overload

import numpy as np

from . import _batches, _texts
from ._arrays import FLOAT32, INT32, address, chosen, indices, output, outputs
from ._errors import UnsupportedError
from ._opened import OpenModel
from ._text import encode_words
from .results import Slot, Token

if TYPE_CHECKING:
    from ._types import Float32Array, Int32Array
    from .stream import Stream

    _Pair = tuple[Int32Array, Float32Array]


class Model(OpenModel):
    """A model that was compiled for this machine: `Model.load` or `Model.from_bytes` makes one.

    Threads: every method may be called by every thread at any time. Calls run in parallel, because Python's lock is
    free while the library works. A model that is closed meanwhile ends their calls normally.

    Lifetime: `close`, the end of a `with` statement, or the garbage collector frees it. Streams that were made from it
    go on. Every other use of a closed model raises ClosedError.

    Word indices are 0 to `word_count` - 1, and -1 or `word_count` for the padding word. Label indices are 0 to
    `label_count` - 1. Arrays that are given are read and written in place: no other thread changes them meanwhile. The
    library keeps none of them.
    """

    # ---- Sentences

    @overload
    def tag(self, words: Sequence[str], *, confidence: Literal[False] = False) -> list[str]: ...

    @overload
    def tag(self, words: Sequence[str], *, confidence: Literal[True]) -> tuple[list[str], Float32Array]: ...

    def tag(self, words: Sequence[str], *, confidence: bool = False) -> Any:
        """The labels of the words of a sentence.

        Args:
            words: The sentence, each word looked up as `word_index` does. May be empty.
            confidence: Whether the probability of each label is wanted too.

        Returns:
            The names of the labels [words], or a tuple of them and an array of float32 [words], 0 to 1.

        Raises:
            UnknownWordError: A word is unknown and there is no <UNK>.
            NoNamesError: The model has no names of words, or no names of labels.
        """
        utf8 = encode_words(words, "words")
        count = len(utf8)
        names = self._names.labels
        pointers = (c_char_p * count)(*utf8)
        lengths = (c_size_t * count)(*map(len, utf8))
        labels = (c_int32 * count)()
        values = np.empty(count, FLOAT32) if confidence else None
        library = self._library
        status = library.fe_tagger_tag_words(
            self._tagger, pointers, lengths, count, labels, None if values is None else address(values)
        )
        if status:
            raise library.error(status)
        result = [names[label] for label in labels]
        return result if values is None else (result, values)

    @overload
    def tag_indices(self, words: Any, *, out: Optional[Int32Array] = None, copy: bool = False) -> Int32Array: ...

    @overload
    def tag_indices(
        self, words: Any, *, confidence: Literal[True], out: Optional[_Pair] = None, copy: bool = False
    ) -> _Pair: ...

    @overload
    def tag_indices(
        self, words: Any, *, probabilities: Literal[True], out: Optional[_Pair] = None, copy: bool = False
    ) -> _Pair: ...

    def tag_indices(
        self,
        words: Any,
        *,
        confidence: bool = False,
        probabilities: bool = False,
        out: Any = None,
        copy: bool = False,
    ) -> Any:
        """The labels of a sentence of word indices. The fastest way; neither words nor results are copied.

        Args:
            words: A C-contiguous array of int32 [words]. May be empty.
            confidence: Whether the probability of each word's label is wanted too.
            probabilities: Whether the probability of every label is wanted too. Not together with `confidence`.
            out: The array of int32 [words] for the labels, and with `confidence` or `probabilities` a tuple of it and
                the array of float32 for them. They share no memory with `words`.
            copy: Accepts any list or array of integers, and copies what is not of that form.

        Returns:
            An array of int32 [words]; with `confidence` a tuple of it and an array of float32 [words], 0 to 1; with
            `probabilities` one of float32 [words, labels] in its place, whose rows sum to 1. Those of `out` if given.

        Raises:
            TypeError: An array has another type.
            ValueError: An array has another shape, is not contiguous, or is read-only. As ArgumentError: an index is
                out of its range, or arrays share memory.
        """
        words = indices(words, "words", copy)
        count = len(words)
        library = self._library
        if not (confidence or probabilities):
            labels = output(out, (count,), INT32, "out")
            status = library.fe_tagger_tag(self._tagger, address(words), count, address(labels))
            if status:
                raise library.error(status)
            return labels
        second = chosen(confidence, probabilities)
        out_labels, out_second = outputs(out, second)
        labels = output(out_labels, (count,), INT32, "out[0]")
        given = (self._tagger, address(words), count, address(labels))
        if confidence:
            values = output(out_second, (count,), FLOAT32, "out[1]")
            library.check(library.fe_tagger_tag_confidence(*given, address(values)))
        else:
            values = output(out_second, (count, self._names.label_count), FLOAT32, "out[1]")
            library.check(library.fe_tagger_tag_probabilities(*given, address(values), values.size))
        return labels, values

    @overload
    def tag_batch(
        self, sentences: Any, lengths: Any, *, out: Optional[Int32Array] = None, copy: bool = False
    ) -> Int32Array: ...

    @overload
    def tag_batch(
        self,
        sentences: Any,
        lengths: Any,
        *,
        confidence: Literal[True],
        out: Optional[_Pair] = None,
        copy: bool = False,
    ) -> _Pair: ...

    @overload
    def tag_batch(
        self,
        sentences: Any,
        lengths: Any,
        *,
        probabilities: Literal[True],
        out: Optional[_Pair] = None,
        copy: bool = False,
    ) -> _Pair: ...

    @overload
    def tag_batch(self, sentences: Iterable[Iterable[str]]) -> list[list[str]]: ...

    @overload
    def tag_batch(
        self, sentences: Iterable[Iterable[str]], *, confidence: Literal[True]
    ) -> tuple[list[list[str]], list[Float32Array]]: ...

    @overload
    def tag_batch(
        self, sentences: Iterable[Iterable[str]], *, probabilities: Literal[True]
    ) -> tuple[list[list[str]], list[Float32Array]]: ...

    def tag_batch(
        self,
        sentences: Any,
        lengths: Any = None,
        *,
        confidence: bool = False,
        probabilities: bool = False,
        out: Any = None,
        copy: bool = False,
    ) -> Any:
        """The labels of many sentences at once: the same as one by one, in less time.

        Args:
            sentences: A C-contiguous array of int32 [words], the sentences one after another; or, without `lengths`, a
                list of lists of words.
            lengths: The words of each sentence, a C-contiguous array of int32 [sentences]. 0 is allowed. They add up
                to the number of words.
            confidence, probabilities: As for `tag_indices`.
            out: As for `tag_indices`. Not for words by name.
            copy: As for `tag_indices`, for words and lengths.

        Returns:
            For arrays as `tag_indices`, the sentences one after another. For lists a list of lists of label names;
            with `confidence` or `probabilities` a tuple of it and a list of arrays, one a sentence.

        Raises:
            TypeError, ValueError: As for `tag_indices`. As ArgumentError also: a length is negative, or they do not
                add up.
            UnknownWordError, NoNamesError: As for `tag`.
            UnsupportedError: Probabilities of words by name, in a model with subwords: `confidence` is there.
        """
        second = chosen(confidence, probabilities)
        if lengths is not None:
            return _batches.tag_arrays(
                self._library, self._batch, self._names, sentences, lengths, second, out, copy
            )
        if out is not None:
            raise TypeError("out is for arrays of word indices, which need lengths")
        if self._names.has_subwords:
            return self._tag_one_by_one(sentences, second)
        return _batches.tag_words(self._library, self._batch, self._names, sentences, second)

    def _tag_one_by_one(self, sentences: Any, second: str) -> Any:
        """Indices cannot stand for unknown words where these have embeddings of their own."""
        if second == "probabilities":
            raise UnsupportedError("words by name have no probabilities in a model with subwords: ask for confidence")
        parts = _batches.require_sentences(sentences)
        if not second:
            return [self.tag(words) for words in parts]
        results = [self.tag(words, confidence=True) for words in parts]
        return [labels for labels, _ in results], [values for _, values in results]

    # ---- Texts

    def slots(self, text: str) -> list[Slot]:
        """The slots of a text, in order. Places are in code points, as Python counts characters.

        Raises:
            TypeError: It is not a str.
            ValueError: It has a lone surrogate.
            UnknownWordError, NoNamesError: As for `tag`.
        """
        return _texts.find_slots(self._library, self._tagger, self._names, text)

    def tag_text(self, text: str) -> list[Token]:
        """The words of a text, as the model's tokenizer divides it, with their labels and places.

        Raises:
            TypeError, ValueError, UnknownWordError, NoNamesError: As for `slots`.
        """
        return _texts.tag_text(self._library, self._tagger, self._names, text)

    # ---- Streams

    def stream(self) -> Stream:
        """A new stream, for words that come one by one.

        Raises:
            UnsupportedError: The network or the decoding needs whole sentences.
        """
        from .stream import Stream

        return Stream(self)
