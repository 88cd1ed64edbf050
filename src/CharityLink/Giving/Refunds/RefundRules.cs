using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>How a gift's provider gives money back, as far as a decision asks.</summary>
/// <param name="ByProvider">It can, at all.</param>
/// <param name="WindowDays">For so many days from the payment; null without an end.</param>
public sealed record RefundWay(bool ByProvider, int? WindowDays);

/// <summary>Who decides on a refund: an account, and whether it is of the organisation that received the gift.</summary>
public sealed record Decider(Guid? AccountId, bool IsOfHolder);

/// <summary>When money of a gift may go back (CN-DON-20): pure, on the gift's own stream, so that no run of requests gives back more than was given.</summary>
public static class RefundRules
{
    /// <summary>Asked for once, for a lawful cause, for no more than is free.</summary>
    /// <param name="from"><c>giver</c> or <c>officer</c>.</param>
    public static Decision<IDonationEvent> Request(Donation? donation, Guid refundId, Money amount, string cause, string? reason, string from, Guid? by)
    {
        var asked = new RefundRequested(donation?.Id ?? default, refundId, amount, cause, reason?.Trim(), from, by);
        return donation switch
        {
            null => new Refusal("donation_unknown"),
            _ when donation.Back.Refunds.TryGetValue(refundId, out var before) => IsSame(before, asked) ? [] : new Refusal("refund_id_reused"),
            { IsPaid: false } => new Refusal("donation_not_paid"),
            _ when RefundCauses.Find(cause) is not { } lawful || !(from == "giver" ? lawful.Giver : lawful.Officer) => new Refusal("refund_not_allowed", "cause"),
            { Back.IsDisputed: true } => new Refusal("refund_while_disputed"),
            _ when amount.Currency != donation.Amount.Currency => new Refusal("refund_currency_differs", "amount", donation.Amount.Currency.Code),
            _ when amount.Minor <= 0 => new Refusal("refund_amount_not_positive", "amount"),
            _ when amount.Minor > donation.Back.FreeMinor(donation.Amount) => new Refusal("refund_exceeds_gift", "amount", Shown(donation, donation.Back.FreeMinor(donation.Amount))),
            _ => [asked],
        };
    }

    /// <summary>Agreed to by people of the receiving organisation other than the one who asked: one, or two above a limit. All that goes back of a gift counts, so that nobody gets below it by many small ones.</summary>
    public static Decision<IDonationEvent> Approve(Donation? donation, ApproveRefund ask, Decider by, RefundWay way, RefundLimits limits) => Find(donation, ask.RefundId) switch
    {
        null => Unknown(donation),
        { } refund when by.AccountId is { } account && refund.Approvers.Contains(account) => [],
        { State: not RefundState.Requested } => new Refusal("refund_not_waiting"),
        { AskedBy: { } asker } when asker == by.AccountId => new Refusal("refund_asked_it"),
        _ when !by.IsOfHolder => new Refusal("refund_not_yours"),
        _ when donation!.Back.IsDisputed => new Refusal("refund_while_disputed"), // Its refund was found.
        _ when ask.Route is not (Refund.ByProvider or Refund.ByBankTransfer) => new Refusal("refund_route_unknown", "route"),
        _ when Closed(donation!, ask.Route, way, ask.At) is { } closed => closed, // Its refund was found.

        // It was asked for when more was left: since then some went by the provider's console, or a bank took it.
        { } refund when refund.Amount.Minor > donation!.Back.KeptMinor(donation.Amount) => new Refusal("refund_exceeds_gift", Values: [Shown(donation, donation.Back.KeptMinor(donation.Amount))]), // Its refund was found.
        { } refund when donation!.Back.AskedMinor > limits.TwoPeopleAboveMinor && refund.Approvers.IsEmpty && by.AccountId is { } first => [new RefundAgreed(ask.DonationId, ask.RefundId, first)], // Its refund was found.
        _ => [new RefundApproved(ask.DonationId, ask.RefundId, ask.Route, by.AccountId)],
    };

    /// <summary>Refused while it waits; refusing twice refuses once.</summary>
    public static Decision<IDonationEvent> Reject(Donation? donation, RejectRefund ask, Decider by) => Find(donation, ask.RefundId) switch
    {
        null => Unknown(donation),
        { State: RefundState.Rejected } => [],
        { State: not RefundState.Requested } => new Refusal("refund_not_waiting"),
        _ when !by.IsOfHolder => new Refusal("refund_not_yours"),
        _ => [new RefundRejected(ask.DonationId, ask.RefundId, ask.Reason.Trim(), by.AccountId)],
    };

    /// <summary>What is left of a gift to a failed project: asked for and agreed to by the platform in one step. Nothing where nothing is left, or a bank has its hand on it.</summary>
    public static Decision<IDonationEvent> Return(Donation? donation, ReturnGift ask, RefundWay way) => donation switch
    {
        null => new Refusal("donation_unknown"),
        { IsPaid: false } => new Refusal("donation_not_paid"),
        { Back.IsDisputed: true } => new Refusal("refund_while_disputed"),
        _ when donation.Back.Refunds.ContainsKey(ReturnGift.IdOf(donation.Id)) || donation.Back.FreeMinor(donation.Amount) == 0 => [],
        _ =>
        [
            new RefundRequested(donation.Id, ReturnGift.IdOf(donation.Id), donation.Amount with { Minor = donation.Back.FreeMinor(donation.Amount) }, ask.Cause, null, "platform", null),
            new RefundApproved(donation.Id, ReturnGift.IdOf(donation.Id), Closed(donation, Refund.ByProvider, way, ask.At) is null ? Refund.ByProvider : Refund.ByBankTransfer, null),
        ],
    };

    /// <summary>A person of the receiving organisation, by the appointment held there.</summary>
    public static Decider DeciderOf(Caller caller, Donation? donation) => new(
        caller.AccountId, caller.Kind == CallerKind.System || caller.Appointments.Any(held => held.OrganisationId == donation?.Cause.HolderId));

    internal static Refund? Find(Donation? donation, Guid refundId) => donation?.Back.Refunds.GetValueOrDefault(refundId);

    internal static Decision<IDonationEvent> Unknown(Donation? donation) => new Refusal(donation is null ? "donation_unknown" : "refund_unknown");

    // A gift is begun at most a day before it is paid, so counting from there is never too late.
    private static Refusal? Closed(Donation donation, string route, RefundWay way, DateTimeOffset at) => route switch
    {
        Refund.ByBankTransfer => null,
        _ when !way.ByProvider => new Refusal("refund_route_not_offered", "route"),
        _ when way.WindowDays is { } days && at - donation.StartedAt > TimeSpan.FromDays(days) => new Refusal("refund_window_passed", "route", $"{days}"),
        _ => null,
    };

    private static bool IsSame(Refund refund, RefundRequested asked) =>
        (refund.Amount, refund.Cause, refund.Reason, refund.From, refund.AskedBy) == (asked.Amount, asked.Cause, asked.Reason, asked.From, asked.By);

    private static string Shown(Donation donation, long minor) =>
        (donation.Amount with { Minor = Math.Max(0, minor) }).Amount.ToString("#,0.00", System.Globalization.CultureInfo.InvariantCulture);
}
