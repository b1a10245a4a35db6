namespace FastElman.Extensions.Hosting.Tests;

/// <summary>A model made by hand, which gives every word its label whatever stands beside it.</summary>
internal static class CityModel
{
    /// <summary>The name of the slot that boston and denver are.</summary>
    public const string Slot = "city";

    public const string Sentence = "show flights from boston to denver";

    /// <summary>The model: two slots in <see cref="Sentence"/>.</summary>
    /// <param name="slotName">The name of its slot, which makes one model differ from another.</param>
    /// <param name="scale">Output weights: small ones make for little confidence.</param>
    /// <param name="unknownWord">The last word; any but &lt;UNK&gt; makes a model that refuses unknown ones.</param>
    public static ElmanModel Create(
        string slotName = Slot, float scale = 20, string unknownWord = Vocabulary.UnknownWord)
    {
        string[] words = ["show", "flights", "from", "to", "boston", "denver", unknownWord];
        string[] labels = ["O", $"B-{slotName}", $"I-{slotName}"];
        var shape = new ElmanShape(
            hiddenSize: words.Length, labels.Length, words.Length, embeddingSize: words.Length, windowSize: 1);
        var parameters = new ElmanParameters(shape);
        for (var word = 0; word < words.Length; word++)
        {
            // One hidden unit for each word: it is on for its word, and off for all others.
            parameters.Embeddings[(word * words.Length) + word] = 1;
            parameters.InputWeights[(word * words.Length) + word] = 40;
            parameters.HiddenBias[word] = -20;
            parameters.OutputWeights[(word * labels.Length) + (words[word] is "boston" or "denver" ? 1 : 0)] = scale;
        }

        return ElmanModel.Create(parameters, new Vocabulary(words), new LabelSet(labels));
    }

    /// <summary>Writes a model into a folder and gives its path.</summary>
    public static string SaveTo(TemporaryFolder folder, string slotName = Slot, string file = "model.safetensors")
    {
        Create(slotName).Save(folder.File(file));
        return folder.File(file);
    }

    /// <summary>The bytes of a model's file.</summary>
    public static byte[] Bytes(string slotName = Slot)
    {
        using var stream = new MemoryStream();
        Create(slotName).Save(stream);
        return stream.ToArray();
    }
}
