using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>One line of what was given in kind, as it stands on the receipt: goods or services with their fair value.</summary>
/// <param name="NameZh">What it is, in Chinese.</param>
/// <param name="NameEn">The same in English; empty where there is no other name.</param>
/// <param name="Quantity">How many or how much of the unit.</param>
/// <param name="Unit">The unit as it is to be read: 袋, kg.</param>
/// <param name="FairValue">What the whole line is worth by the proof that was recorded (CN-DON-14).</param>
public sealed record GiftLine(string NameZh, string NameEn, decimal Quantity, string Unit, Money FairValue)
{
    /// <summary>The lines of a gift are worth what the gift is counted for.</summary>
    public static bool AddUp(IReadOnlyList<GiftLine> lines, Money amount) =>
        lines.Count > 0 && lines.All(line => line.FairValue.Currency == amount.Currency && line is { Quantity: > 0, FairValue.Minor: >= 0 })
        && lines.Sum(line => line.FairValue.Minor) == amount.Minor;
}
