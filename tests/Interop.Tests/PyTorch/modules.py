"""What PyTorch itself does with the modules of the tests.

modules.py make FOLDER    state dicts of modules with random parameters, and the probabilities that these give
modules.py run FOLDER     the probabilities of each module in FOLDER/*.py with its state dict beside it
"""
import importlib.util
import itertools
import json
import pathlib
import struct
import sys

import torch
from torch import nn

WORDS = [[3, 0, 8, 8, 1, 5, 2], [1, 2, 3, 4, 5, 6, 7]]


class Tagger(nn.Module):
    def __init__(self, nonlinearity, bidirectional, padding):
        super().__init__()
        self.words = nn.Embedding(9, 5, padding_idx=padding)
        self.dropout = nn.Dropout(0.5)
        self.encoder = nn.ModuleDict({"rnn": nn.RNN(
            5, 6, nonlinearity=nonlinearity, bidirectional=bidirectional, batch_first=True)})
        self.head = nn.Sequential(nn.Dropout(0.5), nn.Linear(12 if bidirectional else 6, 4))

    def forward(self, words):
        return self.head(self.encoder["rnn"](self.dropout(self.words(words)))[0])


def save_safetensors(tensors, path):
    """The form of safetensors, whose package Debian lacks: a length, JSON, then the tensors."""
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, tensor in sorted(tensors.items()):
        values = tensor.contiguous().numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def load_safetensors(path):
    content = path.read_bytes()
    end = 8 + struct.unpack("<Q", content[:8])[0]
    tensors = {}
    for name, entry in json.loads(content[8:end]).items():
        if name != "__metadata__":
            begin, stop = entry["data_offsets"]
            values = torch.frombuffer(bytearray(content[end + begin:end + stop]), dtype=torch.float32)
            tensors[name] = values.reshape(entry["shape"])
    return tensors


def probabilities(module):
    module.eval()
    with torch.no_grad():
        return module(torch.tensor(WORDS)).softmax(-1).tolist()


def make(folder):
    for nonlinearity, bidirectional, padding in itertools.product(("tanh", "relu"), (False, True), (None, 0, 8)):
        torch.manual_seed(1)
        module = Tagger(nonlinearity, bidirectional, padding)
        name = f"{nonlinearity}-{2 if bidirectional else 1}-{padding}"
        torch.save(module.state_dict(), folder / f"{name}.pt")
        torch.save({"epoch": 2, "model": module.state_dict()}, folder / f"{name}.pth")
        save_safetensors(module.state_dict(), folder / f"{name}.safetensors")
        (folder / f"{name}.json").write_text(json.dumps(probabilities(module)))
    torch.save(module, folder / "whole.bin")
    torch.save(module.state_dict(), folder / "old.bin", _use_new_zipfile_serialization=False)
    torch.jit.script(module).save(str(folder / "script.bin"))
    lstm = nn.ModuleDict({"e": nn.Embedding(9, 5), "r": nn.LSTM(5, 6), "o": nn.Linear(6, 4)})
    torch.save(lstm.state_dict(), folder / "lstm.bin")


def run(folder):
    found = {}
    for source in sorted(folder.glob("*.py")):
        specification = importlib.util.spec_from_file_location(source.stem, source)
        namespace = importlib.util.module_from_spec(specification)
        specification.loader.exec_module(namespace)
        module = namespace.Tagger()
        module.load_state_dict(load_safetensors(source.with_suffix(".safetensors")), strict=True)
        found[source.stem] = probabilities(module)
    print(json.dumps(found))


if __name__ == "__main__":
    {"make": make, "run": run}[sys.argv[1]](pathlib.Path(sys.argv[2]))
