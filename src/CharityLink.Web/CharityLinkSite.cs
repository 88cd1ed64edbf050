using System.Text.Encodings.Web;
using System.Text.Unicode;
using CharityLink.Web.Accounts;
using CharityLink.Web.Console;
using CharityLink.Web.Disclosure;
using CharityLink.Web.Documents;
using CharityLink.Web.Evidence;
using CharityLink.Web.Giving;
using CharityLink.Web.Giving.Account;
using CharityLink.Web.Giving.Payments;
using CharityLink.Web.Home;
using CharityLink.Web.Hosting;
using CharityLink.Web.Matching;
using CharityLink.Web.Law;
using CharityLink.Web.Mail;
using CharityLink.Web.Network;
using CharityLink.Web.Programs;
using CharityLink.Web.Projects;
using CharityLink.Web.Projects.Delivery;
using CharityLink.Web.Projects.Planning;
using CharityLink.Web.Projects.Proposals;
using CharityLink.Web.Projects.Pages;
using CharityLink.Web.Projects.Voices;
using CharityLink.Web.Site;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.WebEncoders;
using Npgsql;

namespace CharityLink.Web;

/// <summary>Puts the web application together: what it is made of, in which order a request passes through it, and which pages there are.</summary>
public static class CharityLinkSite
{
    /// <summary>Everything but running it: the database is found, its tables are there, nothing listens yet.</summary>
    public static async Task<WebApplication> Create(string[] args, CancellationToken ct = default)
    {
        var builder = WebApplication.CreateBuilder(args);
        var locating = Database.Locate(builder.Configuration, System.Console.WriteLine, ct);
        builder.WebHost.ConfigureKestrel(server => (server.AddServerHeader, server.Limits.MaxRequestBodySize) = (false, FormGuard.BytesMax));
        if (builder.Configuration["urls"] is null)
        {
            builder.WebHost.UseUrls("http://localhost:5080");
        }

        AddLogs(builder);
        AddServices(builder);
        var location = await locating;
        // Made by the container, so that it goes down with the program: after everything that uses it.
        builder.Services.AddSingleton(_ => location);
        builder.Services.AddSingleton(provider => Database.Open(
            provider.GetRequiredService<EmbeddedPostgres.DatabaseLocation>().ConnectionString, provider.GetRequiredService<ILoggerFactory>()));
        builder.Services.AddKeyedSingleton(StoreServices.Followers, (provider, _) => Database.OpenForFollowers(
            provider.GetRequiredService<EmbeddedPostgres.DatabaseLocation>().ConnectionString, provider.GetRequiredService<ILoggerFactory>()));
        var app = builder.Build();
        await app.Services.CreateSchemas(ct);
        foreach (var folder in new[] { "CharityLink.Web.Accounts.", "CharityLink.Web.Projects.Voices.Letters.", "CharityLink.Web.Disclosure.Reminders.", "CharityLink.Web.Mail.", "CharityLink.Web.Giving.Regular." })
        {
            await SchemaFiles.Apply(app.Services.GetRequiredService<NpgsqlDataSource>(), typeof(CharityLinkSite).Assembly, folder, ct);
        }

        UsePipeline(app);
        MapRoutes(app);
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddCharityLink();
        services.AddMail();
        services.AddAccounts();
        services.AddTemplates();
        services.AddGivingPages();
        services.AddPaymentProviders(builder.Configuration);
        services.AddReceiptDocuments();
        services.AddProjectPages();
        services.AddVoicePages();
        services.AddFundraisingPages();
        services.AddEvidencePages();
        services.AddDutyReminders();
        services.AddLimits(builder.Configuration);
        services.AddRazorComponents();
        services.AddOutputCache(cache => cache.AddPolicy(PublicCache.Policy, new PublicCache()));
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
        });
        services.AddRouting(routing => routing.ConstraintMap["lang"] = typeof(LanguageConstraint));
        services.Configure<ForwardedHeadersOptions>(proxy => proxy.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
        // Chinese stays Chinese in the page instead of turning into numbers.
        services.Configure<WebEncoderOptions>(encoder => encoder.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddSingleton<FormPages>().AddSingleton<IEndpointAddressScheme<EveryPage>, EveryPageScheme>().AddSingleton<SiteAddress>().AddSingleton<FollowMark>().AddScoped<StaffList>();
        services.AddHostedService<FirstStart>().AddHostedService<ClusterKeeper>();
    }

    private static void AddLogs(WebApplicationBuilder builder)
    {
        builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss "));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Npgsql", LogLevel.Warning)
            .AddFilter("System.Net.Http", LogLevel.Warning).AddFilter("Polly", LogLevel.Error);
        builder.Logging.AddQuietCommands();
        // The keys stand in the database on purpose, see KeyTable.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        // Every answer that is no page is turned into one in Faults, which logs what needs to be.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Critical);
    }

    private static void UsePipeline(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseMiddleware<Faults>();
        app.UseWellFormedAddresses();
        app.UseHeadAsGet();
        app.UseRouting();
        app.UseRateLimiter();
        // Pages are kept as they were sent: compressed once, not for each reader.
        app.UseOutputCache();
        app.UseResponseCompression();
        app.UseAuthentication();
        app.UseMiddleware<Callers>();
        app.UseMiddleware<Door>();
        app.UseMiddleware<FormGuard>();
    }

    private static void MapRoutes(WebApplication app)
    {
        app.MapAssets();
        app.MapHealth();
        var site = SiteRoutes.On(app);
        site.MapEvidence(app);
        site.MapHome(app);
        site.MapSignIn();
        site.MapPasswords();
        app.MapAccount();
        app.MapGiverAccount();
        site.MapConsole();
        site.MapMails();
        site.MapNetwork();
        site.MapPrograms();
        site.MapProjectConsole();
        site.MapGiving();
        app.MapWebhooks();
        site.MapTemplates();
        site.MapProjects();
        site.MapVoices();
        site.MapFundraisingPages();
        site.MapMatching();
        site.MapLaw();
        site.MapDisclosure();
        site.MapPlanning();
        site.MapDelivery();
        site.MapReceipts();
    }
}
