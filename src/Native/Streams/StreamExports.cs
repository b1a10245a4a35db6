using System.Runtime.InteropServices;
using FastElman.Native.Arguments;
using FastElman.Native.Errors;
using FastElman.Native.Handles;
using FastElman.Native.Models;
using FastElman.Native.Tagging;

namespace FastElman.Native.Streams;

/// <summary>The functions of fastelman.h that make, close and feed a stream.</summary>
internal static unsafe class StreamExports
{
    [UnmanagedCallersOnly(EntryPoint = "fe_stream_create")]
    public static int Create(ulong tagger, ulong* stream)
    {
        try
        {
            Given.Result(stream) = 0;
            *stream = HandleTable.Open(new NativeStream(HandleTable.Get<NativeTagger>(tagger).Compiled));
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_stream_close")]
    public static int Close(ulong stream)
    {
        try
        {
            HandleTable.Close<NativeStream>(stream);
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_stream_delay")]
    public static int Delay(ulong stream, int* delay)
    {
        try
        {
            Given.Result(delay) = HandleTable.Get<NativeStream>(stream).Stream.Delay;
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_stream_word_index")]
    public static int WordIndex(ulong stream, byte* word, nuint length, int* index)
    {
        try
        {
            ref var found = ref Given.Result(index);
            found = -1;
            var target = HandleTable.Get<NativeStream>(stream);
            target.RequireWords();
            var name = Given.Array(word, length);
            using var use = target.Use();
            found = NameLookup.Word(use.Stream, name);
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_stream_push")]
    public static int Push(ulong stream, int word, int* label)
    {
        try
        {
            ref var answer = ref Given.Result(label);
            answer = -1;
            using var use = HandleTable.Get<NativeStream>(stream).Use();
            use.Stream.Push(word, out answer);
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_stream_push_confidence")]
    public static int PushWithConfidence(ulong stream, int word, int* label, float* confidence)
    {
        try
        {
            ref var answer = ref Given.Result(label);
            answer = -1;
            ref var probability = ref Given.Result(confidence);
            using var use = HandleTable.Get<NativeStream>(stream).Use();
            use.Stream.PushWithConfidence(word, out var found, out probability);
            answer = found;
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_stream_push_probabilities")]
    public static int PushWithProbabilities(
        ulong stream, int word, int* label, float* probabilities, nuint probabilityCount)
    {
        try
        {
            ref var answer = ref Given.Result(label);
            answer = -1;
            using var use = HandleTable.Get<NativeStream>(stream).Use();
            var room = Given.Array(probabilities, probabilityCount);
            use.RequireRows(1, room.Length);
            use.Stream.Push(word, out answer, room);
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_stream_prepare")]
    public static int Prepare(ulong stream)
    {
        try
        {
            using var use = HandleTable.Get<NativeStream>(stream).Use();
            use.Stream.Prepare();
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_stream_reset")]
    public static int Reset(ulong stream)
    {
        try
        {
            using var use = HandleTable.Get<NativeStream>(stream).Use();
            use.Stream.Reset();
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }
}
