using System.Text.Json.Nodes;
using FastElman.Samples.TaggingService.Limits;

namespace FastElman.Samples.TaggingService.Http;

/// <summary>The operations by method and path.</summary>
internal static class ApiOperations
{
    public static IReadOnlyDictionary<string, string> Tags { get; } = new Dictionary<string, string>
    {
        ["Slots"] = "Slots of whole texts.",
        ["Streams"] = "Slots of a sentence that is still coming.",
        ["Model"] = "The model that answers.",
    };

    /// <returns>Null where it is not described here; a test asks for all.</returns>
    public static ApiOperation? Of(string operation, LimitSettings limits) => operation switch
    {
        "POST /v1/slots" => new(
            "findSlots",
            "Finds the slots of a text",
            $"A text has at most {limits.MaximumWords} words and marks of punctuation. Places count UTF-16 "
            + $"code units. {BodyLimit(limits)}",
            JsonNode.Parse("""{ "text": "Flights from Oslo to Cape Town, please." }"""),
            "The slots, in the order of the text; none is an empty list.",
            JsonNode.Parse(
                """
                {
                  "slots": [
                    { "name": "from.city", "text": "Oslo", "start": 13, "end": 17, "confidence": 0.898 },
                    { "name": "to.city", "text": "Cape Town", "start": 21, "end": 30, "confidence": 0.774 }
                  ]
                }
                """),
            [BadText(limits), TooLarge, NoJson, TooMany]),
        "POST /v1/slots/many" => new(
            "findSlotsOfMany",
            "Finds the slots of many texts at once",
            $"At most {limits.MaximumTexts} texts, each of at most {limits.MaximumWords} words and marks of "
            + $"punctuation. Texts are tagged together, which takes less time than one by one. {BodyLimit(limits)}",
            JsonNode.Parse("""{ "texts": ["Flights to Oslo", "thank you very much"] }"""),
            "For each text its slots, in the order of the texts.",
            JsonNode.Parse(
                """
                {
                  "results": [
                    { "slots": [{ "name": "to.city", "text": "Oslo", "start": 11, "end": 15, "confidence": 0.832 }] },
                    { "slots": [] }
                  ]
                }
                """),
            [BadTexts(limits), TooLarge, NoJson, TooMany]),
        "POST /v1/slots/stream" => new(
            "streamSlots",
            "Finds the slots of a sentence while it arrives",
            "The body is plain text in UTF-8: the words of one sentence, in lines. Each line is tagged when it has "
            + $"come. A line has at most {limits.MaximumBodyBytes} bytes, the sentence at most {limits.MaximumWords} "
            + $"words; where nothing comes for {limits.StreamIdleTimeout}, the stream ends. The answer has an event of "
            + "type slot for each slot, as soon as the words after it have shown that it ends; then "
            + "an event of type end, or one of type problem with the reason. Places are in words.",
            "flights from cape\ntown to lisbon\n",
            "The events. The data of each is a StreamEvent as JSON.",
            """
            event: slot
            data: {"slot":{"name":"from.city","text":"cape town","start":2,"end":4,"confidence":0.834}}

            event: slot
            data: {"slot":{"name":"to.city","text":"lisbon","start":5,"end":6,"confidence":0.913}}

            event: end
            data: {"end":true}


            """,
            [NoText, TooMany]),
        "GET /v1/model" => new(
            "describeModel",
            "Describes the model that answers at the moment",
            "The fingerprint tells models apart: it changes with any word, label or parameter.",
            null,
            "The model.",
            JsonNode.Parse(
                """
                {
                  "fingerprint": "72bc2d30637065f4990137dcb144ea17",
                  "loadedAt": "2026-01-31T12:00:00+00:00",
                  "instructionSet": "Avx2",
                  "slots": ["from.city", "to.city"]
                }
                """),
            [TooMany]),
        "POST /v1/model/reload" => new(
            "reloadModel",
            "Reads the model file again",
            "The current model stays where the file holds none, or the same. Requests under way end with the model "
            + "that they began with.",
            null,
            "What came of it; a file that cannot be used is no error of this request.",
            JsonNode.Parse(
                """
                {
                  "outcome": "Unchanged",
                  "at": "2026-01-31T12:00:00+00:00",
                  "fingerprint": "72bc2d30637065f4990137dcb144ea17",
                  "problem": null
                }
                """),
            [TooMany]),
        _ => null,
    };

    private static ApiProblem TooLarge { get; } = new(
        StatusCodes.Status413PayloadTooLarge,
        "Content Too Large",
        "15.5.14",
        "The body has too many bytes.");

    private static ApiProblem NoJson { get; } = Unsupported("The body is not announced as application/json.");

    private static ApiProblem NoText { get; } = Unsupported("The body is not announced as text/plain.");

    private static ApiProblem TooMany { get; } = new(
        StatusCodes.Status429TooManyRequests,
        "Too Many Requests",
        null,
        "There are too many requests or streams at the moment.",
        "There are too many requests or streams at the moment. Try again later.");

    private static string BodyLimit(LimitSettings limits) =>
        $"The body has at most {limits.MaximumBodyBytes} bytes.";

    private static ApiProblem BadText(LimitSettings limits) => BadRequest(
        "The body is no JSON of this form, the text is missing, or it has too many words or one that the model "
        + "cannot take: an unknown one where the model has no <UNK>.",
        $"The text has {limits.MaximumWords + 1} words; at most {limits.MaximumWords} are allowed.");

    private static ApiProblem BadTexts(LimitSettings limits) => BadRequest(
        "The body is no JSON of this form, a text is missing or has too many words or one that the model cannot "
        + "take, or there are too many texts.",
        $"There are {limits.MaximumTexts + 1} texts; at most {limits.MaximumTexts} are allowed.");

    private static ApiProblem BadRequest(string description, string detail) =>
        new(StatusCodes.Status400BadRequest, "Bad Request", "15.5.1", description, detail);

    private static ApiProblem Unsupported(string description) => new(
        StatusCodes.Status415UnsupportedMediaType, "Unsupported Media Type", "15.5.16", description);
}
