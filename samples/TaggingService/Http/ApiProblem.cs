using System.Text.Json.Nodes;

namespace FastElman.Samples.TaggingService.Http;

/// <summary>A refusal, as the OpenAPI document describes it.</summary>
/// <param name="Status">The status of the answer.</param>
/// <param name="Title">The title of its problem details.</param>
/// <param name="Section">The section of RFC 9110 that defines the status; null where its type is not told.</param>
/// <param name="Description">When it comes.</param>
/// <param name="Detail">An example of its detail; null where it has none.</param>
internal sealed record ApiProblem(int Status, string Title, string? Section, string Description, string? Detail = null)
{
    public JsonNode ToExample()
    {
        var example = new JsonObject();
        if (Section is not null)
        {
            example["type"] = $"https://tools.ietf.org/html/rfc9110#section-{Section}";
        }

        example["title"] = Title;
        example["status"] = Status;
        if (Detail is not null)
        {
            example["detail"] = Detail;
        }

        return example;
    }
}
