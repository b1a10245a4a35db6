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

    /// <summary>An SVG picture that is also told in words, for readers who cannot see it.</summary>
    /// <param name="size">Its width and height.</param>
    /// <param name="id">A name that is unique in the page.</param>
    /// <param name="title">What the picture shows.</param>
    /// <param name="description">The same in words.</param>
    /// <param name="draw">Writes the elements of the picture.</param>
    public void Picture((int Width, int Height) size, string id, string title, string description, Action draw) =>
        Element(
            "svg",
            () =>
            {
                Element("title", title, ("id", $"{id}-title"));
                Element("desc", description, ("id", $"{id}-description"));
                draw();
            },
            ("viewBox", $"0 0 {size.Width} {size.Height}"),
            ("role", "img"),
            ("aria-labelledby", $"{id}-title {id}-description"));

    /// <summary>A table that scrolls where the page is too narrow for it.</summary>
    /// <param name="label">What the table is called for readers who cannot see it.</param>
    /// <param name="rows">Writes its rows.</param>
    /// <param name="attributes">Attributes of the table itself.</param>
    public void ScrollingTable(string label, Action rows, params (string Name, string Value)[] attributes) =>
        Element(
            "div",
            () => Element("table", rows, attributes),
            ("class", "scroll"),
            ("tabindex", "0"),
            ("role", "region"),
            ("aria-label", label));

    /// <summary>A table that is folded away.</summary>
    /// <param name="summary">What is seen while it is folded.</param>
    /// <param name="label">What the table is called for readers who cannot see it.</param>
    /// <param name="rows">Writes its rows.</param>
    public void FoldedTable(string summary, string label, Action rows) =>
        Element("details", () =>
        {
            Element("summary", summary);
            ScrollingTable(label, rows);
        });

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
