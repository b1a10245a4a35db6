using System.Text.Json;
using FastElman.Files;
using FastElman.Model;

namespace FastElman.Interop.PyTorch;

/// <summary>
/// What a state dict that we wrote says beside its tensors: the entries of a model file, but for the format, which is
/// <c>pt</c> for the readers of other libraries.
/// </summary>
internal static class StateDictMetadata
{
    private const string FormatKey = "format";
    private const string PyTorchFormat = "pt";

    /// <summary>What only a state dict of ours has.</summary>
    private const string ConfigKey = "fastelman.config";

    private const string WindowKey = "window";

    /// <summary>The entries for a model.</summary>
    public static IEnumerable<(string Key, string Value)> Compose(ElmanModel model) =>
        ModelMetadata.Of(model).WithChecksumOf(model.Parameters).Compose(model.Shape).Select(
            entry => entry.Key == FormatKey ? (FormatKey, PyTorchFormat) : entry);

    /// <summary>The entries as those of a model file; null where the state dict is not one of ours.</summary>
    public static IReadOnlyDictionary<string, string>? Find(StateDict dict)
    {
        if (!dict.Metadata.ContainsKey(ConfigKey))
        {
            return null;
        }

        var entries = new Dictionary<string, string>(dict.Metadata, StringComparer.Ordinal)
        {
            [FormatKey] = "fastelman",
        };
        return entries;
    }

    /// <summary>The words in the window, which the shapes alone do not tell from the size of an embedding.</summary>
    public static int WindowOf(IReadOnlyDictionary<string, string> entries, string file)
    {
        using var config = MetadataJson.Parse(entries[ConfigKey], ConfigKey, JsonValueKind.Object, file);
        return config.RootElement.TryGetProperty(WindowKey, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out var window) && window > 0 && window % 2 == 1
            ? window
            : throw new ModelFormatException(
                $"{ConfigKey} has no size of a window", file, null, "an odd number", $"another {WindowKey}, or none");
    }
}
