using CharityLink.Web.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CharityLink.Web.Tests.Accounts;

/// <summary>The tables Identity thinks it has are the ones the numbered file makes.</summary>
public sealed class AccountTables
{
    [Fact]
    public void The_file_that_makes_the_tables_is_the_model()
    {
        var options = new DbContextOptionsBuilder<AccountsDb>().UseNpgsql("Host=nowhere").Options;
        using var accounts = new AccountsDb(options);

        var model = accounts.Database.GenerateCreateScript();

        Assert.Equal(Tidy(model), Tidy(File()));
    }

    private static string File()
    {
        var assembly = typeof(AccountsDb).Assembly;
        using var stream = assembly.GetManifestResourceStream("CharityLink.Web.Accounts.001_accounts.sql");
        using var reader = new StreamReader(stream ?? throw new InvalidOperationException("001_accounts.sql is missing."));
        return reader.ReadToEnd();
    }

    // Comments and empty lines do not make tables.
    private static string Tidy(string sql) => string.Join('\n', sql.ReplaceLineEndings("\n").Split('\n')
        .Where(line => line.Trim().Length > 0 && !line.StartsWith("--", StringComparison.Ordinal)).Select(line => line.TrimEnd()));
}
