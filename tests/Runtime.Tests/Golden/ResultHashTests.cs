using System.Buffers.Binary;
using System.Security.Cryptography;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Golden;

/// <summary>
/// The labels and probabilities of every form of running are, bit for bit, those that were recorded: what a change
/// that is to change no result is checked by. Where a result is meant to change, the file is recorded anew.
/// </summary>
public sealed class ResultHashTests
{
    // FASTELMAN_RECORD_HASHES=path writes the lines of this machine's instruction sets into that file.
    private static readonly string? RecordPath = Environment.GetEnvironmentVariable("FASTELMAN_RECORD_HASHES");

    private const string Resource = "result-hashes.txt";

    private static readonly InstructionSet[] FusedSets =
        [InstructionSet.Avx512, InstructionSet.Avx2, InstructionSet.AdvSimd];

    private const string Heading = "# instruction set, case, SHA-256 (16 digits) of labels and of probabilities";

    [Theory, EveryInstructionSet]
    public void Every_form_of_running_gives_what_was_recorded(InstructionSet instructionSet)
    {
        var prefix = PrefixOf(instructionSet);
        var isRecording = !string.IsNullOrEmpty(RecordPath);
        var recorded = Recorded(instructionSet).ToDictionary(CaseOf, HashesOf);
        Assert.SkipWhen(!isRecording && recorded.Count == 0, $"No results of {instructionSet} were recorded.");

        var sentences = ResultCase.Sentences();
        var (lines, problems) = (new List<string>(), new List<string>());
        foreach (var each in ResultCase.All)
        {
            var found = HashesOf(each, instructionSet, sentences, problems);
            lines.Add($"{prefix}{each.Name} {found}");
            var expected = recorded.GetValueOrDefault(each.Name, "nothing");
            if (!isRecording && expected != found)
            {
                problems.Add($"{instructionSet}, {each.Name}: expected {expected}, found {found}");
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        if (isRecording)
        {
            Record(RecordPath!, prefix, lines);
        }
    }

    /// <summary>Otherwise an instruction set whose lines got lost would be skipped.</summary>
    [Theory]
    [InlineData(InstructionSet.Scalar)]
    [InlineData(InstructionSet.Vector128)]
    [InlineData(InstructionSet.AdvSimd)]
    [InlineData(InstructionSet.Avx2)]
    [InlineData(InstructionSet.Avx512)]
    public void The_cases_are_those_that_were_recorded(InstructionSet instructionSet)
    {
        Assert.SkipUnless(string.IsNullOrEmpty(RecordPath), "The results are being recorded.");
        Assert.Equal(ResultCase.All.Select(each => each.Name), Recorded(instructionSet).Select(CaseOf));
    }

    [Fact]
    public void All_instruction_sets_with_fused_multiply_add_have_the_same_results()
    {
        var expected = Recorded(InstructionSet.Avx512).ToDictionary(CaseOf, HashesOf);
        Assert.NotEmpty(expected);
        Assert.All(FusedSets, set => Assert.Equal(expected, Recorded(set).ToDictionary(CaseOf, HashesOf)));
    }

    [Fact]
    public void All_instruction_sets_with_fused_multiply_add_have_the_same_stream_states()
    {
        InstructionSet[] sets = [.. FusedSets.Where(SimdInfo.Supported.Contains)];
        Assert.SkipWhen(sets.Length < 2, "This machine has fewer than two of them.");
        foreach (var each in ResultCase.All.Where(each => each.CanStream))
        {
            var states = Array.ConvertAll(sets, set => StatesOf(ResultForms.ModelOf(each, set)));
            Assert.All(states, found => Assert.Equal(states[0], found));
        }
    }

    private static byte[] StatesOf(CompiledModel model)
    {
        var stream = new TaggingStream(model);
        var states = new List<byte>();
        var state = new byte[stream.StateByteCount];
        foreach (var word in ResultCase.Sentences().SelectMany(each => each))
        {
            stream.Push(word, out _);
            stream.SaveState(state);
            states.AddRange(state);
        }

        return [.. states];
    }

    /// <summary>Runs all forms; where one differs from the tagger, the first, that is a problem of its own.</summary>
    private static string HashesOf(
        ResultCase resultCase, InstructionSet instructionSet, int[][] sentences, List<string> problems)
    {
        var (labels, probabilities) = (string.Empty, string.Empty);
        foreach (var (name, hasProbabilities, run) in ResultForms.Of(resultCase, instructionSet))
        {
            var result = run(sentences);
            var found = (Labels: HashOf(result.Labels), Probabilities: HashOf(result.Probabilities));
            if (labels.Length == 0)
            {
                (labels, probabilities) = found;
            }

            if (found.Labels != labels || (hasProbabilities && found.Probabilities != probabilities))
            {
                problems.Add(
                    $"{instructionSet}, {resultCase.Name}, {name}: "
                    + $"expected {labels} {probabilities}, as the tagger gives, "
                    + $"found {found.Labels} {(hasProbabilities ? found.Probabilities : "(not asked for)")}");
            }
        }

        return $"{labels} {probabilities}";
    }

    private static string HashOf(int[] values)
    {
        var bytes = new byte[values.Length * sizeof(int)];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), values[i]);
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
    }

    private static string HashOf(float[] values) => HashOf(Array.ConvertAll(values, BitConverter.SingleToInt32Bits));

    private static void Record(string path, string prefix, List<string> lines)
    {
        var others = File.Exists(path) ? File.ReadAllLines(path) : [];
        var kept = others.Where(line => line is not ['#', ..] && !line.StartsWith(prefix, StringComparison.Ordinal));

        // Always in one order, so that a difference shows results and nothing else.
        var sorted = kept.Concat(lines).OrderBy(line => line.Split(' ')[0], StringComparer.Ordinal);
        File.WriteAllText(path, string.Join('\n', [Heading, .. sorted]) + "\n");
    }

    private static string PrefixOf(InstructionSet instructionSet) => $"{instructionSet} ".ToLowerInvariant();

    private static string CaseOf(string line) => line.Split(' ')[1];

    private static string HashesOf(string line) => line.Split(' ', 3)[2];

    private static string[] Recorded(InstructionSet instructionSet)
    {
        using var stream = typeof(ResultHashTests).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        var prefix = PrefixOf(instructionSet);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.StartsWith(prefix, StringComparison.Ordinal))];
    }
}
