using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Law;

namespace CharityLink.Giving;

/// <summary>How a promise was given. The names are stored: they never change.</summary>
public enum PromiseForm
{
    /// <summary>By word of mouth, or on the site.</summary>
    Oral,

    /// <summary>By a letter or an agreement that both signed.</summary>
    Written,

    /// <summary>Before the public: on a stage, in the press, on the air.</summary>
    Public,
}

/// <summary>Somebody of the receiving organisation wrote down how a promise was given. The latest word counts.</summary>
/// <param name="PromisedOn">By the calendar of Jiangmen.</param>
/// <param name="HasListedPurpose">Its purpose is one of those for which the law lets a written promise be demanded (CN-DON-07), as that person reads it.</param>
/// <param name="Paper">The letter, the agreement, the page of the paper; null for none.</param>
public sealed record PromiseFormRecorded(
    Guid PledgeId, GiftCause Cause, PromiseForm Form, DateOnly PromisedOn, bool HasListedPurpose, EvidenceFile? Paper, Guid? By) : IPledgeEvent, INamesFiles
{
    // Names stand on it: for staff alone.
    IEnumerable<EvidenceUse> INamesFiles.Files() => Paper is null ? [] : [new EvidenceUse(Paper, new Subject(PledgeLocator.PledgeKind, PledgeId.ToString()), false)];
}

/// <summary>Writes down how a promise was given, so that it shows whether the law lets it be demanded.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record RecordPromiseForm(Guid CommandId, Guid PledgeId, PromiseForm Form, DateOnly PromisedOn, bool HasListedPurpose, EvidenceFile? Paper, DateTimeOffset At) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => new(PledgeLocator.PledgeKind, PledgeId.ToString());

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => Enum.IsDefined(Form) ? [] : [new Refusal("promise_form_unknown", "form")];
}

/// <summary>Whether the law lets a promise be demanded once it is overdue, and why. Shown to staff; the program demands nothing.</summary>
/// <param name="Rule">As it stood on the day of the promise; null where none is in the catalogue.</param>
/// <param name="Because"><c>public</c> or <c>written</c>, which bind; <c>purpose</c>, where the purpose is none of those, or <c>oral</c>; <c>no_rule</c>.</param>
public sealed record PromiseBinding(Rule? Rule, string Because)
{
    /// <summary>It may be demanded.</summary>
    public bool IsBinding => Because is "public" or "written";
}

/// <content>How it was given, and what follows from that (CN-DON-07).</content>
public sealed partial record Pledge
{
    private const string Enforceable = "CN-DON-07";

    /// <summary>How it was given, as somebody wrote it down; null: nobody did.</summary>
    public PromiseFormRecorded? Promised { get; init; }

    /// <summary>Of a promise that is or was waited for. One that is collected from a card rests on its giver's consent.</summary>
    public static Decision<IPledgeEvent> Decide(Pledge? pledge, RecordPromiseForm ask, Guid? by) => pledge switch
    {
        null => new Refusal("pledge_unknown"),
        { IsByCard: true } => new Refusal("pledge_collected_by_card"),
        { State: not PledgeState.Confirmed } => new Refusal("pledge_over"),
        _ when WrongForm(ask.Form, ask.Paper, ask.PromisedOn, ask.At).ToList() is { Count: > 0 } why => CharityLink.Kernel.Decision.Refused<IPledgeEvent>(why),
        { Promised: { } before } when (before.Form, before.PromisedOn, before.HasListedPurpose, before.Paper) == (ask.Form, ask.PromisedOn, ask.HasListedPurpose, ask.Paper) => [],
        _ => [new PromiseFormRecorded(ask.PledgeId, pledge.Made.Cause, ask.Form, ask.PromisedOn, ask.HasListedPurpose, ask.Paper, by)],
    };

    // A written promise is one that can be shown.
    private static IEnumerable<Refusal> WrongForm(PromiseForm form, EvidenceFile? paper, DateOnly promisedOn, DateTimeOffset now)
    {
        if (form == PromiseForm.Written && paper is null)
        {
            yield return new Refusal("promise_paper_missing", "paper");
        }

        if (promisedOn > DayOf(now))
        {
            yield return new Refusal("date_in_future", "promised_on");
        }
    }

    /// <summary>By the rules of the receiving organisation's law on the day of the promise. What the giver said on the form counts until somebody writes down more.</summary>
    public PromiseBinding Binding(string jurisdiction)
    {
        var rule = RuleBook.Of(jurisdiction, Made.Cause.Division, Promised?.PromisedOn ?? DayOf(Made.MadeAt)).Find(Enforceable);
        return new(rule, (rule, Promised?.Form ?? (Made.IsPublicMediaPromise ? PromiseForm.Public : PromiseForm.Oral)) switch
        {
            (null, _) => "no_rule",
            (_, PromiseForm.Public) => "public",
            (_, PromiseForm.Written) => Promised is { HasListedPurpose: true } ? "written" : "purpose",
            _ => "oral",
        });
    }
}
