using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Programs;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Web.Tests.Giving;

/// <summary>Projects that take gifts, put into the log as facts: how they come to be live is tested elsewhere.</summary>
internal static class LiveProjects
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A project in the canteen's village that needs 3,000 yuan, 1,000 at least; organised by who owns the canteen.</summary>
    public static async Task<Guid> LiveProject(
        this SiteHost site, FundingModel model = FundingModel.KeepWhatIsRaised, DateTimeOffset? deadline = null, bool ofProgram = false, string division = "440703102201",
        int? minCollectPercent = null)
    {
        var (id, now) = (Guid.CreateVersion7(), TimeProvider.System.GetUtcNow());
        var canteen = await site.Service<EventStore>().ReadStream(Gifts.Canteen, 0, Ct);
        var organiser = ((ProgramStarted)canteen.Events[0].Data).OwnerId;
        await site.Qualify(organiser);
        await site.Append(
            id, 0,
            new ProjectDrafted(
                id, organiser, null, Guid.CreateVersion7(),
                new Proposal(ofProgram ? Gifts.Canteen : null, "elder_care", "连江村厨房翻新", "A new kitchen for the canteen", "", "", "", "", DivisionCode.Parse(division)),
                new Funding(model, Money.Cny(1000_00), Money.Cny(3000_00), [], []), true),
            new ProjectApproved(id, null, organiser, ""),
            new PlanSaved(id, FundraisingPlan.Empty with { Receiving = ["online"], MinCollectPercent = minCollectPercent }, null),
            new ProjectOpened(id, now, deadline ?? now.AddDays(30), null, new DateOnly(2026, 1, 1)));
        return id;
    }

    /// <summary>An organisation may raise money in public from here on, if it could not yet.</summary>
    public static async Task Qualify(this SiteHost site, Guid organiser)
    {
        var (stream, id, issued) = (OrganisationCredentials.StreamOf(organiser), Guid.CreateVersion7(), new DateOnly(2024, 1, 1));
        var known = await site.Service<EventStore>().ReadStream(stream, 0, Ct);
        if (!known.Events.Any(one => one.Data is QualificationGranted))
        {
            await site.Append(
                stream, known.Version, new QualificationEntered(organiser, id, "粤江慈募001", issued, "seen", null), new QualificationGranted(organiser, id, "粤江慈募001", issued, null));
        }
    }

    /// <summary>The next fact of a project, known to the giving pages.</summary>
    public static async Task Then(this SiteHost site, Guid project, object fact) =>
        await site.Append(project, (await site.Service<EventStore>().ReadStream(project, 0, Ct)).Version, fact);

    /// <summary>How fundraising ends.</summary>
    public static ProjectEnded Ended(Guid project, bool met) => new(project, TimeProvider.System.GetUtcNow(), Money.Cny(1), 1, met, "deadline");

    /// <summary>Waits until a follower has passed all that is written so far.</summary>
    public static async Task Caught(this SiteHost site, string follower) => Assert.True(
        await site.Service<ReadModelHost>().WaitFor(follower, await site.Service<EventStore>().ReadEnd(Ct), TimeSpan.FromSeconds(20), Ct), $"{follower} did not catch up.");

    public static T Service<T>(this SiteHost site) where T : notnull => site.App.Services.GetRequiredService<T>();

    private static async Task Append(this SiteHost site, Guid stream, long version, params object[] facts)
    {
        var appended = Assert.IsType<AppendResult.Appended>(await site.Service<EventStore>().Append([new StreamChange(stream, "project", version, facts)], EventMetadata.None, Ct));
        Assert.True(await site.Service<ReadModelHost>().WaitFor("causes", appended.Position, TimeSpan.FromSeconds(20), Ct));
    }
}
