using System.Text;
using FastElman.Training.Corpora;
using FastElman.Training.Validation;
using FastElman.Validation;

namespace FastElman.Training;

/// <summary>How a corpus is read.</summary>
/// <remarks>Not synchronised. A load reads it once, at its beginning.</remarks>
public sealed class CorpusLoadOptions
{
    /// <summary>The format; by default it is recognised.</summary>
    public CorpusFormat Format { get; set; }

    /// <summary>
    /// The column of the words in CoNLL columns: from 1 on, or from −1 on counted from the last. Null for the first,
    /// or the second where the first numbers the words of each sentence.
    /// </summary>
    public int? WordColumn { get; set; }

    /// <summary>
    /// The column of the labels in CoNLL columns: from 1 on, or from −1 on counted from the last. Null for the last,
    /// which has to have labels of an IOB scheme.
    /// </summary>
    public int? LabelColumn { get; set; }

    /// <summary>
    /// The encoding of text, and of byte strings in pickles. Null for UTF-8, for UTF-16 where a byte order mark says
    /// so, and in pickles for Latin-1 where the bytes are not UTF-8.
    /// </summary>
    public Encoding? Encoding { get; set; }

    internal static CorpusLoadOptions Default { get; } = new();

    /// <summary>
    /// The name of <see cref="Encoding"/>, so that configuration can set it. Setting it finds the encoding as
    /// <see cref="FindEncoding"/> does; null for the default.
    /// </summary>
    /// <exception cref="ArgumentException">There is no encoding of this name.</exception>
    public string? EncodingName
    {
        get => Encoding?.WebName;
        set => Encoding = value is null
            ? null
            : FindEncoding(value)
                ?? throw new ArgumentException(
                    MessageText.Sanitize($"There is no encoding named \"{value}\"."), nameof(value));
    }

    /// <summary>Finds an encoding by its name, those of Windows included.</summary>
    /// <param name="name">
    /// A name of IANA, such as <c>utf-8</c>, <c>iso-8859-1</c> or <c>windows-1252</c>, or what Python calls it, such as
    /// <c>utf8</c>, <c>latin-1</c> or <c>cp1252</c>.
    /// </param>
    /// <returns>The encoding; null where there is none of this name.</returns>
    public static Encoding? FindEncoding(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return EncodingNames.Find(name);
    }

    /// <summary>The format, the columns and the encoding.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"{Format}, words in column {WordColumn}, labels in column {LabelColumn}, {Encoding?.WebName}");

    internal void Validate()
    {
        OptionCheck.Defined(Format, nameof(Format));
        const string Rule = "columns are counted from 1, or from -1 at the end";
        OptionCheck.Require(WordColumn != 0, nameof(WordColumn), WordColumn, Rule);
        OptionCheck.Require(LabelColumn != 0, nameof(LabelColumn), LabelColumn, Rule);
    }
}
