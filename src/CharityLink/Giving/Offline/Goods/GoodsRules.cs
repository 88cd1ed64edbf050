using CharityLink.Kernel;
using CharityLink.Law;

namespace CharityLink.Giving;

/// <summary>What goods must be like to be taken, and what their value must rest on. Pure.</summary>
public static class GoodsRules
{
    /// <summary>Everything that is wrong with goods as they were written down, each at its field.</summary>
    /// <param name="division">Where they are taken in.</param>
    public static IEnumerable<Refusal> Refusals(EnterGoods ask, DivisionCode division, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(ask);
        if (ask.Lines.Count == 0)
        {
            yield return new Refusal("goods_none", "1:name");
        }

        foreach (var unfit in Unfit([.. ask.Lines.Select(line => (line.Field("expires_on"), line.ExpiresOn))], ask.IsFit, division, today))
        {
            yield return unfit;
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

    /// <summary>What was fit when it was taken in is not any more.</summary>
    public static bool IsExpired(GoodsEntered goods, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(goods);
        return Unfit([.. goods.Lines.Select(line => ("", line.ExpiresOn))], true, goods.Division, today).Any();
    }

    // Stations take goods in at their place, so that place's law holds for them, whoever they are for.
    private static IEnumerable<Refusal> Unfit(IReadOnlyList<(string Field, DateOnly? ExpiresOn)> lines, bool isFit, DivisionCode division, DateOnly today) =>
        MoneyLaw.Goods(new GoodsFacts(lines, isFit, today), RuleBook.Of(OrganisationJurisdiction.Default, division, today)).Findings.Select(found => found.Refusal);

    // A fair value stands on a receipt only with its proof (CN-DON-14).
    private static bool LacksProof(EnterGoods ask) => ask.Proofs.Length == 0 && ask.Lines.Any(line => line.FairValue is not null);
}
