"""NumPy arrays on their way to the library: checked once, never copied unless the caller asks for it."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any, Optional

import numpy as np

if TYPE_CHECKING:
    from ._types import AnyArray, Int32Array

INT32 = np.dtype(np.int32)
FLOAT32 = np.dtype(np.float32)

_SMALLEST, _LARGEST = -(2**31), 2**31 - 1

_addressof = ctypes.addressof
_byte_of: Any = ctypes.c_char.from_buffer


def address(array: AnyArray) -> Optional[int]:
    """The address of the first element of an aligned, C-contiguous array, None for an empty one.

    The caller keeps the array alive: every call of the library is made while a local variable holds it.
    """
    try:
        # A quarter of the time of array.ctypes.data. Refuses arrays that are read-only or empty.
        return _addressof(_byte_of(array))
    except (TypeError, ValueError):
        return int(array.__array_interface__["data"][0]) if array.size else None


def indices(value: Any, name: str, copy: bool) -> Int32Array:
    """An array of int32 [n] as it is, or with `copy` anything that is a list of integers as such an array.

    Raises:
        TypeError: It is not an array, or its elements are not int32.
        ValueError: It has not one dimension, is not C-contiguous and aligned, or a number is no int32.
    """
    if isinstance(value, np.ndarray) and value.dtype == INT32 and value.ndim == 1:
        flags = value.flags
        if flags.c_contiguous and flags.aligned:
            return value
        if not copy:
            what = "C-contiguous" if flags.aligned else "aligned"
            raise ValueError(f"{name} is not {what}; copy=True copies it")
    if copy:
        return _copied(value, name)
    if not isinstance(value, np.ndarray):
        raise TypeError(
            f"{name} has to be a NumPy array of int32, not {type(value).__name__}; copy=True copies a list of integers"
        )
    if value.ndim != 1:
        raise ValueError(f"{name} has to have one dimension, not {value.ndim}")
    raise TypeError(f"{name} has to be an array of int32, not {value.dtype}; copy=True converts integers")


def output(value: Any, shape: tuple[int, ...], dtype: Any, name: str) -> AnyArray:
    """The caller's array for a result, or a new one for None.

    Raises:
        TypeError: It is not an array, or of another type.
        ValueError: It has another shape, or is read-only, misaligned or not C-contiguous.
    """
    if value is None:
        return np.empty(shape, dtype)
    if not isinstance(value, np.ndarray):
        raise TypeError(f"{name} has to be a NumPy array of {dtype}, not {type(value).__name__}")
    if value.dtype != dtype:
        raise TypeError(f"{name} has to be an array of {dtype}, not {value.dtype}")
    if value.shape != shape:
        raise ValueError(f"{name} has to have the shape {shape}, not {value.shape}")
    if not value.flags.carray:
        raise ValueError(f"{name} has to be writable, C-contiguous and aligned")
    return value


def outputs(value: Any, second: str) -> tuple[Any, Any]:
    """The parts of the argument `out`: labels alone, or where there is a second result a tuple of both."""
    if value is None:
        return None, None
    if not second:
        return value, None
    if not isinstance(value, tuple) or len(value) != 2:
        raise TypeError(f"out has to be a tuple of two arrays: labels and {second}")
    return value[0], value[1]


def chosen(confidence: bool, probabilities: bool) -> str:
    """The name of the second result; "" where labels alone are wanted."""
    if confidence and probabilities:
        raise ValueError("confidence and probabilities exclude each other")
    return "confidence" if confidence else "probabilities" if probabilities else ""


def as_bytes(value: Any, name: str) -> AnyArray:
    """The bytes of anything that has some, as an array of uint8 that shares its memory.

    Raises:
        TypeError: It has no bytes, or they do not follow one another.
    """
    try:
        view = memoryview(value).cast("B")
    except TypeError:
        raise TypeError(f"{name} has to be bytes or a C-contiguous buffer, not {type(value).__name__}") from None
    return np.frombuffer(view, np.uint8) if view.nbytes else np.empty(0, np.uint8)


def _copied(value: Any, name: str) -> Int32Array:
    if value is None or isinstance(value, (str, bytes)):
        raise TypeError(f"{name} has to be a list or an array of integers, not {type(value).__name__}")
    array = np.asarray(value)
    if array.ndim != 1:
        raise ValueError(f"{name} has to have one dimension, not {array.ndim}")
    if not array.size:
        return np.empty(0, INT32)
    if array.dtype.kind not in "iu":
        raise TypeError(f"{name} has to have integers, not {array.dtype}")
    if int(array.min()) < _SMALLEST or int(array.max()) > _LARGEST:
        raise ValueError(f"{name} has a number that is no int32")
    return np.require(array, INT32, ["C", "A"])
