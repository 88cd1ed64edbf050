using System.Globalization;
using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Network;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Support;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Web.Tests.Projects;

/// <summary>PRJ-2 from an empty plan to a campaign that takes gifts, through the forms alone. Not on the site of other projects: there nobody is entitled to raise.</summary>
[Collection(Shared.Giving)]
public sealed class PlanJourney(SiteHost site)
{
    private static readonly Guid _county = DemoId.Of("org:440703");
    private static readonly (Guid Leader, Guid Account, Guid Certificate) _of = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());

    private static readonly byte[] _paper =
        Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private readonly DateOnly _today = WorkingDays.China.DayOf(TimeProvider.System.GetUtcNow());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_plan_becomes_a_campaign_that_takes_gifts_through_the_wizard_alone()
    {
        await Entitle();
        var (officer, id) = (await site.SignedIn("officer"), await Approved());
        var plan = $"/en/console/projects/{id}/plan";
        var step = await officer.Follow(await officer.Get(plan));
        step = await Save(officer, step, "people", ("purpose_zh", "修缮老人住房"), ("purpose_en", "Mend old homes"), ("opens_on", Day(-5)), ("closes_on", Day(30)), ("area", "440703"), ("next", "yes"));
        step = await Save(officer, step, "money", ("leader", _of.Leader.ToString()), ("office_address", "演示地址1号"), ("by_online", "yes"), ("account", _of.Account.ToString()), ("next", "yes"));
        step = await Save(
            officer, step, "use", ("expected", "200"), ("capacity", "yes"), ("beneficiaries_scope", "本村老人"), ("beneficiaries_number", "12"), ("beneficiaries_method", "村民代表会议评议"), ("next", "yes"));
        step = await Save(
            officer, step, "partner", ("use_to_beneficiaries", "全部用于修缮"), ("use_administration", "由慈善会承担"), ("use_fundraising_cost", "由慈善会承担"), ("cost_paid_by", "organiser"),
            ("surplus_use", "similar"), ("surplus_text", "用于同类修缮"), ("next", "yes"));
        step = await Save(officer, step, "papers", ("next", "yes"));
        step = await officer.Follow(await officer.Upload(step, ".wizard form", "internal_decision", [("a.png", _paper)]));
        await officer.Upload(step, ".wizard form", "representative_consent", [("b.png", _paper)]);

        await Done(officer, await officer.Get($"{plan}/filing"), "file", ("filed_on", Day(-20)), ("authority", "蓬江区民政局"));
        await Done(officer, await officer.Get($"{plan}/filing"), "number", ("filing_number", "51440703MJDEM0001GA26777"), ("published_on", Day(-12)));
        await Done(officer, await officer.Get($"{plan}/platforms"), "list", ("platform", "tencent"), ("address", "https://platform.example/journey"), ("listed_on", Day(-6)));
        await Done(officer, await officer.Get($"{plan}/open"), "open");
        await site.Caught("causes");
        await site.Caught("projects");
        var page = await site.Visitor().Get($"/en/projects/{id}");
        Assert.Equal((200, "Homes on the way"), (page.Status, page.Text("h1")));
        Assert.NotNull(page.Html.QuerySelector("form.give"));
        Assert.Equal(200, (await site.Visitor().Get($"/zh-CN/give?project={id}")).Status);
    }

    private static async Task<Answer> Save(Visitor officer, Answer page, string next, params (string, string)[] typed)
    {
        var sent = await officer.Submit(page, ".wizard form", typed);
        Assert.True(sent.Status == 303, $"{page.Address.AbsolutePath}: {string.Join(", ", sent.Refusals)}");
        var shown = await officer.Follow(sent);
        Assert.EndsWith($"/plan/{next}", shown.Address.AbsolutePath, StringComparison.Ordinal);
        return shown;
    }

    private static async Task Done(Visitor officer, Answer page, string act, params (string, string)[] typed)
    {
        var sent = await officer.Submit(page, $"form[action$='/{act}']", typed);
        Assert.True(sent.Status == 303, $"{act}: {string.Join(", ", sent.Html.QuerySelectorAll("[data-rule]").Select(reason => reason.GetAttribute("data-rule")).Concat(sent.Refusals))}");
    }

    private string Day(int ahead) => _today.AddDays(ahead).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // What an organiser has long before it writes a plan: entered and confirmed elsewhere, tested there. Another test may have seen to its certificate before.
    private async Task Entitle()
    {
        await Send(new RecordStanding(Guid.CreateVersion7(), _county, _today.AddYears(-6), _today.AddYears(-5)));
        if (await Send(new EnterQualification(Guid.CreateVersion7(), _county, _of.Certificate, "J-2026-1", _today.AddYears(-3), "seen"), unless: "qualification_in_force"))
        {
            await Send(new ConfirmQualification(Guid.CreateVersion7(), _county, _of.Certificate));
        }

        await Send(new EnterAccount(Guid.CreateVersion7(), _county, _of.Account, "演示银行", "0001", true, "seen"));
        await Send(new ConfirmAccount(Guid.CreateVersion7(), _county, _of.Account));
        await Send(new NameResponsiblePerson(
            Guid.CreateVersion7(), _county, _of.Leader, NameResponsiblePerson.PersonOf(_of.Leader), "campaign_leader", _county, true, _today.AddYears(-2), true, null, null, false));
    }

    private async Task<bool> Send(ICommand command, string? unless = null)
    {
        await using var scope = site.App.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CommandContext>().Caller = Caller.System;
        var refusals = (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, Ct)).Refusals;
        Assert.All(refusals, refusal => Assert.Equal(unless, refusal.Code));
        return refusals.Count == 0;
    }

    private async Task<Guid> Approved()
    {
        var id = Guid.CreateVersion7();
        var proposal = new Proposal(null, "home_repair", "温暖居家之旅", "Homes on the way", "摘要", "Summary", "需要", "Need", DivisionCode.Parse("440703101"));
        var funding = new Funding(FundingModel.KeepWhatIsRaised, Money.Cny(100_00), Money.Cny(200_00), [], [new(Guid.CreateVersion7(), "料", "Material", Money.Cny(100_00), true), new(Guid.CreateVersion7(), "工", "Work", Money.Cny(100_00), false)]);
        Assert.IsType<AppendResult.Appended>(await site.Service<EventStore>().Append(
            [new StreamChange(id, "project", 0, [new ProjectDrafted(id, _county, null, Guid.CreateVersion7(), proposal, funding, true), new ProposalSubmitted(id, null), new ProjectReviewed(id, null, "Sound"), new ProjectApproved(id, null, _county, "Yes")])],
            EventMetadata.None, Ct));
        return id;
    }
}
