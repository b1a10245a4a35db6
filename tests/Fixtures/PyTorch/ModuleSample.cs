using System.Text;
using System.Text.Json;

namespace FastElman.Fixtures;

/// <summary>
/// A module of nn.Embedding, nn.RNN and nn.Linear with random parameters that bfloat16 holds exactly, and what PyTorch
/// would compute with them, in double precision.
/// </summary>
public sealed class ModuleSample
{
    public const int Rows = 9, Embedding = 5, Hidden = 6, Labels = 4;

    private readonly Dictionary<string, NamedTensor> _tensors = [];
    private readonly bool _isRelu;
    private readonly bool _hasBias;

    public ModuleSample(bool isRelu = false, bool isBidirectional = false, bool hasBias = true, int seed = 3)
    {
        (_isRelu, IsBidirectional, _hasBias) = (isRelu, isBidirectional, hasBias);
        var random = new Random(seed);
        Add(random, "embedding.weight", Rows, Embedding);
        foreach (var suffix in Suffixes)
        {
            Add(random, $"rnn.weight_ih{suffix}", Hidden, Embedding);
            Add(random, $"rnn.weight_hh{suffix}", Hidden, Hidden);
            if (hasBias)
            {
                Add(random, $"rnn.bias_ih{suffix}", Hidden);
                Add(random, $"rnn.bias_hh{suffix}", Hidden);
            }
        }

        Add(random, "output.weight", Labels, Hidden * Suffixes.Length);
        if (hasBias)
        {
            Add(random, "output.bias", Labels);
        }
    }

    public bool IsBidirectional { get; }

    public IReadOnlyList<NamedTensor> Tensors => [.. _tensors.Values];

    private string[] Suffixes => IsBidirectional ? ["_l0", "_l0_reverse"] : ["_l0"];

    public NamedTensor this[string name] => _tensors[name];

    /// <summary>Softmax of the output layer for each word.</summary>
    public double[][] Probabilities(int[] words)
    {
        var states = Suffixes.Select(suffix => States(words, suffix)).ToArray();
        return
        [
            .. words.Select((_, t) =>
            {
                var hidden = states.SelectMany(direction => direction[t]).ToArray();
                var logits = Enumerable.Range(0, Labels).Select(label =>
                    Bias("output.bias", label) + Product("output.weight", label, hidden)).ToArray();
                var exponentials = logits.Select(logit => Math.Exp(logit - logits.Max())).ToArray();
                return exponentials.Select(each => each / exponentials.Sum()).ToArray();
            }),
        ];
    }

    /// <summary>The bytes of a safetensors file.</summary>
    public static byte[] Safetensors(IEnumerable<NamedTensor> tensors)
    {
        var header = new Dictionary<string, object>();
        var data = new List<byte>();
        foreach (var tensor in tensors)
        {
            var begin = data.Count;
            data.AddRange(tensor.StorageBytes);
            header[tensor.Name] = new Dictionary<string, object>
            {
                ["dtype"] = tensor.ElementType,
                ["shape"] = tensor.Shape,
                ["data_offsets"] = new[] { begin, data.Count },
            };
        }

        var json = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(header));
        return [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. data];
    }

    private double[][] States(int[] words, string suffix)
    {
        var states = new double[words.Length][];
        var state = new double[Hidden];
        var isBackward = suffix.EndsWith("reverse", StringComparison.Ordinal);
        foreach (var t in isBackward ? Enumerable.Range(0, words.Length).Reverse() : Enumerable.Range(0, words.Length))
        {
            var input = _tensors["embedding.weight"].Values.AsSpan(words[t] * Embedding, Embedding).ToArray();
            var previous = state;
            state = new double[Hidden];
            for (var unit = 0; unit < Hidden; unit++)
            {
                var sum = Bias($"rnn.bias_ih{suffix}", unit) + Bias($"rnn.bias_hh{suffix}", unit)
                    + Product($"rnn.weight_ih{suffix}", unit, input)
                    + Product($"rnn.weight_hh{suffix}", unit, previous);
                state[unit] = _isRelu ? Math.Max(0, sum) : Math.Tanh(sum);
            }

            states[t] = state;
        }

        return states;
    }

    private double Product(string name, int row, double[] vector) =>
        vector.Select((value, column) => value * _tensors[name].Values[(row * vector.Length) + column]).Sum();

    private double Bias(string name, int index) => _hasBias ? _tensors[name].Values[index] : 0;

    private void Add(Random random, string name, params long[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        _tensors[name] = new NamedTensor(
            name, shape, [.. Enumerable.Range(0, (int)count).Select(_ => random.Next(-128, 129) / 128.0)]);
    }
}
