using FastElman.Fixtures;
using FastElman.Model.Subwords;
using FastElman.Training.Embeddings;
using FastElman.Training.Tests.Reports;
using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Embeddings;

/// <summary>Sets of a corpus that a model with subwords reads by the letters of its unknown words.</summary>
public sealed class UnknownCorpusWordsTests
{
    /// <summary>Trained so little that it is not always right.</summary>
    private static readonly ElmanModel Model = new TrainingRun(
        SpelledCorpus.Create(), SpelledCorpus.Options.With(o => o.Epochs = 6)).Complete().Model;

    /// <summary>The same model with the words of the test set in its vocabulary, made by hand.</summary>
    private static readonly ElmanModel Knowing = Know(Model, ["newtson", "quinville"]);

    [Fact]
    public void Each_unknown_word_gets_a_row_of_its_own_and_all_else_stays()
    {
        var added = UnknownCorpusWords.AddTo(Model, SpelledCorpus.Create(), CorpusSet.Test);

        Assert.Equal(Knowing.Vocabulary!, added.Vocabulary!);
        Assert.Equal(Model.Labels!, added.Labels!);
        Assert.Equal((Model.Decoding, Model.Temperature), (added.Decoding, added.Temperature));
        Bits.AssertEqual(Knowing.ExportParameters(), added.ExportParameters());
    }

    [Fact]
    public void The_precision_of_the_subwords_stays_too()
    {
        var rounded = Model.WithSubwordPrecision(SubwordPrecision.Float16);

        var added = UnknownCorpusWords.AddTo(rounded, SpelledCorpus.Create(), CorpusSet.Test);

        Assert.Equal(SubwordPrecision.Float16, added.SubwordPrecision);
        Bits.AssertEqual(
            Know(rounded, ["newtson", "quinville"]).ExportParameters(), added.ExportParameters());
    }

    [Fact]
    public void Words_of_several_sets_are_there_once_and_as_they_are_written()
    {
        var corpus = SpelledCorpus.Create();

        var added = UnknownCorpusWords.AddTo(Model, corpus, CorpusSet.Validation, CorpusSet.Test, CorpusSet.Test);

        Assert.Equal(["newtville", "Penson", "newtson", "quinville"], added.Vocabulary!.Skip(Model.Vocabulary!.Count));
    }

    [Fact]
    public void A_model_without_subwords_or_without_unknown_words_is_itself()
    {
        var plain = ElmanModel.Create(
            RandomModel.Parameters(new ElmanShape(3, 3, 6, 2, 1), 1), TinyCorpus.Vocabulary, TinyCorpus.Labels);
        var nameless = ElmanModel.Create(plain.ExportParameters());
        var compiled = Knowing.Compile();

        Assert.Same(plain, UnknownCorpusWords.AddTo(plain, SpelledCorpus.Create(), CorpusSet.Test));
        Assert.Same(nameless, UnknownCorpusWords.AddTo(nameless, SpelledCorpus.Create(), CorpusSet.Test));
        Assert.Same(Knowing, UnknownCorpusWords.AddTo(Knowing, SpelledCorpus.Create(), CorpusSet.Test));
        Assert.Same(compiled, UnknownCorpusWords.AddTo(compiled, SpelledCorpus.Create(), CorpusSet.Test));
    }

    [Fact]
    public void A_compiled_model_is_run_as_it_was()
    {
        var compiled = Model.Compile(new CompileOptions
        {
            InstructionSet = SimdInfo.Supported[0],
            Decoding = LabelDecoding.Iob,
            MinimumConfidence = 0.25f,
            ProjectionBudget = 0,
        });

        var added = UnknownCorpusWords.AddTo(compiled, SpelledCorpus.Create(), CorpusSet.Test);

        Assert.NotSame(compiled, added);
        Assert.Equal(
            (compiled.InstructionSet, compiled.Precision, compiled.Decoding, compiled.MinimumConfidence),
            (added.InstructionSet, added.Precision, added.Decoding, added.MinimumConfidence));
        Assert.Equal(0, added.Diagnostics.ProjectionCapacity);
    }

    [Fact]
    public void Scores_confidence_and_temperature_are_those_of_a_model_that_knows_the_words()
    {
        var corpus = SpelledCorpus.Create();
        var (model, knowing) = (Model.Compile(), Knowing.Compile());

        Assert.Equal(
            ConllEvaluation.Evaluate(knowing, corpus).Overall, ConllEvaluation.Evaluate(model, corpus).Overall);
        Assert.Equal(
            ConfidenceEvaluation.Evaluate(knowing, corpus).ToString(),
            ConfidenceEvaluation.Evaluate(model, corpus).ToString());
        Assert.Equal(
            TemperatureScaling.Fit(Knowing, corpus, CorpusSet.Test),
            TemperatureScaling.Fit(Model, corpus, CorpusSet.Test));
    }

    [Fact]
    public void A_report_scores_them_by_their_letters_and_still_calls_them_unknown()
    {
        var options = SpelledCorpus.Options.With(o => o.Epochs = 6);
        var run = new TrainingRun(SpelledCorpus.Create(), options);

        var set = FastElman.Training.Reports.ReportedSet.Of(
            SpelledCorpus.Create(), run.Complete().Model, knowsValidation: false)!;

        Assert.Equal(ConllEvaluation.Evaluate(Knowing.Compile(), SpelledCorpus.Create()).Overall, set.Score.Overall);
        Assert.Equal([false, true, true], set.Sentences[0].IsUnknown);
        Assert.Equal([false, false], set.Sentences[1].IsUnknown);
    }

    /// <summary>Such text is only in sentences that a program makes.</summary>
    [Fact]
    public void Ill_formed_text_stays_the_unknown_word()
    {
        var corpus = new Corpus(
            train: null, test: [new CorpusSentence(["see", "a\ud800ville"], ["O", "B-place"])]);

        Assert.Same(Model, UnknownCorpusWords.AddTo(Model, corpus, CorpusSet.Test));
    }

    private static ElmanModel Know(ElmanModel model, string[] words)
    {
        var (parameters, shape) = (model.ExportParameters(), model.Shape);
        var known = new ElmanParameters(new ElmanShape(
            shape.HiddenSize, shape.LabelCount, shape.VocabularySize + words.Length, shape.EmbeddingSize,
            shape.WindowSize, shape.Variant, shape.SubwordCount));
        foreach (var tensor in shape.Tensors.Skip(1))
        {
            parameters[tensor].CopyTo(known[tensor]);
        }

        var rows = parameters.Embeddings.ToArray().Chunk(shape.EmbeddingSize).ToList();
        foreach (var word in words)
        {
            var (row, subwords) = (rows[model.Vocabulary!.UnknownIndex!.Value].ToArray(), new int[999]);
            var count = SubwordRows.Find(word, shape.SubwordCount, subwords);
            SubwordEmbedding.Add(subwords.AsSpan(0, count), parameters[ElmanTensor.Subwords], row);
            rows.Insert(rows.Count - 1, row);
        }

        rows.SelectMany(row => row).ToArray().CopyTo(known.Embeddings);
        return ElmanModel.Create(
            known, new Vocabulary(model.Vocabulary!.Concat(words)), model.Labels, model.Provenance, model.Decoding);
    }
}
