using System.Diagnostics;

namespace FastElman.Docs.Tests;

/// <summary>The samples, each as a process of its own.</summary>
public sealed class SampleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task HelloTagger_finds_the_slots_of_its_sentences()
    {
        var output = await Run("HelloTagger");

        Assert.Contains("  from.city      Cape Town  13 to 22  ", output, StringComparison.Ordinal);
        Assert.Contains("  via.city       hanoi      27 to 32  ", output, StringComparison.Ordinal);
        Assert.Contains("Cape/B-from.city Town/I-from.city to/O", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HelloTagger_finds_the_slots_of_the_sentence_that_it_is_given()
    {
        var output = await Run("HelloTagger", "flights to (Lisbon)!");

        Assert.StartsWith(
            "flights to (Lisbon)!\n  to.city        Lisbon     12 to 18  ", output, StringComparison.Ordinal);
        Assert.EndsWith("\n\nflights/O to/O Lisbon/B-to.city\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LiveStream_answers_each_word_two_words_later()
    {
        var output = await Run("LiveStream");
        Assert.Contains("heard to\n      cape is B-from.city\nheard lisbon\n", output, StringComparison.Ordinal);
        Assert.EndsWith("end\n      on is O\n      monday is B-arrive.day\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainYourOwn_trains_saves_and_tags()
    {
        var folder = Directory.CreateTempSubdirectory("TrainYourOwn");
        try
        {
            var file = Path.Combine(folder.FullName, "home.safetensors");
            var output = await Run("TrainYourOwn", file);
            Assert.StartsWith("F1 on the test set: ", output, StringComparison.Ordinal);
            Assert.Contains("guest      B-room\nroom       I-room\nceiling    B-dev", output, StringComparison.Ordinal);
            Assert.True(File.Exists(file));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> Run(string sample, params string[] arguments)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Patience);
        var program = Path.Combine(AppContext.BaseDirectory, $"{sample}.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var error = process.StandardError.ReadToEndAsync(timeout.Token);
            var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            Assert.Equal("", await error);
            Assert.Equal(0, process.ExitCode);
            return output.ReplaceLineEndings("\n");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
