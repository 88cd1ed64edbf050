using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace CharityLink.Kernel;

/// <summary>Why a rule said no, for machines. The sentence people read stands in the web's resources under the code.</summary>
/// <param name="Code">Stable and tested, snake_case: <c>amount_not_positive</c>.</param>
/// <param name="Field">The form field it is about, or null when it is about the whole.</param>
/// <param name="Values">What the sentence shows ({0}, {1} …): limits, names. Never personal data.</param>
public sealed record Refusal(string Code, string? Field = null, params ImmutableArray<string> Values)
{
    /// <inheritdoc/>
    public bool Equals(Refusal? other) =>
        other is not null && Code == other.Code && Field == other.Field && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Field, Values.Length);
}

/// <summary>What a rule decides: new facts (perhaps none, when all is done already), or refusals.</summary>
[CollectionBuilder(typeof(Decision), nameof(Decision.Facts))]
public sealed class Decision<TEvent>(IReadOnlyList<TEvent> facts, IReadOnlyList<Refusal> refusals) : IEnumerable<TEvent>
{
    /// <summary>Every reason the rule said no; empty when it said yes.</summary>
    public IReadOnlyList<Refusal> Refusals { get; } = refusals;

    /// <summary>The new facts, in order.</summary>
    public IReadOnlyList<TEvent> NewFacts { get; } = facts;

    /// <summary>A refusal is a decision.</summary>
    public static implicit operator Decision<TEvent>(Refusal why) => new([], [why]);

    /// <inheritdoc/>
    public IEnumerator<TEvent> GetEnumerator() => NewFacts.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Lets a rule answer with a collection expression.</summary>
public static class Decision
{
    /// <summary>New facts, in order.</summary>
    public static Decision<TEvent> Facts<TEvent>(ReadOnlySpan<TEvent> facts) => new(facts.ToArray(), []);

    /// <summary>All the reasons at once.</summary>
    public static Decision<TEvent> Refused<TEvent>(IReadOnlyList<Refusal> reasons) => new([], reasons);
}

/// <summary>How a command ended: carried out, durable up to a position of the log; or refused, with nothing changed.</summary>
public sealed record Outcome(IReadOnlyList<Refusal> Refusals, long Position)
{
    /// <summary>Carried out (now or by an earlier sending of the same command).</summary>
    public bool IsDone => Refusals.Count == 0;

    /// <summary>Carried out: everything it caused stands at or before this position.</summary>
    public static Outcome Done(long position) => new([], position);

    /// <summary>Refused for these reasons.</summary>
    public static Outcome Refused(params IReadOnlyList<Refusal> reasons) => new(reasons, 0);
}
