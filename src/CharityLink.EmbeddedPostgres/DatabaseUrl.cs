using Npgsql;

namespace CharityLink.EmbeddedPostgres;

/// <summary>Reads the two spellings operators use: postgres://user:password@host:5432/name and Host=…;Database=….</summary>
internal static class DatabaseUrl
{
    private const int DefaultPort = 5432;

    internal static NpgsqlConnectionStringBuilder Parse(string text)
    {
        try
        {
            return text.Contains("://", StringComparison.Ordinal) ? FromUrl(new Uri(text)) : Named(new NpgsqlConnectionStringBuilder(text));
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            // The text may hold a password, so it is not repeated.
            throw new PostgresUnavailableException(
                "CHARITYLINK_DATABASE is not an address of a database: write postgres://user:password@host:5432/name.", e);
        }
    }

    private static NpgsqlConnectionStringBuilder FromUrl(Uri url)
    {
        if (url.Scheme is not ("postgres" or "postgresql"))
        {
            throw new FormatException("neither postgres:// nor postgresql://");
        }

        var user = url.UserInfo.Split(':', 2);
        var named = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.Port > 0 ? url.Port : DefaultPort,
            Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')),
        };
        if (user[0].Length > 0)
        {
            named.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length > 1)
        {
            named.Password = Uri.UnescapeDataString(user[1]);
        }

        foreach (var option in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = option.Split('=', 2) is [var n, var v] ? (n, v) : throw new FormatException(option);
            // libpq's spelling of the two options that matter here; the rest are Npgsql's own names.
            var known = name switch { "sslmode" => "SSL Mode", "sslrootcert" => "Root Certificate", _ => Uri.UnescapeDataString(name) };
            named[known] = Uri.UnescapeDataString(value).Replace("verify-", "Verify", StringComparison.Ordinal);
        }

        return Named(named);
    }

    private static NpgsqlConnectionStringBuilder Named(NpgsqlConnectionStringBuilder builder) =>
        string.IsNullOrEmpty(builder.Host) || string.IsNullOrEmpty(builder.Database)
            ? throw new FormatException("neither host nor database")
            : builder;
}
