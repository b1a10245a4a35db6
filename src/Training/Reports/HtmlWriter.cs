using System.Globalization;
using System.Text;
using System.Xml;
using FastElman.Validation;

namespace FastElman.Training.Reports;

/// <summary>
/// Writes HTML that is well-formed XML too. Whatever text it is given, words and labels of a corpus as well, comes out
/// as text: there is no way to write markup with it but by its elements.
/// </summary>
internal sealed class HtmlWriter : IDisposable
{
    /// <summary>
    /// The elements that HTML ends where they begin; all others get an end tag, even where they are empty.
    /// </summary>
    private static readonly HashSet<string> Void = ["meta", "col", "path", "line", "rect"];

    private readonly XmlWriter _writer;

    public HtmlWriter(Stream stream)
    {
        _writer = XmlWriter.Create(stream, new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            OmitXmlDeclaration = true,
            NewLineChars = "\n",
        });
        _writer.WriteRaw("<!DOCTYPE html>\n");
    }

    /// <summary>
    /// An element with attributes, each a name and a value of ours, not of a corpus; and with content.
    /// </summary>
    public void Element(string name, Action? content, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _writer.WriteStartElement(name);
        foreach (var (attribute, value) in attributes)
        {
            _writer.WriteAttributeString(attribute, value);
        }

        content?.Invoke();
        if (Void.Contains(name))
        {
            _writer.WriteEndElement();
        }
        else
        {
            _writer.WriteFullEndElement();
        }
    }

    /// <summary>An element with attributes and text.</summary>
    public void Element(string name, string text, params ReadOnlySpan<(string Name, string Value)> attributes) =>
        Element(name, () => Text(text), attributes);

    /// <summary>Text: one line, without control characters, cut where it is endless.</summary>
    public void Text(string text) => _writer.WriteString(Clean(text));

    /// <summary>The style sheet, which is not text to HTML but is taken as it stands.</summary>
    public void Style(string constant) => Element("style", () => _writer.WriteRaw(constant));

    /// <summary>A line feed between two elements, for whoever reads the source.</summary>
    public void NewLine() => _writer.WriteWhitespace("\n");

    /// <summary>A number as an attribute of a drawing.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    public void Dispose() => _writer.Dispose();

    /// <summary>
    /// Without what XML does not allow even as a reference: control characters, and the two code points at the end that
    /// are no characters.
    /// </summary>
    private static string Clean(string text) =>
        MessageText.Sanitize(text).Replace('\uFFFE', '\uFFFD').Replace('\uFFFF', '\uFFFD');
}
