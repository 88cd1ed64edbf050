using CharityLink.Web;

await using var app = await CharityLinkSite.Create(args);
await app.RunAsync();

/// <summary>The program's entry point, public for tests that host it.</summary>
public partial class Program;
