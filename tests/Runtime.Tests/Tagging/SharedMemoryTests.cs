using System.Runtime.InteropServices;

namespace FastElman.Tests.Tagging;

/// <summary>Spans that share memory, and indices that change while they are read: wrong, but never a crash.</summary>
public sealed class SharedMemoryTests
{
    private static readonly CompiledModel Model = ElmanModel
        .Create(new ElmanParameters(new ElmanShape(100, 3, 572, 50, 7))).Compile();

    [Fact]
    public void Probabilities_that_share_memory_with_words_are_refused()
    {
        const int Words = 400;
        var buffer = new float[3 * Words];
        var labels = new int[Words];

        Assert.Throws<ArgumentException>(
            "probabilities", () => new Tagger(Model).Tag(Indices(buffer), labels, buffer));
        Assert.Throws<ArgumentException>(
            "probabilities", () => new BatchTagger(Model).Tag(Indices(buffer), [Words], labels, buffer));
        Assert.Throws<ArgumentException>(
            "confidence", () => new Tagger(Model).TagWithConfidence(Indices(buffer), labels, buffer.AsSpan(0, Words)));
        Assert.Throws<ArgumentException>(
            "confidence",
            () => new BatchTagger(Model).TagWithConfidence(
                Indices(buffer), [Words], labels, buffer.AsSpan(0, Words)));
        var group = new StreamGroup(Model, 2);
        int[] streams = [group.Open(), group.Open()];
        Assert.Throws<ArgumentException>(
            "probabilities", () => group.Tick(streams, Indices(buffer)[..2], labels.AsSpan(0, 2), buffer.AsSpan(0, 6)));
        Assert.Throws<ArgumentException>(
            "confidence",
            () => group.TickWithConfidence(
                streams, Indices(buffer)[..2], labels.AsSpan(0, 2), buffer.AsSpan(0, 2)));
        Assert.All(buffer, value => Assert.Equal(0, value));

        static ReadOnlySpan<int> Indices(float[] buffer) => MemoryMarshal.Cast<float, int>(buffer.AsSpan())[..Words];
    }

    [Fact]
    public void An_index_that_another_thread_changes_does_not_read_foreign_memory()
    {
        var words = new int[4000];
        var labels = new int[words.Length];
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var writer = new Thread(() =>
        {
            var random = new Random(1);
            while (!over.IsCancellationRequested)
            {
                var place = random.Next(words.Length);
                words[place] = 1 << 30;
                Thread.SpinWait(20);
                words[place] = 5;
            }
        });
        writer.Start();
        var tagger = new Tagger(Model);
        while (!over.IsCancellationRequested)
        {
            try
            {
                tagger.Tag(words, labels);
            }
            catch (ArgumentOutOfRangeException)
            {
                // Seen in time.
            }
        }

        writer.Join();
        Assert.All(labels, label => Assert.InRange(label, 0, Model.Shape.LabelCount - 1));
    }
}
