using System.Text;

namespace FastElman.Cli.Models;

/// <summary>
/// A text file with one name a line, the words or the labels of a dump. The line number, counted from 0, is the index.
/// </summary>
internal static class NameList
{
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Vocabulary ReadWords(string path) => Read(path, names => new Vocabulary(names));

    public static LabelSet ReadLabels(string path) => Read(path, names => new LabelSet(names));

    private static T Read<T>(string path, Func<IEnumerable<string>, T> make)
    {
        try
        {
            return make(File.ReadLines(path, StrictUtf8));
        }
        catch (DecoderFallbackException e)
        {
            throw new ModelFormatException("the file is not UTF-8", path, innerException: e);
        }
        catch (ArgumentException e)
        {
            throw new ModelFormatException(e.Message, path, innerException: e);
        }
    }
}
