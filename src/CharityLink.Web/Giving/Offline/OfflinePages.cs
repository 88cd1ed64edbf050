using CharityLink.Web.Giving.Offline.Goods;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Offline;

/// <summary>GIV-2: the console's pages of gifts that come in outside the web.</summary>
internal static class OfflinePages
{
    public static IServiceCollection AddOfflinePages(this IServiceCollection services) => services.AddScoped<OfflineDesk>().AddSingleton<OfflineWorkList>();

    public static void MapOffline(this SiteRoutes site)
    {
        site.MapTransfers();
        site.MapTransferAccounts();
        site.MapBatches();
        site.MapGoods();
    }
}
