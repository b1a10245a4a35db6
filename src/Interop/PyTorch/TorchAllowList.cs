using FastElman.Interop.Pickle;

namespace FastElman.Interop.PyTorch;

/// <summary>
/// What the pickle of a state dict may mention: dictionaries, tensors, parameters, and storages by their element type.
/// A whole module, an optimizer of a class, or anything else is refused.
/// </summary>
internal sealed class TorchAllowList : PickleAllowList
{
    private const string TensorModule = "torch._utils";

    private static readonly PickleGlobal Dictionary = new("a dictionary", PickleDictionary.Of);

    /// <summary>The classes of storages. They are named, never called.</summary>
    private static readonly Dictionary<PickleGlobal, (string ElementType, int Size)> StorageTypes = [];

    private static readonly Dictionary<(string Module, string Name), PickleGlobal> Globals = new()
    {
        [("collections", "OrderedDict")] = Dictionary,
        [("builtins", "dict")] = Dictionary,
        [("__builtin__", "dict")] = Dictionary,
        [(TensorModule, "_rebuild_tensor_v2")] = new("a tensor", (arguments, _) => MakeTensor(arguments)),
        [(TensorModule, "_rebuild_parameter")] = new("a parameter", (arguments, _) => MakeParameter(arguments)),
        [("torch", "FloatStorage")] = StorageType("F32", 4),
        [("torch", "DoubleStorage")] = StorageType("F64", 8),
        [("torch", "HalfStorage")] = StorageType("F16", 2),
        [("torch", "BFloat16Storage")] = StorageType("BF16", 2),
        [("torch", "LongStorage")] = StorageType("I64", 8),
        [("torch", "IntStorage")] = StorageType("I32", 4),
        [("torch", "ShortStorage")] = StorageType("I16", 2),
        [("torch", "CharStorage")] = StorageType("I8", 1),
        [("torch", "ByteStorage")] = StorageType("U8", 1),
        [("torch", "BoolStorage")] = StorageType("BOOL", 1),
    };

    private TorchAllowList()
        : base(Globals)
    {
    }

    /// <summary>The only one; it has no state.</summary>
    public static TorchAllowList Instance { get; } = new();

    /// <inheritdoc/>
    public override PickleGlobal Find(string module, string name) => Globals.TryGetValue((module, name), out var global)
        ? global
        : throw new PickleException(
            $"the pickle asks for {module}.{name}, which is not allowed; nothing of it was run",
            "the tensors of a state dict: torch.save(module.state_dict(), path)",
            $"{module}.{name}");

    /// <summary>A storage: ('storage', class, key, device, number of elements).</summary>
    /// <inheritdoc/>
    public override object Load(object? reference, MemoryBudget budget)
    {
        if (reference is not object?[] parts
            || parts is not ["storage", PickleGlobal type, string key, string, long and >= 0 and var count]
            || !StorageTypes.TryGetValue(type, out var element))
        {
            throw new PickleException("the pickle refers to what is no storage");
        }

        // The key becomes the name of an entry.
        return key.Length is > 0 and <= 20 && key.All(char.IsAsciiDigit)
            ? new TorchStorage(key, element.ElementType, element.Size, count)
            : throw new PickleException(
                "a storage has another name than PyTorch gives", "decimal digits", $"\"{key}\"");
    }

    /// <summary>A state dict has the versions of its modules as an attribute, of which nothing is needed.</summary>
    /// <inheritdoc/>
    public override void Build(object? target, object? state, MemoryBudget budget)
    {
        if (target is not PickleDictionary || state is not PickleDictionary)
        {
            throw NoState();
        }
    }

    /// <summary>_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks[, metadata]).</summary>
    private static TorchTensor MakeTensor(object?[] arguments)
    {
        if (arguments is not [TorchStorage storage, long offset, object?[] size, object?[] stride, bool, _, .. var rest]
            || rest.Length > 1)
        {
            throw new PickleArgumentsException();
        }

        if (rest is not ([] or [null] or [PickleDictionary { Items.Count: 0 }]))
        {
            throw new PickleException(
                "a tensor has to be conjugated or negated before it has its values",
                "plain values: save tensor.resolve_conj().resolve_neg()");
        }

        var (shape, strides) = (Numbers(size), Numbers(stride));
        return TorchTensor.IsSound(storage, offset, shape, strides)
            ? new TorchTensor(storage, offset, shape, strides)
            : throw new PickleException(
                "a tensor lies beyond its storage, or has an element of it twice",
                $"a view of {storage.Count} elements",
                $"offset {offset}, size [{string.Join(", ", shape)}], stride [{string.Join(", ", strides)}]");
    }

    private static TorchTensor MakeParameter(object?[] arguments) =>
        arguments is [TorchTensor tensor, bool, _] ? tensor : throw new PickleArgumentsException();

    private static long[] Numbers(object?[] tuple)
    {
        // PyTorch itself has at most 64 dimensions, a network two.
        const int longest = 8;
        return tuple.Length <= longest && tuple.All(item => item is long)
            ? Array.ConvertAll(tuple, item => (long)item!)
            : throw new PickleArgumentsException();
    }

    private static PickleGlobal StorageType(string elementType, int size)
    {
        var type = new PickleGlobal("a storage", (_, _) => throw new PickleArgumentsException());
        StorageTypes.Add(type, (elementType, size));
        return type;
    }
}
