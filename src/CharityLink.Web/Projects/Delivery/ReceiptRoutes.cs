using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Network;
using CharityLink.Web.Site;

namespace CharityLink.Web.Projects.Delivery;

/// <summary>PRJ-5 in public: every receipt of a project, however many there are.</summary>
internal static class ReceiptRoutes
{
    /// <summary>Receipts on one page.</summary>
    public const int PageSize = 50;

    public static void MapReceipts(this SiteRoutes site) => site.Public.MapGet("/projects/{id:guid}/receipts", Show);

    private static async Task<IResult> Show(HttpContext http, Guid id, ProjectDirectory projects, DeliveryBook book, ReadModelHost readModels, CancellationToken ct)
    {
        await readModels.CaughtUp(http, projects.Name, book.Name);
        var (row, delivery) = (projects.Find(id, ct), book.Find(id, ct));
        await Task.WhenAll(row, delivery);
        return await row is { IsPublic: true } project && await delivery is { Spendings.IsEmpty: false } done
            ? Page.Show<ReceiptsPage>(http, new { Project = project, Delivery = done, Number = Paging.Number(http.Request.Query["page"]) })
            : Results.NotFound();
    }
}
