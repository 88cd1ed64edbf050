using CharityLink.Kernel;

namespace CharityLink.Tests.Kernel;

public sealed class DecisionTests
{
    [Fact]
    public void A_rule_answers_with_facts_with_nothing_or_with_reasons()
    {
        Decision<string> facts = ["one", "two"];
        Decision<string> nothing = [];
        Decision<string> no = new Refusal("why", "field", "1");
        Assert.Equal("one two", string.Join(' ', facts));
        Assert.Empty(nothing);
        Assert.Empty(nothing.Refusals);
        Assert.Empty(no);
        Assert.Equal(new Refusal("why", "field", "1"), Assert.Single(no.Refusals));
        Assert.Equal(2, Decision.Refused<string>([new("a"), new("b")]).Refusals.Count);
    }

    [Fact]
    public void Reasons_are_equal_by_what_they_say()
    {
        Assert.Equal(new Refusal("a", "f", "1", "2"), new Refusal("a", "f", "1", "2"));
        Assert.NotEqual(new Refusal("a", "f", "1"), new Refusal("a", "f", "2"));
        Assert.NotEqual(new Refusal("a", "f"), new Refusal("a", "g"));
        Assert.Equal(new Refusal("a").GetHashCode(), new Refusal("a").GetHashCode());
    }

    [Fact]
    public void An_outcome_is_done_or_says_why_not()
    {
        Assert.True(Outcome.Done(3).IsDone);
        Assert.False(Outcome.Refused(new Refusal("no")).IsDone);
    }
}
