using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Projects;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Disclosure;

/// <summary>CN-USE-04 in the console: what is left goes where the law lets it, and only that is offered.</summary>
[Collection(Shared.Projects)]
public sealed class SurplusPageTests(SiteHost site)
{
    private const string Settle = "form[action$='/settle']";

    [Fact]
    public async Task What_is_left_may_go_to_a_running_project_of_the_organiser_for_the_same_cause()
    {
        var (same, other) = (await new StoredProject { TitleEn = "More lunches" }.Write(site), await new StoredProject { Kind = "schooling", Program = null, TitleEn = "School bags" }.Write(site));
        var over = await new StoredProject { TitleEn = "Lunches that failed" }.Write(site, true, id => new ProjectEnded(id, StoredProject.EndOfDay(-1), Money.Cny(1), 1, false, "deadline"));
        var elsewhere = await new StoredProject { TitleEn = "Lunches of others", Organiser = DemoId.Of("org:440704") }.Write(site);
        var reported = await Reported();
        var officer = await site.SignedIn("officer");
        var page = await officer.Get($"/en/console/projects/{reported}");
        var offered = page.Html.QuerySelectorAll("#settle_target option").Select(option => option.GetAttribute("value") ?? "").ToHashSet(StringComparer.Ordinal);
        Assert.Contains($"project:{same.Id}", offered);
        Assert.All([other.Id, over.Id, elsewhere.Id, reported], id => Assert.DoesNotContain($"project:{id}", offered));
        Assert.Contains(page.Html.QuerySelectorAll("#settle_target optgroup"), group => group.GetAttribute("label") == "Projects of the organiser");

        foreach (var (target, code) in new[] { (other.Id, "surplus_misused"), (over.Id, "surplus_target_over"), (elsewhere.Id, "surplus_target_not_organisers"), (reported, "surplus_target_over") })
        {
            var refused = await officer.Submit(page, Settle, ("amount", "100"), ("target", $"project:{target}"), ("reason", "Hot meals go on"));
            Assert.Equal((422, code), (refused.Status, Assert.Single(refused.Refusals)));
            Assert.Equal("100", refused.Html.QuerySelector("#settle_amount")?.GetAttribute("value"));
            Assert.Equal("Hot meals go on", refused.Text("#settle_reason"));
        }

        (string, string)[] typed = [("amount", "100"), ("target", $"project:{same.Id}"), ("reason", "Hot meals go on")];
        Assert.Equal(303, (await officer.Submit(page, Settle, typed)).Status);
        Assert.Equal(303, (await officer.Submit(page, Settle, typed)).Status);
        var facts = (await site.Service<EventStore>().ReadStream(reported, 0, TestContext.Current.CancellationToken)).Events;
        var fund = (await site.Service<EventStore>().ReadStream(same.Id, 0, TestContext.Current.CancellationToken)).Events.Select(recorded => recorded.Data).OfType<ProjectDrafted>().Single().FundId;
        Assert.Equal(fund, Assert.Single(facts.Select(recorded => recorded.Data).OfType<SurplusSettled>()).TargetFundId);
    }

    private async Task<Guid> Reported()
    {
        var project = await new StoredProject().Write(
            site, true, id => new ProjectEnded(id, StoredProject.EndOfDay(-1), Money.Cny(1_000_00), 1, true, "deadline"), id => new ProjectCarriedOut(id, new DateOnly(2026, 11, 20), null),
            id => new FinalReportPublished(id, Guid.CreateVersion7(), null));
        return project.Id;
    }
}
