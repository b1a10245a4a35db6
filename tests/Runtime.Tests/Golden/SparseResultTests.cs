using FastElman.Fixtures;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Golden;

/// <summary>What leaving out the zeros of the recurrent weights changes: nothing.</summary>
public sealed class SparseResultTests
{
    [Theory, EveryInstructionSet]
    public void Every_form_of_running_gives_the_bits_that_it_gives_with_the_zeros(InstructionSet instructionSet)
    {
        var sentences = ResultCase.Sentences();
        foreach (var each in ResultCase.Sparse)
        {
            var dense = ResultForms.Of(each, instructionSet, skipsZeros: false).ToDictionary(form => form.Name);
            foreach (var form in ResultForms.Of(each, instructionSet))
            {
                var (expected, found) = (dense[form.Name].Run(sentences), form.Run(sentences));
                Assert.Equal(expected.Labels, found.Labels);
                Bits.AssertEqual(
                    expected.Probabilities, found.Probabilities, $"{instructionSet}, {each.Name}, {form.Name}");
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Stream_states_have_these_bits_too(InstructionSet instructionSet)
    {
        foreach (var each in ResultCase.Sparse.Where(each => each.CanStream))
        {
            var sparse = new TaggingStream(ResultForms.ModelOf(each, instructionSet));
            var dense = new TaggingStream(ResultForms.ModelOf(each, instructionSet, skipsZeros: false));
            var (expected, found) = (new byte[dense.StateByteCount], new byte[sparse.StateByteCount]);
            foreach (var word in ResultCase.Sentences().SelectMany(words => words))
            {
                sparse.Push(word, out _);
                dense.Push(word, out _);
                sparse.SaveState(found);
                dense.SaveState(expected);
                Assert.Equal(expected, found);
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void The_zeros_are_left_out_where_that_is_exact_and_pays(InstructionSet instructionSet)
    {
        foreach (var each in ResultCase.All)
        {
            var diagnostics = ResultForms.ModelOf(each, instructionSet).Diagnostics;
            var isExact = each.Activation != HiddenActivation.Relu;
            Assert.Equal(isExact && each.PiecesInTen <= 5, diagnostics.UsesSparseRecurrence);
            Assert.InRange(diagnostics.RecurrentDensity, (each.PiecesInTen - 1) / 10.0, (each.PiecesInTen + 1) / 10.0);
        }
    }

    [Fact]
    public void Without_any_recurrent_weight_the_network_has_no_memory()
    {
        var parameters = ResultCase.All[0].Parameters();
        parameters.RecurrentWeights.Clear();
        var compiled = ElmanModel.Create(parameters).Compile();
        Assert.Equal(0, compiled.Diagnostics.RecurrentDensity);
        Assert.True(compiled.Diagnostics.UsesSparseRecurrence);

        // Whatever word came before, the second word has the probabilities that it has as the first.
        Assert.Equal(1, compiled.Shape.WindowSize);
        var (alone, behind) = (new float[compiled.Shape.LabelCount], new float[2 * compiled.Shape.LabelCount]);
        new Tagger(compiled).Tag([3], new int[1], alone);
        new Tagger(compiled).Tag([8, 3], new int[2], behind);
        Bits.AssertEqual(alone, behind.AsSpan(alone.Length), "the second word");
    }
}
