using System.Globalization;
using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Projects;

namespace CharityLink.Web.Demo;

/// <summary>A kind of need that the demonstration's villages have: what is bought, how much of it, what one costs.</summary>
/// <param name="UnitFen">Price of one.</param>
internal sealed record DemoNeed(string Kind, string Zh, string En, string NeedZh, string NeedEn, string LineZh, string LineEn, long UnitFen);

/// <summary>A crowdfunded project of the demonstration city, from the proposal to where its story has come.</summary>
/// <param name="Number">Names it: <c>project:7</c>.</param>
/// <param name="Village">Where the need is; its station proposes.</param>
/// <param name="Count">How many of what the need asks for.</param>
/// <param name="Until">How far its story goes.</param>
/// <param name="Percent">How much of the goal invented gifts bring.</param>
internal sealed record DemoProject(int Number, Division Village, DemoNeed Need, int Count, ProjectState Until, int Percent, FundingModel Model)
{
    public Guid Id => DemoId.Of($"project:{Number}");

    public string Key => Number.ToString(CultureInfo.InvariantCulture);

    public string County => Village.Code.Value[..6];

    public Guid Organiser => DemoId.Of("org:" + County);

    public long GoalFen => RequiredFen + OptionalFen;

    /// <summary>Work that has to be done.</summary>
    public long RequiredFen => Need.UnitFen * Count;

    /// <summary>A tenth for bringing it there and keeping it in order.</summary>
    public long OptionalFen => RequiredFen / 10;

    public Guid RequiredLine => DemoId.Of("line:1:" + Key);

    public Guid OptionalLine => DemoId.Of("line:2:" + Key);

    public ICommand Draft() => new DraftProject(
        DemoId.Of("draft-project:" + Key), Id, DemoId.Of("org:" + Village.Code.Value), DemoId.Of("fund:project:" + Key),
        new Proposal(
            null, Need.Kind, Village.PlaceZh + Need.Zh, $"{Need.En} in {Village.NameEn}",
            $"{Village.PlaceZh}需要{Count}{Need.LineZh}，共{Show(GoalFen)}元。", $"{Village.NameEn} needs {Count} {Need.LineEn}, {Show(GoalFen)} yuan in all.", Need.NeedZh, Need.NeedEn, Village.Code),
        new Funding(Model, Money.Cny(RequiredFen), Money.Cny(GoalFen), [],
            [
                new BudgetLine(RequiredLine, $"{Count}{Need.LineZh}", $"{Count} {Need.LineEn}", Money.Cny(RequiredFen), true),
                new BudgetLine(OptionalLine, "运输与维护", "Transport and upkeep", Money.Cny(OptionalFen), false),
            ]), true);

    /// <summary>The decisions of village, town and county, as far as its story goes.</summary>
    public IEnumerable<ICommand> Decide()
    {
        const string seen = "Demonstration data. 演示数据。";
        var reached = Until is ProjectState.Rejected ? ProjectState.Reviewed : Until is ProjectState.Withdrawn ? ProjectState.Submitted : Until;
        if (reached >= ProjectState.Submitted)
        {
            yield return new SubmitProposal(Step("submit"), Id);
        }

        if (reached >= ProjectState.Verified)
        {
            yield return new VerifyProject(Step("verify"), Id, seen, []);
        }

        if (reached >= ProjectState.Reviewed)
        {
            yield return new ReviewProject(Step("review"), Id, seen);
        }

        if (reached >= ProjectState.Approved)
        {
            yield return new ApproveProject(Step("approve"), Id, Organiser, seen);
        }

        if (Until == ProjectState.Rejected)
        {
            yield return new RejectProject(Step("reject"), Id, "同类需求已由常设项目承担。 A standing program covers this need already.");
        }

        if (Until == ProjectState.Withdrawn)
        {
            yield return new WithdrawProject(Step("withdraw"), Id, "村集体已自行解决。 The village found the means itself.");
        }
    }

    /// <summary>Plan, filing and opening, for projects that were approved.</summary>
    public IEnumerable<ICommand> Open(string uscc, EvidenceFile paper, DateOnly today)
    {
        if (Until is ProjectState.Approved or ProjectState.Rejected or ProjectState.Withdrawn || Until < ProjectState.Filed)
        {
            yield break;
        }

        yield return new SavePlan(Step("plan"), Id, Plan(paper, today));
        yield return new FilePlan(Step("file"), Id, today.AddDays(-20), "演示民政局 Demonstration civil-affairs bureau");
        if (Until == ProjectState.Filed)
        {
            yield break;
        }

        yield return new RecordFilingNumber(Step("number"), Id, string.Create(CultureInfo.InvariantCulture, $"{uscc}A26{Number:000}"), today.AddDays(-12));
        yield return new ListOnPlatform(Step("list"), Id, DemoId.Of("listing:" + Key), "tencent", $"https://platform.example/demo/{Key}", today.AddDays(-6));
        yield return new OpenProject(Step("open"), Id);
    }

    private FundraisingPlan Plan(EvidenceFile paper, DateOnly today) => new(
        Need.NeedZh, Need.NeedEn, today.AddDays(-5), today.AddDays(20 + Number), DivisionCode.Parse(County), NameResponsiblePerson.PersonOf(DemoId.Of("leader:" + County)), Organiser, true,
        "演示地址 1 Demonstration Road", ["online", "bank", "cash"], DemoId.Of("account:" + County), Money.Cny(GoalFen), true,
        new Beneficiaries("本村居民 Residents of the village", 120, "由村民代表会议评议确定 Chosen by the village assembly", false),
        new UseOfFunds("全部用于预算所列事项 All for the lines of the budget", "由慈善会承担 Borne by the federation", "由慈善会承担 Borne by the federation", "organiser"),
        new Surplus("similar", "用于同类项目 For similar projects"), null, new PlanDocuments(paper, paper, false, null), null);

    private Guid Step(string name) => DemoId.Of($"{name}-project:{Key}");

    private static string Show(long fen) => Money.Cny(fen).Amount.ToString("#,0.##", CultureInfo.InvariantCulture);
}
