using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Offline;

/// <summary>A county federation whose project takes transfers: put into the log as facts.</summary>
internal static class OfflineGifts
{
    public static Guid Holder { get; } = DemoId.Of("org:440703");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A live project of the county; the county has an account that givers are told.</summary>
    public static async Task<Guid> OfflineProject(this SiteHost site)
    {
        var account = DemoId.Of("test:account");
        await site.Once(
            OrganisationCredentials.StreamOf(Holder), "organisation_credentials",
            new BankAccountEntered(Holder, account, "演示银行", "1234", "seen", null), new BankAccountConfirmed(Holder, account, null));
        await site.Qualify(Holder);
        await site.Once(
            TransferAccounts.StreamOf(Holder), "transfer_accounts",
            new TransferAccountEntered(Holder, account, account, "蓬江区慈善会", "演示银行", "6200 0000 1234".Replace(" ", "", StringComparison.Ordinal), null), new TransferAccountConfirmed(Holder, account, null));
        var (id, now) = (Guid.CreateVersion7(), TimeProvider.System.GetUtcNow());
        await site.Once(
            id, "project",
            new ProjectDrafted(
                id, Holder, null, Guid.CreateVersion7(), new Proposal(null, "elder_care", "厨房翻新", "A new kitchen", "", "", "", "", DivisionCode.Parse("440703102201")),
                new Funding(FundingModel.KeepWhatIsRaised, Money.Cny(1000_00), Money.Cny(3000_00), [], []), true),
            new ProjectApproved(id, null, Holder, ""),
            new PlanSaved(id, FundraisingPlan.Empty with { Receiving = ["online", "bank", "cash"] }, null),
            new ProjectOpened(id, now, now.AddDays(30), null, new DateOnly(2026, 1, 1)));
        await site.Caught("causes");
        await site.Caught("transfers");
        await site.Caught("organisation_credentials");
        // Lists of causes may be a second old; asked for one it does not know, the book looks anew.
        Assert.False((await site.Service<CauseBook>().Find(new CauseChoice(null, null, id, null), Ct)).IsUnknown);
        return id;
    }

    private static async Task Once(this SiteHost site, Guid stream, string kind, params object[] facts)
    {
        var version = (await site.Service<EventStore>().ReadStream(stream, 0, Ct)).Version;
        if (version == 0)
        {
            await site.Service<EventStore>().Append([new StreamChange(stream, kind, 0, facts)], EventMetadata.None, Ct);
        }
    }
}
