using CharityLink.Kernel;
using CharityLink.People;
using Dapper;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace CharityLink.Web.Giving.Account;

/// <summary>Accounts of givers, in the same store as those of staff but without an appointment: an account owns mailboxes, and with them every gift that was given from them. Who it is stands in the vault, under the account's own id.</summary>
internal sealed class GiverAccounts(UserManager<Accounts.Account> accounts, GiverPersons persons, Vault vault, NpgsqlDataSource database)
{
    private const string OwnerSql = "select account_id from identity.account_giver where giver_id = @giver";
    private const string GiversSql = "select giver_id from identity.account_giver where account_id = @account order by claimed_at, giver_id";
    private const string ClaimSql = "insert into identity.account_giver (giver_id, account_id) values (@giver, @account) on conflict do nothing";

    /// <summary>The account of a mailbox, staff's included; null where there is none.</summary>
    public async Task<Accounts.Account?> OfMailbox(string email, CancellationToken ct) =>
        email.Length == 0 ? null
        : await accounts.FindByEmailAsync(email)
            ?? (await persons.Giver(email, ct) is { } giver && await Owner(giver, ct) is { } owner ? await accounts.FindByIdAsync(owner.ToString()) : null);

    /// <summary>The mailboxes of an account, as facts know them.</summary>
    public async Task<IReadOnlyList<PersonId>> Givers(Guid account, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return [.. (await connection.QueryAsync<Guid>(new CommandDefinition(GiversSql, new { account }, cancellationToken: ct))).Select(id => new PersonId(id))];
    }

    /// <summary>Whom the vault keeps for an account; empty fields where it keeps nobody.</summary>
    public async Task<PersonFields> Person(Guid account, CancellationToken ct) => await vault.Read(new PersonId(account), ct) ?? new PersonFields();

    /// <summary>The account of somebody who has shown that a mailbox is theirs, made where missing. What was given from it before is theirs from now on.</summary>
    public async Task<Accounts.Account?> Enter(PersonId person, CancellationToken ct)
    {
        if (await vault.GiverOf(person, ct) is not { } giver || await vault.Read(person, ct) is not { Email: { } email } known)
        {
            return null;
        }

        if (await Owner(giver, ct) is { } owner)
        {
            return await accounts.FindByIdAsync(owner.ToString());
        }

        // A member of staff who gives has one account for both.
        var account = await accounts.FindByEmailAsync(email) ?? await Create(known);
        await vault.Remember(new PersonId(account.Id), new PersonFields(known.Name, email, Language: known.Language), ct);
        if (await Claim(giver, account.Id, ct))
        {
            return account;
        }

        // Two links of one mailbox at once: the first to claim it has the account.
        if (account.Email is null)
        {
            await vault.Forget(new PersonId(account.Id), ct);
            await accounts.DeleteAsync(account);
        }

        return await Owner(giver, ct) is { } first ? await accounts.FindByIdAsync(first.ToString()) : null;
    }

    /// <summary>Adds a mailbox to an account; false when another account owns it.</summary>
    public async Task<bool> Claim(PersonId giver, Guid account, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(ClaimSql, new { giver = giver.Value, account }, cancellationToken: ct)) == 1 || await Owner(giver, ct) == account;
    }

    private async Task<Guid?> Owner(PersonId giver, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(OwnerSql, new { giver = giver.Value }, cancellationToken: ct));
    }

    private async Task<Accounts.Account> Create(PersonFields known)
    {
        var id = Guid.CreateVersion7();
        var account = new Accounts.Account { Id = id, UserName = $"giver-{id:N}", Language = known.Language ?? Site.Language.Chinese.Tag };
        var made = await accounts.CreateAsync(account);
        return made.Succeeded ? account : throw new InvalidOperationException($"No account could be made: {made}");
    }
}

/// <summary>Identity's rules for an account, but for a giver's, which has no address of its own: that stands in the vault.</summary>
internal sealed class AccountShape(IdentityErrorDescriber errors) : IUserValidator<Accounts.Account>
{
    private readonly UserValidator<Accounts.Account> _rules = new(errors);

    public Task<IdentityResult> ValidateAsync(UserManager<Accounts.Account> manager, Accounts.Account user) =>
        user.Email is null && user.UserName == $"giver-{user.Id:N}" ? Task.FromResult(IdentityResult.Success) : _rules.ValidateAsync(manager, user);
}
