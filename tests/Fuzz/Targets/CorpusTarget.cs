using System.Text;
using FastElman.Training;

namespace FastElman.Fuzz.Targets;

/// <summary>
/// A corpus of one file, of a given format or of whatever its content says. What is accepted has a label for each
/// word, and can be turned into indices of its own words and labels.
/// </summary>
internal sealed class CorpusTarget(CorpusFormat format)
    : FuzzTarget($"corpus-{format}".ToLowerInvariant())
{
    private readonly CorpusLoadOptions _options = new() { Format = format };

    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. "\n\n|\r\n|\t|O|B-|I-|E-|S-|M-|L-|U-|#|-DOCSTART- -X- O\n|BOS|EOS|:O | <=> |\uFEFF|\u2028|\u00A0|-1|1\t2\t"
            .Split('|').Select(Encoding.UTF8.GetBytes),
        "|S0 1:1 |# word |S2 2:1 |# label"u8.ToArray(),
        [0xFF, 0xFE],
        [0x1F, 0x8B, 8, 0],
    ];

    public override long AllowedBytes => 20 << 20;

    public override IEnumerable<byte[]> Seeds() => ((string[])
    [
        "anna B-PER\nvisits O\nnew B-LOC\nyork I-LOC\n\nben B-PER\nsleeps O\n",
        "-DOCSTART- -X- -X- O\n\nEU NNP I-NP I-ORG\nrejects VBZ I-VP O\n\n# text = x\nGerman JJ I-NP B-MISC\n",
        "1\tanna\tN\tS-PER\n2-3\tdel\t_\tO\n2\tde\tP\tO\n3\tel\tD\tO\n\n1\trome\tN\tB-LOC\n2\tit\tN\tE-LOC\n",
        "flights O\nto O\noslo B-city\natis_flight\n\nfares O\natis_fare\n",
        "BOS flights to oslo EOS\tO O O B-city atis_flight\nBOS fares EOS\tO O atis_fare\n",
        "flights:O to:O oslo:B-city <=> atis_flight\nfares:O <=> atis_fare\n",
        "19\t|S0 178:1 |# BOS\t|S1 14:1 |# flight\t|S2 128:1 |# O\n19\t|S0 770:1 |# show\t|S2 128:1 |# B-x\n",
        "0 1 2\t0 0 1\n-1 5\t2 2\n",
        "ärger O\n東京 B-ort\n🙂 O\n",
        "",
    ]).Select(Encoding.UTF8.GetBytes);

    public override int Run(byte[] input)
    {
        var corpus = Corpus.Load(new MemoryStream(input), _options, "corpus");
        Require(corpus.Remarks.All(RefusalMessage.IsOneLine), "a remark is one line");
        var (sentences, words) = (0L, 0L);
        foreach (var set in Enum.GetValues<CorpusSet>().Where(corpus.HasSet))
        {
            foreach (var sentence in corpus.GetSentences(set))
            {
                (sentences, words) = (sentences + 1, words + sentence.Length);
                Require(sentence.Length > 0, "a sentence has a word");
                var (wordCount, labelCount) = sentence.IsIndexed
                    ? (sentence.WordIndices.Length, sentence.LabelIndices.Length)
                    : (sentence.Words.Count, sentence.Labels.Count);
                Require(wordCount == sentence.Length && labelCount == wordCount, "each word has a label");
            }
        }

        Encode(corpus);
        return HashCode.Combine(corpus.LabelScheme, corpus.Remarks.Count, Magnitude(sentences), Magnitude(words));
    }

    public override bool IsRefusal(Exception exception) => exception is CorpusFormatException;

    private static void Encode(Corpus corpus)
    {
        if (!corpus.HasSet(CorpusSet.Train) || corpus.GetSentences(CorpusSet.Train) is not [{ IsIndexed: false }, ..])
        {
            return;
        }

        var words = corpus.GetSentences(CorpusSet.Train).SelectMany(sentence => sentence.Words).Distinct().ToArray();
        var labels = corpus.GetSentences(CorpusSet.Train).SelectMany(sentence => sentence.Labels).Distinct().ToArray();
        var encoding = corpus.CreateEncoding(new Vocabulary(words), new LabelSet(labels));
        foreach (var sentence in corpus.GetSentences(CorpusSet.Train))
        {
            var indices = encoding.GetLabelIndices(sentence);
            Require(
                indices.Select(label => labels[label]).SequenceEqual(sentence.Labels),
                "label indices stand for the labels");
        }
    }
}
