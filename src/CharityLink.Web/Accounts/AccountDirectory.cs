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
}
