using System.Text;
using FastElman.Training;
using FastElman.Training.Embeddings;

namespace FastElman.Fuzz.Targets;

/// <summary>Word vectors as text (GloVe, word2vec, fastText) or binary (word2vec).</summary>
internal sealed class WordVectorsTarget() : FuzzTarget("vectors")
{
    public override IReadOnlyList<byte[]> Tokens { get; } =
        [.. "\n| |1e38|1e39|nan|inf|-0|2 3\n|400000 300\n|2147483648 1\n|1 2147483647\n|\0\0\u0080?"
            .Split('|').Select(Encoding.UTF8.GetBytes)];

    public override IEnumerable<byte[]> Seeds() =>
    [
        "oslo 0.1 -2 3e-2\nrome 1 2 3\n"u8.ToArray(),
        "2 3\noslo 0.1 -2 3e-2\nrome 1 2 3\n"u8.ToArray(),
        "new york 0.1 -2 3e-2\nä 1 2 3\n"u8.ToArray(),
        [.. "2 1\noslo "u8, 0, 0, 0x80, 0x3F, .. "\nrome "u8, 1, 2, 3, 4, (byte)'\n'],
    ];

    public override bool IsRefusal(Exception exception) => exception is CorpusFormatException;

    public override int Run(byte[] input)
    {
        var vectors = WordVectorReader.Read(new MemoryStream(input), "vectors.txt", vocabulary: null);
        foreach (var word in vectors.Words)
        {
            Require(vectors.TryGetVector(word, out var vector), "a word that is kept has a vector");
            Require(vector.Length == vectors.Size, "all vectors are of one size");
            foreach (var value in vector)
            {
                Require(float.IsFinite(value), "a vector is finite");
            }
        }

        return HashCode.Combine(Magnitude(vectors.Words.Count), Magnitude(vectors.Size));
    }
}
