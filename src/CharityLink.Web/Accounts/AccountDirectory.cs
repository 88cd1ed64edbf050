using Microsoft.EntityFrameworkCore;

namespace CharityLink.Web.Accounts;

/// <summary>Puts names to account ids, at the moment they are shown and nowhere else.</summary>
public sealed class AccountDirectory(AccountsDb accounts)
{
    /// <summary>The names of some accounts; one that is gone has none.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> Names(IEnumerable<Guid> ids, CancellationToken ct)
    {
        var asked = ids.Distinct().ToList();
        return asked.Count == 0
            ? new Dictionary<Guid, string>()
            : await accounts.Users.AsNoTracking().Where(a => asked.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, ct);
    }

    /// <summary>How to write to some accounts; one that is gone, or has no address, is not among them.</summary>
    public async Task<IReadOnlyDictionary<Guid, Addressee>> Addresses(IEnumerable<Guid> ids, CancellationToken ct)
    {
        var asked = ids.Distinct().ToList();
        return asked.Count == 0
            ? new Dictionary<Guid, Addressee>()
            : await accounts.Users.AsNoTracking().Where(a => asked.Contains(a.Id) && a.Email != null)
                .ToDictionaryAsync(a => a.Id, a => new Addressee(a.Email ?? "", a.DisplayName, a.Language), ct);
    }
}

/// <summary>Where mails to a member of staff go, and in which language.</summary>
public sealed record Addressee(string Email, string Name, string Language);
