using System.IO.Hashing;
using System.Runtime.InteropServices;
using FastElman.Files;
using FastElman.Training;

namespace FastElman.Cli.Shards;

/// <summary>The blocks of a set of a corpus, and the counts of each.</summary>
internal sealed class EvaluatedBlocks : IBlockSource
{
    private readonly IReadOnlyList<CorpusSentence> _sentences;
    private readonly int _size;
    private readonly Func<IEnumerable<CorpusSentence>, ConllResult> _evaluate;
    private readonly XxHash128 _hash = new();
    private int _start;
    private int _end;

    /// <param name="corpus">The corpus.</param>
    /// <param name="set">The set.</param>
    /// <param name="size">Sentences in a block.</param>
    /// <param name="evaluate">Counts some sentences.</param>
    public EvaluatedBlocks(
        Corpus corpus, CorpusSet set, int size, Func<IEnumerable<CorpusSentence>, ConllResult> evaluate)
    {
        (_sentences, _size, _evaluate) = (corpus.GetSentences(set), size, evaluate);

        // What indices stand for.
        Append([.. corpus.Vocabulary ?? Enumerable.Empty<string>(), .. corpus.Labels ?? Enumerable.Empty<string>()]);
    }

    public UInt128 Hash => _hash.GetCurrentHashAsUInt128();

    public int SentenceCount => _end - _start;

    public bool TryBegin()
    {
        (_start, _end) = (_end, Math.Min(_sentences.Count, checked(_end + _size)));
        return _start < _end;
    }

    public void Skip()
    {
        foreach (var sentence in Block())
        {
            Append(sentence);
        }
    }

    public void Write(Stream output)
    {
        Skip();
        JsonFile.Write(output, BlockCounts.Of(_evaluate(Block())), ShardJson.Default.BlockCounts);
    }

    private IEnumerable<CorpusSentence> Block() => _sentences.Skip(_start).Take(_end - _start);

    private void Append(CorpusSentence sentence)
    {
        Append([sentence.Length, (int)sentence.Scheme]);
        if (sentence.IsIndexed)
        {
            Append(sentence.WordIndices);
            Append(sentence.LabelIndices);
        }
        else
        {
            Append([.. sentence.Words, .. sentence.SourceLabels ?? sentence.Labels]);
        }
    }

    private void Append(List<string> texts)
    {
        Append([texts.Count]);
        foreach (var text in texts)
        {
            Append([text.Length]);
            _hash.Append(MemoryMarshal.AsBytes(text.AsSpan()));
        }
    }

    private void Append(ReadOnlySpan<int> numbers) => _hash.Append(MemoryMarshal.AsBytes(numbers));
}
