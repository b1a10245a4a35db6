using System.Globalization;
using System.Text;
using System.Xml;
using FastElman.Validation;

namespace FastElman.Training.Reports;

/// <summary>
/// Writes HTML that is also well-formed XML. Text is always escaped, including words and labels of a corpus; only
/// <see cref="Element(string, Action?, ReadOnlySpan{ValueTuple{string, string}})"/> writes markup.
/// </summary>
internal sealed class HtmlWriter : IDisposable
{
    /// <summary>
    /// The void elements of HTML, which have no end tag; all others get one, even if they are empty.
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
    /// An element with attributes and content. Names of elements and attributes are constants, never text of a corpus.
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

    /// <summary>Text on one line, without control characters, cut if it is very long.</summary>
    public void Text(string text) => _writer.WriteString(Clean(text));

    /// <summary>The style sheet, which is not escaped.</summary>
    public void Style(string constant) => Element("style", () => _writer.WriteRaw(constant));

    /// <summary>A line feed between two elements, for readers of the source.</summary>
    public void NewLine() => _writer.WriteWhitespace("\n");

    /// <summary>A number as the value of an SVG attribute.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    public void Dispose() => _writer.Dispose();

    /// <summary>
    /// Removes what XML does not allow even as a reference: control characters, and the two non-characters at the end
    /// of the plane.
    /// </summary>
    private static string Clean(string text) =>
        MessageText.Sanitize(text).Replace('\uFFFE', '\uFFFD').Replace('\uFFFF', '\uFFFD');
}
