namespace CharityLink.Giving;

/// <summary>Who must agree to a refund, and how long a provider gives money back: parameters (section <c>Giving:Refunds</c> of the configuration), not code.</summary>
public sealed record RefundLimits
{
    /// <summary>Above this, in minor units of the gift's currency, two people agree; up to it, one.</summary>
    public long TwoPeopleAboveMinor { get; init; } = 5_000_00;

    /// <summary>Days after which a way of paying gives nothing back, by its name; a way that is not named has no such end.</summary>
    public IReadOnlyDictionary<string, int> WindowDays { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal) { ["alipay"] = 90, ["wechat_pay"] = 180 };

    /// <summary>How many gifts of failed projects are given back at most in one second; 0: none go back by themselves.</summary>
    public int ReturnsPerSecond { get; init; } = 20;

    /// <summary>On how many held payments one press decides: a few seconds of work.</summary>
    public int HeldAtOnce { get; init; } = 200;

    /// <summary>The last day, counted from the payment, on which a way of paying gives back; null: no such end.</summary>
    public int? WindowOf(string method) => WindowDays.TryGetValue(method, out var days) ? days : null;
}
