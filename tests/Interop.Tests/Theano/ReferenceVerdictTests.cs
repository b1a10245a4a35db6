using System.Globalization;
using System.Text.Json;
using FastElman.Fixtures;
using FastElman.Interop.Numpy;
using FastElman.Interop.Theano;
using FastElman.Model;
using Xunit.Sdk;

namespace FastElman.Interop.Tests.Theano;

/// <summary>
/// The reference data's verdicts on files and dumps that numpy wrote, and the files of its networks written back.
/// </summary>
public sealed class ReferenceVerdictTests : IDisposable
{
    /// <summary>
    /// Where either answer is right, these are refused: no float vector or matrix, or bytes left over, or values out of
    /// range.
    /// </summary>
    private static readonly HashSet<string> RefusedByChoice =
    [
        "float64_overflow.npy", "three_dims.npy", "zero_d.npy", "bool.npy",
        "int32.npy", "int64.npy", "uint8.npy",
        "trailing_bytes.npy", "shape_smaller_than_payload.npy",
    ];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Files => Verdicts("files", "file");

    public static TheoryData<string, string> Models => Verdicts("models", "folder");

    public static TheoryData<string, string> Networks
    {
        get
        {
            var networks = new TheoryData<string, string>();
            string[] cases = Directory.Exists(Golden()) ? Directory.GetDirectories(Golden()!) : [];
            foreach (var folder in cases.SelectMany(Directory.GetDirectories))
            {
                if (Path.GetFileName(folder).StartsWith("params", StringComparison.Ordinal))
                {
                    networks.Add(Path.GetFileName(Path.GetDirectoryName(folder))!, Path.GetFileName(folder));
                }
            }

            return OrSkipped(networks);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_is_taken_or_refused_as_it_should_be(string file, string accept)
    {
        var path = Path.Combine(Golden("npy-formats")!, file);
        if (accept == "must-not" || RefusedByChoice.Contains(file))
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var error = Assert.Throws<ModelFormatException>(() => Read(path));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16L << 20);
            Assert.Equal(path, error.File);
            return;
        }

        var verdict = Verdict("files", "file", file);
        if (verdict.TryGetProperty("entries", out var entries))
        {
            var parameters = DumpReader.Read(path);
            foreach (var tensor in TensorNames.Tutorial)
            {
                AssertIs(
                    entries.GetProperty(tensor.FileName()),
                    parameters[tensor].ToArray(),
                    parameters.Shape.GetDimensions(tensor));
            }
        }
        else
        {
            var array = NpyReader.Read(path);
            AssertIs(verdict, array.Values, array.Shape);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_dump_is_taken_or_refused_as_it_should_be(string folder, string accept)
    {
        var path = Path.Combine(Golden("npy-formats")!, folder);
        if (accept == "must-not")
        {
            Assert.NotNull(Assert.Throws<ModelFormatException>(() => DumpReader.Read(path)).Tensor);
        }
        else
        {
            Assert.Equal(Path.GetFileName(folder) == "nan-weight", DumpReader.Read(path).FindNonFinite() is not null);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_network_comes_back_as_it_was(string network, string folder)
    {
        var source = Path.Combine(Golden(network)!, folder);
        var parameters = DumpReader.Read(source);

        DumpWriter.Write(parameters, _folder.File("copy"), TheanoDialect.Rnnslu);
        DumpWriter.Write(parameters, _folder.File("copy.npz"), TheanoDialect.Is13);

        DumpBytes.AssertSame(parameters, DumpReader.Read(_folder.File("copy")));
        DumpBytes.AssertSame(parameters, DumpReader.Read(_folder.File("copy.npz")));
        foreach (var copy in Directory.GetFiles(_folder.File("copy")))
        {
            var original = File.ReadAllBytes(Path.Combine(source, Path.GetFileName(copy)));
            if (original.AsSpan().IndexOf("'<f4'"u8) >= 0)
            {
                Assert.Equal(original, File.ReadAllBytes(copy));
            }
        }
    }

    private static void Read(string path)
    {
        if (path.EndsWith(".npz", StringComparison.Ordinal))
        {
            DumpReader.Read(path);
        }
        else
        {
            NpyReader.Read(path);
        }
    }

    private static void AssertIs(JsonElement expected, float[] values, int[] shape)
    {
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(dimension => dimension.GetInt32()), shape);
        Assert.Equal(
            expected.GetProperty("float32_bits").EnumerateArray().Select(
                bits => uint.Parse(bits.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
            values.Select(BitConverter.SingleToUInt32Bits));
    }

    private static JsonElement Verdict(string list, string key, string name) =>
        Manifest()!.Value.GetProperty(list).EnumerateArray().Single(
            verdict => verdict.GetProperty(key).GetString() == name);

    private static TheoryData<string, string> Verdicts(string list, string key)
    {
        var verdicts = new TheoryData<string, string>();
        if (Manifest() is { } manifest)
        {
            foreach (var verdict in manifest.GetProperty(list).EnumerateArray())
            {
                verdicts.Add(verdict.GetProperty(key).GetString()!, verdict.GetProperty("accept").GetString()!);
            }
        }

        return OrSkipped(verdicts);
    }

    /// <summary>
    /// Where there is no case, one that is skipped: a theory without any counts as failed when the tests are run as an
    /// executable.
    /// </summary>
    private static TheoryData<string, string> OrSkipped(TheoryData<string, string> cases)
    {
        if (cases.Count == 0)
        {
            cases.Add(new TheoryDataRow<string, string>(string.Empty, string.Empty) { Skip = SharedData.Absence });
        }

        return cases;
    }

    private static JsonElement? Manifest() =>
        Golden("npy-formats", "manifest.json") is { } path && File.Exists(path)
            ? JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(path))
            : null;

    /// <summary>
    /// A path of the reference data; null where it is absent, for while tests are discovered none can be skipped.
    /// </summary>
    private static string? Golden(params string[] parts)
    {
        try
        {
            return SharedData.PathOf(["golden", .. parts]);
        }
        catch (SkipException)
        {
            return null;
        }
    }
}
