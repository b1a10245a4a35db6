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

    [Fact]
    public async Task A_session_may_have_any_number()
    {
        using var channel = fixture.Service.Connect();
        using var call = new TextTagger.TextTaggerClient(channel).StreamSessions(cancellationToken: Cancellation);
        foreach (var session in (int[])[-1, 1024, int.MinValue, int.MaxValue])
        {
            var told = new SortedDictionary<(int Session, int Word), string>();
            var message = new SessionWords
            {
                Words = { new SessionWord { Session = session, Text = "to oslo", End = true } },
            };
            await AdvanceAsync(call, message, told);

            Assert.Equal([(session, 0), (session, 1)], told.Keys);
            Assert.Equal(["O", "B-to.city"], told.Values);
        }
    }

    /// <summary>As many as are allowed at once, twice in one call, since the first ones have ended.</summary>
    [Fact]
    public async Task Sessions_that_have_ended_make_room_for_others()
    {
        using var channel = fixture.Service.Connect();
        using var call = new TextTagger.TextTaggerClient(channel).StreamSessions(cancellationToken: Cancellation);
        for (var first = 0; first <= 1024; first += 1024)
        {
            var told = new SortedDictionary<(int Session, int Word), string>();
            await AdvanceAsync(call, Message(first, 1024, new SessionWord { Text = "to" }), told);
            await AdvanceAsync(call, Message(first, 1024, new SessionWord { Text = "oslo", End = true }), told);

            Assert.Equal(2048, told.Count);
            Assert.All(told, each => Assert.Equal(each.Key.Word == 0 ? "O" : "B-to.city", each.Value));
        }
    }

    [Fact]
    public async Task An_end_without_a_sentence_is_nothing()
    {
        using var channel = fixture.Service.Connect();
        using var call = new TextTagger.TextTaggerClient(channel).StreamSessions(cancellationToken: Cancellation);
        var told = new SortedDictionary<(int Session, int Word), string>();
        await AdvanceAsync(call, new SessionWords { Words = { new SessionWord { Session = 5, End = true } } }, told);
        Assert.Empty(told);
    }

    [Fact]
    public async Task A_session_beyond_the_limit_can_be_tried_again()
    {
        using var channel = fixture.Service.Connect();
        using var call = new TextTagger.TextTaggerClient(channel).StreamSessions(cancellationToken: Cancellation);
        await call.RequestStream.WriteAsync(Message(0, 1025, new SessionWord { Text = "a" }), Cancellation);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.NextAsync());
        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
        Assert.Equal(
            "1024 sessions are in the middle of a sentence; no more are allowed.", refusal.Status.Detail);
    }

    /// <summary>The same word for each of some sessions with successive numbers.</summary>
    private static SessionWords Message(int first, int count, SessionWord word)
    {
        var message = new SessionWords();
        for (var session = first; session < first + count; session++)
        {
            message.Words.Add(new SessionWord(word) { Session = session });
        }

        return message;
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
