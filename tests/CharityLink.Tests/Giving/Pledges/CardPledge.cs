using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving.Pledges;

/// <summary>One promise by card, fact by fact, as the rules about such promises are shown with it.</summary>
internal static class CardPledge
{
    public static readonly DateTimeOffset Noon = new(2026, 10, 3, 4, 0, 0, TimeSpan.Zero);

    /// <summary>Midnight in Jiangmen: the day after the last one.</summary>
    public static readonly DateTimeOffset Deadline = new(2026, 11, 30, 16, 0, 0, TimeSpan.Zero);

    public static readonly Guid PledgeId = StartRules.Id(9);
    public static readonly GiftCause Cause = new(null, null, StartRules.Id(3), StartRules.Id(5), StartRules.Id(5), DivisionCode.Parse("440703103201"), StartRules.Id(7));
    public static readonly CardConsent Consent = new("stripe", "I agree.", "en", Deadline);
    public static readonly SavedCard Card = new("stripe", "cus_1", "pm_1", CardUse.Unscheduled);
    public static readonly CardFace Face = new("visa", 2026, 12);

    public static readonly PledgeMade Made = new(
        PledgeId, Cause, Money.Cny(100_00), new PersonId(StartRules.Id(8)), false, [new(1, new(2026, 11, 30), Money.Cny(100_00))], false, "en", Noon, Consent);

    public static readonly PledgeCardAsked Asked = new(PledgeId, Cause, 1, "stripe", "en", Noon, Money.Cny(100_00));
    public static readonly PledgeCardKept Kept = new(PledgeId, Cause, Card, Face, null);
    public static readonly PledgeConfirmed Confirmed = new(PledgeId, Cause, Money.Cny(100_00), true);

    /// <summary>Its project has reached its goal.</summary>
    public static readonly CollectedProject Met = new(true, true, Deadline, null);

    public static readonly PledgeChargeBegun Begun = new(PledgeId, Cause, 1, Pledge.ChargeOf(PledgeId, 1), false, Deadline);

    /// <summary>Declined, to be tried again on the next day.</summary>
    public static readonly PledgeChargeFailed Failed = new(PledgeId, Cause, Begun.DonationId, DeclineClass.TryAgain, Deadline.AddDays(1), Deadline);

    /// <summary>Confirmed by its card.</summary>
    public static IPledgeEvent[] Stands => [Made, Asked, Kept, Confirmed];
}
