using System.Runtime.InteropServices;
using FastElman.Native.Arguments;
using FastElman.Native.Errors;
using FastElman.Native.Handles;

namespace FastElman.Native.Streams;

/// <summary>The functions of fastelman.h that end a sentence of a stream, and save and restore its state.</summary>
internal static unsafe class StreamEndExports
{
    [UnmanagedCallersOnly(EntryPoint = "fe_stream_complete")]
    public static int Complete(ulong stream, int* labels, nuint capacity, nuint* count)
    {
        try
        {
            ref var written = ref Given.Result(count);
            using var use = HandleTable.Get<NativeStream>(stream).Use();
            var answers = Given.Array(labels, capacity);
            if (answers.Length < use.Stream.Delay)
            {
                written = (nuint)use.Stream.Delay;
                return Utf8Text.TooSmall(written, capacity, "labels");
            }

            written = (nuint)use.Stream.Complete(answers);
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_stream_complete_confidence")]
    public static int CompleteWithConfidence(
        ulong stream, int* labels, float* confidence, nuint capacity, nuint* count)
    {
        try
        {
            ref var written = ref Given.Result(count);
            using var use = HandleTable.Get<NativeStream>(stream).Use();
            var answers = Given.Array(labels, capacity);
            var room = Given.Array(confidence, capacity);
            if (answers.Length < use.Stream.Delay)
            {
                written = (nuint)use.Stream.Delay;
                return Utf8Text.TooSmall(written, capacity, "labels");
            }

            written = (nuint)use.Stream.CompleteWithConfidence(answers, room);
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_stream_complete_probabilities")]
    public static int CompleteWithProbabilities(
        ulong stream, int* labels, float* probabilities, nuint probabilityCount, nuint capacity, nuint* count)
    {
        try
        {
            ref var written = ref Given.Result(count);
            using var use = HandleTable.Get<NativeStream>(stream).Use();
            var answers = Given.Array(labels, capacity);
            var room = Given.Array(probabilities, probabilityCount);
            use.RequireRows(answers.Length, room.Length);
            if (answers.Length < use.Stream.Delay)
            {
                written = (nuint)use.Stream.Delay;
                return Utf8Text.TooSmall(written, capacity, "labels");
            }

            written = (nuint)use.Stream.Complete(answers, room);
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_stream_save_state")]
    public static int SaveState(ulong stream, byte* state, nuint capacity, nuint* needed)
    {
        try
        {
            ref var size = ref Given.Result(needed);
            using var use = HandleTable.Get<NativeStream>(stream).Use();
            var room = Given.Array(state, capacity);
            size = (nuint)use.Stream.StateByteCount;
            if ((nuint)room.Length < size)
            {
                return Utf8Text.TooSmall(size, capacity, "bytes");
            }

            use.Stream.SaveState(room);
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_stream_restore_state")]
    public static int RestoreState(ulong stream, byte* state, nuint size)
    {
        try
        {
            using var use = HandleTable.Get<NativeStream>(stream).Use();
            use.Stream.RestoreState(Given.Array(state, size));
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }
}
