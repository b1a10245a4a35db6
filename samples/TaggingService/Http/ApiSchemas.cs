using FastElman.Extensions.Hosting;
using FastElman.Samples.TaggingService.Contracts;
using FastElman.Samples.TaggingService.Limits;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace FastElman.Samples.TaggingService.Http;

/// <summary>What the OpenAPI document says of the messages beyond the types of .NET.</summary>
internal static class ApiSchemas
{
    public static Task Describe(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        // Numbers in strings are read as well, but nothing that is written has them.
        if (schema.Type is { } type && (type & (JsonSchemaType.Integer | JsonSchemaType.Number)) != 0)
        {
            schema.Type = type & ~JsonSchemaType.String;
            schema.Pattern = null;
        }

        var limits = context.ApplicationServices.GetRequiredService<IOptions<LimitSettings>>().Value;
        var parent = context.JsonPropertyInfo?.DeclaringType;
        switch (context.JsonPropertyInfo?.Name)
        {
            case "text" when parent == typeof(SlotsRequest):
                schema.Type = JsonSchemaType.String;
                break;
            case "texts" when parent == typeof(ManySlotsRequest):
                schema.Type = JsonSchemaType.Array;
                schema.MaxItems = limits.MaximumTexts;
                break;
            case "confidence" when parent == typeof(Slot):
                (schema.Minimum, schema.Maximum) = ("0", "1");
                break;
            case "start" or "end" when parent == typeof(Slot):
                schema.Minimum = "0";
                break;
            case "fingerprint":
                schema.Pattern = "^[0-9a-f]{32}$";
                break;
        }

        if (context.JsonTypeInfo.Type == typeof(Slot))
        {
            schema.Required = new HashSet<string> { "name", "text", "start", "end", "confidence" };
        }

        return Task.CompletedTask;
    }
}
