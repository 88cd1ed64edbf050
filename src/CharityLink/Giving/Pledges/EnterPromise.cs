using CharityLink.Evidence;
using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Giving;

/// <summary>
/// Writes down for its giver a promise that came by letter, by telephone or on a stage, with how it was given. It stands at once: nobody is asked to
/// confirm by a link what somebody of the receiving organisation has read or heard, and answers for.
/// </summary>
/// <param name="HolderId">Who receives the money.</param>
/// <param name="DonorId">Who promises, already in the vault.</param>
/// <param name="HasAddress">The vault has a mail address of theirs: they are written to.</param>
/// <param name="Language">In which the giver is written to.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record EnterPromise(
    Guid CommandId, Guid PledgeId, Guid HolderId, CauseChoice Choice, Money Amount, PersonId DonorId, bool IsAnonymous, bool HasAddress, PledgeSchedule Schedule,
    PromiseForm Form, DateOnly PromisedOn, bool HasListedPurpose, EvidenceFile? Paper, string Language, DateTimeOffset At, PersonId? GiverId = null) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(HolderId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => Enum.IsDefined(Form) ? [] : [new Refusal("promise_form_unknown", "form")];
}

/// <content>Promises that somebody of the receiving organisation wrote down.</content>
public sealed partial record Pledge
{
    /// <summary>The same form again changes nothing. Paid by whatever way the cause takes gifts by: each gift is judged when it comes.</summary>
    public static Decision<IPledgeEvent> Decide(Pledge? pledge, EnterPromise ask, Standing standing, GiftLimits limits, Guid? by)
    {
        if (pledge is not null)
        {
            return pledge.IsSame(ask) ? [] : new Refusal("pledge_id_reused");
        }

        var takes = standing.At(ask.At, OfflineMethods.ViaBank) is { Refusals.Count: 0 } open ? open : standing.At(ask.At);
        List<Refusal> why =
        [
            .. takes.Refusals.Select(refusal => refusal with { Field = "cause" }), .. limits.Check(ask.Amount),
            .. ask.Schedule.Check(ask.Amount, DayOf(ask.At), LastDayOf(standing), limits), .. WrongForm(ask.Form, ask.Paper, ask.PromisedOn, ask.At),
        ];
        if (takes.Cause is { } cause && cause.HolderId != ask.HolderId)
        {
            why.Add(new Refusal("pledge_other_holder", "cause"));
        }

        return why.Count > 0
            ? CharityLink.Kernel.Decision.Refused<IPledgeEvent>(why)
            :
            [
                new PledgeMade(
                    ask.PledgeId, takes.Cause!, ask.Amount, ask.DonorId, ask.IsAnonymous, ask.Schedule.Parts(ask.Amount), ask.Form == PromiseForm.Public, ask.Language, ask.At, null, ask.GiverId,
                    IsEntered: true, HasAddress: ask.HasAddress),
                new PledgeConfirmed(ask.PledgeId, takes.Cause!, ask.Amount),
                new PromiseFormRecorded(ask.PledgeId, takes.Cause!, ask.Form, ask.PromisedOn, ask.HasListedPurpose, ask.Paper, by),
            ]; // Nothing was refused.
    }

    // What was written down of its form may have been mended since.
    private bool IsSame(EnterPromise ask) =>
        (ask.Choice, ask.Amount, ask.DonorId, ask.IsAnonymous, true, ask.HasAddress) == (CauseChoice.Of(Made.Cause), Made.Amount, Made.DonorId, Made.IsAnonymous, Made.IsEntered, Made.HasAddress)
        && IsSame(ask.Schedule, ask.Amount);
}

internal sealed class EnterPromiseHandler(Aggregates aggregates, CauseBook causes, GiftLimits online, OfflineLimits limits, CommandContext context) : IRequestHandler<EnterPromise, Outcome>
{
    public async Task<Outcome> Handle(EnterPromise ask, CancellationToken ct)
    {
        var offer = await causes.Find(ask.Choice, ct);
        return await aggregates.Create<Pledge, IPledgeEvent>(
            ask.PledgeId, pledge => Pledge.Decide(pledge, ask, offer.Standing, limits.ForTransfers(online), context.Caller.AccountId), ct);
    }
}
