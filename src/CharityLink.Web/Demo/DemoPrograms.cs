using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Programs;

namespace CharityLink.Web.Demo;

/// <summary>A site of the demonstration city, run by the charity station of its village.</summary>
internal sealed record DemoSite(string Division, string Zh, string En, string? ClosedBecause = null);

/// <summary>A program of the demonstration city. Its key names it: <c>program:canteen</c>, its sites <c>site:canteen:440703101001</c>.</summary>
internal sealed record DemoProgram(
    string Key, string OwnerKey, string Kind, string Division, string NameZh, string NameEn, string SummaryZh, string SummaryEn, long CostFen, long FromGiversFen, IReadOnlyList<DemoSite> Sites)
{
    public Guid Id => DemoId.Of("program:" + Key);

    public ICommand Start() => new StartProgram(
        DemoId.Of("start:" + Key), Id, DemoId.Of("org:" + OwnerKey), Kind, NameZh, NameEn, SummaryZh, SummaryEn, DivisionCode.Parse(Division), DemoId.Of("fund:" + Key), true);

    /// <summary>What is said about it once it is there: its unit, its sites, the closing of one.</summary>
    public IEnumerable<ICommand> Settle(Divisions divisions)
    {
        var kind = ProgramKinds.Find(Kind) ?? throw new InvalidOperationException($"There is no kind of program '{Kind}'.");
        yield return new SetUnit(DemoId.Of("unit:" + Key), Id, kind.UnitZh, kind.UnitEn, kind.UnitsEn, Money.Cny(CostFen), Money.Cny(FromGiversFen));
        foreach (var site in Sites)
        {
            var code = DivisionCode.Parse(site.Division);
            var place = divisions.Find(code) ?? throw new InvalidOperationException($"The demonstration city needs {code}.");
            var (siteId, id) = (DemoId.Of($"site:{Key}:{code}"), $"{Key}:{code}");
            yield return new OpenSite(DemoId.Of("open:" + id), Id, siteId, place.PlaceZh + site.Zh, $"{place.NameEn} {site.En}", code, DemoId.Of($"org:{code}"), true);
            if (site.ClosedBecause is { } reason)
            {
                yield return new CloseSite(DemoId.Of("close:" + id), Id, siteId, reason);
            }
        }
    }
}

/// <summary>The four programs the city is to have, with invented sites in all its counties.</summary>
internal static class DemoPrograms
{
    public static IReadOnlyList<DemoProgram> All { get; } =
    [
        new("canteen", "jmcf", "elder_canteen", "440700", "长者饭堂", "Canteen for the Elder",
            "在镇街和村居为老人做一顿热午餐：堂食或送餐上门。一份午餐成本12元，政府补助5元，长者自付3元，余下4元来自捐赠。",
            "A warm lunch for elders in towns and villages, at the table or brought home. One lunch costs ¥12: ¥5 from public subsidy, ¥3 from the elder, and ¥4 from givers.",
            12_00, 4_00,
            [
                Canteen("440703101001"), Canteen("440703102201"), Canteen("440703006118"), Canteen("440704005210"), Canteen("440704001026"), Canteen("440705104203"), Canteen("440705001012"),
                Canteen("440705102212"), Canteen("440781103213"), Canteen("440783108223"), Canteen("440784102212"), Canteen("440785104208"),
                Canteen("440781001012") with { ClosedBecause = "就餐人数不足，并入台城街道饭堂。 Too few diners; merged into the canteen of Taicheng." },
            ]),
        new("homes", "440703", "home_improvement", "440703", "城镇困难家庭家居改造", "Home Improvement for Urban Difficult Families",
            "社工和师傅一起上门评估，为困难家庭安装扶手、改造照明和电线、修补厨厕，完工后一起验收。",
            "A social worker and a craftsman look at the home together, then fit handrails, light and safe wiring and mend kitchen and bathroom. The family checks the work.",
            5_000_00, 1_500_00,
            [new("440703002104", "家居改造点", "Home Improvement Point"), new("440703006109", "家居改造点", "Home Improvement Point")]),
        new("school", "wuyi", "school_program", "440700", "儿童助学", "School Program for Children",
            "为低收入家庭的学生发放每学年一次的助学金，直接转入学生本人账户。",
            "A grant once a school year for pupils of low-income families, paid straight to the pupil's own account.",
            3_000_00, 3_000_00,
            [School("440781001207"), School("440783104228"), School("440785102203")]),
        new("children", "changxing", "left_behind_children", "440700", "关爱留守儿童", "Caring for Left-behind Children",
            "志愿者和社工定期探访父母在外务工的孩子：功课辅导、亲情视频、微心愿。",
            "Volunteers and social workers visit children whose parents work far away: help with homework, calls with the parents, small wishes.",
            120_00, 80_00,
            [Club("440785100208"), Club("440784106201"), Club("440781104203")]),
    ];

    private static DemoSite Canteen(string division) => new(division, "长者饭堂", "Canteen");

    private static DemoSite School(string division) => new(division, "助学点", "School Point");

    private static DemoSite Club(string division) => new(division, "儿童之家", "Children's Club");
}
