using System.Globalization;
using System.Text;

namespace FastElman.Interop.PyTorch;

/// <summary>
/// The Python source of a module that computes what a model computes. Its attributes have the names of
/// <see cref="ModuleTensorNames"/>, so that it loads our state dict with <c>strict=True</c>.
/// </summary>
internal static class ModuleSource
{
    public static string Write(ElmanModel model)
    {
        List<string> lines =
        [
            $"\"\"\"A tagger of {model.Shape.HiddenSize} hidden units, for PyTorch 1.13 or later.\"\"\"",
            "import torch",
            "from torch import nn",
            "from torch.nn import functional",
            string.Empty,
            string.Empty,
            "class Tagger(nn.Module):",
            .. Description(model).Select(line => $"    {line}"),
            string.Empty,
            "    def __init__(self):",
            "        super().__init__()",
        ];
        lines.AddRange(Attributes(model.Shape).Select(line => $"        {line}"));
        lines.Add(string.Empty);
        lines.Add("    def forward(self, words):");
        lines.AddRange(Forward(model.Shape).Select(line => $"        {line}"));
        lines.Add($"        return logits{Divided(model.Temperature)}");
        if (HasLoop(model.Shape))
        {
            lines.Add(string.Empty);
            lines.AddRange(Loop(model.Shape.Variant).Select(line => $"    {line}"));
        }

        var source = new StringBuilder();
        foreach (var line in lines)
        {
            source.Append(line).Append('\n');
        }

        return source.ToString();
    }

    private static string[] Description(ElmanModel model)
    {
        const string shapes = "Word indices [batch, words] to logits [batch, words, labels].";
        return model.Decoding == LabelDecoding.ArgMax
            ? [$"\"\"\"{shapes}\"\"\""]
            : [$"\"\"\"{shapes}", string.Empty, "Constraints and scores between labels are not in it.", "\"\"\""];
    }

    /// <summary>nn.RNN knows tanh and relu, and the state that it passes on is that of its own units.</summary>
    private static bool HasLoop(ElmanShape shape) =>
        shape.Variant.Activation == HiddenActivation.Sigmoid || shape.Variant.Kind == NetworkKind.Jordan;

    private static IEnumerable<string> Attributes(ElmanShape shape)
    {
        var (kind, activation, hasTransitions) = shape.Variant;
        var directions = kind == NetworkKind.Bidirectional ? 2 : 1;
        yield return $"self.embedding = nn.Embedding({shape.VocabularySize + 1}, {shape.EmbeddingSize})";
        if (kind == NetworkKind.Jordan)
        {
            yield return "self.rnn = nn.Module()";
            yield return $"self.rnn.weight_ih_l0 = nn.Parameter(torch.zeros({shape.HiddenSize}, {shape.InputSize}))";
            yield return $"self.rnn.weight_hh_l0 = nn.Parameter(torch.zeros({shape.HiddenSize}, {shape.LabelCount}))";
            yield return $"self.rnn.bias_ih_l0 = nn.Parameter(torch.zeros({shape.HiddenSize}))";
            yield return $"self.rnn.bias_hh_l0 = nn.Parameter(torch.zeros({shape.HiddenSize}))";
        }
        else
        {
            var options = (directions == 2 ? ", bidirectional=True" : string.Empty)
                + (activation == HiddenActivation.Relu ? ", nonlinearity=\"relu\"" : string.Empty);
            yield return $"self.rnn = nn.RNN({shape.InputSize}, {shape.HiddenSize}, batch_first=True{options})";
        }

        yield return $"self.output = nn.Linear({shape.OutputDepth}, {shape.LabelCount})";
        yield return $"self.initial_state = nn.Parameter(torch.zeros({directions}, {shape.RecurrentSize}))";
        if (hasTransitions)
        {
            yield return
                $"self.transitions = nn.Parameter(torch.zeros({shape.LabelCount + 1}, {shape.LabelCount}))";
        }
    }

    private static IEnumerable<string> Forward(ElmanShape shape)
    {
        if (shape.WindowSize > 1)
        {
            var reach = shape.WindowReach;
            yield return $"words = functional.pad(words, ({reach}, {reach}), value={shape.PaddingRow})";
            yield return $"inputs = self.embedding(words.unfold(1, {shape.WindowSize}, 1)).flatten(2)";
        }
        else
        {
            yield return "inputs = self.embedding(words)";
        }

        yield return "state = self.initial_state.unsqueeze(1).repeat(1, len(words), 1)";
        switch (shape.Variant.Kind)
        {
            case NetworkKind.Jordan:
                yield return "logits = self.run(inputs, state[0])";
                break;
            case NetworkKind.Bidirectional when HasLoop(shape):
                yield return "forward = self.run(inputs, state[0], \"_l0\")";
                yield return "backward = self.run(inputs.flip(1), state[1], \"_l0_reverse\").flip(1)";
                yield return "logits = self.output(torch.cat([forward, backward], 2))";
                break;
            case NetworkKind.Elman when HasLoop(shape):
                yield return "logits = self.output(self.run(inputs, state[0], \"_l0\"))";
                break;
            default:
                yield return "logits = self.output(self.rnn(inputs, state)[0])";
                break;
        }
    }

    private static IEnumerable<string> Loop(NetworkVariant variant)
    {
        var function = variant.Activation switch
        {
            HiddenActivation.Tanh => "torch.tanh",
            HiddenActivation.Relu => "torch.relu",
            _ => "torch.sigmoid",
        };
        if (variant.Kind == NetworkKind.Jordan)
        {
            return
            [
                "def run(self, inputs, state):",
                "    rnn, logits = self.rnn, []",
                "    sums = functional.linear(inputs, rnn.weight_ih_l0, rnn.bias_ih_l0 + rnn.bias_hh_l0)",
                "    for step in sums.unbind(1):",
                $"        hidden = {function}(step + functional.linear(state, rnn.weight_hh_l0))",
                "        logits.append(self.output(hidden))",
                "        state = logits[-1].softmax(-1)",
                "    return torch.stack(logits, 1)",
            ];
        }

        return
        [
            "def run(self, inputs, state, suffix):",
            "    weights = [getattr(self.rnn, name + suffix) for name in (\"weight_ih\", \"weight_hh\", \"bias_ih\", "
                + "\"bias_hh\")]",
            "    states = []",
            "    for step in functional.linear(inputs, weights[0], weights[2] + weights[3]).unbind(1):",
            $"        state = {function}(step + functional.linear(state, weights[1]))",
            "        states.append(state)",
            "    return torch.stack(states, 1)",
        ];
    }

    private static string Divided(float temperature) =>
        temperature == 1f ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" / {temperature}");
}
