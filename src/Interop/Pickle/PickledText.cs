using System.Text;

namespace FastElman.Interop.Pickle;

/// <summary>Text as Python 3 pickles it, or as Python 2 does, which writes bytes.</summary>
internal static class PickledText
{
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text; null for bytes that are not UTF-8, and for anything else.</summary>
    public static string? Utf8(object? value) => Of(value, StrictUtf8);

    /// <summary>The text; null for bytes that are not of the encoding, and for anything else.</summary>
    public static string? Of(object? value, Encoding encoding)
    {
        try
        {
            return value switch
            {
                string text => text,
                byte[] bytes => encoding.GetString(bytes),
                _ => null,
            };
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
