using FastElman.Extensions.Hosting;
using FastElman.Samples.TaggingService.Contracts;

namespace FastElman.Samples.TaggingService.Http;

/// <summary>The model that answers, and how to get a newer one.</summary>
internal static class ModelEndpoints
{
    public static void MapModel(this WebApplication app)
    {
        var model = app.MapGroup("/v1/model").WithTags("Model");
        model.MapGet("", DescribeModel);
        model.MapPost("/reload", Reload);
    }

    /// <summary>Describes the model that answers at the moment.</summary>
    private static ModelResponse DescribeModel(IModelProvider models)
    {
        var current = models.Current;
        var labels = current.Model.Labels!;
        var slots = labels.Where(label => label.StartsWith("B-", StringComparison.Ordinal)).Select(label => label[2..]);
        return new ModelResponse(
            current.Fingerprint, current.LoadedAt, current.Model.InstructionSet.ToString(), [.. slots]);
    }

    /// <summary>Reads the model file again. The current model stays where the file holds none, or the same.</summary>
    private static Task<ReloadResult> Reload(IModelProvider models, CancellationToken cancellationToken) =>
        models.ReloadAsync(cancellationToken);
}
