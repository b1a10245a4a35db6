using FastElman.Training.Corpora.Schemes;
using FastElman.Validation;

namespace FastElman.Cli.Tagging;

/// <summary>
/// Looks at input in columns while it is read, and remarks once where it seems to be plain text: of a row only the
/// first column is tagged, so the other words of a sentence would be gone without a sign.
/// </summary>
/// <remarks>
/// Rows between two blank lines look like text where they are divided by blanks, where no column after the first is a
/// label, and where there is one row only or rows differ in their number of columns. Lines before them that begin
/// with # are not looked at: they are comments.
/// </remarks>
internal sealed class PlainTextRemark(TextWriter error)
{
    /// <summary>Sentences that are looked at: one that is not text says enough about a file.</summary>
    private const int MostSentences = 20;

    private int _sentenceCount;
    private string? _firstRow;
    private int _columnCount;
    private int _rowCount;
    private bool _differs;
    private bool _isColumns;

    /// <summary>The same lines, looked at on their way.</summary>
    public IEnumerable<string> Watch(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (_sentenceCount < MostSentences)
            {
                Look(line);
            }

            yield return line;
        }

        EndSentence();
    }

    private void Look(string line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            EndSentence();
            return;
        }

        if (_rowCount == 0 && line.StartsWith('#'))
        {
            return;
        }

        var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _isColumns |= line.Contains('\t', StringComparison.Ordinal)
            || columns.Skip(1).Any(column => SchemeLabel.IsLabel(column));
        _differs |= _rowCount > 0 && columns.Length != _columnCount;
        if (_firstRow is null || columns.Length > _columnCount)
        {
            (_firstRow, _columnCount) = (line, columns.Length);
        }

        _rowCount++;
    }

    private void EndSentence()
    {
        if (_rowCount == 0)
        {
            return;
        }

        _sentenceCount++;
        if (!_isColumns && _columnCount > 1 && (_differs || _rowCount == 1))
        {
            error.WriteLine(
                $"note: \"{MessageText.Sanitize(_firstRow!.Trim())}\" is one row with {_columnCount} columns, none of "
                    + "them a label, and only the first is tagged: did you mean --sentences?");
            _sentenceCount = MostSentences;
        }

        (_firstRow, _columnCount, _rowCount, _differs, _isColumns) = (null, 0, 0, false, false);
    }
}
