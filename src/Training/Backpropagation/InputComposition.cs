using System.Runtime.CompilerServices;
using FastElman.Simd;
using FastElman.Training.Randomness;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// Composes the rows that a pass reads words from, of own vectors and subwords, when a batch first has them; and takes
/// the gradients of these rows apart again.
/// </summary>
/// <param name="words">What the rows are made of.</param>
/// <param name="parameters">The parameters, whose <see cref="TrainingParameters.Inputs"/> it writes.</param>
/// <param name="gradients">The gradients of the batch, likewise.</param>
/// <param name="dropout">The share of the subwords of each word that a batch leaves out, 0 to below 1.</param>
internal sealed class InputComposition(
    ComposedWords words, TrainingParameters parameters, TrainingParameters gradients, double dropout)
{
    private readonly SubwordParts _parts = new(words.RowCount, dropout);
    private readonly RowSet _composed = new(words.RowCount);
    private readonly int _size = parameters.Shape.EmbeddingSize;
    private readonly bool _hasPadding = parameters.Shape.WindowReach > 0;

    /// <summary>Composes the rows of a sentence that the batch did not have before.</summary>
    /// <param name="sentence">[words]: rows, or −1 for the padding word.</param>
    /// <param name="random">Draws what dropout leaves out.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Compose(ReadOnlySpan<int> sentence, SplitMix64 random)
    {
        foreach (var word in sentence)
        {
            ComposeRow(parameters.InputRowOf(word), random);
        }

        if (_hasPadding)
        {
            ComposeRow(words.PaddingRow, random);
        }
    }

    /// <summary>
    /// Moves the gradients of all composed rows to what they are composed of. The rows are composed anew when a
    /// sentence has them again.
    /// </summary>
    /// <param name="own">Receives the rows of the embeddings.</param>
    /// <param name="subwords">Receives the rows of the subwords.</param>
    [MethodImpl(HotPath.Compiled)]
    public void TakeApart(RowSet own, RowSet subwords)
    {
        foreach (var row in _composed.Rows)
        {
            var gradient = gradients.Inputs.Slice(row * _size, _size);
            var ownRow = words.OwnRowOf(row);
            own.Add(ownRow);
            SubwordParts.AddScaled(gradient, 1, gradients.Embeddings.Slice(ownRow * _size, _size));
            subwords.Add(_parts.RowsOf(row));
            _parts.AddGradient(row, gradient, gradients.Subwords);
            gradient.Clear();
        }

        _composed.Clear();
        _parts.Clear();
    }

    private void ComposeRow(int row, SplitMix64 random)
    {
        if (_composed.Add(row))
        {
            var vector = parameters.Inputs.Slice(row * _size, _size);
            parameters.Embeddings.Slice(words.OwnRowOf(row) * _size, _size).CopyTo(vector);
            _parts.Draw(row, words.SubwordsOf(row), random);
            _parts.AddTo(row, parameters.Subwords, vector);
        }
    }
}
