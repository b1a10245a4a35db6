using FastElman.Native.Models;
using Microsoft.Extensions.ObjectPool;

namespace FastElman.Native.Tagging;

/// <summary>Labels words that are given by name.</summary>
/// <param name="model">The compiled model.</param>
internal sealed class WordTagging(CompiledModel model)
{
    private readonly DefaultObjectPool<WordBuffer> _buffers = new(new Policy(model));

    /// <summary>Looks the words up, and labels them.</summary>
    /// <param name="tagger">The tagger of the model.</param>
    /// <param name="words">The words [n].</param>
    /// <param name="labels">Receives the label indices [n].</param>
    /// <param name="confidence">Receives their probabilities [n]; empty where they are not wanted.</param>
    public void Tag(Tagger tagger, WordList words, Span<int> labels, Span<float> confidence)
    {
        var buffer = _buffers.Get();
        try
        {
            for (var i = 0; i < words.Count; i++)
            {
                NameLookup.Add(buffer, words[i]);
            }

            if (confidence.IsEmpty)
            {
                tagger.Tag(buffer, labels);
            }
            else
            {
                tagger.TagWithConfidence(buffer, labels, confidence);
            }
        }
        finally
        {
            _buffers.Return(buffer);
        }
    }

    private sealed class Policy(CompiledModel model) : PooledObjectPolicy<WordBuffer>
    {
        /// <summary>Words of a sentence whose memory the pool keeps.</summary>
        private const int UsualCount = 4096;

        public override WordBuffer Create() => new(model);

        public override bool Return(WordBuffer buffer)
        {
            var isUsual = buffer.Count <= UsualCount;
            buffer.Clear();
            return isUsual;
        }
    }
}
