using System.Globalization;
using FastElman.Files;
using FastElman.Interop.Layouts;
using FastElman.Interop.Onnx.Format;

namespace FastElman.Interop.Onnx.Writing;

/// <summary>
/// The file of a model: its graph, and in metadata_props what a model file of ours says besides its tensors.
/// </summary>
internal static class DocumentComposer
{
    public const string FormKey = "fastelman.onnx.form";
    public const string LengthKey = "fastelman.onnx.sentence_length";
    public const string FingerprintKey = "fastelman.fingerprint";
    public const string LossesKey = "fastelman.onnx.losses";

    /// <summary>The names of the forms in files.</summary>
    public static VariantNames<OnnxForm> Forms { get; } = new(
        "form", ("rnn", OnnxForm.Rnn), ("unrolled", OnnxForm.Unrolled), ("step", OnnxForm.Step));

    public static OnnxDocument Compose(ElmanModel model, GraphForm form)
    {
        var losses = Losses(model);
        model = model.WithoutSubwords();
        var document = new OnnxDocument
        {
            FormatVersion = form.FormatVersion,
            OperatorSet = form.OperatorSet,
            Producer = "FastElman",
            Documentation = Documentation(model.Shape, form, losses),
            Graph = NetworkGraph.Of(model, form),
        };
        foreach (var (key, value) in Entries(model, form, losses))
        {
            document.Metadata.Add(key, value);
        }

        return document;
    }

    /// <summary>What the model does and the graph does not.</summary>
    public static string[] Losses(ElmanModel model)
    {
        var (usesIob, hasTransitions) = (
            model.Decoding is LabelDecoding.Iob or LabelDecoding.IobTransitions, model.Shape.Variant.HasTransitions);
        return
        [
            .. usesIob
                ? (string[])["The decoding iob is not in the graph: I-x can stand where no B-x or I-x is before it."]
                : [],
            .. hasTransitions
                ? (string[])
                [
                    "The decoding by learned transition scores is not in the graph: each word gets its own most "
                    + "probable label. The scores are the output transitions.",
                    "Probabilities are those of each word by itself, not those of a chain of labels.",
                ]
                : [],
            .. SubwordLoss.Of(model),
        ];
    }

    private static IEnumerable<(string Key, string Value)> Entries(ElmanModel model, GraphForm form, string[] losses)
    {
        foreach (var entry in ModelMetadata.Of(model).WithChecksumOf(model.Parameters).Compose(model.Shape))
        {
            yield return entry;
        }

        yield return (FingerprintKey, model.Fingerprint);
        yield return (FormKey, Forms.Of(form.Form));
        if (form.Form == OnnxForm.Unrolled)
        {
            yield return (LengthKey, form.SentenceLength.ToString(CultureInfo.InvariantCulture));
        }

        if (losses.Length > 0)
        {
            yield return (LossesKey, string.Join('\n', losses));
        }
    }

    private static string Documentation(ElmanShape shape, GraphForm form, string[] losses)
    {
        var contract = form.Form switch
        {
            OnnxForm.Step =>
                "One word of each of some streams. windows [batch, window]: the word indices around each word, -1 "
                + "outside the sentence. is_first [batch]: whether the word begins a sentence; state is not used then. "
                + "state [batch, state]: new_state of the word before.",
            _ when shape.Variant.Kind == NetworkKind.Bidirectional =>
                "Sentences side by side. words [sequence, batch]: word indices. lengths [batch]: the words of each "
                + "sentence; what words has behind them is not looked at.",
            _ =>
                "Sentences side by side. words [sequence, batch]: word indices, -1 after the end of a sentence.",
        };
        return string.Join(
            '\n',
            (string[])
            [
                $"An Elman network that labels words: {shape}.",
                contract,
                "probabilities: of every label of each word. labels: the most probable one, the first of equals.",
                .. losses,
            ]);
    }
}
