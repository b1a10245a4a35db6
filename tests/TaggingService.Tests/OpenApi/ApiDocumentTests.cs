using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace FastElman.Samples.TaggingService.Tests.OpenApi;

/// <summary>The OpenAPI document: whole, valid, and true.</summary>
public sealed partial class ApiDocumentTests(ApiDocumentTests.Fixture fixture) : IClassFixture<ApiDocumentTests.Fixture>
{
    internal static readonly string CheckedIn =
        Path.Combine(RepositoryRoot.Folder, "samples", "TaggingService", "openapi.json");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_the_one_that_is_checked_in()
    {
        var served = await fixture.ReadAsync();
        var file = Path.Combine(AppContext.BaseDirectory, "openapi.served.json");
        await File.WriteAllTextAsync(file, served, Cancellation);

        Assert.True(
            await File.ReadAllTextAsync(CheckedIn, Cancellation) is var expected && Lines(expected) == Lines(served),
            $"The contract has changed. Where that is wanted, renew what is checked in: cp {file} {CheckedIn}");
    }

    [Fact]
    public async Task It_is_valid()
    {
        var read = OpenApiDocument.Parse(
            await fixture.ReadAsync(),
            OpenApiConstants.Json,
            new OpenApiReaderSettings { RuleSet = ValidationRuleSet.GetDefaultRuleSet() });

        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
        Assert.True(read.Document!.Paths.Count >= 5);
    }

    [Fact]
    public async Task It_says_what_it_is()
    {
        var info = (await fixture.ParseAsync())["info"]!;

        Assert.Equal("FastElman tagging service", (string?)info["title"]);
        Assert.Equal("1.0", (string?)info["version"]);
        Assert.Equal("MIT", (string?)info["license"]!["identifier"]);
        Assert.NotEmpty((string)info["description"]!);
    }

    [Fact]
    public async Task Each_operation_has_texts_examples_and_problems()
    {
        foreach (var (name, operation) in await fixture.OperationsAsync())
        {
            foreach (var text in new[] { "operationId", "summary", "description" })
            {
                Assert.False(string.IsNullOrEmpty((string?)operation[text]), $"{name} has no {text}");
            }

            string[] expected = operation["requestBody"] is null ? ["200", "429"] : ["200", "415", "429"];
            var responses = operation["responses"]!.AsObject();
            Assert.Subset(responses.Select(response => response.Key).ToHashSet(), expected.ToHashSet());
            foreach (var (status, response) in responses)
            {
                var (type, media) = Assert.Single(response!["content"]!.AsObject());
                Assert.True(media!["example"] is not null, $"{name}, {status} has no example");
                Assert.Equal(status != "200", type == "application/problem+json");
            }
        }
    }

    /// <summary>Confidences are compared by two digits. The examples have three, the last of them rounded.</summary>
    [Theory]
    [InlineData("/v1/slots")]
    [InlineData("/v1/slots/many")]
    [InlineData("/v1/slots/stream")]
    public async Task The_example_of_an_answer_is_that_to_the_example_of_a_request(string path)
    {
        var operation = (await fixture.OperationsAsync())[$"post {path}"];
        var (requestType, request) = Assert.Single(operation["requestBody"]!["content"]!.AsObject());
        var (answerType, answer) = Assert.Single(operation["responses"]!["200"]!["content"]!.AsObject());

        var (response, type, body) = await fixture.PostAsync(path, Text(request!["example"]!), requestType);

        Assert.Equal(HttpStatusCode.OK, response);
        Assert.Equal(answerType, type);
        Assert.Equal(Rounded(Text(answer!["example"]!)), Rounded(body));
    }

    [Theory]
    [InlineData("/v1/slots", 400, "application/json", 1001)]
    [InlineData("/v1/slots", 413, "application/json", 70_000)]
    [InlineData("/v1/slots", 415, "text/plain", 1)]
    [InlineData("/v1/slots/many", 400, "application/json", 257)]
    [InlineData("/v1/slots/many", 413, "application/json", 70_000)]
    [InlineData("/v1/slots/many", 415, "text/plain", 1)]
    [InlineData("/v1/slots/stream", 415, "application/json", 1)]
    public async Task Refusals_are_as_their_examples_say(string path, int status, string type, int words)
    {
        var body = path.EndsWith("many", StringComparison.Ordinal)
            ? JsonSerializer.Serialize(new { texts = Enumerable.Repeat("a", words) })
            : JsonSerializer.Serialize(new { text = string.Join(' ', Enumerable.Repeat("a", words)) });

        var (answer, answerType, text) = await fixture.PostAsync(path, body, type);

        Assert.Equal(status, (int)answer);
        Assert.Equal("application/problem+json", answerType);
        AssertIsExample(await fixture.ProblemAsync(path, status), text);
    }

    [Fact]
    public async Task Too_many_requests_are_refused_as_the_example_says()
    {
        await using var service = new RunningService(
            new Dictionary<string, string> { ["Service:Limits:RequestsPerSecond"] = "1" });
        HttpResponseMessage refused;
        do
        {
            refused = await service.Client.GetAsync("/v1/model", Cancellation);
        }
        while (refused.IsSuccessStatusCode);

        using (refused)
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
            AssertIsExample(
                await fixture.ProblemAsync("/v1/slots", 429), await refused.Content.ReadAsStringAsync(Cancellation));
        }
    }

    /// <summary>All that the example has; an answer has a trace in addition.</summary>
    private static void AssertIsExample(JsonNode example, string answer)
    {
        var problem = JsonNode.Parse(answer)!;
        foreach (var (name, value) in example.AsObject())
        {
            Assert.Equal($"{name}: {value}", $"{name}: {problem[name]}");
        }
    }

    private static string Text(JsonNode example) =>
        example.GetValueKind() == JsonValueKind.String ? (string)example! : example.ToJsonString();

    private static string Lines(string text) => text.ReplaceLineEndings("\n").Trim();

    private static string Rounded(string text)
    {
        var culture = CultureInfo.InvariantCulture;
        return Confidence().Replace(Lines(text), number => double.Parse(number.Value, culture).ToString("F2", culture));
    }

    [GeneratedRegex(@"0\.\d+")]
    private static partial Regex Confidence();

    public sealed class Fixture : IAsyncDisposable
    {
        private readonly RunningService _service = new();

        public Task<string> ReadAsync() => _service.Client.GetStringAsync("/openapi/v1.json", Cancellation);

        public async Task<JsonNode> ParseAsync() => JsonNode.Parse(await ReadAsync())!;

        /// <summary>The operations by method and path.</summary>
        public async Task<Dictionary<string, JsonNode>> OperationsAsync() =>
            (await ParseAsync())["paths"]!.AsObject()
                .SelectMany(path => path.Value!.AsObject().Select(one => ($"{one.Key} {path.Key}", one.Value!)))
                .ToDictionary();

        /// <summary>The example of problem details of a POST.</summary>
        public async Task<JsonNode> ProblemAsync(string path, int status) =>
            (await OperationsAsync())[$"post {path}"]
                ["responses"]![$"{status}"]!["content"]!["application/problem+json"]!["example"]!;

        public async Task<(HttpStatusCode Status, string? Type, string Body)> PostAsync(
            string path, string body, string type)
        {
            using var content = new StringContent(body, Encoding.UTF8, type);
            using var answer = await _service.Client.PostAsync(path, content, Cancellation);
            return (
                answer.StatusCode,
                answer.Content.Headers.ContentType?.MediaType,
                await answer.Content.ReadAsStringAsync(Cancellation));
        }

        public ValueTask DisposeAsync() => _service.DisposeAsync();
    }
}
