using FastElman.Training.Corpora.BuiltIn;
using FastElman.Training.Randomness;

namespace FastElman.Training.Tests.Corpora.BuiltIn;

public class LabellingGrammarTests
{
    [Fact]
    public void Words_are_outside_and_slots_begin_and_go_on() =>
        Expect("start = from from.city:$city now\ncity = new port", "from new port now", "O B-from.city I-from.city O");

    [Fact]
    public void A_context_names_the_slots_of_the_rule_and_of_those_below() =>
        Expect("start = $when/arrive\nwhen = on $day\nday = @.day:monday", "on monday", "O B-arrive.day");

    [Fact]
    public void A_slot_covers_all_that_comes_of_its_rule() =>
        Expect(
            "start = time:$time $half\ntime = half past $hour\nhalf = am\nhour = 8",
            "half past 8 am",
            "B-time I-time I-time O");

    [Fact]
    public void Neighbouring_slots_of_one_name_begin_each() =>
        Expect("start = city:oslo city:rome", "oslo rome", "B-city B-city");

    [Fact]
    public void Alternatives_may_go_on_in_the_next_line_and_weigh_more()
    {
        var grammar = new LabellingGrammar("start = 9* often\n| rarely");
        var random = new SplitMix64(1);

        var often = Enumerable.Range(0, 1000).Count(_ => grammar.Write("start", random).Words[0] == "often");

        Assert.InRange(often, 860, 940);
    }

    private static void Expect(string rules, string words, string labels)
    {
        var sentence = new LabellingGrammar(rules).Write("start", new SplitMix64(1));

        Assert.Equal(words, string.Join(' ', sentence.Words));
        Assert.Equal(labels, string.Join(' ', sentence.Labels));
    }
}
