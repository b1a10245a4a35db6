using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace FastElman.Model;

/// <summary>
/// A hash of everything that determines what a model computes: variant, sizes, the bits of the parameters, words and
/// labels, and the tokenizer and the temperature if they are not the defaults. Each part begins with its length, so
/// that two models with different parts never hash the same bytes.
/// </summary>
internal sealed class ModelFingerprint
{
    /// <summary>Bytes of a fingerprint.</summary>
    public const int Size = 16;

    private readonly byte[] _bytes;

    private ModelFingerprint(byte[] bytes) => _bytes = bytes;

    /// <summary>The fingerprint as bytes [<see cref="Size"/>], the same on every machine.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    public static ModelFingerprint Of(ElmanModel model)
    {
        var hash = new XxHash128();
        var shape = model.Shape;
        var (kind, activation, _) = shape.Variant;
        foreach (var number in (ReadOnlySpan<int>)
            [
                (int)kind, (int)activation, (int)model.Decoding,
                shape.HiddenSize, shape.LabelCount, shape.VocabularySize, shape.EmbeddingSize, shape.WindowSize,
            ])
        {
            Append(hash, number);
        }

        foreach (var tensor in shape.Tensors)
        {
            Append(hash, (int)tensor);
            hash.Append(LittleEndian.BytesOf(model.Parameters[tensor]));
        }

        // Its tensor alone does not tell where it ends.
        if (shape.SubwordCount > 0)
        {
            Append(hash, shape.SubwordCount);
        }

        Append(hash, model.Vocabulary);
        Append(hash, model.Labels);

        // Models had fingerprints before they had tokenizers.
        if (model.Tokenizer != TokenizerKind.Punctuation)
        {
            Append(hash, (int)model.Tokenizer);
        }

        // The same of temperatures. The text keeps one from being taken for a tokenizer.
        if (model.Temperature != 1f)
        {
            hash.Append("temperature"u8);
            Append(hash, BitConverter.SingleToInt32Bits(model.Temperature));
        }

        return new ModelFingerprint(hash.GetCurrentHash());
    }

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(_bytes);

    private static void Append(XxHash128 hash, IReadOnlyList<string>? names)
    {
        // A model without words differs from one whose vocabulary is empty.
        Append(hash, names?.Count ?? -1);
        for (var i = 0; i < (names?.Count ?? 0); i++)
        {
            var bytes = Encoding.UTF8.GetBytes(names![i]);
            Append(hash, bytes.Length);
            hash.Append(bytes);
        }
    }

    private static void Append(XxHash128 hash, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        hash.Append(bytes);
    }
}
