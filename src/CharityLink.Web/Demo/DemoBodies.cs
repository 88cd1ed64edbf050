using System.Globalization;
using CharityLink.Kernel;
using CharityLink.Network;

namespace CharityLink.Web.Demo;

/// <summary>One organisation of the demonstration city. Its key names it: <c>org:jmcf</c>, <c>org:440703</c>, <c>org:440703101</c>.</summary>
/// <param name="IsInvented">Branches, stations and two small groups are; the bodies the city names are not.</param>
internal sealed record DemoBody(
    string Key, string NameZh, string NameEn, OrganisationKind Kind, DivisionCode Division, string? ParentKey, bool IsInvented,
    string? Uscc = null, bool IsVerified = true, string? SuspendedBecause = null, string? NamePinyin = null)
{
    public Guid Id => DemoId.Of("org:" + Key);

    public ICommand Register() => new RegisterOrganisation(
        DemoId.Of("register:" + Key), Id, NameZh, NameEn, Kind, Division, Uscc, ParentKey is null ? null : DemoId.Of("org:" + ParentKey), IsInvented, NamePinyin);

    public ICommand Verify() => new VerifyOrganisation(DemoId.Of("verify:" + Key), Id, "Demonstration data. 演示数据。");

    public ICommand Suspend() => new SuspendOrganisation(DemoId.Of("suspend:" + Key), Id, SuspendedBecause ?? "");
}

/// <summary>The bodies the city names, a branch in every town, and stations in sixty villages.</summary>
internal static class DemoBodies
{
    private const string City = "440700";
    private const int StationsMax = 60;

    public static IEnumerable<DemoBody> Of(Divisions divisions) => Named(divisions).Select(WithCode).Concat(Branches(divisions)).Concat(Stations(divisions));

    private static IEnumerable<DemoBody> Named(Divisions divisions)
    {
        yield return Body("jmcf", "江门市慈善会", "Jiangmen Charity Federation", OrganisationKind.Federation, City, null);
        foreach (var county in divisions.ChildrenOf(divisions.City.Code))
        {
            yield return Body(county.Code.Value, county.NameZh + "慈善会", county.NameEn + " Charity Federation", OrganisationKind.Federation, county.Code.Value, "jmcf");
        }

        yield return Body("wuyi", "五邑慈善会", "Wuyi Charity Association", OrganisationKind.Association, City, null, "Wuyi cishanhui");
        yield return Body("haojue", "广东省豪爵慈善基金会", "Guangdong Haojue Charity Fund", OrganisationKind.Foundation, City, null, "Guangdongsheng Haojue cishan jijinhui");
        yield return Body("changxing", "江门市昌兴关爱慈善会", "Jiangmen Changxing Care Charity Association", OrganisationKind.Association, City, null, "Jiangmenshi Changxing guanai cishanhui");
        yield return Body("vinda", "维达慈善基金会", "Vinda Charitable Foundation", OrganisationKind.Foundation, City, null, "Weida cishan jijinhui");
        yield return Body("infinitus", "无限极互助会", "Infinitus Mutual Help Organization", OrganisationKind.MutualHelp, City, null, "Wuxianji huzhuhui");
        yield return Body("spring", "春晖社会工作服务中心", "Spring Light Social Work Centre", OrganisationKind.SocialWork, "440784", "jmcf", "Chunhui shehui gongzuo fuwu zhongxin") with
        {
            IsInvented = true,
            SuspendedBecause = "年度报告逾期。 The annual report is overdue.",
        };
        yield return Body("bamboo", "青竹志愿服务队", "Green Bamboo Volunteers", OrganisationKind.VolunteerGroup, "440704", "jmcf", "Qingzhu zhiyuan fuwudui") with { IsInvented = true, IsVerified = false };
    }

    private static DemoBody Body(string key, string zh, string en, OrganisationKind kind, string division, string? parent, string? pinyin = null) =>
        new(key, zh, en, kind, DivisionCode.Parse(division), parent, false, NamePinyin: pinyin);

    private static IEnumerable<DemoBody> Branches(Divisions divisions) =>
        from county in divisions.ChildrenOf(divisions.City.Code)
        from town in divisions.ChildrenOf(county.Code)
        where !town.IsStatisticalArea
        select new DemoBody(town.Code.Value, town.NameZh + "慈善分会", town.NameEn + " Charity Branch", OrganisationKind.TownBranch, town.Code, county.Code.Value, true);

    private static IEnumerable<DemoBody> Stations(Divisions divisions)
    {
        var firstOfTowns =
            from county in divisions.ChildrenOf(divisions.City.Code)
            from town in divisions.ChildrenOf(county.Code)
            where !town.IsStatisticalArea
            select divisions.ChildrenOf(town.Code).First(village => !village.IsStatisticalArea).Code;
        return from code in DemoPrograms.All.SelectMany(program => program.Sites).Select(site => DivisionCode.Parse(site.Division)).Concat(firstOfTowns).Distinct().Take(StationsMax)
               let village = divisions.Find(code) ?? throw new InvalidOperationException($"The demonstration city needs {code}.")
               select new DemoBody(
                   code.Value, village.PlaceZh + "慈善工作站", village.NameEn + " Charity Station", OrganisationKind.VillageStation, code, code.Parent.GetValueOrDefault().Value, true);
    }

    // A code that checks out and belongs to nobody: DEM where real ones have digits or other letters.
    private static DemoBody WithCode(DemoBody body, int number)
    {
        var kind = body.Kind switch { OrganisationKind.Foundation => "53", OrganisationKind.SocialWork => "52", _ => "51" };
        var seventeen = string.Create(CultureInfo.InvariantCulture, $"{kind}{body.Division}MJDEM{number:0000}");
        return body with { Uscc = seventeen + Kernel.Uscc.CheckCharacter(seventeen) };
    }
}
