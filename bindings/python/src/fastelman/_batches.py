"""Many sentences through the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._arrays import FLOAT32, INT32, address, indices, output, outputs
from ._library import Library
from ._names import Names

if TYPE_CHECKING:
    from ._types import AnyArray


def tag_arrays(
    library: Library, batch: int, names: Names, words: Any, lengths: Any, second: str, out: Any, copy: bool
) -> Any:
    """fe_batch_tag and its twins: the sentences one after another, in words as in results."""
    words = indices(words, "words", copy)
    lengths = indices(lengths, "lengths", copy)
    out_labels, out_second = outputs(out, second)
    labels = output(out_labels, words.shape, INT32, "out")
    given = (batch, address(words), len(words), address(lengths), len(lengths), address(labels))
    if not second:
        library.check(library.fe_batch_tag(*given))
        return labels
    if second == "confidence":
        confidence = output(out_second, words.shape, FLOAT32, "out[1]")
        library.check(library.fe_batch_tag_confidence(*given, address(confidence)))
        return labels, confidence
    probabilities = output(out_second, (len(words), names.label_count), FLOAT32, "out[1]")
    library.check(library.fe_batch_tag_probabilities(*given, address(probabilities), probabilities.size))
    return labels, probabilities


def require_sentences(sentences: Any) -> Any:
    """Refuses what is no list of sentences."""
    if isinstance(sentences, np.ndarray):
        raise TypeError("lengths is missing: an array of word indices needs the number of words of each sentence")
    if isinstance(sentences, (str, bytes)):
        raise TypeError(f"sentences has to be a list of lists of words, not {type(sentences).__name__}")
    return sentences


def tag_words(library: Library, batch: int, names: Names, sentences: Any, second: str) -> Any:
    """The same with words and labels by name: lists, one a sentence."""
    sentences = require_sentences(sentences)
    labels_of = names.labels
    known: dict[str, int] = {}
    parts = [names.indices(words, f"sentences[{place}]", known) for place, words in enumerate(sentences)]
    lengths = np.array([len(part) for part in parts], INT32)
    words = np.concatenate([np.empty(0, INT32), *parts])
    result = tag_arrays(library, batch, names, words, lengths, second, None, False)
    ends = np.cumsum(lengths)[:-1]
    labels = [[labels_of[label] for label in part.tolist()] for part in _divided(result, second, 0, ends, len(parts))]
    return (labels, _divided(result, second, 1, ends, len(parts))) if second else labels


def _divided(result: Any, second: str, place: int, ends: AnyArray, count: int) -> list[AnyArray]:
    """One of the results, sentence by sentence."""
    array = result[place] if second else result
    return np.split(array, ends) if count else []
