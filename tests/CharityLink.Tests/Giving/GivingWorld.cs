using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Programs;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Testing;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CharityLink.Tests.Giving;

/// <summary>The whole domain on a database of its own, with read models following.</summary>
public sealed class GivingWorld : IAsyncLifetime
{
    private TestDatabase? database;
    private ServiceProvider? services;

    public NpgsqlDataSource Database => Get<NpgsqlDataSource>();

    public EventStore Store => Get<EventStore>();

    public ReadModelHost ReadModels => Get<ReadModelHost>();

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.Create();
        services = Services(database.ConnectionString);
        await services.CreateSchemas(CancellationToken.None);
        await services.StartFollowing();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Get<SentOnceMore>().Check(CancellationToken.None);
        }
        finally
        {
            await ReadModels.StopAsync(CancellationToken.None);
            await services!.DisposeAsync(); // Set before the first test runs.
            await database!.DisposeAsync();
        }
    }

    public T Get<T>() where T : notnull => services!.GetRequiredService<T>(); // Set before the first test runs.

    /// <summary>Sends a command as a visitor does, or as somebody else.</summary>
    public async Task<Outcome> Send(ICommand command, Caller? caller = null)
    {
        await using var scope = services!.CreateAsyncScope(); // Set before the first test runs.
        scope.ServiceProvider.GetRequiredService<CommandContext>().Caller = caller ?? Caller.Public;
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, TestContext.Current.CancellationToken);
    }

    /// <summary>Puts facts into a new stream.</summary>
    public async Task<long> Begin(Guid stream, params object[] facts)
    {
        var result = await Store.Append([new StreamChange(stream, "test", 0, facts)], EventMetadata.None, TestContext.Current.CancellationToken);
        return Assert.IsType<AppendResult.Appended>(result).Position;
    }

    /// <summary>A verified organisation with a program, ready to be given to.</summary>
    public async Task<GiftCause> Cause(string division = "440703103201")
    {
        var (owner, program, site) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var place = DivisionCode.Parse(division);
        await Begin(owner, new OrganisationRegistered(owner, "慈善会", "Federation", OrganisationKind.Federation, place, null, null, true), new OrganisationVerified(owner, "seen"));
        var cause = new GiftCause(program, site, Guid.CreateVersion7(), owner, owner, place);
        var position = await Begin(
            program,
            new ProgramStarted(program, owner, "elder_canteen", "长者饭堂", "Canteen", "", "", place, cause.FundId, true),
            new UnitSet(program, "份午餐", "lunch", "lunches", Money.Cny(12_00), Money.Cny(4_00)),
            new SiteOpened(program, site, "连江村", "Lianjiang", place, owner, true));
        await Passed("causes", position);
        return cause;
    }

    /// <summary>A live project of a program, organised by the program's owner, ready to be given to.</summary>
    public async Task<GiftCause> Project(DateTimeOffset? deadline = null, FundingModel model = FundingModel.KeepWhatIsRaised, string division = "440703103201")
    {
        var program = await Cause(division);
        var (id, now) = (Guid.CreateVersion7(), TimeProvider.System.GetUtcNow());
        var cause = new GiftCause(program.ProgramId, null, Guid.CreateVersion7(), program.HolderId, program.HolderId, program.Division, id);
        var drafted = Drafted(id, program.ProgramId, cause.FundId, cause.Division);
        await Begin(OrganisationCredentials.StreamOf(cause.HolderId), Qualified(cause.HolderId));
        var position = await Begin(
            id,
            drafted with { Funding = drafted.Funding with { Model = model } },
            new ProjectApproved(id, null, cause.HolderId, ""),
            new PlanSaved(id, FundraisingPlan.Empty with { Receiving = ["online"] }, null),
            new ProjectOpened(id, now, deadline ?? now.AddDays(30), null, new DateOnly(2026, 1, 1)));
        await Passed("causes", position);
        return cause;
    }

    /// <summary>The next fact of a project.</summary>
    public async Task<long> Then(Guid project, object fact)
    {
        var slice = await Store.ReadStream(project, 0, TestContext.Current.CancellationToken);
        var result = await Store.Append([new StreamChange(project, "project", slice.Version, [fact])], EventMetadata.None, TestContext.Current.CancellationToken);
        var position = Assert.IsType<AppendResult.Appended>(result).Position;
        await Passed("causes", position);
        return position;
    }

    /// <summary>An organisation may raise money in public, and could for years.</summary>
    public static object[] Qualified(Guid organisation)
    {
        var (id, issued) = (Guid.CreateVersion7(), new DateOnly(2024, 1, 1));
        return [new QualificationEntered(organisation, id, "粤江慈募001", issued, "seen", null), new QualificationGranted(organisation, id, "粤江慈募001", issued, null)];
    }

    /// <summary>The first fact of a project that needs 3,000 yuan, 1,000 at least.</summary>
    public static ProjectDrafted Drafted(Guid id, Guid? program, Guid fund, DivisionCode division) => new(
        id, id, null, fund,
        new Proposal(program, "elder_care", "连江村长者饭堂翻新", "A new kitchen for Lianjiang", "", "", "", "", division),
        new Funding(FundingModel.KeepWhatIsRaised, Money.Cny(1000_00), Money.Cny(3000_00), [], []), true);

    public async Task Passed(string model, long position) =>
        Assert.True(await ReadModels.WaitFor(model, position, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken), $"{model} did not reach {position}.");

    public static StartDonation Asking(GiftCause cause, long fen = 60_00, PersonId? donor = null) => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), cause.ProjectId is null ? cause.ProgramId : null, cause.SiteId, Money.Cny(fen), donor, donor is null,
        StartDonation.Sandbox, TimeProvider.System.GetUtcNow(), cause.ProjectId, cause.PageId);

    public static RecordSandboxPayment Paying(Guid donation, PaymentResult result = PaymentResult.Paid) => new(
        Guid.CreateVersion7(), donation, Guid.CreateVersion7(), result, result == PaymentResult.Declined ? RecordSandboxPayment.InsufficientFunds : null, TimeProvider.System.GetUtcNow());

    private static ServiceProvider Services(string connectionString) => new ServiceCollection()
        .AddLogging()
        .AddSingleton(TimeProvider.System)
        .AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([new("People:MasterKey", Convert.ToBase64String(new byte[32]))]).Build())
        .AddSingleton(NpgsqlDataSource.Create(connectionString))
        .AddCharityLink()
        .AddSentOnceMore()
        .BuildServiceProvider(validateScopes: true);
}
