using CsCheck;
using FastElman.Fixtures;
using FastElman.Interop.Pickle;
using FastElman.Interop.Theano;

namespace FastElman.Interop.Tests.Pickle;

/// <summary>Whatever the bytes are, the result is a fold or a <see cref="PickleException"/>.</summary>
public sealed class DamagedPickleTests
{
    private static readonly byte[][] Pickles =
        [.. PickleFixture.All.Where(path => path.EndsWith(".pkl", StringComparison.Ordinal)).Select(File.ReadAllBytes)];

    private static readonly byte[] Instructions =
        [.. "(0012KKKMNNR]]ab)}tutsdlehhqqq."u8, 0x85, 0x86, 0x87, 0x88, 0x8C, 0x93, 0x94, 0, 1, 2, 3];

    [Theory]
    [InlineData("python2-protocol0.pkl")]
    [InlineData("python2-protocol1.pkl")]
    [InlineData("python2-protocol2.pkl")]
    [InlineData("python3-protocol0.pkl")]
    [InlineData("python3-protocol3.pkl")]
    [InlineData("python3-protocol4.pkl")]
    [InlineData("python3-protocol5.pkl")]
    public void A_truncated_pickle_is_never_a_fold(string name)
    {
        var pickle = File.ReadAllBytes(PickleFixture.PathOf(name));
        for (var length = 0; length < pickle.Length; length++)
        {
            Assert.False(IsFold(pickle.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Damaged_bytes_give_a_fold_or_a_refusal() =>
        Gen.Select(OneOf(Pickles), Gen.Select(Gen.Int[0, int.MaxValue], Gen.Byte).Array[1, 4]).Sample(
            (pickle, flips) =>
            {
                var damaged = pickle.ToArray();
                foreach (var (place, value) in flips)
                {
                    damaged[place % damaged.Length] = value;
                }

                IsFold(damaged);
            },
            iter: 20_000,
            print: damaged => Convert.ToHexString(damaged.Item1));

    [Fact]
    public void Spliced_pickles_give_a_fold_or_a_refusal() =>
        Gen.Select(OneOf(Pickles), OneOf(Pickles), Gen.Double[0, 1], Gen.Double[0, 1]).Sample(
            (first, second, end, start) =>
            {
                IsFold([.. first[..(int)(end * first.Length)], .. second[(int)(start * second.Length)..]]);
            },
            iter: 5_000,
            print: parts => $"{parts.Item3} {parts.Item4}");

    [Fact]
    public void Random_instructions_are_refused() =>
        OneOf(Instructions).Array[1, 200].Sample(pickle => Assert.False(IsFold(pickle)), iter: 20_000);

    private static Gen<T> OneOf<T>(T[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    private static bool IsFold(ReadOnlySpan<byte> pickle)
    {
        try
        {
            return FoldReader.Read(pickle, pickle.Length).Vocabulary is not null;
        }
        catch (PickleException)
        {
            return false;
        }
    }
}
