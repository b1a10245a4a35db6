using FastElman.Cli.Terminal;
using FastElman.Training;
using FastElman.Training.Corpora;

namespace FastElman.Cli.Tagging;

/// <summary>
/// Input: words, in columns or as plain text. Output: a word, a tab and its label a line, a blank line between
/// sentences. Of plain text every line has an answer, an empty one where it has no words.
/// </summary>
internal sealed class WordFormat : TaggingFormat
{
    private readonly Tokenizer _tokenizer;

    private readonly LabelSet _labels;
    private readonly SlotColours _colours;

    /// <summary>[labels]: those that have appeared, as they are shown: coloured on a terminal.</summary>
    private readonly string?[] _shownLabels;
    private readonly bool _escapesWords;
    private readonly bool _isPlainText;
    private readonly PlainTextRemark _remark;
    private readonly TextWriter _error;
    private bool _hasWritten;
    private bool _hasRemarkedComments;

    /// <param name="model">The model, which needs its words and labels.</param>
    /// <param name="modelPath">Its name for messages.</param>
    /// <param name="isPlainText">
    /// Whether a line is a whole sentence, which the model's tokenizer divides; else a line is a word with its columns.
    /// </param>
    /// <param name="streams">
    /// Standard error gets a remark where columns seem to be plain text; slots have colours on a terminal.
    /// </param>
    /// <param name="isForFile">Whether the output goes to a file, whatever standard output is.</param>
    public WordFormat(
        ElmanModel model, string modelPath, bool isPlainText, StandardStreams streams, bool isForFile = false)
    {
        const string Advice =
            "convert it with --words and --labels, or with --vocabulary, or tag indices with --ids";
        var vocabulary = model.Vocabulary ?? throw new ModelFormatException(
            $"the model has no words: {Advice}", modelPath);
        _tokenizer = new Tokenizer(vocabulary, model.Tokenizer);
        _labels = model.Labels ?? throw new ModelFormatException($"the model has no labels: {Advice}", modelPath);
        _colours = new SlotColours(!isForFile && streams.OutputHasColours);
        _shownLabels = new string?[_labels.Count];
        _escapesWords = !isForFile && streams.OutputIsTerminal;
        _isPlainText = isPlainText;
        _error = streams.Error;
        _remark = new PlainTextRemark(_error);
    }

    public override string Name => _isPlainText ? "sentences" : "words";

    public override bool HasSentenceALine => _isPlainText;

    public override IEnumerable<TaggingSentence> Read(IEnumerable<string> lines, string file, TextPlace before)
    {
        _hasWritten = before.HasSentence;
        return
            from words in _isPlainText
                ? lines.Select((text, index) => Tokens(text, before.LineCount + index + 1))
                : ConllColumns.ReadWords(_remark.Watch(lines), RemarkComments, before)
            select new TaggingSentence([], [.. words.Select(word => RequireKnown(word, file))]);
    }

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
            output.WriteLine(Shown(labels[i]));
        }

        _hasWritten = true;
    }

    private string Shown(int label) =>
        _shownLabels[label] ??= _colours.Paint(ShownText.Escape(_labels[label]), _labels[label]);

    private List<ColumnLine> Tokens(string text, long line)
    {
        var tokens = new Range[text.Length];
        var words = new List<ColumnLine>();
        foreach (var token in tokens.AsSpan(0, _tokenizer.Tokenize(text, tokens)))
        {
            words.Add(new ColumnLine(line, text[token]));
        }

        return words;
    }

    /// <summary>The text of a word, which a vocabulary without the unknown word has to have.</summary>
    private string RequireKnown(ColumnLine word, string file) =>
        _tokenizer.Vocabulary.UnknownIndex is not null || _tokenizer.Vocabulary.Contains(word.Text)
            ? word.Text
            : throw new CorpusFormatException(
                $"the word \"{word.Text}\" is not in the vocabulary, which has no {Vocabulary.UnknownWord}",
                file,
                word.Line);

    private void RemarkComments()
    {
        if (!_hasRemarkedComments)
        {
            _error.WriteLine("note: lines that begin with # before a sentence are comments, which are left out");
            _hasRemarkedComments = true;
        }
    }
}
