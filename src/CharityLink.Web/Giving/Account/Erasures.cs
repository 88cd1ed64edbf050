using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Store;
using CharityLink.Workers;
using Dapper;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace CharityLink.Web.Giving.Account;

/// <summary>Forgets givers who asked for it: takes back what they still promise, destroys every key of theirs, and removes the account. Books, totals and proof stay as they are. Begun once, it is finished by whichever node is alive.</summary>
internal sealed class Erasures(
    NpgsqlDataSource database, GiverPersons persons, PledgeList pledges, RegularList regulars, ReadModelHost readModels, EventStore store, IServiceScopeFactory scopes, TimeProvider clock, ILogger<Erasures> log)
    : RecurringWork("erasures", _every, clock, log, _every)
{
    private const int PledgesMax = 10_000;
    private static readonly TimeSpan _every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _catchUpMax = TimeSpan.FromSeconds(10);

    private const string BeginSql =
        """
        insert into identity.erasure (account_id, givers, asked_at)
        select @account, array(select giver_id from identity.account_giver where account_id = @account), @now on conflict do nothing
        """;

    private const string OpenSql = "select account_id account, givers from identity.erasure where done_at is null order by asked_at limit 100";
    private const string DoneSql = "update identity.erasure set done_at = @now where account_id = @account";

    /// <summary>Begins and, unless something fails that another round will mend, ends it.</summary>
    public async Task Erase(Guid account, CancellationToken ct)
    {
        await using (var connection = await database.OpenConnectionAsync(ct))
        {
            await connection.ExecuteAsync(new CommandDefinition(BeginSql, new { account, now = Clock.GetUtcNow().ToUniversalTime() }, cancellationToken: ct));
        }

        // From here it goes on whether the browser waits or not.
        await RunOnce(CancellationToken.None);
    }

    /// <summary>One round: everything that was begun.</summary>
    public async Task RunOnce(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        foreach (var open in await connection.QueryAsync<Open>(new CommandDefinition(OpenSql, cancellationToken: ct)))
        {
            await Forget(open.Account, [.. open.Givers.Select(giver => new PersonId(giver))], ct);
            await connection.ExecuteAsync(new CommandDefinition(DoneSql, new { account = open.Account, now = Clock.GetUtcNow().ToUniversalTime() }, cancellationToken: ct));
        }
    }

    /// <inheritdoc/>
    protected override Task Round(CancellationToken ct) => RunOnce(ct);

    // Promises first: without the vault nobody could find them any more. The account last: with it somebody could still sign in and ask again.
    private async Task Forget(Guid account, IReadOnlyList<PersonId> givers, CancellationToken ct)
    {
        var everybody = await persons.Persons(givers, ct);
        if (!await readModels.WaitFor(pledges.Name, await store.ReadEnd(ct), _catchUpMax, ct))
        {
            throw new StoreUnavailableException("Promises are behind; the erasure waits for them.");
        }

        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CommandContext>().Caller = Caller.System;
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        foreach (var pledge in (await pledges.OfDonors(everybody, PledgesMax, ct)).Where(pledge => pledge.State is "made" or "confirmed" or "collecting"))
        {
            // One that ended meanwhile refuses, which is as good.
            await mediator.Send(new CancelPledge(StableId.Beside(pledge.Id, "erasure"), pledge.Id, IsErasure: true), ct);
        }

        await EndRegular(mediator, givers, everybody, ct);
        await persons.Forget(givers, [new PersonId(account)], ct);
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Accounts.Account>>();
        if (await accounts.FindByIdAsync(account.ToString()) is { Email: null } own)
        {
            await accounts.DeleteAsync(own);
        }
        else
        {
            // A member of staff keeps the account for the work.
            await using var connection = await database.OpenConnectionAsync(ct);
            await connection.ExecuteAsync(new CommandDefinition("delete from identity.account_giver where account_id = @account", new { account }, cancellationToken: ct));
        }
    }

    // No card of somebody who is forgotten is charged; ending each has the provider forget it, too.
    private async Task EndRegular(IMediator mediator, IReadOnlyList<PersonId> givers, IReadOnlyList<PersonId> everybody, CancellationToken ct)
    {
        if (!await readModels.WaitFor(regulars.Name, await store.ReadEnd(ct), _catchUpMax, ct))
        {
            throw new StoreUnavailableException("Regular gifts are behind; the erasure waits for them.");
        }

        foreach (var regular in await regulars.OpenOf(givers, everybody, PledgesMax, ct))
        {
            await mediator.Send(new EndRegularGift(StableId.Beside(regular, "erasure"), regular), ct);
        }
    }

    private sealed class Open
    {
        public Guid Account { get; init; }

        public Guid[] Givers { get; init; } = [];
    }
}
