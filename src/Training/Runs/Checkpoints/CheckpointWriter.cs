using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FastElman.Files;
using FastElman.Model;

namespace FastElman.Training.Runs.Checkpoints;

/// <summary>Writes a checkpoint whole or not at all.</summary>
internal static class CheckpointWriter
{
    /// <param name="path">The file.</param>
    /// <param name="content">The content.</param>
    /// <param name="mayWrite">
    /// Asked when all of it is on the disk: false leaves what is there. Null where it may be written in any case.
    /// </param>
    public static void Write(string path, CheckpointContent content, Func<bool>? mayWrite = null)
    {
        var state = JsonSerializer.Serialize(content.State, CheckpointJson.Default.CheckpointState);
        Memory<float>[] memories = [.. CheckpointLayout.Memories(content, CheckpointLayout.BitsOf(content.Order))];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(state));
        foreach (var memory in memories)
        {
            hash.AppendData(LittleEndian.BytesOf(memory.Span));
        }

        var header = SafetensorsWriter.Header(
            [
                (CheckpointLayout.FormatKey, CheckpointLayout.Format),
                (CheckpointLayout.VersionKey, CheckpointLayout.Version),
                (CheckpointLayout.StateKey, state),
                (CheckpointLayout.Sha256Key, Convert.ToHexStringLower(hash.GetHashAndReset())),
            ],
            CheckpointLayout.Entries(
                content.Parameters.Shape,
                content.Order.Length,
                content.Best is not null,
                content.Moments is not null,
                content.Averages is not null,
                content.Selected is not null));
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header.Span);
            foreach (var memory in memories)
            {
                stream.Write(LittleEndian.BytesOf(memory.Span));
            }
        }, isWanted: mayWrite);
    }
}
