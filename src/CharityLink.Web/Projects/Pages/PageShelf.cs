using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Projects;

namespace CharityLink.Web.Projects.Pages;

/// <summary>A fundraising page with what it brought and, where its owner wants that, whose it is.</summary>
public sealed record PageCard(PageRow Row, Totals Totals, string? Owner);

/// <summary>What a project's page shows of them.</summary>
public sealed record PageCards(IReadOnlyList<PageCard> Cards, long Total)
{
    /// <summary>There are none.</summary>
    public static PageCards None { get; } = new([], 0);
}

/// <summary>Finds pages, what they brought, and the names that may be shown.</summary>
public sealed class PageShelf(PageList pages, GiftTotals totals, Vault vault)
{
    /// <summary>The pages of a project that raise now.</summary>
    public async Task<PageCards> LiveOf(Guid project, int number, int size, CancellationToken ct)
    {
        var found = await pages.LiveOf(project, number, size, ct);
        return new(await Cards(found.Rows, ct), found.Total);
    }

    /// <summary>Rows with their totals and names, in one query each.</summary>
    public async Task<IReadOnlyList<PageCard>> Cards(IReadOnlyList<PageRow> rows, CancellationToken ct)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var named = rows.Where(row => row.ShowsName).Select(row => new PersonId(row.OwnerId)).ToList();
        var names = named.Count == 0 ? Task.FromResult<IReadOnlyDictionary<PersonId, PersonFields>>(new Dictionary<PersonId, PersonFields>()) : vault.Read(named, ct);
        var sums = totals.OfMany(GiftTotals.Page, [.. rows.Select(row => row.PageId.ToString())], ct);
        await Task.WhenAll(names, sums);
        var (who, brought) = (await names, await sums);
        return [.. rows.Select(row => new PageCard(row, brought[row.PageId.ToString()], row.ShowsName ? who.GetValueOrDefault(new PersonId(row.OwnerId))?.Name : null))];
    }

    /// <summary>The page a gift names: null where it names none, with the reason where that is none of the project or raises no longer.</summary>
    public async Task<(PageRow? Row, Refusal? Why)> Named(CauseChoice choice, CancellationToken ct) =>
        choice.PageId is not { } id ? (null, null)
        : await pages.Find(id, ct) is { IsLive: true } row && row.ProjectId == choice.ProjectId ? (row, null)
        : (null, new Refusal("page_unknown", "project"));
}
