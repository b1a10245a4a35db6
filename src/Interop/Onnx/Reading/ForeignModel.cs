using FastElman.Interop.Onnx.Format;

namespace FastElman.Interop.Onnx.Reading;

internal static class ForeignModel
{
    public static ElmanModel Read(
        OnnxDocument document, int fileLength, Vocabulary? vocabulary, LabelSet? labels, string? file) =>
        throw new ModelFormatException("was not written by FastElman", file);
}
