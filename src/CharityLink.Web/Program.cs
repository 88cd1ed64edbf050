using CharityLink.EmbeddedPostgres;
using CharityLink.Web;

try
{
    await using var app = await CharityLinkSite.Create(args);
    await app.RunAsync();
    return 0;
}
catch (PostgresUnavailableException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

/// <summary>The program's entry point, public for tests that host it.</summary>
public partial class Program;
