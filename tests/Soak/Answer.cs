using System.Runtime.InteropServices;

namespace FastElman.Soak;

/// <summary>All that a model says about one sentence.</summary>
/// <param name="Labels">[words].</param>
/// <param name="Probabilities">[words, labels].</param>
/// <param name="Confidence">[words].</param>
/// <param name="Slots">The slots of its text.</param>
internal sealed record Answer(int[] Labels, float[] Probabilities, float[] Confidence, IReadOnlyList<Slot> Slots)
{
    public static Answer Of(Tagger tagger, int[] words, string text)
    {
        var labels = new int[words.Length];
        var probabilities = new float[words.Length * tagger.Model.Shape.LabelCount];
        var confidence = new float[words.Length];
        tagger.Tag(words, labels, probabilities);
        tagger.TagWithConfidence(words, labels, confidence);
        return new Answer(labels, probabilities, confidence, tagger.FindSlots(text));
    }

    public bool HasLabels(ReadOnlySpan<int> labels) => labels.SequenceEqual(Labels);

    public bool HasProbabilities(ReadOnlySpan<float> probabilities) => AreSameBits(probabilities, Probabilities);

    public bool HasConfidence(ReadOnlySpan<float> confidence) => AreSameBits(confidence, Confidence);

    /// <summary>Whether slots are these, with places: ASCII has those alike in characters and bytes.</summary>
    public bool HasSlots(IReadOnlyList<Slot> slots) => slots.SequenceEqual(Slots);

    private static bool AreSameBits(ReadOnlySpan<float> one, ReadOnlySpan<float> other) =>
        MemoryMarshal.Cast<float, int>(one).SequenceEqual(MemoryMarshal.Cast<float, int>(other));
}
