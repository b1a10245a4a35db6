"""Options by name, as fe_model_info and fe_tagger_info spell them, to the numbers of fastelman.h."""

from __future__ import annotations

import ctypes
import operator
from typing import Any, Optional

from ._prototypes import CompileOptions, LoadOptions

INSTRUCTION_SETS = {"best": 0, "scalar": 1, "vector128": 2, "advSimd": 3, "avx2": 4, "avx512": 5}
PRECISIONS = {"float32": 0, "int16": 1}
DECODINGS = {"model": 0, "argMax": 1, "iob": 2, "transitions": 3, "iobTransitions": 4}


def load_options(verify_checksum: bool, allow_non_finite: bool, allow_unknown_tensors: bool) -> LoadOptions:
    """fe_load_options."""
    return LoadOptions(
        ctypes.sizeof(LoadOptions), not verify_checksum, bool(allow_non_finite), bool(allow_unknown_tensors)
    )


def compile_options(
    instruction_set: str,
    precision: str,
    decoding: str,
    minimum_confidence: float,
    projection_budget: Optional[int],
) -> CompileOptions:
    """fe_compile_options.

    Raises:
        TypeError: A value is of another type.
        ValueError: There is no option of this name, or the budget is no number of bytes.
    """
    return CompileOptions(
        size=ctypes.sizeof(CompileOptions),
        instruction_set=_number("instruction_set", instruction_set, INSTRUCTION_SETS),
        precision=_number("precision", precision, PRECISIONS),
        decoding=_number("decoding", decoding, DECODINGS),
        minimum_confidence=float(minimum_confidence),
        projection_budget=_budget(projection_budget),
    )


def int32(value: Any, name: str) -> int:
    """An integer that is an int32: ctypes would drop the higher bits of a larger one.

    Raises:
        TypeError: It is not an integer.
        ValueError: It is no int32.
    """
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} has to be an integer, not {type(value).__name__}") from None
    if not -(2**31) <= number < 2**31:
        raise ValueError(f"{name} has to be an int32, not {number}")
    return number


def _number(name: str, value: Any, values: dict[str, int]) -> int:
    if not isinstance(value, str):
        raise TypeError(f"{name} has to be a str, not {type(value).__name__}")
    # The command line says argmax and iob+transitions.
    spelt = {each.lower(): each for each in values}.get(value.lower().replace("+", ""))
    if spelt is None:
        raise ValueError(f"{name} has to be one of {', '.join(values)}, not {value!r}")
    return values[spelt]


def _budget(value: Optional[int]) -> int:
    if value is None:
        return 0
    budget = operator.index(value)
    if not 0 <= budget < 2**63:
        raise ValueError(f"projection_budget has to be a number of bytes, at least 0, not {budget}")
    # 0 stands for the default in fastelman.h, and -1 for nothing.
    return budget or -1
