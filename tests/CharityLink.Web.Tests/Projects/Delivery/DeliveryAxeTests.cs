using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Projects.Delivery;

/// <summary>The pages of the work can be used by everybody: a request, a proof and a payment in sight, every form open.</summary>
[Collection(Shared.Browser)]
public sealed class DeliveryAxeTests(BrowserFixture browser)
{
    [Fact]
    public async Task Pages_of_the_work()
    {
        var waiting = await Stored(asked: true);
        var proving = await Stored(asked: false);
        var page = await browser.Window(script: true);
        await BrowserFixture.SignIn(page, "officer");
        await page.LookAt([Deliveries.Page(waiting), Deliveries.Page(proving, "zh-CN") + $"?spending={proving}", $"/en/projects/{proving}", $"/zh-CN/projects/{proving}/receipts"]);
        var empty = (await new StoredProject().Write(browser.Site)).Id;
        await page.LookAt([Deliveries.Page(empty), Deliveries.Page(empty, "zh-CN") + "/steps"]);
    }

    // Its first step is proven; the money of the second is asked for, or let go.
    private async Task<Guid> Stored(bool asked)
    {
        var id = (await new StoredProject().Write(browser.Site, true, project => new ProjectEnded(project, TimeProvider.System.GetUtcNow(), Money.Cny(120_000_00), 1, true, "organiser"))).Id;
        var (first, second, today) = (Guid.CreateVersion7(), Guid.CreateVersion7(), new DateOnly(2026, 1, 15));
        BudgetLine[] lines = [new(Guid.CreateVersion7(), "食材", "Food", Money.Cny(86_400_00), true), new(Guid.CreateVersion7(), "维修", "Repair", Money.Cny(12_000_00), false)];
        EvidenceFile[] files = [new(new string('a', 64), "image/png", 5)];
        List<IDeliveryEvent> facts =
        [
            new MilestonesPlanned(id, Guid.Empty, Guid.Empty, lines, [new(first, "备料", "Buy", today, [new(lines[0].LineId, Money.Cny(30_000_00))]), new(second, "送餐", "Serve", today.AddYears(1), [new(lines[0].LineId, Money.Cny(56_400_00))])], null),
            new TrancheRequested(id, first, first, "rice", null), new TrancheReleased(id, first, first, Guid.Empty, Guid.Empty, [new(lines[0].LineId, Money.Cny(30_000_00))], today, Money.Cny(120_000_00), null),
            new ProofSubmitted(id, first, first, "served", files, null), new ProofAccepted(id, first, first, files, null),
            new SpendingRecorded(id, id, lines[0].LineId, Money.Cny(900_00), today, "supplier", "rice", files[0], Guid.Empty, Guid.Empty, null),
            new SpendingCorrected(id, id, first, lines[0].LineId, Money.Cny(900_00), Money.Cny(850_00), "discount", files[0], Guid.Empty, Guid.Empty, null),
            new TrancheRequested(id, second, second, "oil", null),
        ];
        if (!asked)
        {
            facts.Add(new TrancheReleased(id, second, second, Guid.Empty, Guid.Empty, [new(lines[0].LineId, Money.Cny(56_400_00))], today, Money.Cny(120_000_00), null));
        }

        var stored = await browser.Site.Service<EventStore>().Append([new StreamChange(ProjectDelivery.IdOf(id), "project_delivery", 0, facts)], EventMetadata.None, TestContext.Current.CancellationToken);
        Assert.IsType<AppendResult.Appended>(stored);
        await browser.Site.Caught("delivery");
        return id;
    }
}
