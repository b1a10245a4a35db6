using FastElman.Training.Backpropagation;

namespace FastElman.Benchmarks.Roofline;

/// <summary>Reads the bytes and does the multiply-adds of a <see cref="WorkCost"/>, and nothing else.</summary>
internal sealed class RooflineWork : Work
{
    private const int TextLength = 1 << 16;

    private readonly WorkCost _cost;
    private readonly MemoryRead _weights;
    private readonly MemoryRead _table;
    private readonly MemoryRead _states;
    private readonly int[] _text;
    private readonly int _rowsPerPass;
    private int _next;
    private float _sink;

    public RooflineWork(WorkCost cost)
    {
        _cost = cost;
        _weights = new MemoryRead(cost.WeightBytes);
        _table = new MemoryRead(cost.TableRows * cost.RowBytes);
        _states = new MemoryRead(cost.StateBytes);
        _text = Texts.Draw((int)Math.Max(1, cost.TableRows), TextLength, seed: 0);
        _rowsPerPass = cost.Rows / cost.Passes;
    }

    public override void Run()
    {
        var sum = 0;
        for (var pass = 0; pass < _cost.Passes; pass++)
        {
            _next = _next + _rowsPerPass <= _text.Length ? _next : 0;
            sum += _table.SumRows(_text.AsSpan(_next, _rowsPerPass), _cost.RowBytes);
            sum += _weights.Sum();
            _next += _rowsPerPass;
        }

        sum += _states.Sum();
        _sink += sum + FusedMultiplyAdds.Run(_cost.MultiplyAdds);
    }

    public override void Dispose()
    {
        _weights.Dispose();
        _table.Dispose();
        _states.Dispose();
    }
}
