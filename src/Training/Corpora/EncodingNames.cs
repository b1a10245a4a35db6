using System.Text;

namespace FastElman.Training.Corpora;

/// <summary>Encodings by the names that IANA, .NET and Python have for them.</summary>
internal static class EncodingNames
{
    /// <summary>The encoding of a name; null where there is none, or where .NET refuses it, as it does UTF-7.</summary>
    public static Encoding? Find(string name) => FindExactly(name) ?? FindExactly(ToIana(name));

    /// <summary>
    /// The name without what only Python writes: utf8, utf_16, utf-16-le, latin-1, iso8859_15 and 8859 alone.
    /// </summary>
    private static string ToIana(string name)
    {
        var plain = name.Trim().ToLowerInvariant().Replace('_', '-').Replace(' ', '-');
        var compact = plain.Replace("-", string.Empty, StringComparison.Ordinal);
        return compact switch
        {
            "utf8sig" => "utf-8",
            ['u', 't', 'f', .. var width] => $"utf-{width}",
            ['l', 'a', 't', 'i', 'n', .. var number] => $"latin{number}",
            "ansi" => "windows-1252",
            _ when plain.Split("8859-") is [_, var part] => $"iso-8859-{part}",
            _ => plain,
        };
    }

    private static Encoding? FindExactly(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
