using System.Globalization;
using System.Text.Json.Nodes;
using FastElman.Samples.TaggingService.Limits;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace FastElman.Samples.TaggingService.Http;

/// <summary>The OpenAPI document: what the endpoints do not say of themselves.</summary>
internal static class ApiDocument
{
    private const string ProblemType = "application/problem+json";

    public static void AddApiDocument(this WebApplicationBuilder builder) => builder.Services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer(DescribeDocument);
        options.AddOperationTransformer(DescribeOperation);
        options.AddSchemaTransformer(ApiSchemas.Describe);
    });

    private static Task DescribeDocument(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "FastElman tagging service",
            Version = "1.0",
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
            Description =
                "Finds the slots of a text, such as the cities and times of a flight request, by an Elman network. "
                + "Problems are told as problem details (RFC 9457).\n\n"
                + "Beside what is described here, /v1/slots/live takes sentence after sentence over a WebSocket, "
                + "/health/live and /health/ready are probes, and another port speaks gRPC (tagging.proto).",
        };

        // Addresses are relative to where the document came from, which may lie behind a proxy.
        document.Servers?.Clear();
        document.Components?.Schemas?.Remove("SseItemOfStreamEvent");
        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
        {
            tag.Description = ApiOperations.Tags.GetValueOrDefault(tag.Name ?? "");
        }

        return Task.CompletedTask;
    }

    private static async Task DescribeOperation(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var limits = context.ApplicationServices.GetRequiredService<IOptions<LimitSettings>>().Value;
        var path = context.Description.RelativePath?.TrimEnd('/');
        if (ApiOperations.Of($"{context.Description.HttpMethod} /{path}", limits) is not { } text)
        {
            return;
        }

        operation.OperationId = text.Id;
        operation.Summary = text.Summary;
        operation.Description = text.Description;
        foreach (var (_, media) in operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>())
        {
            media.Example = text.Request;
        }

        operation.Responses ??= [];
        var answer = (OpenApiResponse)operation.Responses["200"];
        answer.Description = text.AnswerDescription;
        foreach (var (type, media) in answer.Content ?? new Dictionary<string, OpenApiMediaType>())
        {
            media.Example = text.Answer;
            if (type == "text/event-stream")
            {
                // Made of text, not of an object of .NET.
                media.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
            }
        }

        var schema = await context.GetOrCreateSchemaAsync(
            typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), null, cancellationToken);
        context.Document!.AddComponent("ProblemDetails", schema);
        var reference = new OpenApiSchemaReference("ProblemDetails", context.Document);
        foreach (var problem in text.Problems)
        {
            operation.Responses[problem.Status.ToString(CultureInfo.InvariantCulture)] = Response(problem, reference);
        }

        var responses = operation.Responses.OrderBy(response => response.Key, StringComparer.Ordinal).ToArray();
        operation.Responses = [];
        foreach (var (status, response) in responses)
        {
            operation.Responses.Add(status, response);
        }
    }

    private static OpenApiResponse Response(ApiProblem problem, IOpenApiSchema schema)
    {
        var response = new OpenApiResponse
        {
            Description = problem.Description,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [ProblemType] = new() { Schema = schema, Example = problem.ToExample() },
            },
        };
        if (problem.Status == StatusCodes.Status429TooManyRequests)
        {
            response.Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Retry-After"] = new OpenApiHeader
                {
                    Description = "The seconds after which it may go better.",
                    Required = true,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" },
                },
            };
        }

        return response;
    }
}
