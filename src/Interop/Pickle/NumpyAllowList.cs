using System.Text;
using FastElman.Simd;

namespace FastElman.Interop.Pickle;

/// <summary>What the pickles of folds may mention: NumPy's arrays, numbers, bytes and dictionaries.</summary>
internal sealed class NumpyAllowList : PickleAllowList
{
    private static readonly PickleGlobal Array = new("numpy.ndarray", (_, _) => throw new PickleArgumentsException());
    private static readonly PickleGlobal DataType = new("numpy.dtype", (arguments, _) => MakeDataType(arguments));
    private static readonly PickleGlobal Reconstruct =
        new("numpy _reconstruct", (arguments, _) => MakeEmptyArray(arguments));

    private static readonly PickleGlobal FromBuffer = new("numpy _frombuffer", MakeArray);
    private static readonly PickleGlobal Scalar = new("numpy scalar", (arguments, _) => MakeScalar(arguments));
    private static readonly PickleGlobal Encode = new("_codecs.encode", MakeBytesOfText);
    private static readonly PickleGlobal Bytes = new("bytes", MakeBytes);
    private static readonly PickleGlobal Dictionary = new("a dictionary", PickleDictionary.Of);
    private static readonly PickleGlobal DefaultDictionary = new("collections.defaultdict", MakeDefaultDictionary);

    /// <summary>What a defaultdict makes of missing keys. Nothing is ever made of it here.</summary>
    private static readonly PickleGlobal Factory =
        new("the factory of a defaultdict", (_, _) => throw new PickleArgumentsException());

    private static readonly Dictionary<(string Module, string Name), PickleGlobal> Globals = new()
    {
        [("numpy", "ndarray")] = Array,
        [("numpy", "dtype")] = DataType,
        [("numpy.core.multiarray", "_reconstruct")] = Reconstruct,
        [("numpy._core.multiarray", "_reconstruct")] = Reconstruct,
        [("numpy.core.multiarray", "scalar")] = Scalar,
        [("numpy._core.multiarray", "scalar")] = Scalar,
        [("numpy.core.numeric", "_frombuffer")] = FromBuffer,
        [("numpy._core.numeric", "_frombuffer")] = FromBuffer,
        [("_codecs", "encode")] = Encode,
        [("__builtin__", "bytes")] = Bytes,
        [("builtins", "bytes")] = Bytes,
        [("__builtin__", "bytearray")] = Bytes,
        [("builtins", "bytearray")] = Bytes,
        [("collections", "OrderedDict")] = Dictionary,
        [("collections", "Counter")] = Dictionary,
        [("collections", "defaultdict")] = DefaultDictionary,
        [("__builtin__", "list")] = Factory,
        [("builtins", "list")] = Factory,
        [("__builtin__", "int")] = Factory,
        [("builtins", "int")] = Factory,
        [("__builtin__", "str")] = Factory,
        [("builtins", "str")] = Factory,
        [("__builtin__", "float")] = Factory,
        [("builtins", "float")] = Factory,
        [("__builtin__", "bool")] = Factory,
        [("builtins", "bool")] = Factory,
        [("__builtin__", "tuple")] = Factory,
        [("builtins", "tuple")] = Factory,

        // Python 3 writes int and str so in the protocols of Python 2.
        [("__builtin__", "long")] = Factory,
        [("__builtin__", "unicode")] = Factory,
        [("__builtin__", "dict")] = Dictionary,
        [("builtins", "dict")] = Dictionary,
    };

    private NumpyAllowList()
        : base(Globals)
    {
    }

    /// <summary>The only one; it has no state.</summary>
    public static NumpyAllowList Instance { get; } = new();

    /// <inheritdoc/>
    public override void Build(object? target, object? state, MemoryBudget budget)
    {
        switch (target, state)
        {
            case (NumpyArray array, object?[] and [long, var shape, var type, var order, var data])
                when order is bool or long:
                array.Set(shape, type, order, data, budget);
                break;
            case (NumpyDataType type, object?[] and [long, var order, null, null, null, ..])
                when TextOf(order) is { } name:
                type.SetByteOrder(name);
                break;
            default:
                throw NoState();
        }
    }

    private static NumpyArray MakeEmptyArray(object?[] arguments) =>
        arguments.Length == 3 && ReferenceEquals(arguments[0], Array)
            ? new NumpyArray()
            : throw new PickleArgumentsException();

    private static NumpyArray MakeArray(object?[] arguments, MemoryBudget budget)
    {
        if (arguments is not [var data, var type, var shape, string])
        {
            throw new PickleArgumentsException();
        }

        if (type is NumpyDataType { IsObject: true })
        {
            throw new PickleException("an array's data type is not one of bytes", found: "O");
        }

        var array = new NumpyArray();
        array.Set(shape, type, isFortranOrder: false, data, budget);
        return array;
    }

    private static PickleDictionary MakeDefaultDictionary(object?[] arguments, MemoryBudget budget) =>
        arguments switch
        {
            [] => new PickleDictionary(),
            [null or PickleGlobal, .. var rest] => PickleDictionary.Of(rest, budget),
            _ => throw new PickleArgumentsException(),
        };

    private static NumpyDataType MakeDataType(object?[] arguments) =>
        arguments is [var name, _, _] && TextOf(name) is { } text
            ? new NumpyDataType(text)
            : throw new PickleArgumentsException();

    private static long MakeScalar(object?[] arguments) =>
        arguments is [NumpyDataType { IsObject: false } type, byte[] data] && data.Length == type.Size
            ? type.Read(data)
            : throw new PickleArgumentsException();

    /// <summary>Python 3 writes bytes in the protocols that have none as text, a character per byte.</summary>
    private static byte[] MakeBytesOfText(object?[] arguments, MemoryBudget budget)
    {
        if (arguments is not [string text, var encoding] || TextOf(encoding) is not ("latin1" or "latin-1"))
        {
            throw new PickleArgumentsException();
        }

        if (text.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF'))
        {
            throw new PickleException("a text that stands for bytes has a character beyond 255");
        }

        budget.ChargeData(text.Length);
        return Encoding.Latin1.GetBytes(text);
    }

    private static byte[] MakeBytes(object?[] arguments, MemoryBudget budget) => arguments switch
    {
        [] => [],
        [byte[] data] => data,
        [string, _] => MakeBytesOfText(arguments, budget),
        _ => throw new PickleArgumentsException(),
    };

    /// <summary>A short name, which Python 2 writes as bytes and Python 3 as text.</summary>
    private static string? TextOf(object? value) => value switch
    {
        string text => text,
        byte[] { Length: <= 16 } bytes => Encoding.Latin1.GetString(bytes),
        _ => null,
    };
}
