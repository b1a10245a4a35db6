using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Packing;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Kernels;

public sealed class RowSumTests
{
    private const int Words = 6;

    /// <summary>All numbers of registers up to two blocks and one more, in every instruction set.</summary>
    private static readonly int[] Columns = [.. Enumerable.Range(1, 40), 48, 64, 80, 96, 112, 128, 129, 144, 300];

    [Theory, EveryInstructionSet]
    public void The_sum_is_taken_in_the_order_of_the_words(
        InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        foreach (var columns in Columns)
        {
            foreach (var window in new[] { 1, 2, 7, 19 })
            {
                for (var count = 0; count <= window; count += window == 19 ? 9 : 1)
                {
                    Check(kernels, PanelLayout.RoundUp(columns, kernels.Lanes), window, count);
                }
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Windows_of_a_sentence_give_what_each_gives_alone(InstructionSet instructionSet)
    {
        const int Window = 7;
        var kernels = KernelSet.Of(instructionSet);
        foreach (var columns in Columns)
        {
            var width = PanelLayout.RoundUp(columns, kernels.Lanes);
            var random = new Random(columns);
            var table = RandomFloats.Uniform(random, Words * Window * width, 1f);
            var start = RandomFloats.Uniform(random, width, 1f);
            for (var places = 0; places <= Window; places += 3)
            {
                for (var windows = 1; windows <= 5; windows++)
                {
                    int[] words = [.. Enumerable.Range(0, windows + places - 1).Select(_ => random.Next(Words))];
                    var together = new GuardedBuffer(windows * width, offset: 5);
                    kernels.RowSums(table, Window, words, places, start, together.Span);
                    for (var t = 0; t < windows; t++)
                    {
                        var alone = new float[width];
                        kernels.RowSum(table, Window, words.AsSpan(t, places), start, alone);
                        Bits.AssertEqual(alone, together.Span.Slice(t * width, width), $"window {t}, {places} places");
                    }

                    together.AssertGuardsUntouched();
                }
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void The_output_may_be_the_start(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        foreach (var columns in Columns)
        {
            var width = PanelLayout.RoundUp(columns, kernels.Lanes);
            var random = new Random(columns);
            var table = RandomFloats.Uniform(random, Words * 3 * width, 1f);
            var sums = RandomFloats.Uniform(random, width, 1f);
            var apart = new float[width];
            kernels.RowSum(table, 3, [5, 0, 3], sums, apart);
            kernels.RowSum(table, 3, [5, 0, 3], sums, sums);
            Bits.AssertEqual(apart, sums);
        }
    }

    [Theory, EveryInstructionSet]
    public void A_word_has_another_row_at_every_place(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        var width = kernels.Lanes;
        var table = new float[2 * 3 * width];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = MathF.ScaleB(1f, i / width);
        }

        var sums = new float[width];
        kernels.RowSum(table, 3, [1, 0, 1], new float[width], sums);
        Assert.All(sums, sum => Assert.Equal(8f + 2f + 32f, sum));
    }

    private static void Check(KernelSet kernels, int width, int window, int count)
    {
        var random = new Random((width * 100) + count);
        var table = new GuardedBuffer(RandomFloats.Uniform(random, Words * window * width, 1f), offset: width % 16);
        var start = new GuardedBuffer(RandomFloats.Uniform(random, width, 1f), offset: 3);
        int[] words = [.. Enumerable.Range(0, count).Select(_ => random.Next(Words))];
        var output = new GuardedBuffer(width, offset: 7);
        kernels.RowSum(table.Span, window, words, start.Span, output.Span);

        var expected = start.Span.ToArray();
        for (var place = 0; place < count; place++)
        {
            for (var column = 0; column < width; column++)
            {
                expected[column] += table.Span[(((words[place] * window) + place) * width) + column];
            }
        }

        Bits.AssertEqual(expected, output.Span, $"{count} of {window} words, {width} columns");
        output.AssertGuardsUntouched();
        start.AssertGuardsUntouched();
    }
}
