using FastElman.Native.Handles;
using FastElman.Native.Models;
using FastElman.Native.Streams;
using FastElman.Native.Tagging;

namespace FastElman.Native.Tests;

/// <summary>
/// The exported functions themselves, called by address in this process, where the garbage collector counts: calls that
/// label words allocate nothing.
/// </summary>
public sealed unsafe class AllocationTests
{
    private static readonly NativeModel Model =
        new(NativeModels.WithNames(NetworkVariant.Tutorial, hasUnknown: true, hiddenSize: 100));

    private static readonly int[] Words = [0, 1, 2, 3, 4, 5, 6, 7, 8, -1, 3, 2];

    private readonly ulong _tagger =
        HandleTable.Open(new NativeTagger(Model, Model.Model.Compile()));

    [Fact]
    public void Tagging_indices_allocates_nothing()
    {
        delegate* unmanaged<ulong, int*, nuint, int*, int> tag = &SentenceExports.Tag;
        delegate* unmanaged<ulong, int*, nuint, int*, float*, int> withConfidence = &SentenceExports.TagWithConfidence;
        AllocatesNothing((words, labels, values, count) =>
            tag(_tagger, words, count, labels) | withConfidence(_tagger, words, count, labels, values));
    }

    [Fact]
    public void Tagging_names_and_texts_allocates_nothing()
    {
        delegate* unmanaged<ulong, byte**, nuint*, nuint, int*, float*, int> tagWords = &TextExports.TagWords;
        delegate* unmanaged<ulong, byte*, nuint, Range*, int*, float*, nuint, nuint*, TextCounts*, int> tagText =
            &TextExports.TagText;
        AllocatesNothing((_, labels, values, _) =>
        {
            var text = "worda wordb nowhere"u8;
            fixed (byte* bytes = text)
            {
                var names = stackalloc byte*[2] { bytes, bytes + 6 };
                var lengths = stackalloc nuint[2] { 5, 5 };
                var tokens = stackalloc Range[8];
                nuint count;
                return tagWords(_tagger, names, lengths, 2, labels, values)
                    | tagText(_tagger, bytes, (nuint)text.Length, tokens, labels, values, 8, &count, null);
            }
        });
    }

    [Fact]
    public void A_stream_allocates_nothing()
    {
        var stream = HandleTable.Open(new NativeStream(HandleTable.Get<NativeTagger>(_tagger).Compiled));
        delegate* unmanaged<ulong, int, int*, int> push = &StreamExports.Push;
        delegate* unmanaged<ulong, int, int*, float*, int> withConfidence = &StreamExports.PushWithConfidence;
        delegate* unmanaged<ulong, int> prepare = &StreamExports.Prepare;
        delegate* unmanaged<ulong, int*, nuint, nuint*, int> complete = &StreamEndExports.Complete;
        AllocatesNothing((words, labels, values, count) =>
        {
            nuint rest;
            var status = 0;
            for (nuint i = 0; i < count; i++)
            {
                status |= push(stream, words[i], labels) | withConfidence(stream, words[i], labels, values);
                status |= prepare(stream);
            }

            return status | complete(stream, labels, count, &rest);
        });
    }

    [Fact]
    public void A_batch_on_one_thread_allocates_nothing()
    {
        var batch = HandleTable.Open(new NativeBatch(new(HandleTable.Get<NativeTagger>(_tagger).Compiled)));
        delegate* unmanaged<ulong, int*, nuint, int*, nuint, int*, int> tag = &BatchExports.Tag;
        AllocatesNothing((words, labels, _, count) =>
        {
            var lengths = stackalloc int[2] { 5, (int)count - 5 };
            return tag(batch, words, count, lengths, 2, labels);
        });
    }

    private delegate int Call(int* words, int* labels, float* values, nuint count);

    private static void AllocatesNothing(Call call)
    {
        var words = stackalloc int[Words.Length];
        Words.CopyTo(new Span<int>(words, Words.Length));
        var labels = stackalloc int[Words.Length];
        var values = stackalloc float[Words.Length];
        var status = 0;
        for (var i = 0; i < 200; i++)
        {
            status |= call(words, labels, values, (nuint)Words.Length);
        }

        var allocated = AllocatedBytes.By(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                status |= call(words, labels, values, (nuint)Words.Length);
            }
        });
        Assert.Equal(0, allocated);
        Assert.Equal(0, status);
    }
}
