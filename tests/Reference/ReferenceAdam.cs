namespace FastElman.Reference;

/// <summary>Adam over an array of parameters (D. Kingma and J. Ba, 2015, algorithm 1, with its constants).</summary>
public sealed class ReferenceAdam(int count)
{
    private const double FirstDecay = 0.9;
    private const double SecondDecay = 0.999;
    private const double Epsilon = 1e-8;

    private readonly double[] _first = new double[count];
    private readonly double[] _second = new double[count];
    private int _steps;

    /// <summary>One step. All arrays have the length <c>count</c>.</summary>
    public void Update(double[] values, double[] gradients, double learningRate)
    {
        _steps++;
        for (var i = 0; i < values.Length; i++)
        {
            _first[i] = (FirstDecay * _first[i]) + ((1 - FirstDecay) * gradients[i]);
            _second[i] = (SecondDecay * _second[i]) + ((1 - SecondDecay) * gradients[i] * gradients[i]);
            var first = _first[i] / (1 - Math.Pow(FirstDecay, _steps));
            var second = _second[i] / (1 - Math.Pow(SecondDecay, _steps));
            values[i] -= learningRate * first / (Math.Sqrt(second) + Epsilon);
        }
    }
}
