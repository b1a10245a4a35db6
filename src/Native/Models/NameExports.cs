using System.Runtime.InteropServices;
using FastElman.Native.Arguments;
using FastElman.Native.Errors;
using FastElman.Native.Handles;

namespace FastElman.Native.Models;

/// <summary>The functions of fastelman.h about names of words, labels and slots.</summary>
internal static unsafe class NameExports
{
    [UnmanagedCallersOnly(EntryPoint = "fe_model_label_count")]
    public static int LabelCount(ulong model, int* count)
    {
        try
        {
            Given.Result(count) = HandleTable.Get<NativeModel>(model).Model.Shape.LabelCount;
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_model_word_count")]
    public static int WordCount(ulong model, int* count)
    {
        try
        {
            Given.Result(count) = HandleTable.Get<NativeModel>(model).Model.Shape.VocabularySize;
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_model_label_name")]
    public static int LabelName(ulong model, int index, byte* buffer, nuint capacity, nuint* needed)
    {
        try
        {
            var labels = HandleTable.Get<NativeModel>(model).RequireLabels();
            return Utf8Text.Return(labels[index], buffer, capacity, needed);
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_model_word_name")]
    public static int WordName(ulong model, int index, byte* buffer, nuint capacity, nuint* needed)
    {
        try
        {
            var words = HandleTable.Get<NativeModel>(model).RequireWords();
            return Utf8Text.Return(words[index], buffer, capacity, needed);
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_model_word_index")]
    public static int WordIndex(ulong model, byte* word, nuint length, int* index, int* isUnknown)
    {
        try
        {
            Given.Result(index) = -1;
            var found = NameLookup.Word(
                HandleTable.Get<NativeModel>(model).RequireWords(), Given.Array(word, length), out var isMissing);
            if (isUnknown is not null)
            {
                Given.Result(isUnknown, "is_unknown") = isMissing ? 1 : 0;
            }

            *index = found;
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_model_label_index")]
    public static int LabelIndex(ulong model, byte* label, nuint length, int* index)
    {
        try
        {
            Given.Result(index) = -1;
            *index = NameLookup.Label(
                HandleTable.Get<NativeModel>(model).RequireLabels(), Given.Array(label, length));
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_model_slot_name_count")]
    public static int SlotNameCount(ulong model, int* count)
    {
        try
        {
            Given.Result(count) = HandleTable.Get<NativeModel>(model).SlotNames.Count;
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_model_slot_name")]
    public static int SlotName(ulong model, int index, byte* buffer, nuint capacity, nuint* needed)
    {
        try
        {
            var names = HandleTable.Get<NativeModel>(model).SlotNames;
            return Utf8Text.Return(names[index], buffer, capacity, needed);
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }
}
