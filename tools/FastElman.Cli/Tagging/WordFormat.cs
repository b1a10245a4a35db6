using FastElman.Cli.Terminal;
using FastElman.Training.Corpora;

namespace FastElman.Cli.Tagging;

/// <summary>
/// Input: words, in columns or as plain text. Output: a word, a tab and its label a line, a blank line between
/// sentences. Of plain text every line has an answer, an empty one where it has no words.
/// </summary>
internal sealed class WordFormat : TaggingFormat
{
    private readonly Tokenizer _tokenizer;

    /// <summary>[labels]: the labels as they are shown, coloured on a terminal.</summary>
    private readonly string[] _labels;
    private readonly bool _escapesWords;
    private readonly bool _isPlainText;
    private readonly PlainTextRemark _remark;
    private bool _hasWritten;

    /// <param name="model">The model, which needs its words and labels.</param>
    /// <param name="modelPath">Its name for messages.</param>
    /// <param name="isPlainText">
    /// Whether a line is a whole sentence, which the model's tokenizer divides; else a line is a word with its columns.
    /// </param>
    /// <param name="streams">
    /// Standard error gets a remark where columns seem to be plain text; slots have colours on a terminal.
    /// </param>
    public WordFormat(ElmanModel model, string modelPath, bool isPlainText, StandardStreams streams)
    {
        const string Advice =
            "convert the dump with --vocabulary, or with --words and --labels, or tag indices with --ids";
        var vocabulary = model.Vocabulary ?? throw new ModelFormatException(
            $"the model has no words: {Advice}", modelPath);
        _tokenizer = new Tokenizer(vocabulary, model.Tokenizer);
        var labels = model.Labels ?? throw new ModelFormatException($"the model has no labels: {Advice}", modelPath);
        var colours = new SlotColours(streams.OutputIsTerminal);
        _labels = [.. labels.Select(label => colours.Paint(ShownText.Escape(label), label))];
        _escapesWords = streams.OutputIsTerminal;
        _isPlainText = isPlainText;
        _remark = new PlainTextRemark(streams.Error);
    }

    public override IEnumerable<TaggingSentence> Read(IEnumerable<string> lines, string file) =>
        from words in _isPlainText ? lines.Select(Tokens) : ConllColumns.ReadWords(_remark.Watch(lines))
        select new TaggingSentence([.. words.Select(word => _tokenizer.Vocabulary.GetIndex(word))], words);

    public override void Write(TextWriter output, TaggingSentence sentence, ReadOnlySpan<int> labels)
    {
        if (_hasWritten)
        {
            output.WriteLine();
        }

        for (var i = 0; i < labels.Length; i++)
        {
            output.Write(_escapesWords ? ShownText.Escape(sentence.Words[i]) : sentence.Words[i]);
            output.Write('\t');
            output.WriteLine(_labels[labels[i]]);
        }

        _hasWritten = true;
    }

    private string[] Tokens(string line)
    {
        var tokens = new Range[line.Length];
        var words = new string[_tokenizer.Tokenize(line, tokens)];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = line[tokens[i]];
        }

        return words;
    }
}
