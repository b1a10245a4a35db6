using FastElman.Training;

namespace FastElman.Fuzz.Targets;

/// <summary>All targets. A new reader gets its target here.</summary>
internal static class FuzzTargets
{
    private static readonly Func<FuzzTarget>[] Makers =
    [
        () => new SafetensorsTarget(),
        () => new NpyTarget(),
        () => new NpzTarget(),
        () => new OnnxTarget(),
        () => new DumpFolderTarget(),
        () => new PickleTarget(),
        () => new StateDictTarget(),
        () => new TorchPickleTarget(),
        .. Enum.GetValues<CorpusFormat>()
            .Where(format => format is not (CorpusFormat.Pickle or CorpusFormat.Sequences))
            .Select(format => (Func<FuzzTarget>)(() => new CorpusTarget(format))),
        () => new SequencePairTarget(),
        () => new CorpusFolderTarget(),
        () => new WordVectorsTarget(),
        () => new ConllScriptTarget(),
        () => new CheckpointTarget(isSealed: false),
        () => new CheckpointTarget(isSealed: true),
        () => new SearchTarget(isTrial: false),
        () => new SearchTarget(isTrial: true),
        () => new ClaimTarget(),
        () => new SentenceBlocksTarget(),
        () => new CompressedTarget(),
        () => new ShardTarget("shard-settings", "shards.json"),
        () => new ShardTarget("shard-record", "part-00000000.json"),
        () => new ShardTarget("shard-end", "end.json"),
        () => new StreamStateTarget("stream-state", SeedModels.Usual),
        () => new StreamStateTarget("stream-state-subwords", SeedModels.WithSubwords),
        () => new TextTarget(),
        () => new DifferentialTarget(),
        () => new SettingsTarget(),
        .. CommandTargets.Makers,
    ];

    /// <summary>Each target, made anew: a target serves one thread.</summary>
    public static IEnumerable<FuzzTarget> All => Makers.Select(make => make());

    /// <summary>The target of a name, made anew.</summary>
    public static FuzzTarget Named(string name) => All.FirstOrDefault(target => target.Name == name)
        ?? throw new ArgumentException($"There is no target {name}; Fuzz list names them.", nameof(name));
}
