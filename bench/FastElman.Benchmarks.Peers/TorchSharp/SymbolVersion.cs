using System.Buffers.Binary;
using System.Text;

namespace FastElman.Benchmarks.Peers.TorchSharp;

/// <summary>
/// Edits the list in a 64-bit ELF library of the versions that it demands of others: section headers point to the list,
/// whose entries (one a library) have a chain of versions each, each with its name in a table of strings.
/// </summary>
internal static class SymbolVersion
{
    private const int SectionHeaders = 40, SectionHeaderSize = 58, SectionCount = 60;
    private const uint NeededVersions = 0x6ffffffe;
    private const ushort Weak = 2;

    /// <summary>Makes the loader go on where a version is missing. Changes nothing where that is so already.</summary>
    public static void MakeOptional(string library, string version)
    {
        var bytes = File.ReadAllBytes(library);
        var changed = false;
        foreach (var flags in Demands(bytes, version))
        {
            changed |= (bytes[flags] & Weak) == 0;
            bytes[flags] |= (byte)Weak;
        }

        if (changed)
        {
            // A new file under the old name: the one in the package folder, should it be the same, stays as it is.
            File.Delete(library);
            using var file = File.Create(library);
            file.Write(bytes);
        }
    }

    /// <summary>Where the flags of each demand for the version lie.</summary>
    private static IEnumerable<int> Demands(byte[] bytes, string version)
    {
        var sections = Sections(bytes).ToList();
        foreach (var (_, list, strings) in sections.Where(section => section.Type == NeededVersions))
        {
            var step = 1;
            for (var library = list; step != 0; library += step)
            {
                var demand = library + Int32(bytes, library + 8);
                for (var left = UInt16(bytes, library + 2); left > 0; left--)
                {
                    if (Name(bytes, sections[strings].Offset + Int32(bytes, demand + 8)) == version)
                    {
                        yield return demand + 4;
                    }

                    demand += Int32(bytes, demand + 12);
                }

                step = Int32(bytes, library + 12);
            }
        }
    }

    private static IEnumerable<(uint Type, int Offset, int Link)> Sections(byte[] bytes)
    {
        var headers = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(SectionHeaders));
        for (var i = 0; i < UInt16(bytes, SectionCount); i++)
        {
            var header = headers + (i * UInt16(bytes, SectionHeaderSize));
            yield return ((uint)Int32(bytes, header + 4), Int32(bytes, header + 24), Int32(bytes, header + 40));
        }
    }

    private static string Name(byte[] bytes, int at) =>
        Encoding.ASCII.GetString(bytes.AsSpan(at, bytes.AsSpan(at).IndexOf((byte)0)));

    private static int Int32(byte[] bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));

    private static ushort UInt16(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));
}
