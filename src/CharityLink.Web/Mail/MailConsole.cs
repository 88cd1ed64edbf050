using CharityLink.Kernel;
using CharityLink.Web.Documents;
using CharityLink.Web.Site;
using CharityLink.Workers;

namespace CharityLink.Web.Mail;

/// <summary>The outbox in the console: what waits, what did not go out and why, and the button that tries again; and templates that somebody broke.</summary>
internal static class MailConsole
{
    private const int ShownMax = 100;
    private static readonly Role[] Menders = [Role.Administrator, Role.FederationOfficer];

    /// <summary>The outbox, its carrier and the templates.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services) => services
        .AddSingleton<MailBell>().AddSingleton<MailOutbox>().AddSingleton<MailLedger>().AddSingleton<MailSender>().AddSingleton<MailWriter>()
        .AddWork<MailCarrier>()
        .AddSingleton(provider => MailTemplates.Of(
            provider.GetRequiredService<TemplateFolders>(), provider.GetRequiredService<IHostEnvironment>().ContentRootPath, provider.GetRequiredService<ILogger<MailTemplates>>()));

    public static void MapMails(this SiteRoutes site)
    {
        site.Console.MapGet("/mails", List).ForRoles([.. Menders, Role.Auditor]);
        site.Console.MapPost("/mails/retry", Retry).ForRoles(Menders);
    }

    private static async Task<IResult> List(HttpContext http, MailLedger ledger, MailTemplates templates, CancellationToken ct)
    {
        var (counts, troubled) = (ledger.Counts(ct), ledger.Troubled(ShownMax, ct));
        await Task.WhenAll(counts, troubled);
        return Page.Show<MailsPage>(http, new
        {
            Counts = await counts, Rows = await troubled, templates.Broken, MayRetry = http.Caller().Appointments.Any(held => Menders.Contains(held.Role)),
        });
    }

    // One mail, or all of them where the form names none.
    private static async Task<IResult> Retry(HttpContext http, MailLedger ledger, CancellationToken ct)
    {
        await ledger.Retry(Guid.TryParse(http.Request.Form["mail"], out var id) ? id : null, ct);
        return Page.Go(http, "/console/mails");
    }
}
