using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace FastElman.Samples.TaggingService.Limits;

/// <summary>Puts the limits where the framework enforces them.</summary>
internal static class LimitExtensions
{
    /// <summary>The policy of endpoints that stream: so many at once.</summary>
    public const string Streams = "streams";

    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<LimitSettings>()
            .BindConfiguration(LimitSettings.SectionName)
            .Validate(
                limits => limits.StreamIdleTimeout > TimeSpan.Zero && limits.StreamIdleTimeout <= TimeSpan.FromDays(1),
                "Service:Limits:StreamIdleTimeout is not above 00:00:00 and at most 1.00:00:00.")
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<LimitSettings>, LimitSettingsValidator>();
        builder.Services.AddSingleton<TextLimits>();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<LimitSettings>>(
            (kestrel, limits) => kestrel.Limits.MaxRequestBodySize = limits.Value.MaximumBodyBytes);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddRateLimiter(_ => { });
        builder.Services.AddOptions<RateLimiterOptions>().Configure<IOptions<LimitSettings>>(Configure);
    }

    private static void Configure(RateLimiterOptions options, IOptions<LimitSettings> settings)
    {
        var limits = settings.Value;
        options.OnRejected = RejectAsync;
        options.AddPolicy(Streams, _ => RateLimitPartition.GetConcurrencyLimiter(
            Streams, _ => new ConcurrencyLimiterOptions { PermitLimit = limits.MaximumStreams }));
        if (limits.RequestsPerSecond > 0)
        {
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(
                context => LimitOf(context, limits.RequestsPerSecond));
        }
    }

    /// <summary>The requests of a client address. Probes are never refused.</summary>
    private static RateLimitPartition<IPAddress> LimitOf(HttpContext context, int requestsPerSecond)
    {
        if (context.Request.Path.StartsWithSegments("/health"))
        {
            return RateLimitPartition.GetNoLimiter(IPAddress.None);
        }

        // About ten times a second some, or one at a time.
        var tokens = Math.Max(1, requestsPerSecond / 10);
        return RateLimitPartition.GetTokenBucketLimiter(
            context.Connection.RemoteIpAddress ?? IPAddress.None,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = requestsPerSecond,
                TokensPerPeriod = tokens,
                ReplenishmentPeriod = TimeSpan.FromSeconds((double)tokens / requestsPerSecond),
            });
    }

    /// <summary>Says no in the caller's own terms: problem details, or a status of gRPC.</summary>
    private static async ValueTask RejectAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var (context, lease) = (rejected.HttpContext, rejected.Lease);
        const string Detail = "There are too many requests or streams at the moment. Try again later.";
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true)
        {
            const string ResourceExhausted = "8";
            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = ResourceExhausted;
            context.Response.Headers["grpc-message"] = Detail;
            return;
        }

        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time.TotalSeconds : 1;
        context.Response.Headers.RetryAfter = Math.Ceiling(wait).ToString(CultureInfo.InvariantCulture);
        await Results.Problem(Detail, statusCode: StatusCodes.Status429TooManyRequests).ExecuteAsync(context);
    }
}
