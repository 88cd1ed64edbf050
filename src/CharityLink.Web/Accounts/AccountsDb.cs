using CharityLink.Store;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CharityLink.Web.Accounts;

/// <summary>Where ASP.NET Core Identity keeps accounts: schema <c>identity</c>, names as everywhere else in the database.</summary>
/// <remarks>The tables are made by <c>001_accounts.sql</c>; a test holds that file and this model together.</remarks>
public sealed class AccountsDb(DbContextOptions<AccountsDb> options) : IdentityUserContext<Account, Guid>(options)
{
    private const int NameMax = 100;
    private const int TagMax = 10;

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDefaultSchema("identity");
        builder.Entity<Account>(account =>
        {
            account.ToTable("account");
            account.Property(a => a.DisplayName).HasMaxLength(NameMax);
            account.Property(a => a.Language).HasMaxLength(TagMax);
            account.HasIndex(a => a.NormalizedEmail).IsUnique().HasDatabaseName("account_normalized_email");
            account.HasIndex(a => a.NormalizedUserName).IsUnique().HasDatabaseName("account_normalized_user_name");
        });
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("account_claim");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("account_login");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("account_token");
        foreach (var property in builder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            property.SetColumnName(EventTypes.SnakeCase(property.Name));
        }
    }
}
