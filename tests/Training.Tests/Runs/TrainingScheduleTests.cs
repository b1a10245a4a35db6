using CsCheck;
using FastElman.Training.Runs.Schedule;

namespace FastElman.Training.Tests.Runs;

public class TrainingScheduleTests
{
    private const double Rate = 0.0970806646812754;

    [Fact]
    public void The_first_score_is_the_best_even_where_it_is_0()
    {
        var outcome = Tutorial().After(0);

        Assert.True(outcome.IsBest);
        Assert.Equal((0.0, 0, 1), (outcome.Next.BestF1, outcome.Next.BestEpoch, outcome.Next.EpochsDone));
    }

    [Fact]
    public void Only_a_strictly_better_score_is_best()
    {
        var outcomes = Run(Tutorial(), 80, 80, 79, 81);

        Assert.Equal([true, false, false, true], outcomes.Select(outcome => outcome.IsBest));
        Assert.Equal(3, outcomes[^1].Next.BestEpoch);
    }

    [Fact]
    public void The_tutorial_sees_two_decimals_and_the_correction_all()
    {
        Assert.False(Run(Tutorial(), 95.121, 95.124)[1].IsBest);
        Assert.True(Run(Tutorial(), 95.124, 95.126)[1].IsBest);
        Assert.True(Run(Corrected(), 95.121, 95.124)[1].IsBest);
    }

    [Fact]
    public void From_the_tenth_stale_epoch_the_tutorial_halves_the_rate()
    {
        var outcomes = Run(Tutorial(), [90, .. Enumerable.Repeat(80.0, 12)]);

        Assert.Equal(
            [.. Enumerable.Repeat(Rate, 10), Rate / 2, Rate / 4, Rate / 8],
            outcomes.Select(outcome => outcome.Next.LearningRate));
    }

    [Fact]
    public void The_tutorial_restores_the_best_only_once()
    {
        var outcomes = Run(Tutorial(), [90, .. Enumerable.Repeat(80.0, 12), 91, .. Enumerable.Repeat(80.0, 11)]);

        Assert.Equal([10, 23], Places(outcomes, outcome => outcome.RestoresBest));
        Assert.Equal([0, 13], Places(outcomes, outcome => outcome.IsBest));
        Assert.Equal(Rate / 32, outcomes[^1].Next.LearningRate);
    }

    [Fact]
    public void The_correction_goes_back_to_the_best_each_time_and_then_waits_anew()
    {
        var outcomes = Run(Corrected(), [90, .. Enumerable.Repeat(80.0, 25)]);

        Assert.Equal([10, 20], Places(outcomes, outcome => outcome.RestoresBest));
        Assert.Equal(
            [Rate, Rate / 2, Rate / 4],
            ((int[])[9, 10, 20]).Select(epoch => WithoutEpochDecay(outcomes[epoch])),
            (one, other) => Math.Abs(one - other) < 1e-12);
    }

    [Fact]
    public void The_corrected_rate_falls_after_each_epoch()
    {
        var improving = Run(Corrected(), 90, 91, 92);
        var unscored = Corrected().After(null).Next.After(null).Next;

        Assert.Equal(
            [Rate * 0.93, Rate * 0.8649, Rate * 0.804357],
            improving.Select(outcome => outcome.Next.LearningRate),
            (one, other) => Math.Abs(one - other) < 1e-12);
        Assert.Equal(Rate * 0.8649, unscored.LearningRate, 1e-12);
    }

    [Fact]
    public void A_better_score_ends_the_waiting()
    {
        var outcomes = Run(Corrected(), [90, .. Enumerable.Repeat(80.0, 8), 91, .. Enumerable.Repeat(80.0, 9)]);

        Assert.All(outcomes, outcome => Assert.Equal(Rate, WithoutEpochDecay(outcome), 1e-12));
        Assert.Equal(Rate / 2, WithoutEpochDecay(outcomes[^1].Next.After(80)), 1e-12);
    }

    [Fact]
    public void Training_is_over_after_the_last_epoch() =>
        Assert.Equal(
            [false, false, true],
            Run(new TrainingSchedule(ScheduleRules.Tutorial(3, Rate)), 1, 2, 3).Select(outcome => outcome.Next.IsOver));

    [Theory]
    [InlineData(0.5e-5, 1)] // The tutorial looks only after an epoch.
    [InlineData(1.9e-5, 11)] // Halved after the tenth stale epoch: 0.95e-5.
    [InlineData(2e-5, 12)] // Halved once it is 1e-5, which is not below.
    public void Training_is_over_where_the_rate_is_below_a_hundred_thousandth(double learningRate, int epochs)
    {
        var schedule = new TrainingSchedule(ScheduleRules.Tutorial(60, learningRate));
        while (!schedule.IsOver)
        {
            schedule = schedule.After(50).Next;
        }

        Assert.Equal(epochs, schedule.EpochsDone);
    }

    [Fact]
    public void The_tutorial_stops_after_24_stale_epochs()
    {
        var schedule = Tutorial();
        while (!schedule.IsOver)
        {
            schedule = schedule.After(50).Next;
        }

        // 0.097 is halved 14 times until it is below 1e-5: after the epochs 10 to 23.
        Assert.Equal(24, schedule.EpochsDone);
    }

    [Fact]
    public void Without_a_validation_set_nothing_is_best_and_nothing_falls()
    {
        var schedule = Tutorial();
        for (var epoch = 0; epoch < 60; epoch++)
        {
            var outcome = schedule.After(null);
            Assert.Equal((false, false, false), (schedule.IsOver, outcome.IsBest, outcome.RestoresBest));
            schedule = outcome.Next;
        }

        Assert.Equal((true, Rate, null), (schedule.IsOver, schedule.LearningRate, schedule.BestF1));
    }

    /// <summary>
    /// The loop of rnnslu.py, written down with its own names and with objects that stand for networks.
    /// </summary>
    [Fact]
    public void Any_scores_lead_where_the_tutorials_loop_leads() => Gen.Int[1, 20].Array[60].Sample(stays =>
    {
        var (clr, bestF1, be) = (Rate, double.NegativeInfinity, -1);
        var (rnn, bestRnn) = (new Network(), new Network());
        var mine = new Network();
        var myBest = 0;
        var schedule = Tutorial();
        double[] scores =
            [.. stays.SelectMany(
                (stay, level) => Enumerable.Repeat((double)level, stay))]; // A score stays some epochs, then rises.
        for (var e = 0; e < 60; e++)
        {
            (rnn.State, mine.State) = ((rnn.State * 31) + e, (mine.State * 31) + e); // An epoch of training.
            var f1 = scores[e];
            if (f1 > bestF1)
            {
                (bestRnn, bestF1, be) = (new Network { State = rnn.State }, f1, e);
            }

            if (Math.Abs(be - e) >= 10)
            {
                clr *= 0.5;
                rnn = bestRnn;
            }

            var outcome = schedule.After(f1);
            schedule = outcome.Next;
            myBest = outcome.IsBest ? mine.State : myBest;
            mine.State = outcome.RestoresBest ? myBest : mine.State;

            Assert.Equal(
                (clr, bestF1, be, rnn.State), (schedule.LearningRate, schedule.BestF1, schedule.BestEpoch, mine.State));
            Assert.Equal(clr < 1e-5 || e == 59, schedule.IsOver);
            if (schedule.IsOver)
            {
                break;
            }
        }
    });

    private static TrainingSchedule Tutorial() => new(ScheduleRules.Tutorial(60, Rate));

    private static TrainingSchedule Corrected() => new(ScheduleRules.Corrected(60, Rate));

    private static EpochOutcome[] Run(TrainingSchedule schedule, params double[] scores)
    {
        var outcomes = new List<EpochOutcome>();
        foreach (var score in scores)
        {
            outcomes.Add(schedule.After(score));
            schedule = outcomes[^1].Next;
        }

        return [.. outcomes];
    }

    /// <summary>The learning rate after an epoch, without what falls after each.</summary>
    private static double WithoutEpochDecay(EpochOutcome outcome) =>
        outcome.Next.LearningRate / Math.Pow(0.93, outcome.Next.EpochsDone);

    private static IEnumerable<int> Places(EpochOutcome[] outcomes, Func<EpochOutcome, bool> condition) =>
        Enumerable.Range(0, outcomes.Length).Where(epoch => condition(outcomes[epoch]));

    private sealed class Network
    {
        public int State { get; set; }
    }
}
