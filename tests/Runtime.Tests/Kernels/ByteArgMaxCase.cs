using FastElman.Kernels;
using FastElman.Packing;

namespace FastElman.Tests.Kernels;

/// <summary>Output weights in bytes and in floats, with a generator of hidden states to run both on.</summary>
internal sealed class ByteArgMaxCase
{
    /// <summary>Where more than one label is a candidate.</summary>
    public const int Undecided = -1;

    private readonly KernelSet _kernels;
    private readonly PackedMatrix _floats;
    private readonly ByteWeights _bytes;
    private readonly float[] _paddedBiases;
    private readonly float[] _logits;
    private readonly float[] _upper;
    private readonly float[] _hidden;
    private readonly byte[] _hiddenBytes;
    private readonly int _depth;
    private readonly int _labels;

    public ByteArgMaxCase(KernelSet kernels, float[] weights, float[] biases)
    {
        _kernels = kernels;
        _labels = biases.Length;
        _depth = weights.Length / _labels;
        _floats = new PackedMatrix(weights, _labels, kernels.Lanes);
        _bytes = new ByteWeights(weights, biases, kernels.Lanes);
        _paddedBiases = new float[_floats.PaddedColumns];
        biases.CopyTo(_paddedBiases, 0);
        _logits = new float[_floats.PaddedColumns];
        _upper = new float[_bytes.PaddedLabels];
        _hidden = new float[PanelLayout.RoundUp(_depth, kernels.Lanes)];
        _hiddenBytes = new byte[Math.Max(_hidden.Length, _bytes.Groups * ByteWeights.GroupSize)];
    }

    /// <summary>The hidden units [depth]. Those behind them are 0.5, as in a run.</summary>
    public Span<float> Hidden => _hidden.AsSpan(0, _depth);

    public int FromBytes()
    {
        _hidden.AsSpan(_depth).Fill(0.5f);
        _kernels.ToBytes(_hidden, _hiddenBytes);
        return _kernels.FindUnique(_hiddenBytes.AsSpan(0, _bytes.Groups * ByteWeights.GroupSize), _bytes, _upper);
    }

    /// <summary>The first of the largest logits in floats, and how many there are as large.</summary>
    public (int Label, int AsGood) FromFloats()
    {
        _kernels.MatrixVector(Hidden, _floats.Panels, _paddedBiases, _logits);
        var logits = _logits.AsSpan(0, _labels);
        var label = _kernels.ArgMax(logits);
        return (label, logits.Count(logits[label]));
    }

    /// <summary>Runs both on the hidden state as it is.</summary>
    /// <returns>Whether the bytes left no doubt.</returns>
    public bool Check(string what)
    {
        var unique = FromBytes();
        var (label, asGood) = FromFloats();
        if (unique != Undecided && (unique != label || asGood > 1))
        {
            Assert.Fail(
                $"{what}, {_depth} hidden units, {_labels} labels: bytes decide on {unique}, floats on {label}, "
                + $"{asGood} labels are as good");
        }

        return unique != Undecided;
    }
}
