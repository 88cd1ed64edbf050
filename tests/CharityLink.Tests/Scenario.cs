using CharityLink.Kernel;

namespace CharityLink.Tests;

/// <summary>Given facts, when a rule decides, then new facts or refusals. Needs no database and no clock.</summary>
internal sealed record Scenario<TState, TEvent>(TState? State) where TState : class, IState<TState, TEvent>
{
    public static Scenario<TState, TEvent> Given(params IEnumerable<TEvent> facts) => new(facts.Aggregate((TState?)null, TState.Evolve));

    public Verdict<TEvent> When(Func<TState?, Decision<TEvent>> decide) => new(decide(State));
}

/// <summary>What a rule decided, to be compared.</summary>
internal sealed record Verdict<TEvent>(Decision<TEvent> Decision)
{
    public void Then(params TEvent[] facts)
    {
        Assert.Empty(Decision.Refusals);
        Assert.Equal(facts, Decision);
    }

    public void Nothing() => Then();

    public void Refused(params string[] codes)
    {
        Assert.Equal(codes, Decision.Refusals.Select(refusal => refusal.Code), StringComparer.Ordinal);
        Assert.Empty(Decision.NewFacts);
    }

    public void RefusedAt(string code, string? field) =>
        Assert.Equal((code, field), Assert.Single(Decision.Refusals.Select(refusal => (refusal.Code, refusal.Field))));
}
