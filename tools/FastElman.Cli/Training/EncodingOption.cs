using System.CommandLine;
using System.Text;
using FastElman.Cli.Terminal;
using FastElman.Training;

namespace FastElman.Cli.Training;

/// <summary>The option that names the encoding of text.</summary>
internal static class EncodingOption
{
    private const string Name = "--encoding";

    /// <summary>Names that a wrong one may be meant to be; any other that .NET knows is an encoding as well.</summary>
    private static readonly string[] UsualNames =
    [
        "utf-8", "utf-16", "latin1", "iso-8859-1", "iso-8859-15", "windows-1252", "windows-1251", "koi8-r", "shift_jis",
        "euc-jp", "euc-kr", "gb18030", "gbk", "big5",
    ];

    public static Option<string?> Create() => new(Name)
    {
        HelpName = "NAME",
        Description = "The encoding of text: utf-8 (the default), latin1, windows-1252, utf-16, ...",
    };

    /// <summary>The encoding of a name; null for null.</summary>
    /// <exception cref="UsageException">There is no such encoding.</exception>
    public static Encoding? Find(string? name) => name is null
        ? null
        : CorpusLoadOptions.FindEncoding(name)
            ?? throw new UsageException(
                $"{Name} {name}: there is no such encoding{Suggestion.For(name, UsualNames)}");
}
