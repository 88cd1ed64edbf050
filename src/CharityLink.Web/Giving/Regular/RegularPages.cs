using CharityLink.Store;
using CharityLink.Web.Mail;
using CharityLink.Workers;

namespace CharityLink.Web.Giving.Regular;

/// <summary>Brings the pages and mails of regular gifts into the site.</summary>
internal static class RegularPages
{
    /// <summary>What they need beside the domain.</summary>
    public static IServiceCollection AddRegularPages(this IServiceCollection services) => services
        .AddScoped<RegularDesk>().AddSingleton<MendLinks>().AddSingleton<IMailKind>(provider => provider.GetRequiredService<MendLinks>()).AddSingleton<IReaction, RegularMails>()
        .AddSingleton(provider => provider.GetRequiredService<IConfiguration>().GetSection("Giving:Regular").Get<RegularSettings>() ?? new RegularSettings())
        .AddWork<CardNotices>();
}
