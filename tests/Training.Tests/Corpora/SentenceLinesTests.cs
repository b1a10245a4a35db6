using FastElman.Fixtures;

namespace FastElman.Training.Tests.Corpora;

/// <summary>The public forms of ATIS and SNIPS with a sentence a line.</summary>
public sealed class SentenceLinesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("BOS fly to rome EOS\tO O O B-to atis_flight\nBOS go EOS\tO O atis_flight\n")]
    [InlineData("fly to rome\tO O B-to\ngo\tO\n")]
    [InlineData("fly to rome\tO O B-to atis_flight\ngo\tO atis_flight\n")]
    [InlineData("fly to rome\tO O B-to\tatis_flight\r\ngo\tO\tatis_flight\r\n")]
    [InlineData("atis_flight\tfly to rome\tO O B-to\natis_flight\tgo\tO\n")]
    [InlineData("7\tBOS fly to rome EOS\tO O O B-to O\n8\tBOS go EOS\tO O O\n")]
    [InlineData("fly:O to:O rome:B-to <=> atis_flight\ngo:O <=> atis_flight;atis_fare\n")]
    [InlineData("fly:O to:O rome:B-to\ngo:O\n")]
    [InlineData("BOS:O fly:O to:O rome:B-to EOS:O <=> atis_flight\n<s>:O go:O </s>:O\nBOS:O EOS:O\nBOS:O\n")]
    public void Lines_of_sentences_are_recognised(string text)
    {
        foreach (var name in (string[])["atis.iob", "atis.txt", "atis"])
        {
            var corpus = Corpus.Load(_folder.Write(name, text));

            Assert.Equal(
                ["fly/O to/O rome/B-to", "go/O"], corpus.GetSentences(CorpusSet.Test).Select(each => $"{each}"));
            Assert.Equal(2, corpus.GetSentences(CorpusSet.Train)[1].Line);
        }
    }

    [Fact]
    public void The_text_format_of_cntk_is_read()
    {
        const string Text =
            "19 |S0 178:1 |# BOS      |S1 14:1 |# flight  |S2 128:1 |# O\n"
            + "19 |S0 770:1 |# show                         |S2 128:1 |# O\n"
            + "19 |S0 429:1 |# rome                         |S2 5:1 |# B-to\n"
            + "19 |S0 179:1 |# EOS                          |S2 128:1 |# O\n"
            + "20 |S0 770:1 |# go                           |S2 128:1 |# O\n";

        var sentences = Corpus.Load(_folder.Write("atis.test.ctf", Text)).GetSentences(CorpusSet.Test);

        Assert.Equal(["show/O rome/B-to", "go/O"], sentences.Select(each => $"{each}"));
        Assert.Equal([1L, 5L], sentences.Select(each => each.Line!.Value));
    }

    [Fact]
    public void A_word_may_have_a_colon() =>
        Assert.Equal(
            "at/O 8:30/B-time",
            Corpus.Load(_folder.Write("c", "at:O 8:30:B-time <=> x\n")).GetSentences(CorpusSet.Test)[0].ToString());

    [Theory]
    [InlineData(CorpusFormat.IobLines, "a b\tO\n", "one label for each word")]
    [InlineData(CorpusFormat.IobLines, "a O\n", "words, a tab, and labels")]
    [InlineData(CorpusFormat.IobLines, "a\tO\tx\ty\n", "words, a tab, and labels")]
    [InlineData(CorpusFormat.IobLines, "a b c\tx\ty\n", "one label for each word")]
    [InlineData(CorpusFormat.WordSlotPairs, "a:O b\n", "not a pair")]
    [InlineData(CorpusFormat.WordSlotPairs, "a:O :B-x\n", "not a pair")]
    public void A_form_that_is_named_is_held_to(CorpusFormat format, string text, string problem)
    {
        var exception = Assert.Throws<CorpusFormatException>(
            () => Corpus.Load(_folder.Write("c", text), new CorpusLoadOptions { Format = format }));

        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, exception.Line);
    }

    [Fact]
    public void Sequence_files_are_not_read_in_another_format_that_is_asked_for()
    {
        _folder.Write("seq.in", "fly to rome\n");
        _folder.Write("seq.out", "O O B-to\n");

        Assert.Contains(
            "seq.in and seq.out",
            Assert.Throws<CorpusFormatException>(() => Corpus.Load(
                _folder.Path, new CorpusLoadOptions { Format = CorpusFormat.Columns })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_pair_of_sequence_files_is_one_set()
    {
        _folder.Write("seq.in", "fly to rome\n");
        var labels = _folder.Write("seq.out", "O O B-to\n");

        foreach (var path in (string[])[_folder.Path, labels, _folder.File("seq.in")])
        {
            foreach (var format in (CorpusFormat[])[CorpusFormat.Automatic, CorpusFormat.Sequences])
            {
                var corpus = Corpus.Load(path, new CorpusLoadOptions { Format = format });

                Assert.Equal("fly/O to/O rome/B-to", $"{corpus.GetSentences(CorpusSet.Train)[0]}");
            }
        }
    }

    [Fact]
    public void A_file_of_that_name_is_one_of_columns_where_these_are_asked_for()
    {
        var options = new CorpusLoadOptions { Format = CorpusFormat.Columns };

        Assert.Equal(
            "rome/B-to",
            $"{Corpus.Load(_folder.Write("seq.out", "rome B-to\n"), options).GetSentences(CorpusSet.Train)[0]}");
    }
}
