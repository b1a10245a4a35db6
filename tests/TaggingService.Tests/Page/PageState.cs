using System.Text.Json.Serialization;

namespace FastElman.Samples.TaggingService.Tests.Page;

/// <summary>What the page shows at one moment.</summary>
/// <param name="IsSettled">Whether no request is under way and nothing went wrong.</param>
/// <param name="ShownText">The text below the field, without labels, with its lines.</param>
/// <param name="Slots">The slots that are marked in it.</param>
/// <param name="Rows">The cells of the table that one sees.</param>
/// <param name="Problem">The line that says what went wrong; empty where it is not shown.</param>
/// <param name="Count">How many slots there are.</param>
/// <param name="Time">How long the answer took.</param>
/// <param name="Fingerprint">The model in the footer.</param>
/// <param name="InstructionSet">The instruction set in the footer.</param>
/// <param name="Spoken">What a screen reader says.</param>
public sealed record PageState(
    [property: JsonPropertyName("settled")] bool IsSettled,
    [property: JsonPropertyName("text")] string ShownText,
    [property: JsonPropertyName("slots")] IReadOnlyList<MarkedSlot> Slots,
    [property: JsonPropertyName("rows")] IReadOnlyList<IReadOnlyList<string>> Rows,
    [property: JsonPropertyName("problem")] string Problem,
    [property: JsonPropertyName("count")] string Count,
    [property: JsonPropertyName("time")] string Time,
    [property: JsonPropertyName("fingerprint")] string Fingerprint,
    [property: JsonPropertyName("instructionSet")] string InstructionSet,
    [property: JsonPropertyName("spoken")] string Spoken)
{
    /// <summary>Reads all of it in one call, so that nothing changes in between.</summary>
    public const string Script =
        """
        const byId = (id) => document.getElementById(id);
        const textOf = (node) =>
          node.nodeType === Node.TEXT_NODE ? node.data : node.querySelector(".words").textContent;
        const shown = (element) => (element.checkVisibility() ? element.textContent : "");
        return JSON.stringify({
          settled: !document.body.classList.contains("waiting") && byId("slots-in-text").childElementCount > 0,
          text: [...byId("slots-in-text").children].map((p) => [...p.childNodes].map(textOf).join("")).join("\n"),
          slots: [...document.querySelectorAll("mark")].map((mark) => ({
            name: mark.querySelector(".name").textContent,
            text: mark.querySelector(".words").textContent,
            confidence: mark.querySelector(".confidence").textContent,
            background: getComputedStyle(mark).backgroundColor,
            line: getComputedStyle(mark.querySelector(".bar"), "::before").borderBottomStyle,
            filled: parseFloat(getComputedStyle(mark.querySelector(".bar"), "::before").width)
              / mark.querySelector(".bar").getBoundingClientRect().width,
          })),
          rows: [...document.querySelectorAll("tbody tr")].filter((tr) => tr.checkVisibility()).map((tr) =>
            [...tr.cells].filter((cell) => cell.checkVisibility()).map((cell) => cell.textContent)),
          problem: shown(byId("problem")),
          count: shown(byId("count")),
          time: shown(byId("time")),
          fingerprint: shown(byId("fingerprint")),
          instructionSet: shown(byId("instruction-set")),
          spoken: byId("summary").textContent,
        });
        """;
}

/// <summary>A slot that is marked in the text.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">Its words.</param>
/// <param name="Confidence">The number beside its name.</param>
/// <param name="Background">Its colour.</param>
/// <param name="Line">The style of its line.</param>
/// <param name="Filled">The share of the line that is drawn.</param>
public sealed record MarkedSlot(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("confidence")] string Confidence,
    [property: JsonPropertyName("background")] string Background,
    [property: JsonPropertyName("line")] string Line,
    [property: JsonPropertyName("filled")] double Filled);
