using System.Text.Json;

namespace FastElman.Native.Tests;

/// <summary>
/// Results of C# for bindings/python/tests/test_same_as_csharp.py: a model file NAME.safetensors and what it gives in
/// NAME.json.
/// </summary>
/// <param name="folder">The folder that they are written to.</param>
internal sealed class PythonResults(string folder)
{
    /// <summary>The variable that tells the Python tests the folder.</summary>
    public const string Variable = "FASTELMAN_EXPECTED";

    /// <summary>Writes a model and its results.</summary>
    /// <param name="name">The name of the files.</param>
    /// <param name="model">The model.</param>
    /// <param name="sentences">Sentences of word indices.</param>
    /// <param name="texts">Texts; none where the model has no names.</param>
    public void Write(string name, ElmanModel model, int[][] sentences, string[] texts)
    {
        // The library has AVX2 here, C# may have more: probabilities of 128-bit vectors have other last bits.
        var instructionSet = SimdInfo.Supported.Contains(InstructionSet.Avx2)
            ? InstructionSet.Avx2
            : InstructionSet.Scalar;
        var compiled = model.Compile(new() { InstructionSet = instructionSet });
        var tagger = new Tagger(compiled);

        model.Save(Path.Combine(folder, $"{name}.safetensors"));
        using var file = File.Create(Path.Combine(folder, $"{name}.json"));
        using var json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        json.WriteString("instructionSet", JsonNamingPolicy.CamelCase.ConvertName(instructionSet.ToString()));
        WriteSentences(json, tagger, sentences);
        WriteTexts(json, tagger, texts);
        json.WriteEndObject();
    }

    private static void WriteSentences(Utf8JsonWriter json, Tagger tagger, int[][] sentences)
    {
        var labels = sentences.Select(sentence => new int[sentence.Length]).ToArray();
        var confidence = sentences.Select(sentence => new float[sentence.Length]).ToArray();
        for (var i = 0; i < sentences.Length; i++)
        {
            tagger.TagWithConfidence(sentences[i], labels[i], confidence[i]);
        }

        Write(json, "words", sentences);
        Write(json, "labels", labels);
        Write(json, "confidenceBits", confidence.Select(row => row.Select(BitConverter.SingleToInt32Bits).ToArray()));
    }

    private static void WriteTexts(Utf8JsonWriter json, Tagger tagger, string[] texts)
    {
        var words = texts.Select(tagger.TagSentence).ToArray();
        Write(json, "texts", texts);
        Write(json, "namedWords", words.Select(sentence => sentence.Select(word => word.Word)));
        Write(json, "namedLabels", words.Select(sentence => sentence.Select(word => word.Label)));
        Write(
            json,
            "slots",
            texts.Select(
                text => tagger.FindSlots(text).Select(slot => new object[] { slot.Name, slot.Text, slot.Start })));
    }

    private static void Write<T>(Utf8JsonWriter json, string name, IEnumerable<T> values)
    {
        json.WritePropertyName(name);
        JsonSerializer.Serialize(json, values);
    }
}
