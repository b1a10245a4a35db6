using System.Runtime;
using System.Text;
using FastElman.Fixtures;
using FastElman.Model;

namespace FastElman.Tests.Tagging;

/// <summary>What the documentation promises of text: no byte a call, and nothing to compile after a warm-up.</summary>
public sealed class TextAllocationTests
{
    private const int Calls = 10_000;

    private const string Text = "Flights from “Boston”, to (St. Nowhere)! on Monday 1,000 new york/denver.";

    public static TheoryData<NetworkKind, LabelDecoding, TokenizerKind> Networks =>
        new MatrixTheoryData<NetworkKind, LabelDecoding, TokenizerKind>(
            Enum.GetValues<NetworkKind>(), Enum.GetValues<LabelDecoding>(), Enum.GetValues<TokenizerKind>());

    [Theory, MemberData(nameof(Networks))]
    public void The_forms_of_spans_allocate_nothing(NetworkKind kind, LabelDecoding decoding, TokenizerKind tokenizer)
    {
        var tagger = TaggerOf(kind, decoding, tokenizer);
        var utf8 = Encoding.UTF8.GetBytes(Text);
        var (tokens, labels, confidence) = (new Range[utf8.Length], new int[utf8.Length], new float[utf8.Length]);
        var slots = new SlotTokens[utf8.Length];
        Assert.Equal(0, AllocatedBytes.By(() =>
        {
            for (var i = 0; i < Calls / 20; i++)
            {
                tagger.TagText(Text, tokens, labels);
                tagger.TagText(utf8, tokens, labels);
                tagger.TagText(utf8, tokens, labels, confidence);
                var count = tagger.TagText(Text, tokens, labels, confidence);
                SlotReader.Read(tagger.Model.Labels!, labels.AsSpan(0, count), slots);
            }
        }));
    }

    [Fact]
    public void A_long_text_allocates_nothing_either()
    {
        var tagger = TaggerOf(NetworkKind.Elman, LabelDecoding.ArgMax, TokenizerKind.Punctuation);
        var text = string.Join(' ', Enumerable.Repeat(Text, 100));
        var utf8 = Encoding.UTF8.GetBytes(text);
        var (tokens, labels, confidence) = (new Range[utf8.Length], new int[utf8.Length], new float[utf8.Length]);
        Assert.Equal(0, AllocatedBytes.By(() =>
        {
            for (var i = 0; i < Calls / 500; i++)
            {
                tagger.TagText(text, tokens, labels, confidence);
                tagger.TagText(utf8, tokens, labels, confidence);
            }
        }));
    }

    [Fact]
    public void Words_of_a_stream_allocate_nothing()
    {
        var stream = new TaggingStream(
            TaggerOf(NetworkKind.Elman, LabelDecoding.ArgMax, TokenizerKind.Punctuation).Model);
        var rest = new string[stream.Delay];
        Assert.Equal(0, AllocatedBytes.By(() =>
        {
            for (var i = 0; i < Calls; i++)
            {
                stream.Push("Boston", out _);
                stream.Push("nowhere", out _);
                stream.Complete(rest);
            }
        }));
    }

    [Theory, MemberData(nameof(Networks))]
    public void After_a_warm_up_the_first_text_compiles_nothing(
        NetworkKind kind, LabelDecoding decoding, TokenizerKind tokenizer)
    {
        // Another instruction set compiles the test's own code, and what does not depend on instruction sets.
        Assert.SkipUnless(
            SimdInfo.Supported.Count > 1,
            "This machine has one instruction set: nothing else can compile the test's own code first.");
        Use(TaggerOf(kind, decoding, tokenizer, SimdInfo.Supported.First(each => each != SimdInfo.Active)));
        var tagger = TaggerOf(kind, decoding, tokenizer);
        tagger.Model.Warmup();
        var before = JitInfo.GetCompiledMethodCount(currentThread: true);
        Use(tagger);
        Assert.Equal(before, JitInfo.GetCompiledMethodCount(currentThread: true));
    }

    private static void Use(Tagger tagger)
    {
        var utf8 = Encoding.UTF8.GetBytes(Text);
        var (tokens, labels, confidence) = (new Range[utf8.Length], new int[utf8.Length], new float[utf8.Length]);
        tagger.TagText(Text, tokens, labels);
        tagger.TagText(Text, tokens, labels, confidence);
        tagger.TagText(utf8, tokens, labels);
        tagger.TagText(utf8, tokens, labels, confidence);
        tagger.FindSlots(Text);
        tagger.FindSlots(utf8);
        tagger.TagSentence(Text);
        new BatchTagger(tagger.Model).FindSlots([Text]);
    }

    private static Tagger TaggerOf(
        NetworkKind kind, LabelDecoding decoding, TokenizerKind tokenizer, InstructionSet? instructionSet = null)
    {
        var model = SlotSample.Random(
            new NetworkVariant(kind, HiddenActivation.Tanh, decoding.UsesTransitions()), decoding, seed: 3);
        return new Tagger(ElmanModel.Create(
            model.ExportParameters(), model.Vocabulary, model.Labels, decoding: decoding, tokenizer: tokenizer)
            .Compile(new CompileOptions { InstructionSet = instructionSet }));
    }
}
