using System.Globalization;
using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace FastElman.Samples.TaggingService.Tests.Deployment;

/// <summary>The manifest for Kubernetes: its objects by kind.</summary>
internal static class Manifest
{
    private static readonly Dictionary<string, YamlNode> Objects = Read();

    public static YamlNode Deployment => Objects["Deployment"];

    public static YamlNode Service => Objects["Service"];

    public static YamlNode ConfigMap => Objects["ConfigMap"];

    public static YamlNode DisruptionBudget => Objects["PodDisruptionBudget"];

    /// <summary>What a pod is made of.</summary>
    public static YamlNode Pod => Deployment.At("spec", "template", "spec");

    public static YamlNode Container => Pod.At("containers").Items().Single();

    /// <summary>The settings of the ConfigMap, as configuration names them: with colons.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } =
        Flatten(JsonDocument.Parse(SettingsText).RootElement, "").ToDictionary();

    private static string SettingsText => ConfigMap.At("data", "appsettings.Production.json").Text();

    /// <summary>The node below some keys.</summary>
    public static YamlNode At(this YamlNode node, params string[] keys) => keys.Aggregate(node, (at, key) => at[key]);

    public static IEnumerable<YamlNode> Items(this YamlNode node) => (YamlSequenceNode)node;

    public static string Text(this YamlNode node) => ((YamlScalarNode)node).Value!;

    public static int Number(this YamlNode node) => int.Parse(node.Text(), CultureInfo.InvariantCulture);

    private static Dictionary<string, YamlNode> Read()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Dockerfile.ReadRepositoryFile("samples/TaggingService/kubernetes.yaml")));
        return stream.Documents.ToDictionary(
            document => document.RootNode["kind"].Text(), document => document.RootNode);
    }

    private static IEnumerable<KeyValuePair<string, string>> Flatten(JsonElement element, string path) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(
                property => Flatten(property.Value, Below(path, property.Name))),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(
                (item, index) => Flatten(item, Below(path, $"{index}"))),
            _ => [new(path, element.ToString())],
        };

    private static string Below(string path, string key) => path.Length == 0 ? key : $"{path}:{key}";
}
