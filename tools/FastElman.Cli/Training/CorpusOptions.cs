using System.CommandLine;
using System.Globalization;
using FastElman.Cli.Outputs;
using FastElman.Cli.Terminal;
using FastElman.Training;
using FastElman.Training.Corpora;
using FastElman.Validation;

namespace FastElman.Cli.Training;

/// <summary>The options of every command that reads a corpus, and the reading.</summary>
internal sealed class CorpusOptions
{
    /// <summary>What CORPUS may be.</summary>
    public const string Description =
        "A corpus: a file, a folder with a file or folder for each set (train, valid, test), or - for standard input. "
            + "Columns, seq.in and seq.out, lines of words and labels, pickles: the content tells.";

    private const string StandardInput = "-";

    private static readonly Dictionary<string, CorpusFormat> Formats = new(StringComparer.Ordinal)
    {
        ["columns"] = CorpusFormat.Columns,
        ["seq"] = CorpusFormat.Sequences,
        ["ids"] = CorpusFormat.Indices,
        ["pickle"] = CorpusFormat.Pickle,
        ["iob-lines"] = CorpusFormat.IobLines,
        ["word-slot-pairs"] = CorpusFormat.WordSlotPairs,
        ["cntk"] = CorpusFormat.Cntk,
    };

    private readonly Option<string?> _format = new("--format")
    {
        Description = "The format of the corpus, where it is not to be recognised by its content.",
    };

    private readonly Option<string?> _columns = new("--columns")
    {
        HelpName = "WORD,LABEL",
        Description =
            "The columns of words and labels, from 1 on, or from -1 on counted from the last: 2,-1 is the second and "
                + "the last.",
    };

    private readonly Option<string?> _encoding = EncodingOption.Create();

    public CorpusOptions() => _format.AcceptsOneOfOrNone([.. Formats.Keys]);

    /// <summary>All options of a corpus.</summary>
    public IEnumerable<Option> All => [_format, _columns, _encoding];

    public void AddTo(Command command)
    {
        command.Add(_format);
        command.Add(_columns);
        command.Add(_encoding);
    }

    /// <summary>Names the files of a corpus as what a command reads.</summary>
    public static CommandFiles AddTo(CommandFiles files, string name, string path) =>
        files.Reads(name, path, path == StandardInput ? [] : CorpusFiles.Of(path));

    /// <summary>Reads a corpus; what the reader assumed or left out goes to standard error.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="path">The file or folder, or - for standard input.</param>
    /// <param name="streams">Standard input and error.</param>
    public Corpus Open(ParseResult parsed, string path, StandardStreams streams)
    {
        var options = Read(parsed);
        var corpus = path == StandardInput
            ? Corpus.Load(streams.InputBytes, options, "standard input")
            : Corpus.Load(path, options);
        foreach (var remark in corpus.Remarks)
        {
            streams.Error.WriteLine($"note: {MessageText.Sanitize(remark)}");
        }

        return corpus;
    }

    private CorpusLoadOptions Read(ParseResult parsed)
    {
        var options = new CorpusLoadOptions();
        if (parsed.GetValue(_format) is { } format)
        {
            options.Format = Formats[format];
        }

        if (parsed.GetValue(_columns) is { } columns)
        {
            if (options.Format is not (CorpusFormat.Automatic or CorpusFormat.Columns))
            {
                throw new UsageException($"--columns {columns}: only the format columns has columns");
            }

            (options.WordColumn, options.LabelColumn) = ColumnsOf(columns);
        }

        options.Encoding = EncodingOption.Find(parsed.GetValue(_encoding));
        return options;
    }

    private static (int Word, int Label) ColumnsOf(string text)
    {
        if (text.Split(',') is [var first, var second]
            && int.TryParse(first, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var word)
            && int.TryParse(second, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var label)
            && word != 0 && label != 0)
        {
            return (word, label);
        }

        throw new UsageException(
            $"--columns {text}: two numbers from 1 on, or from -1 on counted from the last, such as 1,-1");
    }
}
