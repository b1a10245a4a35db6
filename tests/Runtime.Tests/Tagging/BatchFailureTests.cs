using FastElman.Network;
using FastElman.Packing;
using FastElman.Tagging;

namespace FastElman.Tests.Tagging;

/// <summary>A batch on several threads, one of which fails.</summary>
public sealed class BatchFailureTests
{
    private const int Sentences = 4 * BatchState.MaximumSlots;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static readonly PackedNetwork Network =
        ElmanModel.Create(new ElmanParameters(new ElmanShape(1, 1, 1, 1, 1))).Compile().Network;

    [Fact]
    public void The_failure_of_a_helper_reaches_the_caller()
    {
        var failure = new InvalidOperationException("a helper failed");
        var job = Job(failOn: isCaller => isCaller ? null : failure);

        var thrown = Assert.Throws<AggregateException>(() => Run(job));

        Assert.Same(failure, Assert.Single(thrown.InnerExceptions));
    }

    [Fact]
    public void A_batch_after_one_that_failed_is_sound()
    {
        var failure = new InvalidOperationException("a helper failed");
        var batches = 0;
        var job = Job(failOn: isCaller => !isCaller && batches == 0 ? failure : null);
        Assert.Throws<AggregateException>(() => Run(job));

        batches++;
        Run(job);
    }

    [Fact]
    public void The_failure_of_the_caller_is_its_own()
    {
        var failure = new InvalidOperationException("the caller failed");
        var job = Job(failOn: isCaller => isCaller ? failure : null);

        Assert.Same(failure, Assert.Throws<InvalidOperationException>(() => Run(job)));
    }

    /// <summary>A batch whose caller works until a helper is at work too.</summary>
    private static BatchJob Job(Func<bool, Exception?> failOn)
    {
        var caller = Environment.CurrentManagedThreadId;
        var helpers = 0;
        return new BatchJob(_ =>
        {
            var isCaller = Environment.CurrentManagedThreadId == caller;
            if (isCaller)
            {
                Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref helpers) > 0, Limit), "No helper came.");
                Volatile.Write(ref helpers, 0);
            }
            else
            {
                Interlocked.Increment(ref helpers);
            }

            if (failOn(isCaller) is { } failure)
            {
                throw failure;
            }
        });
    }

    private static void Run(BatchJob job)
    {
        var words = new int[Sentences];
        job.Order([.. Enumerable.Repeat(1, Sentences)], Sentences, Network);
        job.Run(words, new int[Sentences], default, default(LabelConfidence), unknownWords: null, threads: 2);
    }
}
