using FastElman.Network;
using FastElman.Tagging;

namespace FastElman.Tagging;

/// <summary>
/// Pays at start-up what the first requests would pay otherwise: see <see cref="CompiledModel.Warmup"/>.
/// </summary>
internal static class Warmup
{
    /// <summary>Runs every form once.</summary>
    public static void Run(CompiledModel model)
    {
        // Padding words are always there. Five words are one more than a block of rows in a matrix product.
        Span<int> words = [-1, -1, -1, -1, -1];
        Span<int> labels = stackalloc int[words.Length];
        var probabilities = new float[words.Length * model.Shape.LabelCount];
        TimeStep.Create(model.Network, model.InstructionSet).WarmUp(
            StepWorkspace.ForLockstep(model.Network, StreamBatch.MaximumStreams));
        ForwardPass.Create(model.Network, model.InstructionSet).WarmUp(new SentenceWorkspace(model.Network));
        var tagger = new Tagger(model);
        tagger.Tag(words, labels);
        tagger.Tag(words, labels, probabilities);

        var batch = new BatchTagger(model);
        batch.Tag(words, [1, 1, 1, 1, 1], labels);
        batch.Tag(words, [1, 1, 1, 1, 1], labels, probabilities);
        if (model.CanStream)
        {
            WarmUpStreams(model, words, labels, probabilities);
        }
    }

    private static void WarmUpStreams(
        CompiledModel model, ReadOnlySpan<int> words, Span<int> labels, Span<float> probabilities)
    {
        var stream = new TaggingStream(model);
        var waiting = new int[stream.Delay];
        stream.Prepare();
        stream.Push(-1, out _);
        stream.Complete(waiting);
        stream.SaveState(new byte[stream.StateByteCount]);

        var group = new StreamGroup(model, words.Length);
        int[] streams = [0, 1, 2, 3, 4];
        for (var i = 0; i <= group.Delay; i++)
        {
            group.Tick(streams, words, labels);
            group.Tick(streams, words, labels, probabilities);
            group.Prepare(streams);
        }

        group.Complete(0, waiting);
    }
}
