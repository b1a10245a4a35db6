using FastElman.Benchmarks.Contest;

namespace FastElman.Benchmarks.Roofline;

/// <summary>Reads the bytes and does the multiply-adds of a <see cref="WorkCost"/>, and nothing else.</summary>
internal sealed class RooflineWork : Work
{
    private readonly WorkCost _cost;
    private readonly MemoryRead _weights;
    private readonly MemoryRead _table;
    private readonly MemoryRead _states;
    private uint _place = 1;
    private float _sink;

    public RooflineWork(WorkCost cost)
    {
        _cost = cost;
        _weights = new MemoryRead(cost.WeightBytes);
        _table = new MemoryRead(cost.TableBytes + cost.RowBytes);
        _states = new MemoryRead(cost.StateBytes);
    }

    public override void Run()
    {
        var rowsPerPass = _cost.Rows / _cost.Passes;
        var sum = 0;
        for (var pass = 0; pass < _cost.Passes; pass++)
        {
            sum += _table.SumRows(rowsPerPass, _cost.RowBytes, ref _place);
            sum += _weights.Sum();
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
