using FastElman.Training;

namespace FastElman.Benchmarks.Cluster.Load;

/// <summary>
/// Flight requests, and the labels that a stream gives them that is never interrupted: one run for each version of the
/// model. What asks, and checks what is answered, lives in this room.
/// </summary>
internal sealed class Sentences
{
    private readonly string[][] _pieces;

    /// <summary>[version][sentence][word].</summary>
    private readonly string[][][] _labels;

    public Sentences(IReadOnlyList<ElmanModel> versions, int count = 1000)
    {
        _pieces =
        [
            .. FlightRequests.Generate(seed: 12, testCount: count).Test.Select(sentence => sentence.Words.ToArray()),
        ];
        _labels = [.. versions.Select(version => LabelAll(version.Compile()))];
    }

    public int VersionCount => _labels.Length;

    /// <summary>The pieces of a sentence; after the last comes the first again.</summary>
    public IReadOnlyList<string> this[int sentence] => _pieces[sentence % _pieces.Length];

    /// <summary>The labels of a sentence by a version.</summary>
    public IReadOnlyList<string> LabelsOf(int version, int sentence) => _labels[version][sentence % _pieces.Length];

    private string[][] LabelAll(CompiledModel model)
    {
        var stream = new TaggingStream(model);
        var tokens = new Range[100];
        return [.. _pieces.Select(pieces => Label(pieces))];

        string[] Label(string[] pieces)
        {
            var labels = new List<string>();
            foreach (var piece in pieces)
            {
                foreach (var token in tokens.AsSpan(0, model.Tokenizer!.Tokenize(piece, tokens)))
                {
                    if (stream.Push(stream.GetWordIndex(piece.AsSpan(token)), out var label))
                    {
                        labels.Add(model.Labels![label]);
                    }
                }
            }

            var rest = new int[stream.Delay];
            foreach (var label in rest.AsSpan(0, stream.Complete(rest)))
            {
                labels.Add(model.Labels![label]);
            }

            return [.. labels];
        }
    }
}
