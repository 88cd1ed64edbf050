using CharityLink.Web.Demo;
using Dapper;
using Npgsql;

namespace CharityLink.Web.Hosting;

/// <summary>Fills an empty site with the demonstration city while pages are served already, and says where the site is.</summary>
internal sealed partial class FirstStart(
    IServiceProvider services, NpgsqlDataSource database, IConfiguration settings, SiteAddress address, IHostApplicationLifetime life, ILogger<FirstStart> log) : BackgroundService
{
    private const string Loaded = "select exists (select from identity.milestone where name = 'demo')";
    private const string Remember = "insert into identity.milestone (name) values ('demo') on conflict do nothing";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        await using var heard = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        var hasDemo = settings["CHARITYLINK_DEMO"] != "off";
        if (hasDemo)
        {
            await LoadDemo(stoppingToken);
        }

        // Last, so that they are still on the screen when somebody looks for them.
        Say($"CharityLink is at {address.Base}");
        if (hasDemo)
        {
            DemoAccounts.PrintLogins(settings, Say);
        }
    }

    private async Task LoadDemo(CancellationToken ct)
    {
        QuietCommands.Begin();
        try
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition(Loaded, cancellationToken: ct)))
            {
                Say($"First start: loading the demonstration city; {address.Base} shows it as it grows …");
                // Loading sends commands under fixed ids: after an interruption it goes on where it stopped.
                await DemoNetwork.Load(services, Say, ct);
                await DemoGifts.Load(services, Say, ct);
                if (settings["CHARITYLINK_DEMO"] != "city")
                {
                    await DemoCampaigns.Load(services, Say, ct);
                    await DemoOffline.Load(services, Say, ct);
                }

                await DemoAccounts.Load(services, Say, ct);
                await connection.ExecuteAsync(new CommandDefinition(Remember, cancellationToken: ct));
                Say("The demonstration city is loaded.");
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The site serves without it; the next start tries again.
            Failed(log, e);
        }
    }

    private static void Say(string line) => System.Console.WriteLine(line);

    [LoggerMessage(Level = LogLevel.Error, Message = "The demonstration city could not be loaded; the next start goes on with it")]
    private static partial void Failed(ILogger log, Exception fault);
}
