using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving.Regular;

/// <summary>What the rules of regular gifts are tried on: monthly from the 31st of January, at noon in Jiangmen.</summary>
internal static class RegularFacts
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 31, 4, 0, 0, TimeSpan.Zero);
    public static readonly Guid Id = StartRules.Id(9);
    public static readonly GiftCause Cause = new(StartRules.Id(7), null, StartRules.Id(3), StartRules.Id(5), StartRules.Id(5), DivisionCode.Parse("440703103201"));
    public static readonly Standing Open = new(Cause, []);
    public static readonly GiftLimits Limits = new();
    public static readonly SavedCard Card = new("stripe", "cus_1", "pm_1", CardUse.Recurring);
    public static readonly SavedCard Other = Card with { Method = "pm_2" };
    public static readonly CardFace Face = new("visa", 2031, 5);

    public static readonly AskRegularGift Ask = new(
        StartRules.Id(100), Id, new(StartRules.Id(7), null, null, null), Money.Cny(50_00), "month", "Asia/Shanghai", new PersonId(StartRules.Id(8)), new PersonId(StartRules.Id(10)), false,
        "stripe", "card", "en", Noon);

    public static readonly RegularGiftAsked Asked = new(
        Id, Cause, Money.Cny(50_00), new("month", new(2026, 1, 31), "Asia/Shanghai"), new PersonId(StartRules.Id(8)), new PersonId(StartRules.Id(10)), false, "stripe", "card", "en", Noon);

    public static readonly RegularGiftBegan Began = new(Id, Cause, Money.Cny(50_00));
    public static readonly RegularCardKept Kept = new(Id, Card, Face);

    /// <summary>The first gift is paid, the card kept: it runs, and February comes next.</summary>
    public static IEnumerable<IRegularGiftEvent> Running { get; } = [Asked, Begun(0, withGiver: true), Paid(0), Kept, Began];

    public static Guid Gift(int period, int number = 1) => RegularGift.GiftOf(Id, period, number);

    public static RegularChargeBegun Begun(int period, int number = 1, bool withGiver = false, long fen = 50_00) => new(Id, period, number, Gift(period, number), Money.Cny(fen), withGiver);

    public static RegularChargePaid Paid(int period, int number = 1) => new(Id, period, Gift(period, number));

    public static RegularChargeDeclined Declined(int period, int number, DeclineClass why, int declines, DateOnly? again) => new(Id, period, Gift(period, number), why, declines, again);

    public static RegularPeriodsMissed Missed(int from, int upto, string why) => new(Id, from, upto, why);

    public static RegularGiftPaused Paused(string why) => new(Id, why);

    /// <summary>Ten in the morning in Jiangmen.</summary>
    public static DateTimeOffset Morning(int month, int day, int year = 2026) => new(year, month, day, 2, 0, 0, TimeSpan.Zero);
}
