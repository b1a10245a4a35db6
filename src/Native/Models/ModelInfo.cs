using System.Text.Json;
using FastElman.Native.Info;

namespace FastElman.Native.Models;

/// <summary>What fe_model_info says.</summary>
internal static class ModelInfo
{
    public static byte[] Describe(ElmanModel model)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            var shape = model.Shape;
            json.WriteStartObject();
            json.WriteString("fingerprint", model.Fingerprint);
            json.WriteNumber("hiddenSize", shape.HiddenSize);
            json.WriteNumber("labelCount", shape.LabelCount);
            json.WriteNumber("vocabularySize", shape.VocabularySize);
            json.WriteNumber("embeddingSize", shape.EmbeddingSize);
            json.WriteNumber("windowSize", shape.WindowSize);
            json.WriteNumber("subwordCount", shape.SubwordCount);
            json.WriteNumber("parameterCount", shape.ParameterCount);
            json.WriteString("network", EnumNames.CamelCase(shape.Variant.Kind));
            json.WriteString("activation", EnumNames.CamelCase(shape.Variant.Activation));
            json.WriteBoolean("hasTransitions", shape.Variant.HasTransitions);
            json.WriteString("decoding", EnumNames.CamelCase(model.Decoding));
            json.WriteString("tokenizer", EnumNames.CamelCase(model.Tokenizer));
            json.WriteNumber("temperature", model.Temperature);
            json.WriteBoolean("hasWords", model.Vocabulary is not null);
            json.WriteBoolean("hasLabels", model.Labels is not null);
            json.WriteBoolean("hasUnknownWord", model.Vocabulary?.UnknownIndex is not null);
            json.WriteString("recipe", model.Provenance.Recipe);
            json.WriteString("origin", model.Provenance.Origin);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
