using FastElman.Model;
using FastElman.Model.Subwords;

namespace FastElman.Training.Embeddings;

/// <summary>
/// The words of a corpus that a model does not know, and models that read them by their letters: with a row for each,
/// which is what the embedding of the unknown word is to a tagger that is given its text.
/// </summary>
/// <remarks>
/// Sentences of a corpus are tagged by indices, and to a model with subwords the index of <c>&lt;UNK&gt;</c> does not
/// say which unknown word it stands for. In the model that is made here each has an index of its own.
/// </remarks>
internal static class UnknownCorpusWords
{
    /// <summary>The words of sentences that a vocabulary lacks, each of them once, in the order of the text.</summary>
    public static string[] Of(IEnumerable<CorpusSentence> sentences, CorpusEncoding encoding)
    {
        var words = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in sentences.SelectMany(encoding.GetUnknownWords))
        {
            // Ill-formed text cannot be a word of a vocabulary.
            if (word is not null && NameIndex.IsUnicode(word) && seen.Add(word))
            {
                words.Add(word);
            }
        }

        return [.. words];
    }

    /// <summary>A vocabulary with more words behind its own.</summary>
    public static Vocabulary Append(Vocabulary vocabulary, IReadOnlyList<string> words) =>
        words.Count == 0 ? vocabulary : new Vocabulary(vocabulary.Concat(words));

    /// <summary>The model that reads a set of a corpus by letters; the model itself where it has no subwords.</summary>
    /// <param name="model">The model.</param>
    /// <param name="corpus">The corpus.</param>
    /// <param name="sets">The sets to read.</param>
    public static ElmanModel AddTo(ElmanModel model, Corpus corpus, params ReadOnlySpan<CorpusSet> sets)
    {
        if (model is not { Shape.SubwordCount: > 0, Vocabulary: { } vocabulary, Labels: { } labels })
        {
            return model;
        }

        var sentences = new List<CorpusSentence>();
        foreach (var set in sets)
        {
            sentences.AddRange(corpus.GetSentences(set));
        }

        var words = Of(sentences, corpus.CreateEncoding(vocabulary, labels));
        return words.Length == 0
            ? model
            : ElmanModel.Adopt(
                AddTo(model.Parameters, vocabulary.UnknownIndex!.Value, words),
                Append(vocabulary, words),
                labels,
                model.Provenance,
                model.Decoding,
                allowNonFinite: true,
                file: null,
                model.Tokenizer,
                model.Temperature,
                model.SubwordPrecision);
    }

    /// <summary>As for a model, of one that is ready to run, in the same way.</summary>
    public static CompiledModel AddTo(CompiledModel model, Corpus corpus, params ReadOnlySpan<CorpusSet> sets)
    {
        var added = AddTo(model.Model, corpus, sets);
        return ReferenceEquals(added, model.Model)
            ? model
            : added.Compile(new CompileOptions
            {
                InstructionSet = model.InstructionSet,
                Precision = model.Precision,
                Decoding = model.Decoding,
                MinimumConfidence = model.MinimumConfidence,
                ProjectionBudget = model.Diagnostics.ProjectionCapacity == 0
                    ? 0
                    : CompileOptions.DefaultProjectionBudget,
            });
    }

    /// <summary>Parameters of a model with rows for more words before that of the padding word.</summary>
    /// <param name="parameters">The parameters, with subwords; they do not change.</param>
    /// <param name="unknown">The index of <c>&lt;UNK&gt;</c>.</param>
    /// <param name="words">The words, which the model does not know.</param>
    public static ElmanParameters AddTo(ElmanParameters parameters, int unknown, IReadOnlyList<string> words)
    {
        var (first, size) = (parameters.Shape.VocabularySize, parameters.Shape.EmbeddingSize);
        var extended = VocabularyRows.Insert(parameters, words.Count);
        var table = new SubwordTable(parameters, unknown);
        for (var i = 0; i < words.Count; i++)
        {
            table.Embed(words[i], extended.Embeddings.Slice((first + i) * size, size));
        }

        return extended;
    }
}
