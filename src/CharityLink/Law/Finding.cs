using CharityLink.Kernel;

namespace CharityLink.Law;

/// <summary>What a rule does when it is not kept.</summary>
public enum RuleEffect
{
    /// <summary>The act is refused.</summary>
    Refuse,

    /// <summary>Refused unless somebody gives a reason, which stays in the record.</summary>
    Warn,

    /// <summary>Something is owed by a day; overdue is public.</summary>
    Duty,

    /// <summary>The rule allows something.</summary>
    Allow,

    /// <summary>The rule says how to count.</summary>
    Calc,

    /// <summary>The rule says which other way to offer.</summary>
    Route,

    /// <summary>Holds always, whoever does what.</summary>
    Invariant,
}

/// <summary>A rule that is not kept.</summary>
/// <param name="RuleId">Of the catalogue: <c>CN-PLAN-02</c>.</param>
/// <param name="Effect"><see cref="RuleEffect.Refuse"/> or <see cref="RuleEffect.Warn"/>.</param>
/// <param name="Refusal">Why: its code is the catalogue's reason in small letters.</param>
public sealed record Finding(string RuleId, RuleEffect Effect, Refusal Refusal)
{
    /// <summary>Gives way to a recorded reason.</summary>
    public bool MayBeOverridden => Effect == RuleEffect.Warn;
}

/// <summary>Something owed.</summary>
/// <param name="Code">What: the catalogue's reason in small letters (<c>campaign_final_overdue</c>); its words are <c>duty.&lt;code&gt;</c>.</param>
/// <param name="From">The day it arose.</param>
/// <param name="Due">The last day that is in time; null where the law says "promptly" and names no term.</param>
/// <param name="MetOn">The day it was done; null while it is not.</param>
public sealed record Duty(string RuleId, string Code, DateOnly From, DueDate? Due, DateOnly? MetOn)
{
    /// <summary>Owed, and the last day has passed.</summary>
    public bool IsOverdue(DateOnly today) => MetOn is null && Due is { } due && today > due.Day;

    /// <summary>Done, but after the last day.</summary>
    public bool WasLate => MetOn is { } day && Due is { } due && day > due.Day;
}

/// <summary>Everything a rule book has to say about some facts, at once.</summary>
public sealed record Judgement(IReadOnlyList<Finding> Findings, IReadOnlyList<Duty> Duties)
{
    /// <summary>Nothing to say.</summary>
    public static Judgement None { get; } = new([], []);

    /// <summary>Nothing stands in the way.</summary>
    public bool IsAllowed => Findings.Count == 0;

    /// <summary>What still stands in the way when reasons have been recorded for some rules. A rule that refuses cannot be overridden.</summary>
    public IReadOnlyList<Finding> Standing(IEnumerable<string> overriddenRuleIds)
    {
        var overridden = overriddenRuleIds.ToHashSet(StringComparer.Ordinal);
        return [.. Findings.Where(finding => !(finding.MayBeOverridden && overridden.Contains(finding.RuleId)))];
    }

    /// <summary>This and what another judgement says.</summary>
    public Judgement And(Judgement other) => new([.. Findings, .. other.Findings], [.. Duties, .. other.Duties]);
}
