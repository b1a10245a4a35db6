using FastElman.Fixtures;
using FastElman.Fuzz.Inputs;
using FastElman.Model;
using FastElman.Reference;

namespace FastElman.Fuzz.Targets;

/// <summary>
/// A random model and sentences through every form of running in every instruction set. All forms give the same bits;
/// so do all instruction sets with fused multiply-add; and floats agree with double precision.
/// </summary>
internal sealed class DifferentialTarget() : FuzzTarget("differential")
{
    /// <summary>How far probabilities in floats may be from those in double precision, with small weights.</summary>
    private const double Tolerance = 2e-5;

    /// <summary>Weights up to this size cannot make differences grow from word to word.</summary>
    private const float SmallWeights = 0.25f;

    /// <summary>Memory is not what this target is about.</summary>
    public override long AllowedBytes => 1L << 32;

    public override IEnumerable<byte[]> Seeds() =>
        Enumerable.Range(0, 30).Select(seed =>
        {
            var bytes = new byte[60];
            new Random(seed).NextBytes(bytes);
            return bytes;
        });

    public override int Run(byte[] input)
    {
        var choices = new Choices(input);
        var sample = DifferentialSample.Of(ref choices);
        RunningResult? fused = null;
        foreach (var instructionSet in SimdInfo.Supported)
        {
            var result = RunAll(sample, instructionSet);
            if (instructionSet is InstructionSet.Avx2 or InstructionSet.Avx512 or InstructionSet.AdvSimd)
            {
                fused ??= result;
                Require(AreSame(fused, result), $"{instructionSet} has the bits of all with fused multiply-add");
            }

            if (sample.CanCompareWithReference && sample.Range <= SmallWeights)
            {
                Compare(sample, result, instructionSet);
            }
        }

        return sample.Kind;
    }

    public override bool IsRefusal(Exception exception) => false;

    private static RunningResult RunAll(DifferentialSample sample, InstructionSet instructionSet)
    {
        RunningResult? first = null;
        var model = sample.Compile(instructionSet);
        foreach (var (name, hasProbabilities, run) in RunningForms.Of(model))
        {
            var result = run(sample.Sentences);
            first ??= result;
            Require(
                result.Labels.AsSpan().SequenceEqual(first.Labels), $"{instructionSet}, {name}: the tagger's labels");
            Require(
                !hasProbabilities || AreSame(first, result), $"{instructionSet}, {name}: the tagger's probabilities");
        }

        if (sample.Decoding == LabelDecoding.ArgMax)
        {
            RequireConfidence(sample, model, first!);
        }

        return first!;
    }

    /// <summary>Where words are labelled by themselves, the probability of a label is the one among all.</summary>
    private static void RequireConfidence(DifferentialSample sample, CompiledModel model, RunningResult all)
    {
        var place = 0;
        var tagger = new Tagger(model);
        foreach (var sentence in sample.Sentences)
        {
            var (labels, confidence) = (new int[sentence.Length], new float[sentence.Length]);
            tagger.TagWithConfidence(sentence, labels, confidence);
            for (var i = 0; i < sentence.Length; i++, place++)
            {
                var expected = all.Probabilities[(place * model.Shape.LabelCount) + labels[i]];
                Require(labels[i] == all.Labels[place], "labels with confidence are those without");
                Require(
                    BitConverter.SingleToInt32Bits(confidence[i]) == BitConverter.SingleToInt32Bits(expected),
                    "the confidence in a label is its probability");
            }
        }
    }

    private static bool AreSame(RunningResult one, RunningResult other) =>
        one.Labels.AsSpan().SequenceEqual(other.Labels)
        && Array.ConvertAll(one.Probabilities, BitConverter.SingleToInt32Bits).AsSpan()
            .SequenceEqual(Array.ConvertAll(other.Probabilities, BitConverter.SingleToInt32Bits));

    private static void Compare(DifferentialSample sample, RunningResult result, InstructionSet instructionSet)
    {
        var network = new ReferenceNetwork(sample.Parameters);
        var (word, labels) = (0, sample.Parameters.Shape.LabelCount);
        foreach (var row in sample.Sentences.SelectMany(sentence => network.Run(sentence).Probabilities))
        {
            for (var label = 0; label < labels; label++)
            {
                var difference = Math.Abs(row[label] - result.Probabilities[(word * labels) + label]);
                Require(difference <= Tolerance, $"{instructionSet}: probabilities as in double precision");
            }

            Require(row[result.Labels[word]] >= row.Max() - Tolerance, $"{instructionSet}: the label of the largest");
            word++;
        }
    }
}
