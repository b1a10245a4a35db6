using FastElman.Fixtures;

namespace FastElman.Training.Tests.Runs;

/// <summary>Two runs, of two processes or of one, with one checkpoint file.</summary>
public sealed class SharedCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _file;
    private readonly TrainingOptions _options;

    public SharedCheckpointTests()
    {
        _file = _folder.File("run.checkpoint");
        _options = TinyCorpus.Options.With(o => o.CheckpointFile = _file);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_run_is_refused_until_the_first_has_ended()
    {
        var refusals = new List<string>();
        var first = new TrainingRun(TinyCorpus.Indexed(), _options).Complete(new Reaction(() =>
        {
            var other = new TrainingRun(TinyCorpus.Indexed(), _options.With(o => o.Seed = 2));
            refusals.Add(Assert.Throws<IOException>(() => other.Complete()).Message);
        }));

        Assert.NotEmpty(refusals);
        Assert.All(refusals, message => Assert.Equal($"{_file}: another training uses this checkpoint", message));
        Assert.Equal([_file], Directory.GetFiles(_folder.Path));

        var run = new TrainingRun(TinyCorpus.Indexed(), _options);
        Assert.Equal(run.Resume(), run.UpdateCount);
        Assert.Equal(first.Model.Fingerprint, run.Complete().Model.Fingerprint);
    }

    [Fact]
    public void A_link_to_the_checkpoint_is_the_same_checkpoint()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets few users make links.");
        new TrainingRun(TinyCorpus.Indexed(), _options).Complete();
        var link = Directory.CreateDirectory(_folder.File("other")).FullName + "/link";
        File.CreateSymbolicLink(link, _file);
        File.Delete(_file);
        var isRefused = false;
        new TrainingRun(TinyCorpus.Indexed(), _options).Complete(new Reaction(() =>
        {
            var other = new TrainingRun(TinyCorpus.Indexed(), _options.With(o => o.CheckpointFile = link));
            Assert.Equal(
                $"{link}: another training uses this checkpoint",
                Assert.Throws<IOException>(() => other.Complete()).Message);
            isRefused = true;
        }));

        Assert.True(isRefused);
    }

    [Fact]
    public void A_device_as_a_checkpoint_keeps_no_other_run_from_it()
    {
        Assert.SkipUnless(File.Exists("/dev/null"), "there is no such device");
        var options = _options.With(o => o.CheckpointFile = "/dev/null");
        var others = 0;

        new TrainingRun(TinyCorpus.Indexed(), options).Complete(new Reaction(() =>
        {
            new TrainingRun(TinyCorpus.Indexed(), options).Complete();
            others++;
        }));

        Assert.NotEqual(0, others);
    }

    [Fact]
    public void A_folder_that_takes_no_file_is_an_error_that_names_the_checkpoint()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "there is no such folder");
        var options = _options.With(o => o.CheckpointFile = "/proc/run.checkpoint");

        var exception = Assert.ThrowsAny<SystemException>(
            () => new TrainingRun(TinyCorpus.Indexed(), options).Complete());

        Assert.StartsWith(
            "/proc/run.checkpoint: no file can be made in its folder: ", exception.Message, StringComparison.Ordinal);
    }

    private sealed class Reaction(Action act) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => act();
    }
}
