using System.Text;
using System.Text.Json;
using FastElman.Fixtures;
using FastElman.Training.Evaluation;

namespace FastElman.Training.Tests.Evaluation;

public class ConllScriptTests
{
    [Fact]
    public void Every_golden_input_gives_the_golden_bytes()
    {
        using var manifest = JsonDocument.Parse(
            File.ReadAllBytes(SharedData.PathOf("golden", "conlleval", "manifest.json")));
        foreach (var file in manifest.RootElement.GetProperty("files").EnumerateArray())
        {
            var name = file.GetProperty("name").GetString();
            var input = File.ReadAllBytes(SharedData.PathOf("golden", "conlleval", $"{name}.in.txt"));
            var expected = File.ReadAllBytes(SharedData.PathOf("golden", "conlleval", $"{name}.out.txt"));

            var (output, error, exitCode) = Run(input);

            Assert.Equal(Encoding.Latin1.GetString(expected), output);
            Assert.Equal("", error);
            Assert.Equal(file.GetProperty("exit_code").GetInt32(), exitCode);
        }
    }

    [Fact]
    public void Every_golden_oddity_of_the_script_is_repeated()
    {
        using var cases = JsonDocument.Parse(
            File.ReadAllBytes(SharedData.PathOf("golden", "conlleval", "script-behaviour.json")));
        foreach (var behaviour in cases.RootElement.EnumerateArray())
        {
            var (output, error, exitCode) = Run(Encoding.UTF8.GetBytes(behaviour.GetProperty("input").GetString()!));

            Assert.Equal(behaviour.GetProperty("stdout").GetString(), output);
            Assert.Equal(WithoutPerlsWarnings(behaviour.GetProperty("stderr").GetString()!), error);
            Assert.Equal(behaviour.GetProperty("exit_code").GetInt32(), exitCode);
        }

        static string WithoutPerlsWarnings(string text) =>
            string.Concat(text.Split('\n')
                .Where(line => line.Length > 0 && !line.StartsWith("Use of uninitialized", StringComparison.Ordinal))
                .Select(line => line + "\n"));
    }

    [Theory]
    [InlineData("test")]
    [InlineData("valid")]
    public void A_trained_model_is_scored_as_the_tutorial_scores_it(string set)
    {
        var folder = SharedData.PathOf("golden", "atis-trained-100");
        var labels = File.ReadAllLines(SharedData.PathOf("atis", "labels.txt"));
        var predicted = GoldenArray.Read(Path.Combine(folder, $"y_pred_{set}.npy")).Values;
        using var sentences = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "sentences.json")));
        var lines = new StringBuilder();
        var evaluation = new ConllEvaluation();
        var word = 0;
        foreach (
            var sentence in sentences.RootElement.GetProperty("sentences").EnumerateArray().Where(
                sentence => sentence.GetProperty("set").ValueEquals(set)))
        {
            List<string> gold = [.. sentence.GetProperty("labels").EnumerateArray().Select(
                label => labels[label.GetInt32()])];
            List<string> guess = [.. gold.Select(_ => labels[(int)predicted[word++]])];
            evaluation.AddSentence(gold, guess, withBoundaryTokens: true);
            lines.Append("BOS O O\n");
            lines.AppendJoin('\n', gold.Zip(guess, (right, tagged) => $"word {right} {tagged}"));
            lines.Append("\nEOS O O\n\n");
        }

        var expected = File.ReadAllText(Path.Combine(folder, $"conlleval_{set}.txt"));
        Assert.Equal(expected, Run(Encoding.Latin1.GetBytes(lines.ToString())).Output);
        Assert.Equal(expected, TableOf(evaluation));
    }

    [Fact]
    public void A_small_file_gives_this_table()
    {
        var (output, error, exitCode) = Run(
            "the O O\nnew B-city B-city\nport I-city I-city\n\non B-day O\nmonday I-day B-day\n-X- O O\nx O B-day\n");

        const string Expected =
            """
            processed 6 tokens with 2 phrases; found: 3 phrases; correct: 1.
            accuracy:  50.00%; 1 2 3 precision:  33.33%; recall:  50.00%; FB1:  40.00
                         city:    1    1    1 precision: 100.00%; recall: 100.00%; FB1: 100.00  1
                          day:    0    1    2 precision:   0.00%; recall:   0.00%; FB1:   0.00  2

            """;
        Assert.Equal(Expected, output);
        Assert.Equal("", error);
        Assert.Equal(ConllScript.Success, exitCode);
    }

    [Fact]
    public void A_line_with_another_number_of_fields_is_refused()
    {
        Assert.Equal(("", "unexpected number of features: 2 (3)\n", 1), Run("a O O\nb O\n"));
        Assert.Equal(("", "unexpected number of features: 4 (3)\n", 1), Run("a O O\nb  O O\n"));
        Assert.Equal(("", "unexpected number of features: 1 (3)\n", 1), Run("a O O\n-X-\n"));
        Assert.Equal(("", "unexpected number of features: 1 (3)\n", 1), Run("a O O\r\n\r\n"));
    }

    [Fact]
    public void A_line_with_one_field_is_refused() =>
        Assert.Equal(("", "conlleval: unexpected number of features in line a\tO\tO \n", 255), Run("a\tO\tO \n"));

    [Fact]
    public void Spaces_at_the_end_of_a_line_do_not_count()
    {
        var (output, _, _) = Run("a B-x B-x \n  \nb I-x I-x   \n");

        Assert.StartsWith("processed 2 tokens with 2 phrases; found: 2 phrases; correct: 2.\n", output);
    }

    [Fact]
    public void Input_with_no_words_has_one_line_of_output()
    {
        const string Expected = "processed 0 tokens with 0 phrases; found: 0 phrases; correct: 0.\n";
        Assert.Equal((Expected, "", 0), Run(""));
        Assert.Equal((Expected, "", 0), Run("\n\n-X-\n \n"));
    }

    [Fact]
    public void Bytes_of_any_encoding_are_passed_through()
    {
        byte[] name = [0xC3, 0xA9, 0xFF, 0x85, 0x0C];
        byte[] input = [.. "a B-"u8, .. name, .. " B-"u8, .. name, .. "\n"u8];

        var (output, _, _) = Run(input);

        Assert.Contains($"\n{new string(' ', 12)}{Encoding.Latin1.GetString(name)}:    1    1    1 ", output);
    }

    [Fact]
    public void Wide_names_and_counts_push_the_columns_to_the_right()
    {
        var (output, _, _) = Run(
            string.Concat(Enumerable.Repeat("a B-a.rather.long.name B-a.rather.long.name\n", 1234)));

        Assert.Contains(
            "\na.rather.long.name:  1234  1234  1234 precision: 100.00%; recall: 100.00%; FB1: 100.00  1234\n", output);
    }

    [Fact]
    public void A_line_longer_than_any_buffer_is_one_line()
    {
        var (output, _, _) = Run(new string('w', 100_000) + " B-x B-x\nb O O\n");

        Assert.StartsWith("processed 2 tokens with 1 phrases; found: 1 phrases; correct: 1.\n", output);
    }

    [Fact]
    public void A_label_without_a_slot_is_listed_under_no_name()
    {
        var (output, _, _) = Run("a B B-0\nb I O\n");

        const string Line = "                 :    0    1    1 precision:   0.00%; recall:   0.00%; FB1:   0.00  1\n";
        Assert.EndsWith($"\n{Line}{Line}", output);
    }

    [Fact]
    public void The_streams_stay_open()
    {
        using var input = new MemoryStream();
        using var output = new MemoryStream();

        ConllScript.Run(input, output, Stream.Null);

        Assert.True(input.CanRead && output.CanWrite);
    }

    private static string TableOf(ConllEvaluation evaluation)
    {
        var table = new StringWriter();
        evaluation.GetResult().Write(table);
        return table.ToString();
    }

    private static (string Output, string Error, int ExitCode) Run(string input) =>
        Run(Encoding.Latin1.GetBytes(input));

    private static (string Output, string Error, int ExitCode) Run(byte[] input)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var exitCode = ConllScript.Run(new MemoryStream(input), output, error);
        return (Encoding.Latin1.GetString(output.ToArray()), Encoding.Latin1.GetString(error.ToArray()), exitCode);
    }
}
