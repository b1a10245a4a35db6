namespace FastElman.Interop.Pickle;

/// <summary>The values that a pickle has made and not used yet, with the marks between them.</summary>
internal sealed class PickleStack(MemoryBudget budget)
{
    private readonly List<object?> _values = [];
    private readonly List<int> _marks = [];

    /// <summary>Values above the last mark. Those below cannot be reached until the mark is removed.</summary>
    private int Reach => _values.Count - (_marks.Count > 0 ? _marks[^1] : 0);

    public object? Top => Reach > 0 ? _values[^1] : throw Empty();

    public void Push(object? value)
    {
        budget.ChargeItem();
        _values.Add(value);
    }

    public object? Pop()
    {
        var top = Top;
        _values.RemoveAt(_values.Count - 1);
        return top;
    }

    public object?[] Pop(int count)
    {
        if (count > Reach)
        {
            throw Empty();
        }

        return Cut(_values.Count - count);
    }

    public void Mark()
    {
        budget.ChargeItem();
        _marks.Add(_values.Count);
    }

    /// <summary>Removes the last mark and all values above it.</summary>
    public object?[] PopToMark()
    {
        if (_marks.Count == 0)
        {
            throw new PickleException("the pickle closes what it did not open");
        }

        var start = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        return Cut(start);
    }

    /// <summary>POP removes a value or, where there is none above the last mark, the mark.</summary>
    public void PopValueOrMark()
    {
        if (Reach > 0)
        {
            _values.RemoveAt(_values.Count - 1);
        }
        else
        {
            PopToMark();
        }
    }

    private object?[] Cut(int start)
    {
        var cut = new object?[_values.Count - start];
        _values.CopyTo(start, cut, 0, cut.Length);
        _values.RemoveRange(start, cut.Length);
        return cut;
    }

    private static PickleException Empty() => new("the pickle uses a value that it did not make");
}
