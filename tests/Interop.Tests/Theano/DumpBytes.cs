using System.IO.Compression;
using FastElman.Fixtures;
using FastElman.Interop.Tests.Numpy;
using FastElman.Interop.Theano;
using FastElman.Model;

namespace FastElman.Interop.Tests.Theano;

/// <summary>Makes whole dumps, sound and broken.</summary>
internal static class DumpBytes
{
    /// <summary>Sizes that all differ, so that no two can be mixed up unnoticed.</summary>
    public static readonly ElmanShape Shape = new(
        hiddenSize: 4, labelCount: 6, vocabularySize: 8, embeddingSize: 2, windowSize: 5);

    /// <summary>Parameters of which no two values are equal.</summary>
    public static ElmanParameters Parameters(ElmanShape? shape = null)
    {
        var parameters = new ElmanParameters(shape ?? Shape);
        var value = 0.5f;
        foreach (var tensor in TensorNames.Tutorial)
        {
            foreach (ref var element in parameters[tensor])
            {
                element = value++;
            }
        }

        return parameters;
    }

    /// <summary>The seven files of a sound dump by name.</summary>
    public static Dictionary<string, byte[]> Files(
        TheanoDialect dialect = TheanoDialect.Rnnslu,
        ElmanShape? shape = null,
        string descr = "<f4",
        bool isFortranOrder = false)
    {
        var parameters = Parameters(shape);
        return TensorNames.Tutorial.ToDictionary(
            tensor => tensor.DumpName(dialect),
            tensor => NpyBytes.Of(
                parameters[tensor].ToArray(), parameters.Shape.GetDimensions(tensor), descr, isFortranOrder));
    }

    /// <summary>A file of the given shape, all zero.</summary>
    public static byte[] Zeros(params int[] shape) => NpyBytes.Of(new float[shape.Aggregate((a, b) => a * b)], shape);

    public static string WriteFolder(
        this TemporaryFolder folder, string name, IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        var path = Directory.CreateDirectory(folder.File(name)).FullName;
        foreach (var (file, bytes) in files)
        {
            File.WriteAllBytes(Path.Combine(path, file), bytes);
        }

        return path;
    }

    public static string WriteArchive(
        this TemporaryFolder folder,
        IEnumerable<KeyValuePair<string, byte[]>> files,
        CompressionLevel level = CompressionLevel.NoCompression) =>
        folder.Write("dump.npz", Archive(files, level));

    public static byte[] Archive(
        IEnumerable<KeyValuePair<string, byte[]>> files, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                using var entry = archive.CreateEntry(name, level).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    public static void AssertSame(ElmanParameters expected, ElmanParameters actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        foreach (var tensor in TensorNames.Tutorial)
        {
            Assert.Equal(Bits(expected[tensor]), Bits(actual[tensor]));
        }
    }

    private static uint[] Bits(Span<float> values) => [.. values.ToArray().Select(BitConverter.SingleToUInt32Bits)];
}
