using System.Text.Json;
using static System.FormattableString;

namespace FastElman.Native.Info;

/// <summary>What fe_library_info says.</summary>
internal static class LibraryInfo
{
    public static byte[] Describe()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString(
                "version", Invariant($"{LibraryVersion.Major}.{LibraryVersion.Minor}.{LibraryVersion.Patch}"));
            json.WriteString("build", LibraryVersion.Build);
            json.WriteString("instructionSet", Active());
            WriteNames(json, "supported", SimdInfo.Supported);
            WriteNames(json, "onProcessor", SimdInfo.OnProcessor);
            json.WriteNumber("processorCount", Environment.ProcessorCount);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Null where the environment variable names no instruction set that can be used.</summary>
    private static string? Active()
    {
        try
        {
            return EnumNames.CamelCase(SimdInfo.Active);
        }
        catch (PlatformNotSupportedException)
        {
            return null;
        }
    }

    private static void WriteNames(Utf8JsonWriter json, string name, IReadOnlyList<InstructionSet> instructionSets)
    {
        json.WriteStartArray(name);
        foreach (var instructionSet in instructionSets)
        {
            json.WriteStringValue(EnumNames.CamelCase(instructionSet));
        }

        json.WriteEndArray();
    }
}
