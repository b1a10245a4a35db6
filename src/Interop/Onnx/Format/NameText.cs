namespace FastElman.Interop.Onnx.Format;

/// <summary>Names of a graph in messages: an endless one must not push the problem out of the message.</summary>
internal static class NameText
{
    private const int MaximumLength = 80;

    /// <summary>The name in quotation marks.</summary>
    public static string Quote(string name) => $"\"{Cut(name)}\"";

    /// <summary>The name, without its end where it is too long.</summary>
    public static string Cut(string name)
    {
        if (name.Length <= MaximumLength)
        {
            return name;
        }

        var length = char.IsHighSurrogate(name[MaximumLength - 1]) ? MaximumLength - 1 : MaximumLength;
        return $"{name[..length]}…";
    }
}
