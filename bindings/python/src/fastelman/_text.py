"""Python's text and the library's UTF-8: positions are code points here and bytes there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def encode(text: Any, name: str) -> bytes:
    """Text as UTF-8.

    Raises:
        TypeError: It is not a str.
        ValueError: It has a lone surrogate, which is half a character and has no UTF-8.
    """
    if not isinstance(text, str):
        raise TypeError(f"{name} has to be a str, not {type(text).__name__}")
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(
            f"{name} has a lone surrogate, U+{ord(text[error.start]):04X}, at {error.start}: half a character, which "
            'is no text; text.encode("utf-8", "replace").decode() puts "?" in its place'
        ) from None


def encode_words(words: Any, name: str) -> list[bytes]:
    """Words as UTF-8.

    Raises:
        TypeError: It is a text, or an element is not a str.
        ValueError: A word has a lone surrogate.
    """
    if isinstance(words, (str, bytes)):
        raise TypeError(f"{name} has to be a list of words, not {type(words).__name__}; tag_text divides a text")
    try:
        return [word.encode() for word in words]
    except (AttributeError, TypeError, UnicodeEncodeError):
        if not isinstance(words, Iterable):
            raise TypeError(f"{name} has to be a list of words, not {type(words).__name__}") from None
    return [encode(word, f"{name}[{place}]") for place, word in enumerate(words)]


def code_points(utf8: bytes, positions: Iterable[int]) -> list[int]:
    """Positions in code points for positions in bytes, which do not descend and lie between characters."""
    result = []
    byte = point = 0
    for position in positions:
        point += len(utf8[byte:position].decode())
        byte = position
        result.append(point)
    return result
