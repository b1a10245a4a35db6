namespace FastElman.Training;

/// <summary>The format of a corpus; docs/guide/corpora.md shows each.</summary>
public enum CorpusFormat
{
    /// <summary>The content decides, and the name where the content does not.</summary>
    Automatic = 0,

    /// <summary>CoNLL columns: a word a line with its label, a blank line after every sentence.</summary>
    Columns,

    /// <summary>Files <c>seq.in</c> and <c>seq.out</c>: a sentence a line, words and labels.</summary>
    Sequences,

    /// <summary>A sentence a line: word indices, a tab, label indices.</summary>
    Indices,

    /// <summary>A pickle: a fold of the tutorial, or (dataset, dictionaries) of the public ATIS notebooks.</summary>
    Pickle,

    /// <summary>A sentence a line: words, a tab, labels, and perhaps an intent behind them.</summary>
    IobLines,

    /// <summary>A sentence a line: <c>word:label</c> pairs, and perhaps <c>&lt;=&gt;</c> and an intent.</summary>
    WordSlotPairs,

    /// <summary>CNTK's text format (<c>.ctf</c>): a word a line, with its label, in comments.</summary>
    Cntk,
}
