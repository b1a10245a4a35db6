"""The functions and structures of fastelman.h as ctypes sees them."""

from __future__ import annotations

import ctypes
from ctypes import c_char_p, c_float, c_int32, c_int64, c_size_t, c_uint32, c_uint64, c_void_p
from typing import Any

import numpy as np


class LoadOptions(ctypes.Structure):
    """fe_load_options."""

    _fields_ = [
        ("size", c_uint32),
        ("skip_checksum", c_int32),
        ("allow_non_finite", c_int32),
        ("allow_unknown_tensors", c_int32),
    ]


class CompileOptions(ctypes.Structure):
    """fe_compile_options."""

    _fields_ = [
        ("size", c_uint32),
        ("instruction_set", c_int32),
        ("precision", c_int32),
        ("decoding", c_int32),
        ("minimum_confidence", c_float),
        ("reserved", c_int32),
        ("projection_budget", c_int64),
    ]


# fe_slot.
SLOT = np.dtype([("name", np.int32), ("start", np.int32), ("end", np.int32), ("confidence", np.float32)])

_handle: Any = c_uint64
_out_handle: Any = ctypes.POINTER(c_uint64)
_out_int: Any = ctypes.POINTER(c_int32)
_out_size: Any = ctypes.POINTER(c_size_t)

# Pointers to arrays are numbers here (c_void_p): _arrays.py has looked at the arrays before.
_array: Any = c_void_p
_text: list[Any] = [c_char_p, c_size_t]
_returned: list[Any] = [c_void_p, c_size_t, _out_size]
_sentence: list[Any] = [_handle, _array, c_size_t, _array]
_batch: list[Any] = [_handle, _array, c_size_t, _array, c_size_t, _array]
_push: list[Any] = [_handle, c_int32, _out_int]
_named: list[Any] = [_handle, c_int32, *_returned]

# Argument types by function. All of them return fe_status.
STATUS_FUNCTIONS: dict[str, list[Any]] = {
    "fe_library_info": _returned,
    "fe_model_open": [c_char_p, ctypes.POINTER(LoadOptions), _out_handle],
    "fe_model_open_memory": [c_void_p, c_size_t, ctypes.POINTER(LoadOptions), _out_handle],
    "fe_model_close": [_handle],
    "fe_model_fingerprint": [_handle, *_returned],
    "fe_model_info": [_handle, *_returned],
    "fe_model_label_count": [_handle, _out_int],
    "fe_model_word_count": [_handle, _out_int],
    "fe_model_label_name": _named,
    "fe_model_word_name": _named,
    "fe_model_word_index": [_handle, *_text, _out_int, _out_int],
    "fe_model_slot_name_count": [_handle, _out_int],
    "fe_model_slot_name": _named,
    "fe_tagger_create": [_handle, ctypes.POINTER(CompileOptions), _out_handle],
    "fe_tagger_close": [_handle],
    "fe_tagger_info": [_handle, *_returned],
    "fe_tagger_warm_up": [_handle],
    "fe_tagger_tag": _sentence,
    "fe_tagger_tag_confidence": [*_sentence, _array],
    "fe_tagger_tag_probabilities": [*_sentence, _array, c_size_t],
    "fe_tagger_tag_words": [_handle, c_void_p, c_void_p, c_size_t, c_void_p, c_void_p],
    "fe_tagger_tag_text": [_handle, *_text, _array, _array, _array, c_size_t, _out_size, c_void_p],
    "fe_tagger_find_slots": [_handle, *_text, _array, c_size_t, _out_size, c_void_p],
    "fe_batch_create": [_handle, c_int32, _out_handle],
    "fe_batch_close": [_handle],
    "fe_batch_tag": _batch,
    "fe_batch_tag_confidence": [*_batch, _array],
    "fe_batch_tag_probabilities": [*_batch, _array, c_size_t],
    "fe_stream_create": [_handle, _out_handle],
    "fe_stream_close": [_handle],
    "fe_stream_delay": [_handle, _out_int],
    "fe_stream_word_index": [_handle, *_text, _out_int],
    "fe_stream_push": _push,
    "fe_stream_push_confidence": [*_push, ctypes.POINTER(c_float)],
    "fe_stream_push_probabilities": [*_push, _array, c_size_t],
    "fe_stream_prepare": [_handle],
    "fe_stream_complete": [_handle, _array, c_size_t, _out_size],
    "fe_stream_complete_confidence": [_handle, _array, _array, c_size_t, _out_size],
    "fe_stream_complete_probabilities": [_handle, _array, _array, c_size_t, c_size_t, _out_size],
    "fe_stream_reset": [_handle],
    "fe_stream_save_state": [_handle, c_void_p, c_size_t, _out_size],
    "fe_stream_restore_state": [_handle, c_void_p, c_size_t],
}
