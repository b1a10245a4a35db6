"""What is found in a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Slot:
    """A part of a text that means something, such as a city of departure.

    Attributes:
        name: What it is, such as "fromloc.city_name".
        text: It as it is written: `given[start:end]` of the text that was given.
        start: The place of its first character, in code points, as Python counts.
        end: The place behind its last character.
        confidence: The probability that all its words carry their labels, 0 to 1.
    """

    name: str
    text: str
    start: int
    end: int
    confidence: float


@dataclass(frozen=True)
class Token:
    """A word of a text with its label.

    Attributes:
        text: The word as it is written: `given[start:end]` of the text that was given.
        start: The place of its first character, in code points, as Python counts.
        end: The place behind its last character.
        label: Such as "B-fromloc.city_name".
        confidence: The probability of the label, 0 to 1.
    """

    text: str
    start: int
    end: int
    label: str
    confidence: float
