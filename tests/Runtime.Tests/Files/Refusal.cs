using FastElman.Fixtures;

namespace FastElman.Tests.Files;

/// <summary>Loads bytes that are no sound model, from disk and from memory, and checks how that is said.</summary>
internal static class Refusal
{
    public static ModelFormatException Of(HandmadeFile file, params string[] parts) =>
        Of(file.ToBytes(), parts: parts);

    /// <summary>The message is one line, begins with the file, and contains the parts.</summary>
    public static ModelFormatException Of(byte[] bytes, ModelLoadOptions? options = null, params string[] parts)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("hostile.safetensors", bytes);
        var exception = Assert.Throws<ModelFormatException>(() => ElmanModel.Load(path, options));
        Assert.Equal(path, exception.File);
        Assert.StartsWith(path + ": ", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(exception.Message, char.IsControl);
        foreach (var part in parts)
        {
            Assert.Contains(part, exception.Message, StringComparison.Ordinal);
        }

        var withoutName = Assert.Throws<ModelFormatException>(() => ElmanModel.Load(bytes, options));
        Assert.Null(withoutName.File);
        return exception;
    }
}
