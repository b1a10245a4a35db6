using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using FastElman.Training.Runs.Checkpoints;
using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Validation;

/// <summary>What types write of themselves, and what messages say, wherever the program runs.</summary>
public sealed class TextTests : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    /// <summary>
    /// The decimal comma of German and the minus of Swedish; made here, because a machine may have no cultures.
    /// </summary>
    public TextTests()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "\u2212";
        CultureInfo.CurrentCulture = culture;
    }

    public static TheoryData<Type> Types => [.. typeof(Corpus).Assembly.GetExportedTypes().Where(type =>
        !type.IsEnum && !type.IsInterface && !(type.IsAbstract && type.IsSealed))];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_public_type_describes_itself(Type type)
    {
        var method = type.GetMethod(nameof(ToString), BindingFlags.Public | BindingFlags.Instance, [])!;

        Assert.True(method.DeclaringType != typeof(object) && method.DeclaringType != typeof(ValueType), type.Name);
        Assert.False(method.IsDefined(typeof(CompilerGeneratedAttribute)), $"{type.Name} has a record's ToString");
    }

    [Fact]
    public void Numbers_are_invariant()
    {
        Assert.Equal("1,5", $"{1.5}");
        var settings = new TrialSettings(50, 100, 7, 0.1, 3);
        Assert.Equal("hidden 50, embedding 100, window 7, learning rate 0.1, seed 3", settings.ToString());
        Assert.Equal(
            "trial 2: hidden 50, embedding 100, window 7, learning rate 0.1, seed 3, 4 epochs, "
                + "F1 91.50 on the validation set",
            new SearchTrial(2, settings, 4, 3, 91.5, 90, null).ToString());
        Assert.EndsWith(
            "4 epochs, it diverged", new SearchTrial(2, settings, 4, null, null, null, "it diverged").ToString(),
            StringComparison.Ordinal);
        Assert.Equal(
            "epoch 3: loss 0.2500, learning rate 0.1, validation F1 91.50, best",
            new EpochResult(3, 0.25, 0.1, 91.5, null, true).ToString());
        var score = new SlotScore("city", 1, 2, 3);
        Assert.Equal("city: F1 40.00, precision 33.33, recall 50.00, 1 of 2 found, 3 predicted", score.ToString());
        Assert.StartsWith("all slots: F1 0.00", default(SlotScore).ToString(), StringComparison.Ordinal);
        Assert.Equal("confidence 0.5, coverage 75.00, F1 40.00", new CoverageScore(0.5f, 4, score).ToString());
        Assert.Equal(
            "0.2000 to 0.4000: 5, mean confidence 0.3000, accuracy 0.5000",
            new ReliabilityBin(0.2, 0.4, 5, 0.3, 0.5).ToString());
        Assert.Contains("learning rate 0.02 to 1,", new SearchOptions().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_in_messages_are_invariant_and_those_that_were_given()
    {
        AssertRefused("LearningRate is -0.5: ", () => Run(new TrainingOptions { LearningRate = -0.5 }));
        AssertRefused("LearningRate is 1E+39: ", () => Run(new TrainingOptions { LearningRate = 1e39 }));
        AssertRefused("LabelSmoothing is 1.5: ", () => Run(new TrainingOptions { LabelSmoothing = 1.5 }));
        AssertRefused("LabelSmoothing is 1.5: ", () => Trainer(new TrainerOptions { LabelSmoothing = 1.5 }));
        AssertRefused(
            "InstructionSet is 99: ", () => Trainer(new TrainerOptions { InstructionSet = (InstructionSet)99 }));
        AssertRefused(
            "LargestLearningRate is 0.1: it is finite, in single precision too, and at least SmallestLearningRate, 0.5",
            () => new HyperparameterSearch(
                TinyCorpus.Indexed(),
                "not-made",
                new SearchOptions { SmallestLearningRate = 0.5, LargestLearningRate = 0.1 }));
        AssertRefused("WordColumn is 0: ", () => Corpus.Load("no-file", new CorpusLoadOptions { WordColumn = 0 }));
        AssertRefused(
            "Format is 99: ",
            () => Corpus.Load("no-file", new CorpusLoadOptions { Format = (CorpusFormat)99 }));
        AssertRefused(
            "A network of HiddenSize 200, EmbeddingSize 2147483647 and WindowSize 7 is too large",
            () => Run(new TrainingOptions { EmbeddingSize = int.MaxValue }));
        AssertRefused(
            "The learning rate is 1E+39: ", () => Trainer(new TrainerOptions()).Train([1], [0], 1e39), "learningRate");

        static TrainingRun Run(TrainingOptions options) => new(TinyCorpus.Indexed(), options);

        static Trainer Trainer(TrainerOptions options) =>
            new(ElmanParameters.Initialize(new ElmanShape(4, 3, 6, 3, 3), 1), options: options);
    }

    [Fact]
    public void Differences_between_runs_have_invariant_numbers()
    {
        var one = new RunIdentity("c", "s", "r", 1, 0.5, 0.1, "n", "o", "none");

        Assert.Equal(("learning rate", "0.5", "0.25"), one.DifferenceFrom(one with { LearningRate = 0.25 }));
    }

    [Fact]
    public void Text_of_others_stays_on_one_line()
    {
        CorpusSentence[] sentences = [new(["a\nb"], ["B-c\nd"])];

        Assert.DoesNotContain('\n', sentences[0].ToString());
        Assert.DoesNotContain('\n', new Corpus(sentences, name: "a\nb").ToString());
        Assert.DoesNotContain('\n', new SlotScore("a\nb", 1, 1, 1).ToString());
    }

    public void Dispose() => CultureInfo.CurrentCulture = _before;

    private static void AssertRefused(string message, Func<object> act, string parameter = "options") =>
        Assert.StartsWith(
            message,
            Assert.Throws<ArgumentOutOfRangeException>(parameter, act).Message,
            StringComparison.Ordinal);
}
