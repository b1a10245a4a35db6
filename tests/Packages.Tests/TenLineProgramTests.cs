using FastElman.Fixtures;
using FastElman.Interop;

namespace FastElman.Packages.Tests;

/// <summary>The program gives what the same calls give here.</summary>
public sealed class TenLineProgramTests(TenLineProgram program) : IClassFixture<TenLineProgram>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_imports_a_dump_tags_a_sentence_and_saves_the_model()
    {
        var shape = new ElmanShape(hiddenSize: 5, labelCount: 4, vocabularySize: 8, embeddingSize: 3, windowSize: 3);
        var dump = _folder.File("dump");
        TheanoDump.Save(ElmanModel.Create(RandomModel.Parameters(shape, seed: 1, range: 2)), dump);

        Run(PickleFixture.PathOf("compressed.pkl.gz"), dump);
    }

    [Fact]
    public void It_imports_the_tutorials_network()
    {
        var fold = SharedData.PathOf("atis", "atis.fold1.pkl.gz");

        var output = Run(fold, SharedData.PathOf("golden", "atis-trained-100", "params"));

        Assert.Contains("B-fromloc.city_name", output, StringComparison.Ordinal);
        Assert.Contains("I-toloc.city_name", output, StringComparison.Ordinal);
    }

    private string Run(string fold, string dump)
    {
        var work = Directory.CreateDirectory(_folder.File("work")).FullName;
        File.Copy(fold, Path.Combine(work, "atis.fold1.pkl.gz"));
        var copy = Directory.CreateDirectory(Path.Combine(work, "params")).FullName;
        foreach (var file in Directory.GetFiles(dump))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        var output = program.Run(work);

        var read = FoldPickle.Load(fold);
        var model = TheanoDump.Load(dump, read.Vocabulary, read.Labels);
        var tagged = new Tagger(model.Compile()).TagSentence(TenLineProgram.Sentence);
        Assert.Equal(string.Concat(tagged.Select(word => $"{word}{Environment.NewLine}")), output);
        Assert.Equal(model.Fingerprint, ElmanModel.Load(Path.Combine(work, "model.safetensors")).Fingerprint);
        return output;
    }
}
