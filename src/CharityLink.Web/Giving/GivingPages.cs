using CharityLink.Web.Giving.Abuse;
using CharityLink.Web.Giving.Account;
using CharityLink.Web.Giving.Basket;
using CharityLink.Web.Giving.Embed;
using CharityLink.Web.Giving.Offline;
using CharityLink.Web.Giving.Payments;
using CharityLink.Web.Giving.Payments.Console;
using CharityLink.Web.Giving.Pledges;
using CharityLink.Web.Giving.Refunds;
using CharityLink.Web.Giving.Regular;
using CharityLink.Web.Giving.Settling;
using CharityLink.Web.Giving.Words;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;
using CharityLink.Workers;

namespace CharityLink.Web.Giving;

/// <summary>Brings giving's pages into the site.</summary>
public static class GivingPages
{
    /// <summary>What the pages need beside the domain.</summary>
    public static IServiceCollection AddGivingPages(this IServiceCollection services) =>
        services.AddScoped<GiftDesk>().AddScoped<BasketDesk>().AddScoped<PledgeDesk>().AddWork<PledgePost>()
            .AddSingleton<Mail.IMailKind, PledgeMailKind>().AddSingleton<MailLinks>().AddSingleton<Mail.IMailKind>(provider => provider.GetRequiredService<MailLinks>()).AddScoped<GiverAccounts>().AddScoped<GiverSettings>()
            .AddScoped<GiverExport>().AddScoped<Doorkeeper>().AddSingleton<GiverNames>().AddWork<Erasures>().AddWork<CharityLink.People.PersonSweep>()
            .AddWork<DisputeReminders>().AddSingleton<Mail.IMailKind>(provider => provider.GetRequiredService<DisputeReminders>())
            .AddSingleton<CharityLink.Store.IReaction, GiftThanks>().AddSingleton<GiftMailboxes>().AddSingleton<CharityLink.Store.IReaction, GiftMails>().AddSingleton<Mail.IMailKind, GiftMailKind>()
            .AddSingleton<StatementMails>().AddSingleton<Mail.IMailKind>(provider => provider.GetRequiredService<StatementMails>()).AddSingleton<ReceiptDocument>().AddSingleton<StatementDocument>().AddSingleton<ReceiptPages>().AddSingleton<GiftTotalRows>().AddOfflinePages().AddRegularPages().AddWordsPages().AddGiftWatch();

    /// <summary>What prints receipts and statements: their templates with models to try them on, and the press that makes many.</summary>
    public static IServiceCollection AddReceiptDocuments(this IServiceCollection services)
    {
        foreach (var sample in ReceiptDocument.Samples.Append(StatementDocument.Sample))
        {
            services.AddSingleton(sample);
        }

        return services.AddWork<StatementPress>()
            .AddSingleton(provider => new StatementShelf(Path.Combine(Installation.Folder(provider.GetRequiredService<IConfiguration>()), "statements")));
    }

    /// <summary>Give, pay, receipt, verification; the console's list of gifts.</summary>
    public static void MapGiving(this SiteRoutes site)
    {
        site.MapGive();
        site.MapEmbed();
        site.MapBasket();
        site.MapSandbox();
        site.MapGift();
        site.MapPaymentPages();
        site.MapPaymentConsole();
        site.MapVerify();
        site.MapConsoleGifts();
        site.MapReceiptConsole();
        site.MapReceiptFiles();
        site.MapStatements();
        site.MapStatementConsole();
        site.MapPledges();
        site.MapRegular();
        site.MapOffline();
        site.MapRefunds();
        site.MapSettlement();
        site.MapWords();
        site.MapEnter();
    }
}
