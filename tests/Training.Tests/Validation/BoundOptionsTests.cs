using Microsoft.Extensions.Configuration;

namespace FastElman.Training.Tests.Validation;

/// <summary>Options that a configuration binder fills.</summary>
public sealed class BoundOptionsTests
{
    [Fact]
    public void Training_is_configured_as_in_code()
    {
        var bound = Bind<TrainingOptions>(
            ("Recipe", "Corrected"), ("Optimizer", "Adam"), ("HiddenSize", "30"), ("EmbeddingSize", "20"),
            ("WindowSize", "5"), ("Network", "Jordan"), ("Activation", "Tanh"), ("Decoding", "IobTransitions"),
            ("Tokenizer", "WhiteSpace"), ("Epochs", "7"), ("LearningRate", "0.01"), ("LabelSmoothing", "0.05"),
            ("Seed", "9"), ("Shuffle", "false"), ("ShuffleVersion", "Python2"), ("SentenceLimit", "100"),
            ("FreezeEmbeddings", "true"), ("FinalTraining", "true"), ("CheckpointFile", "run.checkpoint"));

        AssertSame(
            new TrainingOptions
            {
                Optimizer = TrainingOptimizer.Adam,
                HiddenSize = 30,
                EmbeddingSize = 20,
                WindowSize = 5,
                Network = NetworkKind.Jordan,
                Activation = HiddenActivation.Tanh,
                Decoding = LabelDecoding.IobTransitions,
                Tokenizer = TokenizerKind.WhiteSpace,
                Epochs = 7,
                LearningRate = 0.01,
                LabelSmoothing = 0.05,
                Seed = 9,
                Shuffle = false,
                ShuffleVersion = PythonVersion.Python2,
                SentenceLimit = 100,
                FreezeEmbeddings = true,
                FinalTraining = true,
                CheckpointFile = "run.checkpoint",
            },
            bound);
        Assert.Equal(
            new NetworkVariant(NetworkKind.Jordan, HiddenActivation.Tanh, HasTransitions: true),
            bound.EffectiveNetwork);
    }

    [Fact]
    public void Regularisation_is_configured_as_in_code()
    {
        var bound = Bind<TrainingOptions>(
            ("Recipe", "Regularized"), ("Regularization:BatchSize", "8"), ("Regularization:WordDropout", "0.5"),
            ("Regularization:InputDropout", "0.1"), ("Regularization:OutputDropout", "0.4"),
            ("Regularization:AveragingDecay", "0.99"), ("Regularization:TeacherWeight", "0.7"));

        Assert.Equal(TrainingRecipe.Regularized, bound.Recipe);
        AssertSame(
            new RegularizationOptions
            {
                BatchSize = 8,
                WordDropout = 0.5,
                InputDropout = 0.1,
                OutputDropout = 0.4,
                AveragingDecay = 0.99,
                TeacherWeight = 0.7,
            },
            bound.Regularization);
    }

    [Fact]
    public void A_search_is_configured_as_in_code()
    {
        var bound = Bind<SearchOptions>(
            ("TrialCount", "3"), ("Seed", "9"), ("MaxDegreeOfParallelism", "2"), ("Recipe", "Tutorial"),
            ("Network", "Bidirectional"), ("Activation", "Relu"), ("Decoding", "Iob"),
            ("Optimizer", "GradientDescent"), ("Epochs", "7"), ("SmallestLearningRate", "0.01"),
            ("LargestLearningRate", "0.1"), ("HiddenSizes:0", "8"), ("HiddenSizes:1", "16"),
            ("EmbeddingSizes:0", "4"), ("WindowSizes:0", "3"), ("SharesFolder", "true"), ("Lease", "00:05:00"),
            ("Regularization:BatchSize", "8"), ("Regularization:Subwords", "64"));

        AssertSame(
            new SearchOptions
            {
                TrialCount = 3,
                Seed = 9,
                MaxDegreeOfParallelism = 2,
                Recipe = TrainingRecipe.Tutorial,
                Network = NetworkKind.Bidirectional,
                Activation = HiddenActivation.Relu,
                Decoding = LabelDecoding.Iob,
                Epochs = 7,
                SmallestLearningRate = 0.01,
                LargestLearningRate = 0.1,
                HiddenSizes = [8, 16],
                EmbeddingSizes = [4],
                WindowSizes = [3],
                SharesFolder = true,
                Lease = TimeSpan.FromMinutes(5),
                Regularization = new RegularizationOptions { BatchSize = 8, Subwords = 64 },
            },
            bound);
    }

    [Fact]
    public void A_trainer_and_the_reading_of_a_corpus_are_configured_as_in_code()
    {
        AssertSame(
            new TrainerOptions
            {
                Optimizer = TrainingOptimizer.Adam,
                LabelSmoothing = 0.1,
                InstructionSet = InstructionSet.Avx2,
            },
            Bind<TrainerOptions>(("Optimizer", "Adam"), ("LabelSmoothing", "0.1"), ("InstructionSet", "Avx2")));
        AssertSame(
            new CorpusLoadOptions
            {
                Format = CorpusFormat.Columns,
                WordColumn = 2,
                LabelColumn = -1,
                Encoding = CorpusLoadOptions.FindEncoding("windows-1252"),
            },
            Bind<CorpusLoadOptions>(
                ("Format", "Columns"), ("WordColumn", "2"), ("LabelColumn", "-1"), ("EncodingName", "cp1252")));
    }

    [Fact]
    public void An_encoding_that_does_not_exist_is_refused_when_it_is_set()
    {
        var options = new CorpusLoadOptions { EncodingName = "latin1" };

        Assert.Contains(
            "nonsense",
            Assert.Throws<ArgumentException>(() => options.EncodingName = "nonsense").Message,
            StringComparison.Ordinal);
        Assert.Equal("iso-8859-1", options.EncodingName);
        options.EncodingName = null;
        Assert.Null(options.Encoding);
    }

    [Fact]
    public void Binding_leaves_new_options_as_they_were()
    {
        _ = Bind<TrainingOptions>(("Network", "Jordan"), ("Network:Kind", "Jordan"));
        _ = Bind<SearchOptions>(("Network", "Jordan"), ("Network:Kind", "Jordan"), ("HiddenSizes:0", "8"));

        Assert.Equal(new NetworkVariant(), NetworkVariant.Tutorial);
        Assert.Equal(NetworkVariant.Tutorial, new TrainingOptions().EffectiveNetwork);
        Assert.Equal(NetworkVariant.Tutorial, new SearchOptions().EffectiveNetwork);
        Assert.Empty(new SearchOptions().HiddenSizes);
    }

    [Fact]
    public void Empty_lists_of_sizes_are_the_defaults_and_null_is_refused()
    {
        var options = new SearchOptions { HiddenSizes = [], EmbeddingSizes = [], WindowSizes = [] };

        Assert.Equal([50, 100, 150, 200, 250, 300], options.EffectiveHiddenSizes);
        Assert.Equal([50, 100], options.EffectiveEmbeddingSizes);
        Assert.Equal([3, 5, 7, 9, 11, 13, 15, 17, 19], options.EffectiveWindowSizes);
        Assert.Throws<ArgumentNullException>(() => options.HiddenSizes = null!);
        Assert.Throws<ArgumentNullException>(() => options.EmbeddingSizes = null!);
        Assert.Throws<ArgumentNullException>(() => options.WindowSizes = null!);
    }

    private static TOptions Bind<TOptions>(params (string Key, string Value)[] settings)
        where TOptions : new()
    {
        var options = new TOptions();
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build()
            .Bind(options);
        return options;
    }

    private static void AssertSame<TOptions>(TOptions expected, TOptions actual) =>
        Assert.All(
            typeof(TOptions).GetProperties(),
            property =>
            {
                var (wanted, found) = (property.GetValue(expected), property.GetValue(actual));
                if (wanted is RegularizationOptions regularization)
                {
                    AssertSame(regularization, (RegularizationOptions)found!);
                }
                else
                {
                    Assert.Equal(wanted, found);
                }
            });
}
