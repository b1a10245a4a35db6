using System.Runtime.InteropServices;
using FastElman.Fixtures;

namespace FastElman.Packages.Tests;

/// <summary>A program with the package finds the same slots in every form in which it can be published.</summary>
public sealed class PublishedProgramTests(PublishedProgram program) : IClassFixture<PublishedProgram>, IDisposable
{
    private const string Sentence = "Show wordb, worda (wordc) to wordd.";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_runs_trimmed()
    {
        SkipInTheMatrix();
        var (model, file) = Model();

        var (lines, _) = program.Run(file, Sentence, "PublishTrimmed=true", "SelfContained=true");

        Assert.Equal(Expected(model, SimdInfo.Supported[0]), lines);
    }

    [Fact]
    public void It_runs_as_a_single_file()
    {
        SkipInTheMatrix();
        var (model, file) = Model();

        var (lines, _) = program.Run(file, Sentence, "PublishSingleFile=true", "SelfContained=true");

        Assert.Equal(Expected(model, SimdInfo.Supported[0]), lines);
    }

    /// <summary>
    /// With nothing set but PublishAot. The default of the compiler would be 128-bit kernels on every x64 processor.
    /// </summary>
    [Fact]
    public void A_native_program_asks_for_avx2_at_run_time()
    {
        SkipInTheMatrix();
        var (model, file) = Model();

        var (lines, log) = program.Run(file, Sentence, "PublishAot=true");

        InstructionSet[] wanted = OperatingSystem.IsMacOS()
            ? [InstructionSet.AdvSimd, InstructionSet.Vector128]
            : [InstructionSet.Avx2, InstructionSet.AdvSimd, InstructionSet.Vector128];
        Assert.Equal(Expected(model, wanted.First(SimdInfo.OnProcessor.Contains)), lines);
        if (RuntimeInformation.ProcessArchitecture == Architecture.X64 && !OperatingSystem.IsMacOS())
        {
            Assert.Contains("FastElman: IlcInstructionSet=avx", log, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("avx", "PublishAot=true", "RuntimeIdentifier=linux-x64")]
    [InlineData("avx", "PublishAot=true", "RuntimeIdentifier=linux-musl-x64")]
    [InlineData("avx", "PublishAot=true", "RuntimeIdentifier=win-x64")]
    [InlineData("x86-64-v4", "PublishAot=true", "RuntimeIdentifier=linux-x64", "IlcInstructionSet=x86-64-v4")]
    [InlineData("x86-64-v3", "PublishAot=true", "RuntimeIdentifier=win-x64", "FastElmanNativeInstructionSet=x86-64-v3")]
    [InlineData("", "PublishAot=true", "RuntimeIdentifier=linux-x64", "FastElmanNativeInstructionSet=none")]
    [InlineData("", "PublishAot=true", "RuntimeIdentifier=osx-x64")]
    [InlineData("", "PublishAot=true", "RuntimeIdentifier=linux-arm64")]
    [InlineData("", "RuntimeIdentifier=linux-x64")]
    public void The_package_chooses_what_the_project_does_not(string expected, params string[] properties)
    {
        SkipInTheMatrix();

        Assert.Equal(expected, program.Property("IlcInstructionSet", properties));
    }

    /// <summary>Whether the tests run once more with other kernels.</summary>
    internal static bool IsInTheMatrix =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(SimdInfo.EnvironmentVariable));

    /// <summary>What is published does not depend on the kernels of the tests' own process.</summary>
    internal static void SkipInTheMatrix() => Assert.SkipWhen(
        IsInTheMatrix,
        $"Publishing does not depend on {SimdInfo.EnvironmentVariable}, and is tested without it.");

    private (ElmanModel Model, string File) Model()
    {
        var shape = new ElmanShape(hiddenSize: 20, labelCount: 4, vocabularySize: 8, embeddingSize: 3, windowSize: 3);
        var model = ElmanModel.Create(
            RandomModel.Parameters(shape, seed: 1, range: 2),
            RandomModel.Vocabulary(shape),
            new LabelSet(["O", "B-city", "I-city", "B-day"]));
        var file = _folder.File("model.safetensors");
        model.Save(file);
        return (model, file);
    }

    /// <summary>The instruction set, then the slots that the same calls find here with it.</summary>
    private static string[] Expected(ElmanModel model, InstructionSet instructionSet)
    {
        var options = new CompileOptions { InstructionSet = instructionSet };
        var slots = new Tagger(model.Compile(options)).FindSlots(Sentence);
        Assert.NotEmpty(slots);
        return [$"{instructionSet}", .. slots.Select(slot => $"{slot}")];
    }
}
