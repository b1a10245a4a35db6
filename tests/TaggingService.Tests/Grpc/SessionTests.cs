using FastElman.Samples.TaggingService.Grpc;
using Grpc.Core;

namespace FastElman.Samples.TaggingService.Tests.Grpc;

/// <summary>Many sessions in one call.</summary>
public sealed class SessionTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    private static readonly string[] Sentences =
    [
        "show me flights from cape town to lisbon on monday morning",
        "oslo",
        "i need a cheap ticket to new york please",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sessions_that_are_mixed_get_the_labels_that_each_would_get_alone()
    {
        var model = ElmanModel.Load(fixture.Service.ModelPath);
        var tagger = new Tagger(model.Compile());
        var told = new SortedDictionary<(int Session, int Word), string>();
        using var channel = fixture.Service.Connect();
        using var call = new TextTagger.TextTaggerClient(channel).StreamSessions(cancellationToken: Cancellation);
        var words = Sentences.Select(sentence => sentence.Split(' ')).ToArray();
        for (var i = 0; i < words.Max(each => each.Length); i++)
        {
            var message = new SessionWords();
            for (var session = 0; session < words.Length; session++)
            {
                if (i < words[session].Length)
                {
                    message.Words.Add(new SessionWord
                    {
                        Session = session,
                        Text = words[session][i],
                        End = i == words[session].Length - 1,
                    });
                }
            }

            await AdvanceAsync(call, message, told);
        }

        for (var session = 0; session < words.Length; session++)
        {
            Assert.Equal(
                tagger.Tag(words[session]).ToArray(),
                told.Where(each => each.Key.Session == session).Select(each => each.Value));
        }
    }

    [Fact]
    public async Task Words_of_one_session_may_come_in_one_message()
    {
        var tagger = new Tagger(ElmanModel.Load(fixture.Service.ModelPath).Compile());
        var told = new SortedDictionary<(int Session, int Word), string>();
        using var channel = fixture.Service.Connect();
        using var call = new TextTagger.TextTaggerClient(channel).StreamSessions(cancellationToken: Cancellation);
        var message = new SessionWords
        {
            Words =
            {
                new SessionWord { Session = 7, Text = "flights" },
                new SessionWord { Session = 3, Text = "from oslo" },
                new SessionWord { Session = 7, Text = "to lisbon on" },
                new SessionWord { Session = 3, End = true },
                new SessionWord { Session = 7, Text = "monday", End = true },
            },
        };
        await AdvanceAsync(call, message, told);

        Assert.Equal(
            tagger.Tag("from oslo".Split(' ')).Concat(tagger.Tag("flights to lisbon on monday".Split(' '))),
            told.Values);
    }

    [Fact]
    public async Task A_session_that_has_ended_begins_anew()
    {
        using var channel = fixture.Service.Connect();
        using var call = new TextTagger.TextTaggerClient(channel).StreamSessions(cancellationToken: Cancellation);
        for (var i = 0; i < 2; i++)
        {
            var told = new SortedDictionary<(int Session, int Word), string>();
            var message = new SessionWords { Words = { new SessionWord { Text = "to oslo", End = true } } };
            await AdvanceAsync(call, message, told);

            Assert.Equal([(0, 0), (0, 1)], told.Keys);
            Assert.Equal(["O", "B-to.city"], told.Values);
        }
    }

    [Theory]
    [InlineData(-1, "a", "There is no session -1; sessions are 0 to 1023.")]
    [InlineData(1024, "a", "There is no session 1024; sessions are 0 to 1023.")]
    public async Task A_session_beyond_the_limit_is_an_invalid_argument(int session, string text, string detail)
    {
        using var channel = fixture.Service.Connect();
        using var call = new TextTagger.TextTaggerClient(channel).StreamSessions(cancellationToken: Cancellation);
        await call.RequestStream.WriteAsync(
            new SessionWords { Words = { new SessionWord { Session = session, Text = text } } }, Cancellation);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.NextAsync());
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Equal(detail, refusal.Status.Detail);
    }

    private static async Task AdvanceAsync(
        AsyncDuplexStreamingCall<SessionWords, SessionLabels> call,
        SessionWords message,
        SortedDictionary<(int Session, int Word), string> told)
    {
        await call.RequestStream.WriteAsync(message, Cancellation);
        Assert.True(await call.ResponseStream.NextAsync());
        foreach (var label in call.ResponseStream.Current.Labels)
        {
            told.Add((label.Session, label.Word), label.Label);
        }
    }
}
