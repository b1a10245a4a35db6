using System.Text.Json;
using FastElman.Native.Info;

namespace FastElman.Native.Tagging;

/// <summary>What fe_tagger_info says.</summary>
internal static class TaggerInfo
{
    public static byte[] Describe(CompiledModel model)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("fingerprint", model.Model.Fingerprint);
            json.WriteString("instructionSet", EnumNames.CamelCase(model.InstructionSet));
            json.WriteString("precision", EnumNames.CamelCase(model.Precision));
            json.WriteString("decoding", EnumNames.CamelCase(model.Decoding));
            json.WriteNumber("minimumConfidence", model.MinimumConfidence);
            json.WriteBoolean("canStream", model.CanStream);
            json.WriteBoolean("usesProjectedEmbeddings", model.Diagnostics.UsesProjectedEmbeddings);
            json.WriteBoolean("usesByteArgMax", model.Diagnostics.UsesByteArgMax);
            json.WriteBoolean("usesSparseRecurrence", model.Diagnostics.UsesSparseRecurrence);
            json.WriteNumber("projectionCapacity", model.Diagnostics.ProjectionCapacity);
            json.WriteNumber("projectedWordCount", model.ProjectedWordCount);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
