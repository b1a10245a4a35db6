using System.Runtime.CompilerServices;

namespace FastElman.Simd;

/// <summary>Registers of one value: the kernels without vectors.</summary>
internal readonly struct Scalar : ISimd<float>
{
    public static InstructionSet InstructionSet => InstructionSet.Scalar;

    public static int Lanes => 1;

    public static float Load(ref float source, nuint offset) => Unsafe.Add(ref source, offset);

    public static float LoadPartial(ref float source, int count, float filler) => count > 0 ? source : filler;

    public static void Store(float value, ref float target, nuint offset) => Unsafe.Add(ref target, offset) = value;

    public static void StorePartial(float value, ref float target, int count)
    {
        if (count > 0)
        {
            target = value;
        }
    }

    public static float Broadcast(float value) => value;

    public static float Add(float left, float right) => left + right;

    public static float Subtract(float left, float right) => left - right;

    public static float Multiply(float left, float right) => left * right;

    public static float Divide(float left, float right) => left / right;

    public static float SquareRoot(float value) => MathF.Sqrt(value);

    public static float MultiplyAdd(float left, float right, float addend) => (left * right) + addend;

    public static float AtLeast(float limit, float value) => limit > value ? limit : value;

    public static float AtMost(float limit, float value) => limit < value ? limit : value;

    public static float Round(float value) => MathF.Round(value);

    public static float ScaleByPowerOfTwo(float value, float exponent)
    {
        var whole = (int)exponent;
        var half = whole >> 1;
        return value * PowerOfTwo(half) * PowerOfTwo(whole - half);
    }

    public static float WhereGreater(float value, float limit, float then, float otherwise) =>
        value > limit ? then : otherwise;

    public static float MaximumAcross(float value) => value;

    public static float SumAcross(float value) => value;

    public static void StoreFourSums(float value0, float value1, float value2, float value3, ref float target)
    {
        target = value0;
        Unsafe.Add(ref target, 1) = value1;
        Unsafe.Add(ref target, 2) = value2;
        Unsafe.Add(ref target, 3) = value3;
    }

    public static bool AnyNaN(float value) => float.IsNaN(value);

    public static uint MaskGreaterOrEqual(float value, float limit) => value >= limit ? 1u : 0u;


    /// <summary>2^exponent for exponents from −126 to 127, made from the bits of its representation.</summary>
    private static float PowerOfTwo(int exponent) => BitConverter.Int32BitsToSingle((exponent + 127) << 23);
}
