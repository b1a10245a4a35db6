using FastElman.Files;
using FastElman.Interop.Onnx.Format;
using FastElman.Validation;
using Google.Protobuf;

namespace FastElman.Interop.Onnx.Reading;

/// <summary>Loads a model from a file: one of ours by its metadata, any other by its graph.</summary>
internal static class OnnxFile
{
    public static ElmanModel Load(string path, Vocabulary? vocabulary, LabelSet? labels)
    {
        var bytes = ReadAll(path);
        try
        {
            var document = DocumentReader.Read(bytes, path);
            return ModelMetadata.IsOurs(document.Metadata)
                ? OwnModel.Read(document, vocabulary, labels, path)
                : ForeignModel.Read(document, bytes.Length, vocabulary, labels, path);
        }
        catch (InvalidProtocolBufferException e)
        {
            // An integer of variable length that has no end, in a tensor that is read only now.
            throw new ModelFormatException("is not a sound ONNX model", path, found: e.Message, innerException: e);
        }
    }

    /// <summary>The bytes of the file. Memory grows with what arrives where its length is not known before.</summary>
    private static byte[] ReadAll(string path)
    {
        using var stream = ReplacedFile.OpenRead(path);
        if (!stream.CanSeek)
        {
            using var buffered = new MemoryStream();
            stream.CopyTo(buffered);
            return buffered.ToArray();
        }

        if (stream.Length > Array.MaxLength)
        {
            throw new ModelFormatException(
                "is too long for an ONNX model",
                path,
                expected: $"at most {Array.MaxLength} bytes",
                found: $"{stream.Length}");
        }

        var bytes = GC.AllocateUninitializedArray<byte>((int)stream.Length);
        stream.ReadExactly(bytes);
        return bytes;
    }
}
