using FastElman.Fixtures;

namespace FastElman.Fuzz.Targets;

/// <summary>
/// A model file. What is accepted can be compiled and run, and is the same model after it was saved and read again.
/// The checksum is not verified, or else nothing behind it would ever be reached.
/// </summary>
internal sealed class SafetensorsTarget() : FuzzTarget("safetensors")
{
    private static readonly ModelLoadOptions Unverified = new() { VerifyChecksum = false };

    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. "F32|F64|I32|BF16|shape|dtype|data_offsets|__metadata__|format|embeddings|wx|wh|bh|h0|null|[]|{}|1e9"
            .Split('|').Select(System.Text.Encoding.UTF8.GetBytes),
        "\"\\u0000\""u8.ToArray(),
        "9223372036854775807"u8.ToArray(),
    ];

    public override long AllowedBytes => 4 << 20;

    public override int AllowedBytesPerByte => 1000;

    public override IEnumerable<byte[]> Seeds() => SeedModels.All.Select(SeedModels.Bytes);

    public override int Run(byte[] input)
    {
        var model = ElmanModel.Load(input, Unverified);
        var shape = model.Shape;
        var words = new[] { -1, shape.PaddingRow, 0 };
        var labels = new int[words.Length];
        if (shape.VocabularySize > 0)
        {
            // Decoding may need names of labels that the file does not have.
            var decoding = model.Labels is null ? LabelDecoding.ArgMax : model.Decoding;
            var compiled = model.Compile(new CompileOptions { ProjectionBudget = 1 << 16, Decoding = decoding });
            new Tagger(compiled).Tag(words, labels);
            Require(Array.TrueForAll(labels, label => (uint)label < shape.LabelCount), "labels are the model's");
        }

        var again = ElmanModel.Load(SeedModels.Bytes(model));
        Require(again.Fingerprint == model.Fingerprint, "a model is the same after it was saved and read");
        Require(
            SeedModels.Bytes(again).AsSpan().SequenceEqual(SeedModels.Bytes(model)),
            "a model gives the same file after it was saved and read");
        return HashCode.Combine(
            model.Decoding, model.Tokenizer, shape.Variant, Magnitude(shape.HiddenSize), Magnitude(shape.LabelCount));
    }

    public override bool IsRefusal(Exception exception) => exception is ModelFormatException;
}
