"""What goes wrong, as exceptions. Each is a FastElmanError, and what Python calls that kind of error as well."""

from __future__ import annotations


class FastElmanError(Exception):
    """The base of all exceptions of this package, but for TypeError and ValueError of wrong arguments.

    Attributes:
        status: The name of the library's code, such as "FE_ERROR_FORMAT"; "" where the library was not asked.
    """

    status: str = ""

    def __init__(self, message: str, status: str = "") -> None:
        super().__init__(message)
        self.status = status

    def __str__(self) -> str:
        # KeyError would put the message into quotes, OSError would look for a number.
        return str(self.args[0]) if self.args else ""


class LibraryError(FastElmanError, ImportError):
    """The native library is not there, cannot be loaded, or has another version."""


class ForkedProcessError(FastElmanError, RuntimeError):
    """The process was made by fork() from one that had already used the library: see README.md, Processes."""


class ModelFormatError(FastElmanError, ValueError):
    """The bytes are not a model, or a damaged one. The message says where, what was expected and what was found."""


class ModelFileNotFoundError(FastElmanError, FileNotFoundError):
    """There is no such file."""


class ModelFileError(FastElmanError, OSError):
    """The file cannot be read."""


class UnknownWordError(FastElmanError, KeyError):
    """The vocabulary does not have the word, and has no <UNK> to stand for it."""


class NoNamesError(FastElmanError, LookupError):
    """The model has no names of words, or no names of labels: it takes and gives indices only."""


class ArgumentError(FastElmanError, ValueError):
    """A number is out of its range, lengths do not add up, or arrays share memory."""


class UnsupportedError(FastElmanError, RuntimeError):
    """The model, or this machine, cannot do this."""


class StreamStateError(FastElmanError, ValueError):
    """The bytes are not the saved state of a stream of this model."""


class StreamBusyError(FastElmanError, RuntimeError):
    """Another thread is in a call with this stream."""


class ClosedError(FastElmanError, ValueError):
    """The model or the stream has been closed."""


class OutOfMemoryError(FastElmanError, MemoryError):
    """The library has not got the memory that it needs."""


class InternalError(FastElmanError, RuntimeError):
    """A fault of the library or of this package: please report it with its message."""


# The codes of fastelman.h. Those that are not here can only come from a fault of this package.
BY_STATUS: dict[int, type[FastElmanError]] = {
    -3: ClosedError,
    -5: ArgumentError,
    -7: ModelFormatError,
    -8: ModelFileNotFoundError,
    -9: ModelFileError,
    -10: UnknownWordError,
    -11: NoNamesError,
    -12: UnsupportedError,
    -13: StreamStateError,
    -14: StreamBusyError,
    -15: OutOfMemoryError,
}
