using CsCheck;
using FastElman.Fixtures;
using FastElman.Training.Corpora.Schemes;

namespace FastElman.Training.Tests.Corpora;

public sealed class LabelSchemeTests : IDisposable
{
    private static readonly Gen<string> Label =
        Gen.Int[0, 4].Select(index => new[] { "O", "B-x", "B-y", "I-x", "I-y" }[index]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(LabelScheme.Iob2, "B-x I-x B-x O B-y")]
    [InlineData(LabelScheme.Iob1, "I-x I-x B-x O I-y")]
    [InlineData(LabelScheme.Bioes, "B-x E-x S-x O S-y")]
    [InlineData(LabelScheme.Bmes, "B-x E-x S-x O B-y M-y E-y")]
    [InlineData(LabelScheme.Bilou, "B-x L-x U-x O U-y")]
    public void A_scheme_is_recognised_and_converted(LabelScheme scheme, string labels)
    {
        var lines = string.Join('\n', labels.Split(' ').Select(label => $"w {label}"));

        var corpus = Corpus.Load(_folder.Write("c.txt", lines));

        Assert.Equal(scheme, corpus.LabelScheme);
        Assert.Equal(["B-x", "I-x", "B-x", "O", "B-y"], corpus.GetSentences(CorpusSet.Test)[0].Labels.Take(5));
        Assert.Equal(scheme != LabelScheme.Iob2, corpus.Remarks.Count > 0);
    }

    [Theory]
    [InlineData("O O")]
    [InlineData("B-x O I-x O B-x")]
    [InlineData("S-x O Q-y O")]
    public void Other_labels_stay_as_they_are(string labels)
    {
        var lines = string.Join('\n', labels.Split(' ').Select(label => $"w {label}"));

        var corpus = Corpus.Load(_folder.Write("c.txt", lines));

        Assert.Equal(LabelScheme.Iob2, corpus.LabelScheme);
        Assert.Equal(labels.Split(' '), corpus.GetSentences(CorpusSet.Test)[0].Labels);
    }

    [Theory]
    [InlineData("word tag\nanna B-x\nis O\n", "1 labels, such as \"tag\"")]
    [InlineData("anna B-x\nis OTHER\nin OTHER\nrome B-y\n", "2 labels, such as \"OTHER\"")]
    [InlineData("anna B-x\nis B-\nrome B-y\n", "1 labels, such as \"B-\"")]
    [InlineData("anna B-x\nis X\nrome B-y\n", "1 labels, such as \"X\"")]
    public void Labels_of_no_scheme_are_remarked(string text, string remark) =>
        Assert.Contains(
            remark, Assert.Single(Corpus.Load(_folder.Write("c.txt", text)).Remarks), StringComparison.Ordinal);

    [Fact]
    public void Labels_are_not_remarked_where_none_is_of_a_scheme() =>
        Assert.Empty(Corpus.Load(
            _folder.Write("c.txt", "anna NNP\nis VBZ\n"), new CorpusLoadOptions { LabelColumn = 2 }).Remarks);

    [Fact]
    public void Any_slots_survive_the_way_there_and_back() =>
        Label.Array[1, 12].Sample(labels =>
        {
            var conversion = new SchemeConversion();
            var sound = conversion.Convert(labels, LabelScheme.Iob2);
            foreach (var scheme in Enum.GetValues<LabelScheme>())
            {
                var there = conversion.Convert(sound, scheme);
                Assert.Equal(sound, conversion.Convert(there, LabelScheme.Iob2));
                Assert.Equal(there, conversion.Convert(there, scheme));
            }
        });

    [Fact]
    public void Conlleval_finds_the_same_slots_in_the_scheme_that_came()
    {
        Gen.Select(Labels(), Labels()).Sample((gold, guess) =>
        {
            var conversion = new SchemeConversion();
            Assert.Equal(
                Overall(conversion.Convert(gold, LabelScheme.Iob1), conversion.Convert(guess, LabelScheme.Iob1)),
                Overall(gold, guess));
        });

        static Gen<string[]> Labels() => Label.Array[8].Select(
            labels => new SchemeConversion().Convert(labels, LabelScheme.Iob2));

        static SlotScore Overall(string[] gold, string[] guess)
        {
            var evaluation = new ConllEvaluation();
            evaluation.AddSentence(gold, guess);
            return evaluation.GetResult().Overall;
        }
    }

    [Theory]
    [InlineData(LabelScheme.Iob1)]
    [InlineData(LabelScheme.Bioes)]
    [InlineData(LabelScheme.Bmes)]
    [InlineData(LabelScheme.Bilou)]
    public void Training_on_any_scheme_gives_the_same_model_as_on_iob2(LabelScheme scheme)
    {
        var conversion = new SchemeConversion();
        var flights = FlightRequests.Generate();
        var models = new List<ElmanModel>();
        foreach (var target in (LabelScheme[])[LabelScheme.Iob2, scheme])
        {
            var folder = Directory.CreateDirectory(_folder.File($"{target}")).FullName;
            foreach (var (name, set) in new[] { ("train", CorpusSet.Train), ("valid", CorpusSet.Validation) })
            {
                var sentences = flights.ToCorpus().GetSentences(set).Take(60);
                File.WriteAllText(
                    Path.Combine(folder, name + ".txt"),
                    string.Join('\n', sentences.Select(sentence => string.Concat(
                        sentence.Words.Zip(
                            conversion.Convert(sentence.Labels, target), (word, label) => $"{word}\t{label}\n")))));
            }

            var corpus = Corpus.Load(folder);
            Assert.Equal(target, corpus.LabelScheme);
            var options = new TrainingOptions
            {
                HiddenSize = 8,
                EmbeddingSize = 5,
                Epochs = 2,
                Decoding = LabelDecoding.Iob,
            };
            models.Add(new TrainingRun(corpus, options).Run(
                cancellationToken: TestContext.Current.CancellationToken).Model);
        }

        Assert.Equal(models[0].Fingerprint, models[1].Fingerprint);
    }

    /// <summary>A few are slips; more than one in twenty are worth a word.</summary>
    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void Slots_that_begin_with_inside_are_remarked_beyond_one_in_twenty(int breaches, bool isRemarked)
    {
        var sentences = Enumerable.Range(0, 40).Select(
            i => i < breaches ? "rome I-LOC\nis O\n\n" : "anna B-PER\nleft O\n\n");
        var corpus = Corpus.Load(_folder.Write("c.txt", string.Concat(sentences)));

        Assert.Equal(LabelScheme.Iob2, corpus.LabelScheme);
        Assert.Equal(
            isRemarked,
            corpus.Remarks.Any(
                remark => remark.Contains($"{breaches} of 40 slots begin with I-", StringComparison.Ordinal)));
    }

    [Fact]
    public void Iob1_labels_are_scored_as_they_came()
    {
        const string Text = "anna I-PER\nben B-PER\nleft O\n\nrome I-LOC\n";
        var corpus = Corpus.Load(_folder.Write("c.txt", string.Concat(Enumerable.Repeat(Text + "\n", 30))));
        var options = new TrainingOptions { HiddenSize = 10, EmbeddingSize = 5, Epochs = 20 };
        foreach (var decoding in (LabelDecoding[])[LabelDecoding.ArgMax, LabelDecoding.Iob])
        {
            options.Decoding = decoding;
            var model = new TrainingRun(
                corpus, options).Run(cancellationToken: TestContext.Current.CancellationToken).Model;

            var result = ConllEvaluation.Evaluate(model.Compile(), corpus);

            Assert.Equal((100, 90), (result.Overall.F1, result.Overall.GoldCount));
        }
    }
}
