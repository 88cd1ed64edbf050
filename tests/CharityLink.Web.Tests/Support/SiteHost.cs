using CharityLink.Testing;
using Dapper;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Web.Tests.Support;

/// <summary>The whole site on a database of its own that holds the demonstration city. For a class of tests, or for those that share one, see <see cref="Shared"/>.</summary>
public sealed class SiteHost : IAsyncLifetime
{
    private static readonly string[] _watched = ["PerAddress", "PerMailbox", "PerCause", "DeclinesPerCause", "DeclinesPerAddress"];
    private const string Template = "demo_city";
    private static readonly TimeSpan LoadedWithin = TimeSpan.FromMinutes(3);
    private static readonly Lazy<TestHome> _home = new(TestHome.Create);

    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);
    private TestDatabase? _database;
    private bool _onKestrel;

    /// <summary>The running program: its services, its routes.</summary>
    public WebApplicationFactory<Program> App { get; private set; } = null!; // Made in InitializeAsync.

    /// <summary>How to reach the database behind it.</summary>
    public string ConnectionString => _database!.ConnectionString; // Made in InitializeAsync.

    /// <summary>What time the site believes it is.</summary>
    public MovableClock Clock { get; } = new();

    /// <summary>Where mails and logins are written.</summary>
    public static string Home => _home.Value.Path;

    /// <summary>The password all demonstration accounts share in this run.</summary>
    public static string Password => File.ReadLines(Path.Combine(Home, "demo-logins.txt")).First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];

    /// <summary>Where everything that is logged goes, too; null for nowhere. Set before the host is initialised.</summary>
    public ILoggerProvider? Logs { get; init; }

    /// <summary>Adds what the program itself does not have; null for nothing. Set before the host is initialised.</summary>
    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>A setting to start with; call before the host is initialised.</summary>
    public SiteHost With(string key, string value)
    {
        _settings[key] = value;
        return this;
    }

    /// <summary>Listens on a loopback port, for browsers; call before the host is initialised.</summary>
    public void OnKestrel()
    {
        _onKestrel = true;
        With("urls", "http://127.0.0.1:0");
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.Create(Template, LoadDemo);
        App = Start(_database.ConnectionString, "off", _settings, Clock, Logs, services =>
        {
            services.AddSentOnceMore();
            Services?.Invoke(services);
        });
        if (_onKestrel)
        {
            App.UseKestrel();
            App.StartServer();
        }
        else
        {
            _ = App.Server;
        }
    }

    /// <summary>Somebody with a browser: keeps cookies, follows nothing on its own.</summary>
    public Visitor Visitor() => new(App.CreateDefaultClient(new Uri("http://localhost"), new CookieJar()));

    /// <summary>Somebody who has signed in with a demonstration account: <c>admin</c>, <c>officer</c>, <c>charity</c>, <c>town</c>, <c>village</c>, <c>auditor</c>.</summary>
    public Task<Visitor> SignedIn(string account) => SignedIn(account, Visitor());

    /// <summary>The same with a browser that is there already.</summary>
    public static async Task<Visitor> SignedIn(string account, Visitor visitor)
    {
        var answer = await visitor.Submit(await visitor.Get("/en/sign-in"), "main form", ("email", $"{account}@demo.charitylink.example"), ("password", Password));
        Assert.Equal(303, answer.Status);
        return visitor;
    }

    /// <summary>When all tests are over, each command they led to is sent once more.</summary>
    public async ValueTask DisposeAsync()
    {
        await using (_database)
        await using (App)
        {
            await App.Services.GetRequiredService<SentOnceMore>().Check(CancellationToken.None);
        }
    }

    /// <summary>The program on any database, with any settings.</summary>
    public static WebApplicationFactory<Program> Start(string connectionString, string demo, IReadOnlyDictionary<string, string> settings, TimeProvider? clock = null, ILoggerProvider? logs = null,
        Action<IServiceCollection>? more = null) =>
        new WebApplicationFactory<Program>().WithWebHostBuilder(web =>
        {
            web.UseSetting("CHARITYLINK_DATABASE", connectionString);
            web.UseSetting("CHARITYLINK_HOME", _home.Value.Path);
            web.UseSetting("CHARITYLINK_DEMO", demo);
            // Tests come from one address and are in a hurry; the limits have tests of their own.
            web.UseSetting("Limits:Forms", "100000");
            web.UseSetting("Limits:Secrets", "100000");
            web.UseSetting("Limits:Exports", "100000");
            foreach (var limit in _watched)
            {
                web.UseSetting($"Giving:Abuse:{limit}", "100000");
            }

            // What a page shows of a failed project must not be given back meanwhile.
            web.UseSetting("Giving:Refunds:ReturnsPerSecond", "0");
            foreach (var (key, value) in settings)
            {
                web.UseSetting(key, value);
            }

            web.ConfigureTestServices(services =>
            {
                services.AddSingleton(clock ?? TimeProvider.System).AddLogging(OnlyFaults).AddLogging(logging => Keep(logging, logs));
                more?.Invoke(services);
            });
        });

    // What a failed test printed has to be found: no line for each command, none for a database that a test took away.
    private static void OnlyFaults(ILoggingBuilder logs) =>
        logs.AddFilter("CharityLink", LogLevel.Error).AddFilter("CharityLink.Kernel.Trace", LogLevel.Error).AddFilter("Npgsql.Connection", LogLevel.None);

    // Whatever an operator may switch on: information of everything, more of our own.
    private static void Keep(ILoggingBuilder logging, ILoggerProvider? logs)
    {
        if (logs is not null)
        {
            var provider = logs.GetType().FullName;
            logging.AddProvider(logs).Services.Configure<LoggerFilterOptions>(filters =>
            {
                filters.Rules.Add(new LoggerFilterRule(provider, null, LogLevel.Information, null));
                filters.Rules.Add(new LoggerFilterRule(provider, "CharityLink", LogLevel.Debug, null));
            });
        }
    }

    private static async Task LoadDemo(string connectionString)
    {
        // Without its projects: tests bring their own, in the state they ask about.
        await using var app = Start(connectionString, "city", new Dictionary<string, string>(StringComparer.Ordinal));
        _ = app.Server;
        await using var connection = new NpgsqlConnection(connectionString);
        const string loaded =
            """
            select exists (select from identity.milestone where name = 'demo')
               and not exists (select from read.follower where position < (select max(seq_id) from events.mt_events))
            """;
        var deadline = TimeProvider.System.GetTimestamp();
        while (!await connection.ExecuteScalarAsync<bool>(loaded))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < LoadedWithin, "The demonstration city was not loaded in time.");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }
}
