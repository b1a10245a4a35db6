using FastElman.Extensions.Hosting;
using FastElman.Samples.SessionCluster.Sessions;

namespace FastElman.Samples.SessionCluster.Versions;

/// <summary>Reads the model file of a silo again, and lets sessions begin on what it holds.</summary>
internal static class Reload
{
    public static async Task<IResult> RunAsync(
        IModelProvider models, ModelVersions versions, CancellationToken cancellationToken)
    {
        var result = await models.ReloadAsync(cancellationToken);
        try
        {
            await versions.TakeCurrentAsync();
        }
        catch (UnservedModelException e)
        {
            return Results.Problem(
                $"The model was read, but sessions do not begin on it. {e.Message}",
                statusCode: StatusCodes.Status422UnprocessableEntity);
        }
        catch (Exception e)
        {
            return Results.Problem(
                $"The model was read, but sessions do not begin on it yet. {e.Message}",
                statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        return Results.Ok(result);
    }
}
