"""What the tests share: models small enough to write here, and the network in double precision."""

import json
import os
import unittest
from pathlib import Path

import numpy as np

from fastelman import Model

# Where the tests lie in the repository. The package under test may come from elsewhere, such as a wheel.
REPOSITORY = Path(__file__).resolve().parents[3]
FLIGHTS = REPOSITORY / "samples" / "flights.safetensors"

WORDS = ["<UNK>", "flights", "from", "to", "boston", "new", "york", "zürich", "東京", "DIGIT", "🛫", "on", "monday"]
LABELS = ["O", "B-from", "B-to", "I-to", "I-from", "B-day"]
HIDDEN, EMBEDDING, WINDOW = 7, 5, 3


def parameters(seed=1, words=WORDS, labels=LABELS):
    """Random parameters of the network by the names of the model file."""
    random = np.random.RandomState(seed)

    def draw(*shape):
        return random.uniform(-1, 1, shape).astype("<f4")

    return {
        "embeddings": draw(len(words) + 1, EMBEDDING),
        "wx": draw(EMBEDDING * WINDOW, HIDDEN),
        "wh": draw(HIDDEN, HIDDEN),
        "w": draw(HIDDEN, len(labels)),
        "bh": draw(HIDDEN),
        "b": draw(len(labels)),
        "h0": draw(HIDDEN),
    }


def model_bytes(tensors=None, words=WORDS, labels=LABELS, decoding=None, plain=False):
    """A model file: docs/design/format.md. A plain one has neither words nor labels."""
    tensors = parameters() if tensors is None else tensors
    data = b"".join(tensor.tobytes() for tensor in tensors.values())
    header, start = {}, 0
    for name, tensor in tensors.items():
        end = start + tensor.nbytes
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [start, end]}
        start = end
    if not plain:
        config = {
            "network": "elman",
            "hidden": HIDDEN,
            "labels": tensors["b"].shape[0],
            "vocabulary": tensors["embeddings"].shape[0] - 1,
            "embedding": EMBEDDING,
            "window": WINDOW,
        }
        if "backward.wx" in tensors:
            config["network"] = "bidirectional"
        if decoding:
            config["decoding"] = decoding
        header["__metadata__"] = {
            "format": "fastelman",
            "fastelman.version": "2",
            "fastelman.config": json.dumps(config),
            "fastelman.crc32c": f"{crc32c(data):08x}",
        }
        if words is not None:
            header["__metadata__"]["fastelman.vocabulary"] = json.dumps(words)
        if labels is not None:
            header["__metadata__"]["fastelman.labels"] = json.dumps(labels)
    text = json.dumps(header).encode()
    text += b" " * (-(len(text) + 8) % 64)
    return len(text).to_bytes(8, "little") + text + data


def bidirectional():
    """Parameters of a network that cannot stream."""
    tensors = parameters()
    random = np.random.RandomState(2)
    tensors["w"] = random.uniform(-1, 1, (2 * HIDDEN, len(LABELS))).astype("<f4")
    for name in ["wx", "wh", "bh", "h0"]:
        tensors[f"backward.{name}"] = random.uniform(-1, 1, tensors[name].shape).astype("<f4")
    return tensors


def crc32c(data):
    """CRC-32C (RFC 3720)."""
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
    return value ^ 0xFFFFFFFF


def probabilities(tensors, words):
    """The network of docs/guide/theano.md in double precision: [words, labels]."""
    p = {name: tensor.astype(np.float64) for name, tensor in tensors.items()}
    half = WINDOW // 2
    padded = [-1] * half + [int(word) for word in words] + [-1] * half
    state, result = p["h0"], []
    for place in range(len(words)):
        x = p["embeddings"][padded[place : place + WINDOW]].ravel()
        state = 1 / (1 + np.exp(-(x @ p["wx"] + state @ p["wh"] + p["bh"])))
        logits = state @ p["w"] + p["b"]
        exponentials = np.exp(logits - logits.max())
        result.append(exponentials / exponentials.sum())
    return np.array(result).reshape(len(words), p["b"].shape[0])


def sentence(length, seed=0, words=WORDS):
    """Random word indices as an array of int32, the padding word included."""
    return np.random.RandomState(seed).randint(-1, len(words) + 1, length).astype(np.int32)


def resident_kilobytes():
    """Memory of this process that is in use; the test is skipped where the system does not say."""
    try:
        lines = Path(f"/proc/{os.getpid()}/status").read_text().splitlines()
    except OSError:
        raise unittest.SkipTest("this system has no /proc") from None
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


class ModelTestCase(unittest.TestCase):
    """Tests with one model, which is closed after the last of them."""

    @classmethod
    def setUpClass(cls):
        cls.tensors = parameters()
        cls.model = Model.from_bytes(model_bytes(cls.tensors))

    @classmethod
    def tearDownClass(cls):
        cls.model.close()
