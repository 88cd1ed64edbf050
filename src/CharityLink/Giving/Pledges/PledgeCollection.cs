using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>What a promise's project has come to, as far as collecting needs it.</summary>
/// <param name="HasEnded">Fundraising is over and the goal was decided.</param>
/// <param name="IsMet">The decision; it never changes.</param>
/// <param name="DeadlineAt">From here on nothing is taken back, whether or not anybody has said that it is over.</param>
/// <param name="Refusal">Why it takes no payment now; null when it does.</param>
/// <param name="EndedAt">When the goal was decided; null before.</param>
public sealed record CollectedProject(bool HasEnded, bool IsMet, DateTimeOffset? DeadlineAt, Refusal? Refusal, DateTimeOffset? EndedAt = null)
{
    internal static CollectedProject Of(CauseProject project, Refusal? suspended) => new(
        project.EndedAt is not null, project.State != CharityLink.Projects.ProjectState.Failed, project.DeadlineAt, project.PaymentRefused ?? suspended, project.EndedAt);

    internal bool IsFrozenAt(DateTimeOffset at) => HasEnded || at >= DeadlineAt;
}

/// <summary>Collecting promises that were made by card: one attempt at a time, and each is an ordinary gift.</summary>
public sealed partial record Pledge
{
    // A page on which the giver pays is surely closed after this.
    private static readonly TimeSpan PageClosedAfter = TimeSpan.FromHours(25);

    /// <summary>What the platform does by itself at a moment: charge, wait, or give up. Asked again it does nothing twice.</summary>
    public static Decision<IPledgeEvent> Decide(Pledge? pledge, CollectPledge ask, CollectedProject project) => pledge switch
    {
        null => new Refusal("pledge_unknown"),
        { IsByCard: false } or { State: not PledgeState.Confirmed } => [],
        _ when !project.HasEnded => new Refusal("pledge_not_due"),
        _ when !project.IsMet => [pledge.Lapse("goal_missed")],
        { Collected: { Live: { } live, LiveWithGiver: true } page } when ask.At >= page.LiveAt + PageClosedAfter => [pledge.Failed(page, live, null, ask.At)],
        { Collected.Live: not null } => [],
        { Collected: { GraceEnds: var ends } c } when ask.At >= ends => c.IsRetried && c.LastChargeAt < ends && project.Refusal is null ? [pledge.Begin(ask.At, withGiver: false)] : [pledge.Lapse("not_collected")],
        // A project that takes no money now (its organiser suspended, a report that came early) may later, within the grace: longer no giver was told to wait.
        // A refusal, so that the others are not held up.
        _ when project.Refusal is not null && ask.At >= project.EndedAt + PledgeCards.Grace && pledge.Collected is null => [pledge.Lapse("not_collected")],
        _ when project.Refusal is { } closed => closed,
        { Collected: null, Card.Kept: null } => [new PledgeCardMissing(ask.PledgeId, pledge.Made.Cause, ask.At + PledgeCards.Grace, ask.At)],
        _ => pledge.Collected is not { } c || (c.IsRetried && ask.At >= c.NextAfter(c.Class)) ? [pledge.Begin(ask.At, withGiver: false)] : [],
    };

    /// <summary>The giver pays on a page what could not be charged. A page that is still open is used again, and nothing is begun while the card is being charged.</summary>
    public static Decision<IPledgeEvent> Decide(Pledge? pledge, PayPledge ask, CollectedProject project) => pledge switch
    {
        null => new Refusal("pledge_unknown"),
        { IsByCard: false } => new Refusal("pledge_not_by_card"),
        { State: PledgeState.Kept } => new Refusal("pledge_paid_already"),
        { State: not PledgeState.Confirmed } => new Refusal("pledge_over"),
        _ when !project.HasEnded || pledge.Collected is null => new Refusal("pledge_not_due"),
        _ when project.Refusal is { } closed => closed,
        { Collected: { Live: not null, LiveWithGiver: true } page } when ask.At < page.LiveAt + PageClosedAfter => [],
        { Collected: { Live: not null, LiveWithGiver: false } } => new Refusal("pledge_charge_running"),
        { Collected: { Live: { } live } page } => [pledge.Failed(page, live, null, ask.At), pledge.Begin(ask.At, withGiver: true)],
        _ => [pledge.Begin(ask.At, withGiver: true)],
    };

    /// <summary>An attempt ended without money. Of an earlier one nothing is said twice.</summary>
    public static Decision<IPledgeEvent> Decide(Pledge? pledge, EndPledgeCharge ask) => pledge switch
    {
        null => new Refusal("pledge_unknown"),
        { State: PledgeState.Confirmed, Collected: { Live: { } live } c } when live == ask.DonationId => [pledge.Failed(c, live, ask.Class, ask.At)],
        _ => [],
    };

    /// <summary>The gift of an attempt, under an id that follows from which it is.</summary>
    public static Guid ChargeOf(Guid pledgeId, int attempt) => StableId.Beside(pledgeId, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"charge {attempt}"));

    /// <summary>The gift that an attempt begins, to be written with it.</summary>
    internal DonationStarted GiftOf(PledgeChargeBegun begun, string provider, string? method, string language) => new(
        begun.DonationId, Made.Cause, Open, Made.DonorId, Made.IsAnonymous, provider, begun.At, Made.GiverId, Made.PledgeId, method, language,
        begun.WithGiver ? null : Card.Kept);

    private PledgeChargeBegun Begin(DateTimeOffset at, bool withGiver)
    {
        var attempt = (Collected?.Attempts ?? 0) + 1;
        return new(Made.PledgeId, Made.Cause, attempt, ChargeOf(Made.PledgeId, attempt), withGiver, at);
    }

    // A card that went while it was charged is not tried again, whatever the bank says.
    private PledgeChargeFailed Failed(Collecting collecting, Guid live, DeclineClass? told, DateTimeOffset at)
    {
        var kind = Card.Kept is null ? DeclineClass.NeedsNewCard : told;
        return new(Made.PledgeId, Made.Cause, live, kind, collecting.NextAfter(kind ?? collecting.Class), at);
    }
}
