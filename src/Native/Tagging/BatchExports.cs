using System.Runtime.InteropServices;
using FastElman.Native.Arguments;
using FastElman.Native.Errors;
using FastElman.Native.Handles;

namespace FastElman.Native.Tagging;

/// <summary>The functions of fastelman.h that label many sentences at once.</summary>
internal static unsafe class BatchExports
{
    [UnmanagedCallersOnly(EntryPoint = "fe_batch_create")]
    public static int Create(ulong tagger, int maxThreads, ulong* batch)
    {
        try
        {
            Given.Result(batch) = 0;
            var model = HandleTable.Get<NativeTagger>(tagger).Compiled;
            if (maxThreads < 0)
            {
                throw new NativeException(
                    Status.Argument, $"max_threads: expected 0 or more, found {maxThreads}.");
            }

            var threads = maxThreads == 0 ? Environment.ProcessorCount : maxThreads;
            *batch = HandleTable.Open(new NativeBatch(new BatchTagger(model, threads)));
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_batch_close")]
    public static int Close(ulong batch)
    {
        try
        {
            HandleTable.Close<NativeBatch>(batch);
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_batch_tag")]
    public static int Tag(ulong batch, int* words, nuint wordCount, int* lengths, nuint sentenceCount, int* labels)
    {
        try
        {
            HandleTable.Get<NativeBatch>(batch).Tagger.Tag(
                Given.Array(words, wordCount), Given.Array(lengths, sentenceCount), Given.Array(labels, wordCount));
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_batch_tag_confidence")]
    public static int TagWithConfidence(
        ulong batch, int* words, nuint wordCount, int* lengths, nuint sentenceCount, int* labels, float* confidence)
    {
        try
        {
            HandleTable.Get<NativeBatch>(batch).Tagger.TagWithConfidence(
                Given.Array(words, wordCount),
                Given.Array(lengths, sentenceCount),
                Given.Array(labels, wordCount),
                Given.Array(confidence, wordCount));
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_batch_tag_probabilities")]
    public static int TagWithProbabilities(
        ulong batch,
        int* words,
        nuint wordCount,
        int* lengths,
        nuint sentenceCount,
        int* labels,
        float* probabilities,
        nuint probabilityCount)
    {
        try
        {
            HandleTable.Get<NativeBatch>(batch).Tagger.Tag(
                Given.Array(words, wordCount),
                Given.Array(lengths, sentenceCount),
                Given.Array(labels, wordCount),
                Given.Array(probabilities, probabilityCount));
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }
}
