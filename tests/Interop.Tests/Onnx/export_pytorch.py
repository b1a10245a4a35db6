"""Writes models as ONNX with PyTorch's own exporter, and what PyTorch computes with them.

    export_pytorch.py FOLDER

Each case is NAME.onnx and NAME.json: the word indices [sentences][words], the index of the best label of each word,
and the logits [sentences][words][labels].
"""

import json
import sys
import warnings

import torch
from torch import nn

WORDS, EMBEDDING, HIDDEN, LABELS = 11, 4, 6, 5


class Tagger(nn.Module):
    """Embedding, one recurrent layer and a linear layer; then nothing, a softmax or an arg-max."""

    def __init__(self, nonlinearity="tanh", bidirectional=False, batch_first=False, end=None, state=None, bias=True,
                 linear_bias=True, flat=False, fixed=False, hidden_output=False):
        super().__init__()
        self.embedding = nn.Embedding(WORDS, EMBEDDING)
        self.rnn = nn.RNN(EMBEDDING, HIDDEN, nonlinearity=nonlinearity, bidirectional=bidirectional,
                          batch_first=batch_first, bias=bias)
        self.directions = 2 if bidirectional else 1
        self.linear = nn.Linear(self.directions * HIDDEN, LABELS, bias=linear_bias)
        self.batch_first, self.end, self.state, self.flat = batch_first, end, state, flat
        self.hidden_output = hidden_output
        if state == "learned":
            self.initial = nn.Parameter(torch.randn(self.directions, 1, HIDDEN))

    def forward(self, words):
        x = self.embedding(words)
        batch = words.size(0 if self.batch_first else 1) if words.dim() == 2 else 1
        if words.dim() == 1 and self.flat:
            x = x.view(words.size(0), 1, -1)
        if self.state == "zeros":
            y, h = self.rnn(x, torch.zeros(self.directions, batch, HIDDEN))
        elif self.state == "learned":
            y, h = self.rnn(x, self.initial.expand(-1, batch, -1).contiguous())
        else:
            y, h = self.rnn(x)
        if self.flat:
            y = y.reshape(-1, self.directions * HIDDEN)
        y = self.linear(y)
        if self.end == "softmax":
            y = torch.softmax(y, -1)
        elif self.end == "log_softmax":
            y = torch.log_softmax(y, -1)
        elif self.end == "argmax":
            y = y.argmax(-1)
        return (y, h) if self.hidden_output else y


CASES = {
    "tanh": {},
    "relu": {"nonlinearity": "relu"},
    "batch_first": {"batch_first": True},
    "bidirectional": {"bidirectional": True},
    "bidirectional_batch_first": {"bidirectional": True, "batch_first": True},
    "softmax": {"end": "softmax"},
    "log_softmax": {"end": "log_softmax", "batch_first": True},
    "argmax": {"end": "argmax", "bidirectional": True},
    "zeros": {"state": "zeros", "batch_first": True},
    "learned_state": {"state": "learned", "bidirectional": True},
    "without_bias": {"bias": False, "linear_bias": False},
    "flat": {"flat": True, "batch_first": True},
    "fixed_size": {"fixed": True},
    "fixed_size_flat": {"fixed": True, "flat": True, "bidirectional": True},
    "hidden_output": {"hidden_output": True},
    "one_sentence": {"words": "vector"},
    "one_sentence_flat": {"words": "vector", "flat": True},
}


def write(folder, name, settings, opset, folding):
    settings = dict(settings)
    vector = settings.pop("words", None) == "vector"
    torch.manual_seed(len(name))
    model = Tagger(**settings).eval()
    sentences = torch.randint(0, WORDS, (3, 7))
    words = sentences[0] if vector else sentences if model.batch_first else sentences.t().contiguous()
    axes = None if settings.get("fixed") else {"words": [0] if vector else [0, 1]}
    outputs = ["result", "state"] if settings.get("hidden_output") else ["result"]
    file = f"{folder}/{name}_{opset}{'' if folding else '_unfolded'}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(model, (words,), f"{file}.onnx", input_names=["words"], output_names=outputs,
                          dynamic_axes=axes, opset_version=opset, do_constant_folding=folding)
        model.end, model.hidden_output = None, False
        logits = model(words).detach()
    if vector:
        logits, sentences = logits.reshape(1, -1, LABELS), sentences[:1]
    elif model.flat and not model.batch_first:
        logits = logits.reshape(7, 3, LABELS).transpose(0, 1)
    elif model.flat:
        logits = logits.reshape(3, 7, LABELS)
    elif not model.batch_first:
        logits = logits.transpose(0, 1)
    with open(f"{file}.json", "w", encoding="utf-8") as output:
        json.dump({"words": sentences.tolist(), "logits": logits.tolist()}, output)


def main():
    folder = sys.argv[1]
    for name, settings in CASES.items():
        for opset, folding in ((9, True), (14, True), (14, False), (16, True)):
            write(folder, name, settings, opset, folding)


if __name__ == "__main__":
    main()
