using CharityLink.Kernel;

namespace CharityLink.Law;

/// <summary>What goods that are given must be like (section D of the catalogue).</summary>
internal static class GoodsRules
{
    /// <summary>CN-DON-02: goods are usable, safe and clean: a person vouches for it, and nothing past its last day is taken (CL 36).</summary>
    [Rule("CN-DON-02")]
    public static IEnumerable<Refusal> GoodsAreFit(GoodsFacts facts, Rule _)
    {
        foreach (var line in facts.Lines.Where(line => line.ExpiresOn < facts.Today))
        {
            yield return new Refusal("goods_expired", line.Field);
        }

        if (!facts.IsFit)
        {
            yield return new Refusal("goods_unfit", "fit");
        }
    }
}
