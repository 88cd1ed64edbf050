using CharityLink.Web.Demo;
using Dapper;
using Npgsql;

namespace CharityLink.Web.Hosting;

/// <summary>Says where the site is, and fills an empty one with the demonstration city while pages are served already.</summary>
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
        Say($"CharityLink is at {address.Base}");
        if (settings["CHARITYLINK_DEMO"] != "off")
        {
            await LoadDemo(stoppingToken);
        }
    }

    private async Task LoadDemo(CancellationToken ct)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition(Loaded, cancellationToken: ct)))
            {
                Say("First start: loading the demonstration city …");
                // Loading sends commands under fixed ids: after an interruption it goes on where it stopped.
                await DemoNetwork.Load(services, Say, ct);
                await DemoGifts.Load(services, Say, ct);
                await DemoAccounts.Load(services, Say, ct);
                await connection.ExecuteAsync(new CommandDefinition(Remember, cancellationToken: ct));
                Say("The demonstration city is loaded.");
            }

            DemoAccounts.PrintLogins(settings, Say);
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
