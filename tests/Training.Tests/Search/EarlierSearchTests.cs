using FastElman.Fixtures;
using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Search;

/// <summary>Folders of searches that were begun before network and decoding were told apart.</summary>
public sealed class EarlierSearchTests : IDisposable
{
    /// <summary>
    /// The <c>search.json</c> of <c>fastelman search CORPUS --trials 1 --epochs 1</c> with
    /// <see cref="TinyCorpus"/>, up to the decoding's words.
    /// </summary>
    private const string Identity = """
        {
          "corpus": "ec1260048c7a62f0f05f763dd4837d81b83eae648302e2ee160028d6e20fd59b",
          "recipe": "Corrected",
          "network": "NetworkVariant { Kind = Elman, Activation = Sigmoid, Decoding = WORDS }",
          "optimizer": "GradientDescent",
          "seed": 345,
          "epochs": 1,
          "smallestLearningRate": 0.02,
          "largestLearningRate": 1,
          "hiddenSizes": [
            50,
            100,
            150,
            200,
            250,
            300
          ],
          "embeddingSizes": [
            50,
            100
          ],
          "windowSizes": [
            3,
            5,
            7,
            9,
            11,
            13,
            15,
            17,
            19
          ]
        }

        """;

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData(LabelDecoding.ArgMax, "ArgMax")]
    [InlineData(LabelDecoding.Iob, "IobConstraints")]
    [InlineData(LabelDecoding.Transitions, "TransitionScores")]
    [InlineData(LabelDecoding.IobTransitions, "IobConstraints, TransitionScores")]
    public void A_search_goes_on_in_its_own_folder_and_in_no_other(LabelDecoding decoding, string words)
    {
        var identity = Identity.Replace("WORDS", words, StringComparison.Ordinal);
        var folder = Directory.CreateDirectory(_temporary.File("search")).FullName;
        var file = Path.Combine(folder, "search.json");
        File.WriteAllText(file, identity);

        foreach (var other in Enum.GetValues<LabelDecoding>().Where(each => each != decoding))
        {
            var exception = Assert.Throws<InvalidDataException>(() => Search(folder, other));
            Assert.Contains("another network", exception.Message, StringComparison.Ordinal);
        }

        Assert.Single(Search(folder, decoding));
        Assert.Equal(identity, File.ReadAllText(file));
        Assert.Equal(decoding, ElmanModel.Load(Path.Combine(folder, "best.safetensors")).Decoding);

        // A new folder gets the same bytes.
        var again = _temporary.File("again");
        Search(again, decoding);
        Assert.Equal(identity, File.ReadAllText(Path.Combine(again, "search.json")));
    }

    private static IReadOnlyList<SearchTrial> Search(string folder, LabelDecoding decoding) =>
        new HyperparameterSearch(TinyCorpus.Textual(), folder, new SearchOptions
        {
            TrialCount = 1,
            MaxDegreeOfParallelism = 1,
            Epochs = 1,
            Decoding = decoding,
        }).Run(cancellationToken: TestContext.Current.CancellationToken);
}
