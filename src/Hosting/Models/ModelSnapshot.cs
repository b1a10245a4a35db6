using System.Diagnostics;

namespace FastElman.Extensions.Hosting;

/// <summary>A model that was loaded, compiled and warmed up, with the taggers on it.</summary>
/// <remarks>Immutable and thread-safe: it serves whoever holds it, also after a reload.</remarks>
[DebuggerDisplay("{Fingerprint,nq}, loaded {LoadedAt}")]
public sealed class ModelSnapshot
{
    internal ModelSnapshot(CompiledModel model, string path, DateTimeOffset loadedAt, TimeSpan loadDuration)
    {
        Model = model;
        Tagger = new Tagger(model);
        BatchTagger = new BatchTagger(model);
        Path = path;
        LoadedAt = loadedAt;
        LoadDuration = loadDuration;
    }

    /// <summary>The model.</summary>
    public CompiledModel Model { get; }

    /// <summary>Tags sentence after sentence on it; not measured, as <see cref="ServiceTagger"/> is.</summary>
    public Tagger Tagger { get; }

    /// <summary>Tags many sentences at once on it, on one thread.</summary>
    public BatchTagger BatchTagger { get; }

    /// <summary>The fingerprint of its content: 32 hexadecimal digits.</summary>
    public string Fingerprint => Model.Model.Fingerprint;

    /// <summary>The full path of the file that it was read from.</summary>
    public string Path { get; }

    /// <summary>When it was loaded.</summary>
    public DateTimeOffset LoadedAt { get; }

    /// <summary>How long it took to read, compile and warm it up.</summary>
    public TimeSpan LoadDuration { get; }
}
