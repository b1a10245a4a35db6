using System.Globalization;

namespace FastElman.Tests.Validation;

/// <summary>Text does not depend on the culture of the thread.</summary>
public sealed class CultureTests
{
    private static readonly ElmanModel Model = ElmanModel.Create(
        new ElmanParameters(new ElmanShape(3, 2, 4, 5, 3)),
        new Vocabulary(["a", "b", "c", "d"]),
        new LabelSet(["O", "B"]));

    /// <summary>
    /// Numbers with commas as in German and another sign, which the tests' invariant globalisation does not have under
    /// a name.
    /// </summary>
    private static CultureInfo Foreign
    {
        get
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NumberDecimalSeparator = ",";
            culture.NumberFormat.NegativeSign = "~";
            culture.NumberFormat.NaNSymbol = "?";
            culture.NumberFormat.PositiveInfinitySymbol = "?";
            return culture;
        }
    }

    [Fact]
    public void Types_with_numbers_print_them_the_same_everywhere()
    {
        var compiled = Model.Compile();
        AssertSame(
            () => new Slot("city", "new york", -1, 2, 0.25f),
            () => new SlotTokens("city", -1, 2),
            () => new CompileOptions { MinimumConfidence = 0.25f, ProjectionBudget = -1 },
            () => Model,
            () => Model.Shape,
            () => Model.Vocabulary!,
            () => Model.Labels!,
            () => Model.ExportParameters(),
            () => compiled,
            () => new TaggingStream(compiled),
            () => new StreamGroup(compiled, 2),
            () => new Tagger(compiled));
        Assert.Equal(
            "Slot { Name = city, Text = new york, Start = 1, End = 2, Confidence = 0.25 }",
            new Slot("city", "new york", 1, 2, 0.25f).ToString());
        Assert.Equal(
            "SlotTokens { Name = city, FirstToken = 1, TokenCount = 2 }", new SlotTokens("city", 1, 2).ToString());
    }

    [Fact]
    public void Messages_with_numbers_are_the_same_everywhere()
    {
        var compiled = Model.Compile();
        var broken = Model.ExportParameters();
        broken.HiddenBias[1] = float.NegativeInfinity;
        AssertSame(
            () => Refusal(() => Model.Compile(new CompileOptions { MinimumConfidence = 1.5f })),
            () => Refusal(() => Model.Compile(new CompileOptions { ProjectionBudget = -1 })),
            () => Refusal(() => Model.Compile(new CompileOptions { Precision = (WeightPrecision)(-1) })),
            () => Refusal(() => Model.Vocabulary![-1]),
            () => Refusal(() => new Tagger(compiled).Tag([-2], new int[1])),
            () => Refusal(() => new StreamGroup(compiled, 2).Reset(-1)),
            () => Refusal(() => ElmanModel.Create(broken)),
            () => Refusal(() => new TaggingStream(compiled).RestoreState(State(compiled, waiting: -1))));
    }

    private static byte[] State(CompiledModel model, int waiting)
    {
        var stream = new TaggingStream(model);
        var state = new byte[stream.StateByteCount];
        stream.SaveState(state);

        // The number of waiting words is zero in a new stream: the first integer after the fingerprint.
        var window = (model.Shape.WindowSize - 1) * sizeof(int);
        var place = state.Length - (model.Shape.RecurrentSize * sizeof(float)) - window - (2 * sizeof(int));
        BitConverter.TryWriteBytes(state.AsSpan(place), waiting);
        return state;
    }

    private static string Refusal(Func<object?> action) => Assert.ThrowsAny<Exception>(action).Message;

    private static string Refusal(Action action) => Assert.ThrowsAny<Exception>(action).Message;

    private static void AssertSame(params Func<object>[] texts)
    {
        var expected = Array.ConvertAll(texts, text => text().ToString());
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = Foreign;
        try
        {
            Assert.Equal(expected, Array.ConvertAll(texts, text => text().ToString()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
