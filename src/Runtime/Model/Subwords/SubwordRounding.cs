using System.Globalization;
using FastElman.Validation;

namespace FastElman.Model.Subwords;

/// <summary>Vectors of subwords as float16 has them.</summary>
internal static class SubwordRounding
{
    /// <summary>
    /// The nearest value of float16 for each value, to even between two. NaN and infinities, which a model may have
    /// where that is allowed, stay what they are.
    /// </summary>
    /// <param name="vectors">[subwords, embedding]: the tensor.</param>
    /// <returns>A new tensor of the same size.</returns>
    /// <exception cref="NotSupportedException">A finite value is beyond the range of float16.</exception>
    public static float[] ToFloat16(ReadOnlySpan<float> vectors)
    {
        var rounded = GC.AllocateUninitializedArray<float>(vectors.Length);
        for (var i = 0; i < vectors.Length; i++)
        {
            rounded[i] = (float)(Half)vectors[i];
            if (float.IsInfinity(rounded[i]) && float.IsFinite(vectors[i]))
            {
                throw BeyondRange(vectors[i], i);
            }
        }

        return rounded;
    }

    private static NotSupportedException BeyondRange(float value, int index) => new(FormatProblem.Describe(
        $"the value at index {index} is beyond float16",
        file: null,
        $"tensor {ElmanTensor.Subwords.FileName()}",
        "less than 65520 in magnitude",
        value.ToString(CultureInfo.InvariantCulture)));
}
