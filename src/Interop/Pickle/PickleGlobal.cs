using System.Text;
using FastElman.Simd;

namespace FastElman.Interop.Pickle;

/// <summary>
/// The only names that a pickle may mention, and what each makes here. No other code can be reached from a file: a name
/// that is not listed is refused, and a listed one makes only arrays, numbers or bytes.
/// </summary>
internal sealed class PickleGlobal
{
    private static readonly PickleGlobal Array = new("numpy.ndarray", (_, _) => throw new MismatchException());
    private static readonly PickleGlobal DataType = new("numpy.dtype", (arguments, _) => MakeDataType(arguments));
    private static readonly PickleGlobal Reconstruct =
        new("numpy _reconstruct", (arguments, _) => MakeEmptyArray(arguments));

    private static readonly PickleGlobal FromBuffer = new("numpy _frombuffer", MakeArray);
    private static readonly PickleGlobal Scalar = new("numpy scalar", (arguments, _) => MakeScalar(arguments));
    private static readonly PickleGlobal Encode = new("_codecs.encode", MakeBytesOfText);
    private static readonly PickleGlobal Bytes = new("bytes", MakeBytes);
    private static readonly PickleGlobal Dictionary = new("a dictionary", MakeDictionary);
    private static readonly PickleGlobal DefaultDictionary = new("collections.defaultdict", MakeDefaultDictionary);

    /// <summary>What a defaultdict makes of missing keys. Nothing is ever made of it here.</summary>
    private static readonly PickleGlobal Factory =
        new("the factory of a defaultdict", (_, _) => throw new MismatchException());

    private static readonly Dictionary<(string Module, string Name), PickleGlobal> Allowed = new()
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

    private readonly string _name;
    private readonly Func<object?[], MemoryBudget, object?> _call;

    private PickleGlobal(string name, Func<object?[], MemoryBudget, object?> call)
    {
        _name = name;
        _call = call;
    }

    public static PickleGlobal Find(string module, string name) => Allowed.TryGetValue((module, name), out var global)
        ? global
        : throw new PickleException(
            $"the pickle asks for {module}.{name}, which is not allowed; nothing of it was run");

    /// <summary>Calls the global with the arguments of the pickle.</summary>
    public object? Call(object?[] arguments, MemoryBudget budget)
    {
        try
        {
            return _call(arguments, budget);
        }
        catch (MismatchException)
        {
            throw new PickleException($"the pickle calls {_name} with arguments that Python never writes");
        }
    }

    /// <summary>Sets the state of an object made before, as NumPy's pickles do with arrays and data types.</summary>
    public static void Build(object? target, object? state, MemoryBudget budget)
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
                throw new PickleException("the pickle gives state to what has none");
        }
    }

    private static NumpyArray MakeEmptyArray(object?[] arguments) =>
        arguments.Length == 3 && ReferenceEquals(arguments[0], Array)
            ? new NumpyArray()
            : throw new MismatchException();

    private static NumpyArray MakeArray(object?[] arguments, MemoryBudget budget)
    {
        if (arguments is not [var data, var type, var shape, string])
        {
            throw new MismatchException();
        }

        if (type is NumpyDataType { IsObject: true })
        {
            throw new PickleException("an array's data type is not one of bytes", found: "O");
        }

        var array = new NumpyArray();
        array.Set(shape, type, isFortranOrder: false, data, budget);
        return array;
    }

    /// <summary>
    /// An empty dictionary, or one of pairs: Python 2 writes an OrderedDict as a list of lists of two. A Counter is
    /// made of a dictionary.
    /// </summary>
    private static PickleDictionary MakeDictionary(object?[] arguments, MemoryBudget budget)
    {
        var dictionary = new PickleDictionary();
        switch (arguments)
        {
            case []:
                break;
            case [PickleDictionary other]:
                budget.ChargeData(2L * IntPtr.Size * other.Items.Count);
                dictionary.Items.AddRange(other.Items);
                break;
            case [List<object?> pairs]:
                budget.ChargeData(2L * IntPtr.Size * pairs.Count);
                foreach (var pair in pairs)
                {
                    dictionary.Items.Add(pair switch
                    {
                        object?[] and [var key, var value] => (key, value),
                        List<object?> and [var key, var value] => (key, value),
                        _ => throw new MismatchException(),
                    });
                }

                break;
            default:
                throw new MismatchException();
        }

        return dictionary;
    }

    private static PickleDictionary MakeDefaultDictionary(object?[] arguments, MemoryBudget budget) =>
        arguments switch
        {
            [] => new PickleDictionary(),
            [null or PickleGlobal, .. var rest] => MakeDictionary(rest, budget),
            _ => throw new MismatchException(),
        };

    private static NumpyDataType MakeDataType(object?[] arguments) =>
        arguments is [var name, _, _] && TextOf(name) is { } text
            ? new NumpyDataType(text)
            : throw new MismatchException();

    private static long MakeScalar(object?[] arguments) =>
        arguments is [NumpyDataType { IsObject: false } type, byte[] data] && data.Length == type.Size
            ? type.Read(data)
            : throw new MismatchException();

    /// <summary>Python 3 writes bytes in the protocols that have none as text, a character per byte.</summary>
    private static byte[] MakeBytesOfText(object?[] arguments, MemoryBudget budget)
    {
        if (arguments is not [string text, var encoding] || TextOf(encoding) is not ("latin1" or "latin-1"))
        {
            throw new MismatchException();
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
        _ => throw new MismatchException(),
    };

    /// <summary>A short name, which Python 2 writes as bytes and Python 3 as text.</summary>
    private static string? TextOf(object? value) => value switch
    {
        string text => text,
        byte[] { Length: <= 16 } bytes => Encoding.Latin1.GetString(bytes),
        _ => null,
    };

    private sealed class MismatchException : Exception;
}
