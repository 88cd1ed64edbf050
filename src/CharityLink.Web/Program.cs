using CharityLink.EmbeddedPostgres;
using CharityLink.Web;
using CharityLink.Web.Giving.Refunds;

try
{
    if (args.Contains(VerifyBooks.Command, StringComparer.Ordinal))
    {
        await using var books = await CharityLinkSite.Create([.. args.Where(word => word != VerifyBooks.Command)]);
        return await VerifyBooks.Run(books.Services, Console.Out, CancellationToken.None);
    }

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
