"""Finds the native library, loads it once, and turns its codes into exceptions.

The library is loaded by the first call that needs it, not by `import fastelman`: a process that forks workers may
import the package before.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import threading
from ctypes import byref, c_char_p, c_int32, c_size_t
from pathlib import Path
from typing import Any, NoReturn

from ._errors import BY_STATUS, FastElmanError, ForkedProcessError, InternalError, LibraryError
from ._prototypes import STATUS_FUNCTIONS

# FE_VERSION that this package was written for: a library fits that has the same major version and is not older.
MAJOR, MINOR = 1, 0

ENVIRONMENT_VARIABLE = "FASTELMAN_LIBRARY"

_BUFFER_TOO_SMALL = -6


class Library:
    """The functions of fastelman.h as attributes. Thread-safe."""

    def __init__(self, path: Path) -> None:
        """Loads a library.

        Raises:
            LibraryError: It cannot be loaded, is not a library of FastElman, or has another version.
        """
        self.path = path
        self.forked = False
        try:
            functions = ctypes.CDLL(str(path))
        except OSError as error:
            raise LibraryError(f"{path} cannot be loaded: {error}") from None
        self._check_version(functions)
        self.last_error = self._function(functions, "fe_last_error", [], c_char_p)
        self.status_name = self._function(functions, "fe_status_name", [c_int32], c_char_p)
        for name, arguments in STATUS_FUNCTIONS.items():
            setattr(self, name, self._function(functions, name, arguments, c_int32))
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._refuse_after_fork)

    # Functions of STATUS_FUNCTIONS, which __init__ sets.
    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    def check(self, status: int) -> None:
        """Raises what a code stands for, unless it is FE_OK."""
        if status:
            raise self.error(status)

    def error(self, status: int) -> FastElmanError:
        """The exception for the code that the last call on this thread has returned."""
        name = self.status_name(status).decode()
        kind = BY_STATUS.get(status, InternalError)
        return kind(self.last_error().decode("utf-8", "replace"), name)

    def text(self, function: str, *arguments: int) -> str:
        """Calls a function that returns text by the rule of fastelman.h: buffer, capacity, needed."""
        call = getattr(self, function)
        needed = c_size_t()
        capacity = 256
        while True:
            buffer = ctypes.create_string_buffer(capacity)
            status = call(*arguments, buffer, capacity, byref(needed))
            if status != _BUFFER_TOO_SMALL:
                self.check(status)
                return ctypes.string_at(buffer, needed.value - 1).decode()
            capacity = needed.value

    def number(self, function: str, handle: int) -> int:
        """Calls a function that returns one int32."""
        value = c_int32()
        self.check(getattr(self, function)(handle, byref(value)))
        return value.value

    def close(self, *handles: tuple[str, int]) -> None:
        """Closes handles, each by the name of its function. Raises nothing: finalizers call it."""
        if not self.forked:
            for function, handle in handles:
                getattr(self, function)(handle)

    @staticmethod
    def _function(functions: ctypes.CDLL, name: str, arguments: list[Any], result: Any) -> Any:
        try:
            function = getattr(functions, name)
        except AttributeError:
            raise LibraryError(f"{functions._name} has no {name}: it is not a library of FastElman {MAJOR}") from None
        function.argtypes = arguments
        function.restype = result
        return function

    def _check_version(self, functions: ctypes.CDLL) -> None:
        version = self._function(functions, "fe_version", [], c_int32)()
        major, minor = version // 10000, version // 100 % 100
        if major != MAJOR or minor < MINOR:
            raise LibraryError(
                f"{self.path} has version {major}.{minor}.{version % 100} of the C interface; this package needs "
                f"{MAJOR}.{MINOR} or a later {MAJOR}.x"
            )

    def _refuse_after_fork(self) -> None:
        """In a child of fork() threads of the library do not exist: a call could wait for one of them for ever."""
        self.forked = True
        for name in [*STATUS_FUNCTIONS, "last_error", "status_name"]:
            setattr(self, name, _refuse)


def _refuse(*_: object) -> NoReturn:
    raise ForkedProcessError(
        "this process was made by fork() after FastElman had been used in its parent, which its library does not "
        'support: load models after the fork, or start processes with the method "spawn" or "forkserver" of '
        "multiprocessing"
    )


def file_name() -> str:
    """The name of the library on this system."""
    if sys.platform == "win32":
        return "fastelman.dll"
    return "libfastelman.dylib" if sys.platform == "darwin" else "libfastelman.so"


def find() -> Path:
    """The path of the library: what FASTELMAN_LIBRARY says, a file or its folder, else the file beside this one.

    Nothing else is looked at: not the current folder, and no path of the system.

    Raises:
        LibraryError: There is none. The message names the places.
    """
    named = os.environ.get(ENVIRONMENT_VARIABLE)
    if named:
        # ctypes takes a name without a slash for one to look for in the folders of the system.
        path = Path(named).absolute()
        candidates = [path / file_name()] if path.is_dir() else [path]
        reason = f"{ENVIRONMENT_VARIABLE} is {named!r}"
    else:
        candidates = [Path(__file__).resolve().parent / file_name()]
        reason = f"{ENVIRONMENT_VARIABLE}, which may name another place, is not set"
    for candidate in candidates:
        if candidate.is_file():
            return candidate
    places = ", ".join(str(candidate) for candidate in candidates)
    raise LibraryError(f"the library of FastElman is not there. Looked at: {places} ({reason})")


_loaded: Library | None = None
_gate = threading.Lock()


def load() -> Library:
    """The library. The first call loads it.

    Raises:
        LibraryError: There is none that can be used.
    """
    global _loaded
    if _loaded is None:
        with _gate:
            if _loaded is None:
                _loaded = Library(find())
    return _loaded


def library_info() -> dict[str, Any]:
    """Facts about the library and this machine.

    Returns:
        version, build: strings; instructionSet: what models run with that ask for none, a string or None; supported,
        onProcessor: lists of strings, the fastest first; processorCount: an int; path: of the library.

    Raises:
        LibraryError: There is no library that can be used.
    """
    library = load()
    info: dict[str, Any] = json.loads(library.text("fe_library_info"))
    info["path"] = str(library.path)
    return info
