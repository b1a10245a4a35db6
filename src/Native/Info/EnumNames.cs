using System.Text.Json;

namespace FastElman.Native.Info;

/// <summary>Names of values as JSON has them.</summary>
internal static class EnumNames
{
    /// <summary>Such as <c>argMax</c>.</summary>
    public static string CamelCase<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
