using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Web.Tests.Projects;

/// <summary>A project put into the log as facts, for tests of the pages that read them.</summary>
internal sealed record StoredProject
{
    private static readonly DateTimeOffset _opened = TimeProvider.System.GetUtcNow().AddDays(-7);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public string TitleZh { get; init; } = "桐井村一百二十位长者的热午餐";

    public string TitleEn { get; init; } = "Warm lunches for 120 elders in Tongjing";

    public string Kind { get; init; } = "elder_care";

    public string Division { get; init; } = "440703101201";

    public bool IsEmergency { get; init; }

    public Guid? Program { get; init; } = DemoId.Of("program:canteen");

    public FundingModel Model { get; init; } = FundingModel.KeepWhatIsRaised;

    public Guid Organiser { get; init; } = DemoId.Of("org:440703");

    public Guid Proposer { get; init; } = DemoId.Of("org:440703101");

    public DateTimeOffset Deadline { get; init; } = EndOfDay(23);

    /// <summary>Midnight in the city after the day so many days from today.</summary>
    public static DateTimeOffset EndOfDay(int days) => new(TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Date.AddDays(days + 1), TimeSpan.FromHours(8));

    /// <summary>One whose organiser holds a certificate, so that gifts to it are lawful: not the county's federation, which tests of the certificate need without one.</summary>
    public static async Task<StoredProject> ThatMayReceive(SiteHost site)
    {
        var organiser = DemoId.Of("org:jmcf");
        await site.Qualify(organiser);
        return new() { Organiser = organiser };
    }

    /// <summary>Writes its life up to the opening, or less, and what follows; waits until pages show it.</summary>
    public async Task<StoredProject> Write(SiteHost site, bool opened = true, params IReadOnlyList<Func<Guid, IProjectEvent>> then)
    {
        var store = site.App.Services.GetRequiredService<EventStore>();
        var facts = Opening().Take(opened ? int.MaxValue : 5).Concat(then.Select(fact => fact(Id)));
        var written = Assert.IsType<AppendResult.Appended>(await store.Append([new StreamChange(Id, "project", 0, [.. facts])], EventMetadata.None, TestContext.Current.CancellationToken));
        Assert.True(await site.App.Services.GetRequiredService<ReadModelHost>().WaitFor("projects", written.Position, TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        return this;
    }

    private IEnumerable<IProjectEvent> Opening()
    {
        var proposal = new Proposal(
            Program, Kind, TitleZh, TitleEn, "每天十二元一餐，其中四元来自善款。", "¥12 serves one lunch: ¥5 comes from the town, ¥3 from the elder, ¥4 from givers like you.",
            "村里有一百二十位长者独居。\n天冷以后，饭菜送到家门口时常常已经凉了。", "A hundred and twenty elders in the village live alone.\nSince the cold began, meals arrive cold at their doors.", DivisionCode.Parse(Division));
        var lines = new BudgetLine[]
        {
            new(Guid.CreateVersion7(), "食材与燃料", "Food and fuel", Money.Cny(86_400_00), true), new(Guid.CreateVersion7(), "送餐到户", "Delivery to homes", Money.Cny(21_600_00), true),
            new(Guid.CreateVersion7(), "厨房维修", "Kitchen repair", Money.Cny(12_000_00), false),
        };
        var plan = FundraisingPlan.Empty with
        {
            PurposeZh = "为独居长者提供午餐",
            PurposeEn = "Lunch for elders who live alone",
            Area = DivisionCode.Parse("440703"),
            OfficeAddress = "江门市蓬江区演示路1号 0750-0000000",
            Receiving = ["online"],
            Beneficiaries = new("六十岁以上独居长者", 120, "村级核实、公示后确定", false),
            Use = new("全部用于餐食与送餐", "不列支", "由募捐组织承担", "organiser"),
            Surplus = new("same", "用于同类助餐项目"),
            Emergency = IsEmergency ? new("令1号", DateOnly.FromDateTime(_opened.Date)) : null,
        };
        return
        [
            new ProjectDrafted(Id, Proposer, Guid.CreateVersion7(), Guid.CreateVersion7(), proposal, new Funding(Model, Money.Cny(108_000_00), Money.Cny(120_000_00), [Money.Cny(150_000_00)], lines), true),
            new ProposalSubmitted(Id, null), new ProjectVerified(Id, null, "seen", []), new ProjectReviewed(Id, null, "sound"), new ProjectApproved(Id, null, Organiser, "taken on"),
            new PlanSaved(Id, plan, null), new PlanFiled(Id, DateOnly.FromDateTime(_opened.Date).AddDays(-20), "蓬江区民政局"), new FilingNumberRecorded(Id, "53440700MJL0000000A26001", DateOnly.FromDateTime(_opened.Date).AddDays(-12)),
            new PlatformListed(Id, Guid.CreateVersion7(), "演示指定平台", "https://platform.example/p/1", DateOnly.FromDateTime(_opened.Date).AddDays(-8)), new ProjectOpened(Id, _opened, Deadline, null, DateOnly.FromDateTime(_opened.Date)),
        ];
    }
}
