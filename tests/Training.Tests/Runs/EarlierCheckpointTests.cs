using FastElman.Fixtures;

namespace FastElman.Training.Tests.Runs;

/// <summary>
/// Checkpoints that version 1 of their format has had since before network and decoding were told apart. They are of a
/// bidirectional network with tanh, trained on <see cref="TinyCorpus"/> and ended after 10 updates by a limit:
/// <c>fastelman train CORPUS --network bidirectional --activation tanh --decoding NAME --hidden 2 --embedding 1
/// --window 1 --epochs 3 --sentences 10 --checkpoint FILE</c>.
/// </summary>
public sealed class EarlierCheckpointTests : IDisposable
{
    private const int Updates = 10;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("argmax", LabelDecoding.ArgMax)]
    [InlineData("iob", LabelDecoding.Iob)]
    [InlineData("transitions", LabelDecoding.Transitions)]
    [InlineData("iob-and-transitions", LabelDecoding.IobTransitions)]
    public void A_run_goes_on_from_its_own_and_from_no_other(string name, LabelDecoding decoding)
    {
        var file = CopyOf(name);
        foreach (var other in Enum.GetValues<LabelDecoding>())
        {
            var run = Run(file, other);
            if (other == decoding)
            {
                Assert.Equal(Updates, run.Resume());
                Assert.Equal(decoding, run.Complete().Model.Decoding);
                file = CopyOf(name);
            }
            else
            {
                var exception = Assert.Throws<ModelFormatException>(() => run.Resume());
                Assert.Equal(file, exception.File);
            }
        }
    }

    [Fact]
    public void A_run_with_another_decoding_is_told_so()
    {
        var exception = Assert.Throws<ModelFormatException>(() => Run(CopyOf("argmax"), LabelDecoding.Iob).Resume());

        Assert.Contains("another network", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("Decoding = IobConstraints }", exception.Expected, StringComparison.Ordinal);
        Assert.EndsWith("Decoding = ArgMax }", exception.Found, StringComparison.Ordinal);
    }

    private static TrainingRun Run(string file, LabelDecoding decoding) => new(TinyCorpus.Textual(), new TrainingOptions
    {
        HiddenSize = 2,
        EmbeddingSize = 1,
        WindowSize = 1,
        Epochs = 3,
        Network = NetworkKind.Bidirectional,
        Activation = HiddenActivation.Tanh,
        Decoding = decoding,
        CheckpointFile = file,
    });

    private string CopyOf(string name)
    {
        var path = _folder.File($"{name}.checkpoint");
        using var source = typeof(EarlierCheckpointTests).Assembly.GetManifestResourceStream($"{name}.checkpoint");
        using var target = File.Create(path);
        source!.CopyTo(target);
        return path;
    }
}
