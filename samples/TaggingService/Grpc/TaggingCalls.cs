using System.Runtime.CompilerServices;
using FastElman.Extensions.Hosting;
using FastElman.Samples.TaggingService.Limits;
using FastElman.Samples.TaggingService.Streaming;
using Grpc.Core;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace FastElman.Samples.TaggingService.Grpc;

/// <summary>Answers the calls of tagging.proto.</summary>
/// <remarks>The size of each message is limited by gRPC, which can tell its callers so.</remarks>
[DisableRequestSizeLimit]
internal sealed class TaggingCalls(
    ServiceTagger tagger, TextLimits limits, StreamedSentence sentence, IOptions<LimitSettings> settings)
    : TextTagger.TextTaggerBase
{
    public override Task<FindSlotsResponse> FindSlots(FindSlotsRequest request, ServerCallContext context)
    {
        Require(limits.ProblemOf(request.Text));
        return Task.FromResult(Response(tagger.FindSlots(request.Text)));
    }

    public override Task<FindSlotsOfManyResponse> FindSlotsOfMany(
        FindSlotsOfManyRequest request, ServerCallContext context)
    {
        Require(limits.ProblemOf(request.Texts));
        var response = new FindSlotsOfManyResponse();
        response.Results.AddRange(tagger.FindSlots(request.Texts).Select(Response));
        return Task.FromResult(response);
    }

    [EnableRateLimiting(LimitExtensions.Streams)]
    public override async Task StreamSlots(
        IAsyncStreamReader<Word> requestStream, IServerStreamWriter<Slot> responseStream, ServerCallContext context)
    {
        try
        {
            var slots = sentence.FindSlotsAsync(Pieces(requestStream), context.CancellationToken);
            await foreach (var slot in slots)
            {
                await responseStream.WriteAsync(Message(slot), context.CancellationToken);
            }
        }
        catch (StreamProblemException e)
        {
            throw Refusal(e);
        }

        RequireService();
    }

    [EnableRateLimiting(LimitExtensions.Streams)]
    public override async Task StreamSessions(
        IAsyncStreamReader<SessionWords> requestStream,
        IServerStreamWriter<SessionLabels> responseStream,
        ServerCallContext context)
    {
        using var wait = sentence.BeginWait(context.CancellationToken);
        try
        {
            // The model that is current now serves the call to its end.
            var model = tagger.Current.Model;
            StreamProblemException.ThrowIfWhole(model);
            var sessions = new SessionGroup(model, settings.Value.MaximumSessions, limits.MaximumWords);
            while (await wait.ForAsync(new ValueTask<bool>(requestStream.MoveNext(wait.Token))))
            {
                await responseStream.WriteAsync(sessions.Advance(requestStream.Current), context.CancellationToken);
            }
        }
        catch (StreamProblemException e)
        {
            throw Refusal(e);
        }

        if (wait.IsCutOff)
        {
            RequireService();
        }
    }

    private static async IAsyncEnumerable<string> Pieces(
        IAsyncStreamReader<Word> words, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var word in words.ReadAllAsync(cancellationToken))
        {
            yield return word.Text;
        }
    }

    private static FindSlotsResponse Response(IReadOnlyList<FastElman.Slot> slots)
    {
        var response = new FindSlotsResponse();
        for (var i = 0; i < slots.Count; i++)
        {
            response.Slots.Add(Message(slots[i]));
        }

        return response;
    }

    private static Slot Message(FastElman.Slot slot) => new()
    {
        Name = slot.Name,
        Text = slot.Text,
        Start = slot.Start,
        End = slot.End,
        Confidence = slot.Confidence,
    };

    private static RpcException Refusal(StreamProblemException problem)
    {
        var status = problem.IsTimeout ? StatusCode.DeadlineExceeded
            : problem.IsExhausted ? StatusCode.ResourceExhausted
            : StatusCode.InvalidArgument;
        return new RpcException(new Status(status, problem.Message));
    }

    private static void Require(string? problem)
    {
        if (problem is not null)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, problem));
        }
    }

    private void RequireService()
    {
        if (sentence.Ended.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, StreamedSentence.EndOfService));
        }
    }
}
