using System.Text.Json.Nodes;

namespace FastElman.Samples.TaggingService.Http;

/// <summary>What the OpenAPI document says of an operation.</summary>
/// <param name="Id">Its name in clients that are generated.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Description">What a caller has to know.</param>
/// <param name="Request">An example of a body; null where it takes none.</param>
/// <param name="AnswerDescription">What the answer is.</param>
/// <param name="Answer">An example of an answer.</param>
/// <param name="Problems">How it refuses.</param>
internal sealed record ApiOperation(
    string Id,
    string Summary,
    string Description,
    JsonNode? Request,
    string AnswerDescription,
    JsonNode? Answer,
    IReadOnlyList<ApiProblem> Problems);
