using CharityLink.Kernel;
using CharityLink.Web.Mail;
using CharityLink.Web.Site;

namespace CharityLink.Web.Documents;

/// <summary>How the documents that a federation words itself stand, for those who edit them.</summary>
public static class TemplateRoutes
{
    /// <summary>Who may look.</summary>
    internal static readonly Role[] Readers = [Role.Administrator, Role.FederationOfficer];

    /// <summary>The book of templates, where they lie, and what prints them.</summary>
    public static IServiceCollection AddTemplates(this IServiceCollection services) => services.AddSingleton<TemplateBook>().AddSingleton<PdfPrinter>()
        .AddSingleton(provider => provider.GetRequiredService<IConfiguration>().GetSection("Pdf").Get<PdfOptions>() ?? new PdfOptions())
        .AddSingleton(provider => TemplateFolders.Of(provider.GetRequiredService<IHostEnvironment>(), provider.GetRequiredService<IConfiguration>()));

    /// <summary>The console's page.</summary>
    public static void MapTemplates(this SiteRoutes site)
    {
        ArgumentNullException.ThrowIfNull(site);
        site.Console.MapGet("/templates", (HttpContext http, TemplateBook book, MailTemplates mails, TemplateFolders folders) => Page.Show<TemplatesPage>(http, new { States = book.States(), Mails = mails.Broken, Folder = folders.Own })).ForRoles(Readers);
    }
}
