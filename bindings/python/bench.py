#!/usr/bin/env python3
"""The time of a sentence through Python, beside the C call alone, and memory over many calls.

    FASTELMAN_LIBRARY=PREFIX/lib PYTHONPATH=bindings/python/src python3 bindings/python/bench.py [--calls 1000000]

A sentence of 12 words; the model is samples/flights.safetensors, or --model. Rounds go through the forms in turn, each
with a block of 100 calls, so short that other processes leave many of them alone. What counts is the tenth percentile
of the blocks; the median tells how quiet the machine is. The C call alone is timed by a loop that is compiled for it,
where there is a C compiler.
"""

import argparse
import ctypes
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

import fastelman

REPOSITORY = Path(__file__).resolve().parents[2]
WORDS = "flights from cape town to hanoi on monday in the early morning".split()
ROUNDS, CALLS = 400, 100

# Calls through the address of the function, as ctypes does.
PROGRAM = """
#include <stdint.h>
#include <time.h>
double time_of_call(
    void *function, uint64_t tagger, const int32_t *words, uint64_t count, int32_t *labels, int calls) {
    int32_t (*tag)(uint64_t, const int32_t *, uint64_t, int32_t *);
    struct timespec start, end;
    *(void **)&tag = function;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int i = 0; i < calls; i++) {
        tag(tagger, words, count, labels);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    return (end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) * 1e-9;
}
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default=REPOSITORY / "samples" / "flights.safetensors")
    parser.add_argument("--calls", type=int, default=1_000_000, help="calls while memory is looked at")
    arguments = parser.parse_args()
    with fastelman.Model.load(arguments.model, threads=1) as model:
        model.warm_up()
        info = fastelman.library_info()
        print(f"{cpu()}, {model.compiled_info['instructionSet']}, Python {platform.python_version()}, "
              f"NumPy {np.__version__}, FastElman {info['build']}")
        print_times(model)
        print_memory(model, arguments.calls)


def cpu():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(": ")[1] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def print_times(model):
    words = model.word_indices(WORDS)
    labels, confidence = np.empty(12, np.int32), np.empty(12, np.float32)
    rows = np.empty((12, model.label_count), np.float32)
    library, tagger = model._library, model._tagger
    given = (tagger, words.ctypes.data, 12, labels.ctypes.data)
    text = " ".join(WORDS)
    stream = model.stream()
    many, lengths = np.tile(words, 64), np.full(64, 12, np.int32)
    out = np.empty(len(many), np.int32)
    forms = {
        "ctypes alone, addresses known": lambda: library.fe_tagger_tag(*given),
        "tag_indices(words, out=labels)": lambda: model.tag_indices(words, out=labels),
        "tag_indices(words)": lambda: model.tag_indices(words),
        "tag_indices(words, confidence=True, out=...)":
            lambda: model.tag_indices(words, confidence=True, out=(labels, confidence)),
        "tag_indices(words, probabilities=True, out=...)":
            lambda: model.tag_indices(words, probabilities=True, out=(labels, rows)),
        "tag(list of 12 words)": lambda: model.tag(WORDS),
        "slots(text of 12 words)": lambda: model.slots(text),
        "push_index(word)": lambda: stream.push_index(1),
        "tag_batch of 64 on one thread, a sentence": lambda: model.tag_batch(many, lengths, out=out),
    }
    times = {"the C call alone": []}
    with tempfile.TemporaryDirectory() as folder:
        in_c = compile_loop(folder)
        function = ctypes.cast(library.fe_tagger_tag, ctypes.c_void_p)
        for _ in range(ROUNDS):
            if in_c is not None:
                times["the C call alone"].append(in_c(function, *given, CALLS) / CALLS)
            for name, form in forms.items():
                times.setdefault(name, []).append(time_of(form) / (64 if "64" in name else 1))
    print(f"{'':50}  10th percentile   median")
    for name, values in times.items():
        if values:
            tenth = statistics.quantiles(values, n=10)[0]
            print(f"{name:50} {tenth * 1e6:13.2f} µs {statistics.median(values) * 1e6:8.2f} µs")


def time_of(form):
    """Seconds of a call."""
    start = time.perf_counter()
    for _ in range(CALLS):
        form()
    return (time.perf_counter() - start) / CALLS


def compile_loop(folder):
    """The loop in C; None where there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        print("there is no C compiler: the C call alone is not timed", file=sys.stderr)
        return None
    source, library = Path(folder, "loop.c"), Path(folder, "loop.so")
    source.write_text(PROGRAM)
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", library, source], check=True)
    function = ctypes.CDLL(str(library)).time_of_call
    function.restype = ctypes.c_double
    function.argtypes = [ctypes.c_void_p, ctypes.c_uint64, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_void_p,
                         ctypes.c_int]
    return function


def print_memory(model, calls):
    """Resident memory after the first tenth of the calls and after all of them."""
    words = model.word_indices(WORDS)
    text = " ".join(WORDS)
    seen = []
    for call in range(calls + 1):
        if call % max(1, calls // 10) == 0:
            seen.append(resident_kilobytes())
        model.tag_indices(words, confidence=True)
        if call % 10 == 0:
            model.slots(text)
    print(f"resident memory in kB over {calls} calls, at each tenth: {' '.join(map(str, seen))}")


def resident_kilobytes():
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    except OSError:
        return 0


if __name__ == "__main__":
    main()
