using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>What goods must be like to be taken, and what their value must rest on. Pure.</summary>
public static class GoodsRules
{
    /// <summary>Everything that is wrong with goods as they were written down, each at its field.</summary>
    public static IEnumerable<Refusal> Refusals(EnterGoods ask, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(ask);
        if (ask.Lines.Count == 0)
        {
            yield return new Refusal("goods_none", "1:name");
        }

        foreach (var line in ask.Lines.Where(line => IsExpired(line.ExpiresOn, today)))
        {
            yield return new Refusal("goods_expired", line.Field("expires_on"));
        }

        if (!ask.IsFit)
        {
            yield return new Refusal("goods_unfit", "fit");
        }

        if (LacksProof(ask))
        {
            yield return new Refusal("goods_value_without_proof", "proofs");
        }

        if (ask.ReceivedOn > today)
        {
            yield return new Refusal("day_ahead", "received_on");
        }
    }

    /// <summary>Goods past their last day are not usable (CN-DON-02).</summary>
    public static bool IsExpired(GoodsLine line, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(line);
        return IsExpired(line.ExpiresOn, today);
    }

    // A fair value stands on a receipt only with its proof (CN-DON-14).
    private static bool LacksProof(EnterGoods ask) => ask.Proofs.Length == 0 && ask.Lines.Any(line => line.FairValue is not null);

    private static bool IsExpired(DateOnly? expiresOn, DateOnly today) => expiresOn < today;
}
