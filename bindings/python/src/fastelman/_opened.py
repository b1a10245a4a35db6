"""What is open between `Model.load` and `Model.close`: handles of the library, and facts about the model."""

from __future__ import annotations

import json
import os
import weakref
from ctypes import byref, c_uint64
from typing import TYPE_CHECKING, Any, Callable, Iterable, NoReturn, Optional, TypeVar, Union

from ._arrays import address, as_bytes
from ._errors import ClosedError
from ._library import Library, load
from ._names import Names
from ._options import compile_options, int32, load_options

if TYPE_CHECKING:
    from ._types import Int32Array

_Path = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]
_Self = TypeVar("_Self", bound="OpenModel")


class OpenModel:
    """The part of Model that is not about tagging."""

    _library: Library
    _open_names: Optional[Names]
    _tagger: int
    _batch: int
    _finalizers: list[Any]

    def __init__(self) -> None:
        raise TypeError("Model.load or Model.from_bytes makes a model")

    @classmethod
    def load(
        cls: type[_Self],
        path: _Path,
        *,
        instruction_set: str = "best",
        precision: str = "float32",
        decoding: str = "model",
        minimum_confidence: float = 0.0,
        projection_budget: Optional[int] = None,
        threads: int = 0,
        verify_checksum: bool = True,
        allow_non_finite: bool = False,
        allow_unknown_tensors: bool = False,
    ) -> _Self:
        """Opens a model file (safetensors) and compiles it.

        Args:
            path: The file.
            instruction_set: "best" (what the environment variable FASTELMAN_ISA says, else the fastest), "scalar",
                "vector128", "advSimd", "avx2" or "avx512".
            precision: "float32", or "int16": recurrent and output weights in half the memory, not exact.
            decoding: "model" (as it says), "argMax", "iob", "transitions" or "iobTransitions"; case does not matter,
                and "iob+transitions" as on the command line is the last.
            minimum_confidence: Slots below it are left out, 0 to 1.
            projection_budget: Bytes for projected embeddings; None for 64 MiB, 0 for none.
            threads: Threads that may work on one call of `tag_batch`; 0 for as many as there are processors.
            verify_checksum: Whether the checksum of the file is verified.
            allow_non_finite: Accepts parameters that are NaN or infinite.
            allow_unknown_tensors: Ignores tensors that the network does not have.

        Raises:
            ModelFileNotFoundError, ModelFileError: There is no such file, or it cannot be read.
            ModelFormatError: It is not a model, or a damaged one.
            UnsupportedError: This machine lacks the instruction set, or the model cannot be decoded so.
            TypeError, ValueError: An option is out of its range, or the path is not UTF-8.
            LibraryError: There is no native library that can be used.
        """
        name = _utf8_path(path)
        return cls._open(
            lambda library, options, model: library.fe_model_open(name, options, model),
            load_options(verify_checksum, allow_non_finite, allow_unknown_tensors),
            compile_options(instruction_set, precision, decoding, minimum_confidence, projection_budget),
            int32(threads, "threads"),
        )

    @classmethod
    def from_bytes(
        cls: type[_Self],
        data: Any,
        *,
        instruction_set: str = "best",
        precision: str = "float32",
        decoding: str = "model",
        minimum_confidence: float = 0.0,
        projection_budget: Optional[int] = None,
        threads: int = 0,
        verify_checksum: bool = True,
        allow_non_finite: bool = False,
        allow_unknown_tensors: bool = False,
    ) -> _Self:
        """Opens a model from the bytes of a model file: bytes, bytearray, memoryview, mmap or an array of uint8.

        The bytes are not needed afterwards. Options and exceptions are those of `load`.
        """
        content = as_bytes(data, "data")
        return cls._open(
            lambda library, options, model: library.fe_model_open_memory(
                address(content), len(content), options, model
            ),
            load_options(verify_checksum, allow_non_finite, allow_unknown_tensors),
            compile_options(instruction_set, precision, decoding, minimum_confidence, projection_budget),
            int32(threads, "threads"),
        )

    @classmethod
    def _open(cls: type[_Self], opener: Callable[..., Any], to_load: Any, to_compile: Any, threads: int) -> _Self:
        library = load()
        handle = c_uint64()
        library.check(opener(library, byref(to_load), byref(handle)))
        self = cls.__new__(cls)
        self._library = library
        self._open_names = Names(library, handle.value)
        self._finalizers = []
        library.check(library.fe_tagger_create(handle, byref(to_compile), byref(handle)))
        self._tagger = self._own("fe_tagger_close", handle.value)
        library.check(library.fe_batch_create(handle, threads, byref(handle)))
        self._batch = self._own("fe_batch_close", handle.value)
        return self

    def _own(self, function: str, handle: int) -> int:
        """Closes a handle with this object. At the end of the process nothing has to be freed."""
        finalizer = weakref.finalize(self, self._library.close, (function, handle))
        finalizer.atexit = False
        self._finalizers.append(finalizer)
        return handle

    # ---- What it is

    @property
    def _names(self) -> Names:
        names = self._open_names
        if names is None:
            raise ClosedError("the model has been closed")
        return names

    @property
    def fingerprint(self) -> str:
        """Hexadecimal digits of the model's content: equal for equal models, whatever file they come from."""
        return self._library.text("fe_model_fingerprint", self._names.model)

    @property
    def info(self) -> dict[str, Any]:
        """Facts about the model: sizes, network, decoding, origin. README.md lists the keys."""
        facts: dict[str, Any] = json.loads(self._library.text("fe_model_info", self._names.model))
        return facts

    @property
    def compiled_info(self) -> dict[str, Any]:
        """Facts about the compiled model: instruction set, precision, decoding. README.md lists the keys."""
        facts: dict[str, Any] = json.loads(self._library.text("fe_tagger_info", self._tagger))
        return facts

    @property
    def label_count(self) -> int:
        """The number of labels, also where they have no names."""
        return self._names.label_count

    @property
    def word_count(self) -> int:
        """The number of words, also where they have no names."""
        return self._names.word_count

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the labels by index. Raises NoNamesError where they have none."""
        return self._names.labels

    @property
    def words(self) -> tuple[str, ...]:
        """The names of the words by index. Raises NoNamesError where they have none."""
        return self._names.words

    def word_index(self, word: str) -> int:
        """The index of a word: as it is written, then with each digit as DIGIT, then in lower case; else of <UNK>.

        Raises:
            UnknownWordError: The vocabulary has neither the word nor <UNK>.
            NoNamesError: The model has no names of words.
        """
        return self._names.index(word, "word")

    def word_indices(self, words: Iterable[str]) -> Int32Array:
        """The indices of words, each as `word_index` gives it, as an array of int32 [words]."""
        return self._names.indices(words, "words")

    # ---- Its life

    def warm_up(self) -> None:
        """Runs every way to tag once, so that the first calls are as fast as the later ones. Optional."""
        self._library.check(self._library.fe_tagger_warm_up(self._tagger))

    @property
    def closed(self) -> bool:
        """Whether `close` has been called."""
        return self._open_names is None

    def close(self) -> None:
        """Frees the model. Does nothing the second time."""
        self._open_names = None
        for finalizer in self._finalizers:
            finalizer()

    def __enter__(self: _Self) -> _Self:
        self._names
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        names = self._open_names
        if names is None:
            return "<fastelman.Model, closed>"
        return f"<fastelman.Model {names.word_count} words, {names.label_count} labels>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a model cannot be pickled or copied: load it where it is needed")


def _utf8_path(path: _Path) -> bytes:
    name = os.fsdecode(path)
    if "\0" in name:
        raise ValueError("path has a NUL character")
    try:
        return name.encode()
    except UnicodeEncodeError:
        raise ValueError(f"path is not UTF-8: {name!r}; read the file and use Model.from_bytes") from None
