using System.Runtime.InteropServices;
using FastElman.Native.Arguments;
using FastElman.Native.Errors;
using FastElman.Native.Handles;

namespace FastElman.Native.Tagging;

/// <summary>The functions of fastelman.h that label one sentence of word indices.</summary>
internal static unsafe class SentenceExports
{
    [UnmanagedCallersOnly(EntryPoint = "fe_tagger_tag")]
    public static int Tag(ulong tagger, int* words, nuint count, int* labels)
    {
        try
        {
            HandleTable.Get<NativeTagger>(tagger).Tagger.Tag(Given.Array(words, count), Given.Array(labels, count));
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_tagger_tag_confidence")]
    public static int TagWithConfidence(ulong tagger, int* words, nuint count, int* labels, float* confidence)
    {
        try
        {
            HandleTable.Get<NativeTagger>(tagger).Tagger.TagWithConfidence(
                Given.Array(words, count), Given.Array(labels, count), Given.Array(confidence, count));
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_tagger_tag_probabilities")]
    public static int TagWithProbabilities(
        ulong tagger, int* words, nuint count, int* labels, float* probabilities, nuint probabilityCount)
    {
        try
        {
            HandleTable.Get<NativeTagger>(tagger).Tagger.Tag(
                Given.Array(words, count),
                Given.Array(labels, count),
                Given.Array(probabilities, probabilityCount));
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }
}
