using System.Runtime.InteropServices;
using FastElman.Native.Arguments;
using FastElman.Native.Errors;
using FastElman.Native.Handles;
using FastElman.Native.Models;

namespace FastElman.Native.Tagging;

/// <summary>The functions of fastelman.h that make, close and describe a tagger.</summary>
internal static unsafe class TaggerExports
{
    [UnmanagedCallersOnly(EntryPoint = "fe_tagger_create")]
    public static int Create(ulong model, TaggerOptions* options, ulong* tagger)
    {
        try
        {
            Given.Result(tagger) = 0;
            var source = HandleTable.Get<NativeModel>(model);
            var compiled = source.Model.Compile(Options.Read(options).ToOptions());
            *tagger = HandleTable.Open(new NativeTagger(source, compiled));
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_tagger_close")]
    public static int Close(ulong tagger)
    {
        try
        {
            HandleTable.Close<NativeTagger>(tagger);
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_tagger_model")]
    public static int Model(ulong tagger, ulong* model)
    {
        try
        {
            Given.Result(model) = 0;
            *model = HandleTable.Open(new NativeModel(HandleTable.Get<NativeTagger>(tagger).Compiled.Model));
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_tagger_info")]
    public static int Info(ulong tagger, byte* buffer, nuint capacity, nuint* needed)
    {
        try
        {
            var description = TaggerInfo.Describe(HandleTable.Get<NativeTagger>(tagger).Compiled);
            return Utf8Text.Return(description, buffer, capacity, needed);
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_tagger_warm_up")]
    public static int WarmUp(ulong tagger)
    {
        try
        {
            HandleTable.Get<NativeTagger>(tagger).Compiled.Warmup();
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }
}
