"""FastElman: labels the words of a sentence with an Elman network.

    import fastelman

    with fastelman.Model.load("flights.safetensors") as model:
        for slot in model.slots("show me flights from boston to denver"):
            print(slot.name, slot.text, slot.start, slot.end)

A model is for all threads, a stream for one at a time. README.md of the package and docs/guide/python.md say more.
"""

from ._errors import (
    ArgumentError,
    ClosedError,
    FastElmanError,
    ForkedProcessError,
    InternalError,
    LibraryError,
    ModelFileError,
    ModelFileNotFoundError,
    ModelFormatError,
    NoNamesError,
    OutOfMemoryError,
    StreamBusyError,
    StreamStateError,
    UnknownWordError,
    UnsupportedError,
)
from ._library import library_info
from ._version import __version__
from .model import Model
from .results import Slot, Token
from .stream import Stream

__all__ = [
    "ArgumentError",
    "ClosedError",
    "FastElmanError",
    "ForkedProcessError",
    "InternalError",
    "LibraryError",
    "Model",
    "ModelFileError",
    "ModelFileNotFoundError",
    "ModelFormatError",
    "NoNamesError",
    "OutOfMemoryError",
    "Slot",
    "Stream",
    "StreamBusyError",
    "StreamStateError",
    "Token",
    "UnknownWordError",
    "UnsupportedError",
    "__version__",
    "library_info",
]
