using System.Security.Cryptography;
using System.Text;
using FastElman.Files;
using FastElman.Training;
using FastElman.Training.Runs.Checkpoints;

namespace FastElman.Fuzz.Targets;

/// <summary>
/// The checkpoint of a training run. Sealed, the input is the state of the run as JSON, which gets a sound file around
/// it with a sound hash: otherwise the hash refuses nearly everything first.
/// </summary>
internal sealed class CheckpointTarget : FileTarget
{
    private const int Epochs = 4;

    private static readonly Corpus Corpus = new(
        train: [Sentence("from/O oslo/B-from"), Sentence("to/O rome/B-to"), Sentence("the/O")],
        validation: [Sentence("from/O rome/B-from")]);

    private readonly bool _isSealed;
    private readonly byte[] _whole;
    private readonly string _state;

    public CheckpointTarget(bool isSealed)
        : base(isSealed ? "checkpoint-state" : "checkpoint", "run.checkpoint")
    {
        _isSealed = isSealed;
        var file = Folder.File("seed.checkpoint");
        var options = Options(file);
        options.SentenceLimit = 7;
        new TrainingRun(Corpus, options).Run();
        _whole = File.ReadAllBytes(file);
        using var stream = new MemoryStream(_whole);
        _state = SafetensorsHeader.Read(stream, file).Metadata[CheckpointLayout.StateKey];
    }

    public override IReadOnlyList<byte[]> Tokens { get; } =
        [.. "null|-1|1e999|NaN|[]|{}|\"\"|true|9223372036854775807|,\"x\":1|[null]".Split('|')
            .Select(Encoding.UTF8.GetBytes)];

    public override long AllowedBytes => 4 << 20;

    public override IEnumerable<byte[]> Seeds() => [_isSealed ? Encoding.UTF8.GetBytes(_state) : _whole];

    public override bool IsRefusal(Exception exception) => exception is ModelFormatException;

    protected override int Run(string file, byte[] input)
    {
        if (_isSealed)
        {
            Folder.Write(Path.GetFileName(file), Seal(Encoding.UTF8.GetString(input)));
        }

        var run = new TrainingRun(Corpus, Options(file));
        var updates = run.Resume();
        Require(updates is > 0, "a run continues where it was");
        return HashCode.Combine(run.Epoch, run.IsOver, Magnitude(updates!.Value));
    }

    private static TrainingOptions Options(string file) => new()
    {
        HiddenSize = 3,
        EmbeddingSize = 2,
        WindowSize = 3,
        Epochs = Epochs,
        Optimizer = TrainingOptimizer.Adam,
        CheckpointFile = file,
    };

    private static CorpusSentence Sentence(string text)
    {
        var pairs = text.Split(' ').Select(pair => pair.Split('/')).ToArray();
        return new CorpusSentence(pairs.Select(pair => pair[0]), pairs.Select(pair => pair[1]));
    }

    /// <summary>The file of a checkpoint with this state and the tensors of the sound one.</summary>
    private byte[] Seal(string state)
    {
        using var stream = new MemoryStream(_whole);
        var header = SafetensorsHeader.Read(stream, file: null);
        var tensors = _whole.AsSpan((int)stream.Position);
        var hash = SHA256.HashData([.. Encoding.UTF8.GetBytes(state), .. tensors]);
        var sealedHeader = SafetensorsWriter.Header(
            [
                (CheckpointLayout.FormatKey, CheckpointLayout.Format),
                (CheckpointLayout.VersionKey, CheckpointLayout.Version),
                (CheckpointLayout.StateKey, state),
                (CheckpointLayout.Sha256Key, Convert.ToHexStringLower(hash)),
            ],
            [.. header.Tensors]);
        return [.. sealedHeader.Span, .. tensors];
    }
}
