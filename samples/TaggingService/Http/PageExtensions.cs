namespace FastElman.Samples.TaggingService.Http;

/// <summary>The page on which one sees slots while typing: the files of <c>wwwroot</c>.</summary>
internal static class PageExtensions
{
    /// <summary>
    /// Code, style and requests of this host alone; no inline code and, by trusted types, no text that becomes markup.
    /// </summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    public static void UsePage(this WebApplication app)
    {
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = file =>
            {
                var headers = file.Context.Response.Headers;
                headers.ContentSecurityPolicy = ContentSecurityPolicy;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";

                // The files of a page belong together: a browser asks each time whether they are the same.
                headers.CacheControl = "no-cache";
            },
        });
    }
}
