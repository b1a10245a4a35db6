namespace FastElman.Interop.Pickle;

/// <summary>
/// Reads a pickle of protocol 0 to 5 into plain values: null, bool, long, double, string, byte[], <c>object?[]</c> for
/// a tuple, <c>List&lt;object?&gt;</c>, <see cref="PickleDictionary"/> and what a <see cref="PickleAllowList"/> adds to
/// these. A pickle is a program for a small stack machine; this machine can make these values and nothing else.
/// </summary>
/// <remarks>
/// Nothing here is recursive, so nesting costs no stack. A list may contain itself, which the reader of the value has
/// to expect.
/// </remarks>
internal ref struct PickleReader
{
    private const int HighestProtocol = 5;

    private readonly PickleAllowList _allowed;
    private readonly MemoryBudget _budget;
    private readonly PickleStack _stack;
    private readonly Dictionary<uint, object?> _memo = [];
    private PickleInput _input;

    private PickleReader(ReadOnlySpan<byte> pickle, PickleAllowList allowed, MemoryBudget budget)
    {
        _allowed = allowed;
        _input = new PickleInput(pickle);
        _budget = budget;
        _stack = new PickleStack(budget);
    }

    /// <summary>Reads the value of a pickle. Bytes after its end are ignored, as Python does.</summary>
    /// <param name="pickle">The bytes.</param>
    /// <param name="allowed">The names that it may mention.</param>
    /// <param name="budget">The memory that it may take.</param>
    /// <exception cref="PickleException">
    /// The bytes are not a pickle, are damaged, or ask for something that is not allowed.
    /// </exception>
    public static object? Read(ReadOnlySpan<byte> pickle, PickleAllowList allowed, MemoryBudget budget)
    {
        var reader = new PickleReader(pickle, allowed, budget);
        while (true)
        {
            var position = reader._input.Position;
            try
            {
                var opcode = (PickleOpcode)reader._input.Byte();
                if (opcode == PickleOpcode.Stop)
                {
                    return reader._stack.Pop();
                }

                reader.Run(opcode);
            }
            catch (PickleException exception)
            {
                throw new PickleException(
                    $"{exception.Message}, at byte {position}", exception.Expected, exception.Found);
            }
        }
    }

    private void Run(PickleOpcode opcode)
    {
        if (PickleLiteral.TryRead(opcode, ref _input, _budget, out var literal))
        {
            _stack.Push(literal);
            return;
        }

        switch (opcode)
        {
            case PickleOpcode.Proto:
                CheckProtocol(_input.Byte());
                break;
            case PickleOpcode.Frame:
                CheckFrame(_input.UInt64());
                break;

            case PickleOpcode.None:
                _stack.Push(null);
                break;

            case PickleOpcode.EmptyTuple:
                _stack.Push(Array.Empty<object?>());
                break;
            case PickleOpcode.Tuple1:
                PushObject(_stack.Pop(1));
                break;
            case PickleOpcode.Tuple2:
                PushObject(_stack.Pop(2));
                break;
            case PickleOpcode.Tuple3:
                PushObject(_stack.Pop(3));
                break;
            case PickleOpcode.Tuple:
                PushObject(_stack.PopToMark());
                break;
            case PickleOpcode.EmptyList:
                PushObject(new List<object?>());
                break;
            case PickleOpcode.List:
                PushObject(new List<object?>(_stack.PopToMark()));
                break;
            case PickleOpcode.Append:
                var item = _stack.Pop();
                ListOnTop().Add(item);
                break;
            case PickleOpcode.Appends:
                var batch = _stack.PopToMark();
                ListOnTop().AddRange(batch);
                break;
            case PickleOpcode.EmptyDict:
                PushObject(new PickleDictionary());
                break;
            case PickleOpcode.Dict:
                var items = _stack.PopToMark();
                PushObject(new PickleDictionary());
                SetItems(items);
                break;
            case PickleOpcode.SetItem:
                SetItems(_stack.Pop(2));
                break;
            case PickleOpcode.SetItems:
                SetItems(_stack.PopToMark());
                break;

            case PickleOpcode.Mark:
                _stack.Mark();
                break;
            case PickleOpcode.Pop:
                _stack.PopValueOrMark();
                break;
            case PickleOpcode.PopMark:
                _stack.PopToMark();
                break;
            case PickleOpcode.Dup:
                _stack.Push(_stack.Top);
                break;
            case PickleOpcode.Put:
                Remember(_input.MemoLine());
                break;
            case PickleOpcode.BinPut:
                Remember(_input.Byte());
                break;
            case PickleOpcode.LongBinPut:
                Remember(_input.UInt32());
                break;
            case PickleOpcode.Memoize:
                Remember((uint)_memo.Count);
                break;
            case PickleOpcode.Get:
                Recall(_input.MemoLine());
                break;
            case PickleOpcode.BinGet:
                Recall(_input.Byte());
                break;
            case PickleOpcode.LongBinGet:
                Recall(_input.UInt32());
                break;

            case PickleOpcode.Global:
                _stack.Push(_allowed.Find(_input.TextLine(), _input.TextLine()));
                break;
            case PickleOpcode.StackGlobal:
                PushGlobal(_stack.Pop(2));
                break;
            case PickleOpcode.Reduce:
                Reduce(_stack.Pop(2));
                break;
            case PickleOpcode.Build:
                var state = _stack.Pop();
                _allowed.Build(_stack.Top, state, _budget);
                break;
            case PickleOpcode.BinPersId:
                PushObject(_allowed.Load(_stack.Pop(), _budget));
                break;

            case PickleOpcode.Inst:
                var (module, member) = (_input.TextLine(), _input.TextLine());
                throw new PickleException(
                    $"the pickle asks for an object of {module}.{member}, which is not allowed; nothing of it was run");
            default:
                throw Enum.IsDefined(opcode)
                    ? new PickleException("the pickle has an instruction that is not allowed", found: $"{opcode}")
                    : new PickleException("the pickle has an unknown instruction", found: $"0x{(byte)opcode:X2}");
        }
    }

    private static void CheckProtocol(byte protocol)
    {
        if (protocol > HighestProtocol)
        {
            throw new PickleException("the pickle's protocol is too new", $"0 to {HighestProtocol}", $"{protocol}");
        }
    }

    /// <summary>
    /// A frame says only how many bytes can be read ahead. They have to exist; where the frame ends does not matter.
    /// </summary>
    private void CheckFrame(ulong length)
    {
        var ahead = _input;
        ahead.Bytes(length);
    }

    private void PushObject(object value)
    {
        _budget.ChargeObject();
        _stack.Push(value);
    }

    private List<object?> ListOnTop() =>
        _stack.Top as List<object?> ?? throw new PickleException("the pickle appends to what is no list");

    private void SetItems(object?[] items)
    {
        if (_stack.Top is not PickleDictionary dictionary || items.Length % 2 != 0)
        {
            throw new PickleException("the pickle sets items of what is no dictionary, or a key without a value");
        }

        for (var i = 0; i < items.Length; i += 2)
        {
            dictionary.Items.Add((items[i], items[i + 1]));
        }
    }

    private void Remember(uint index)
    {
        _budget.ChargeObject();
        _memo[index] = _stack.Top;
    }

    private void Recall(uint index) => _stack.Push(
        _memo.TryGetValue(index, out var value)
            ? value
            : throw new PickleException("the pickle recalls what it did not keep", found: $"memo {index}"));

    private void PushGlobal(object?[] name) => _stack.Push(
        name is [string module, string member]
            ? _allowed.Find(module, member)
            : throw new PickleException("the name of a global is no text"));

    private void Reduce(object?[] call) => PushObject(
        call is [PickleGlobal global, object?[] arguments]
            ? global.Call(arguments, _budget)!
            : throw new PickleException("the pickle calls what cannot be called"));
}
