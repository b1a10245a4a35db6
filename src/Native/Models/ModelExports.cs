using System.Runtime.InteropServices;
using System.Text;
using FastElman.Native.Arguments;
using FastElman.Native.Errors;
using FastElman.Native.Handles;

namespace FastElman.Native.Models;

/// <summary>The functions of fastelman.h that open, close and describe a model.</summary>
internal static unsafe class ModelExports
{
    [UnmanagedCallersOnly(EntryPoint = "fe_model_open")]
    public static int Open(byte* path, LoadOptions* options, ulong* model)
    {
        try
        {
            Given.Result(model) = 0;
            var name = Encoding.UTF8.GetString(Given.Text(path));
            if (name.Length == 0)
            {
                throw new NativeException(Status.Argument, "path: expected the name of a file, found an empty one.");
            }

            *model = HandleTable.Open(new NativeModel(ElmanModel.Load(name, Options.Read(options).ToOptions())));
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_model_open_memory")]
    public static int OpenMemory(byte* bytes, nuint size, LoadOptions* options, ulong* model)
    {
        try
        {
            Given.Result(model) = 0;
            ReadOnlySpan<byte> file = Given.Array(bytes, size);
            *model = HandleTable.Open(new NativeModel(ElmanModel.Load(file, Options.Read(options).ToOptions())));
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_model_close")]
    public static int Close(ulong model)
    {
        try
        {
            HandleTable.Close<NativeModel>(model);
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_model_fingerprint")]
    public static int Fingerprint(ulong model, byte* buffer, nuint capacity, nuint* needed)
    {
        try
        {
            return Utf8Text.Return(HandleTable.Get<NativeModel>(model).Model.Fingerprint, buffer, capacity, needed);
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_model_info")]
    public static int Info(ulong model, byte* buffer, nuint capacity, nuint* needed)
    {
        try
        {
            var description = ModelInfo.Describe(HandleTable.Get<NativeModel>(model).Model);
            return Utf8Text.Return(description, buffer, capacity, needed);
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }
}
