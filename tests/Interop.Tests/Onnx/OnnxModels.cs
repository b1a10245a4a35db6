using FastElman.Fixtures;

namespace FastElman.Interop.Tests.Onnx;

/// <summary>Small models of every network, and sentences for them.</summary>
internal static class OnnxModels
{
    /// <summary>Every network, activation and use of transition scores, with each form that it has.</summary>
    public static TheoryData<NetworkKind, HiddenActivation, bool, OnnxForm> All
    {
        get
        {
            var all = new TheoryData<NetworkKind, HiddenActivation, bool, OnnxForm>();
            foreach (var kind in Enum.GetValues<NetworkKind>())
            {
                foreach (var activation in Enum.GetValues<HiddenActivation>())
                {
                    foreach (var form in Enum.GetValues<OnnxForm>())
                    {
                        var variant = new NetworkVariant(kind, activation);
                        if (OnnxModel.CanSave(variant, form, out _))
                        {
                            all.Add(kind, activation, false, form);
                            all.Add(kind, activation, true, form);
                        }
                    }
                }
            }

            return all;
        }
    }

    public static ElmanModel Of(
        NetworkKind kind, HiddenActivation activation, bool hasTransitions, int window = 3, float temperature = 1.5f)
    {
        var variant = new NetworkVariant(kind, activation, hasTransitions);
        var shape = new ElmanShape(
            hiddenSize: 7, labelCount: 5, vocabularySize: 11, embeddingSize: 4, windowSize: window, variant);
        return ElmanModel.Create(
            RandomModel.Parameters(shape, seed: 1, range: 0.8f),
            RandomModel.Vocabulary(shape),
            RandomModel.Labels(shape),
            new ModelProvenance("tutorial", "a test"),
            tokenizer: TokenizerKind.WhiteSpace).WithTemperature(temperature);
    }

    /// <summary>Sentences of 1 to <paramref name="longest"/> words, some of which are the padding word.</summary>
    public static int[][] Sentences(ElmanShape shape, int longest) =>
        [.. Enumerable.Range(1, longest).Select(i => RandomModel.Sentence(shape, i, seed: i, withPadding: true))];
}
