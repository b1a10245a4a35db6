using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FastElman.Files;
using FastElman.Model;
using FastElman.Training.Backpropagation;
using FastElman.Validation;

namespace FastElman.Training.Runs.Checkpoints;

/// <summary>
/// Reads a checkpoint as carefully as a model file: every claim of the header is checked before a tensor is allocated,
/// then state and tensors are checked against their hash. <see cref="RunCheckpoint"/> checks whether the state fits the
/// run.
/// </summary>
internal static class CheckpointReader
{
    /// <summary>Reads a checkpoint of a run with these sizes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">The sizes of the network.</param>
    /// <param name="sentenceCount">Sentences of the first training.</param>
    /// <param name="finalSentenceCount">Sentences of the final training.</param>
    /// <exception cref="ModelFormatException">It is not a sound checkpoint of such a run.</exception>
    public static CheckpointContent Read(string path, ElmanShape shape, int sentenceCount, int finalSentenceCount)
    {
        using var stream = ReplacedFile.OpenRead(path);
        var header = SafetensorsHeader.Read(stream, path);
        if (
            header.Metadata.GetValueOrDefault(CheckpointLayout.FormatKey) is var format
                && format != CheckpointLayout.Format)
        {
            throw new ModelFormatException("the file is not a checkpoint", path, null, CheckpointLayout.Format, format);
        }

        if (Required(header, CheckpointLayout.VersionKey, path) is var version && version != CheckpointLayout.Version)
        {
            throw new ModelFormatException(
                "the file is of another version of the format", path, null, CheckpointLayout.Version, version);
        }

        var json = Required(header, CheckpointLayout.StateKey, path);
        var expectedHash = Required(header, CheckpointLayout.Sha256Key, path);
        var state = Parse(json, path);
        var hasBest = state.Epochs.Count > 0;
        var hasMoments = state.Run.Optimizer == nameof(TrainingOptimizer.Adam);
        var hasAverages = state.Run.Recipe == nameof(TrainingRecipe.Regularized);
        var isFinal = state.Selection is not null;
        var count = isFinal ? finalSentenceCount : sentenceCount;
        RequireEntries(header, CheckpointLayout.Entries(shape, count, hasBest, hasMoments, hasAverages, isFinal), path);

        var content = new CheckpointContent(
            state,
            new ElmanParameters(shape),
            hasBest ? new ElmanParameters(shape) : null,
            hasMoments
                ? new AdamMoments(new ElmanParameters(shape), new ElmanParameters(shape), state.OptimizerSteps)
                : null,
            new int[count],
            hasAverages ? new ElmanParameters(shape) : null,
            isFinal ? new ElmanParameters(shape) : null);
        var order = new float[count];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(json));
        foreach (var memory in CheckpointLayout.Memories(content, order))
        {
            var bytes = MemoryMarshal.AsBytes(memory.Span);
            stream.ReadExactly(bytes);
            hash.AppendData(bytes);
            LittleEndian.ToNative(memory.Span);
        }

        var found = Convert.ToHexStringLower(hash.GetHashAndReset());
        return found == expectedHash
            ? content with { Order = CheckpointLayout.NumbersOf(order) }
            : throw new ModelFormatException(
                "the checkpoint was changed or damaged: its SHA-256 differs", path, null, expectedHash, found);
    }

    private static CheckpointState Parse(string json, string path)
    {
        try
        {
            // The deserialiser lets null into a list of non-nullable items.
            return JsonSerializer.Deserialize(json, CheckpointJson.Default.CheckpointState) is { } state
                && !state.Epochs.Contains(null!)
                && state.Selection?.Contains(null!) != true
                ? state
                : throw new ModelFormatException(
                    $"{CheckpointLayout.StateKey} has a null value where none is allowed", path);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            throw new ModelFormatException(
                $"{CheckpointLayout.StateKey} is not the state of a checkpoint",
                path,
                null,
                "the state of a run as JSON",
                MessageText.Sanitize(e.Message),
                e);
        }
    }

    private static void RequireEntries(SafetensorsHeader header, List<TensorEntry> expected, string path)
    {
        if (header.Tensors.Count != expected.Count)
        {
            throw new ModelFormatException(
                "it has more or fewer tensors than a checkpoint of this run",
                path,
                null,
                $"{expected.Count}",
                $"{header.Tensors.Count}");
        }

        foreach (var (wanted, found) in expected.Zip(header.Tensors))
        {
            if (Describe(wanted) is var description && description != Describe(found))
            {
                throw new ModelFormatException(
                    "it is not what a checkpoint of this run has here",
                    path,
                    wanted.Name,
                    description,
                    Describe(found));
            }
        }
    }

    private static string Describe(TensorEntry entry) =>
        $"{entry.Name} {entry.ElementType} {entry.DimensionsText} at {entry.Begin} to {entry.End}";

    private static string Required(SafetensorsHeader header, string key, string path) =>
        header.Metadata.TryGetValue(key, out var value)
            ? value
            : throw new ModelFormatException($"the metadata lacks {key}", path);
}
