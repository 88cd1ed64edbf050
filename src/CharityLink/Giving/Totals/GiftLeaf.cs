using System.Text;
using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>A place in the network whose gifts are counted.</summary>
/// <param name="Kind"><c>division</c>, <c>organisation</c>, <c>program</c>, <c>site</c>, <c>project</c> or <c>page</c>.</param>
/// <param name="Key">Division code or id.</param>
internal readonly record struct Scope(string Kind, string Key)
{
    public static Scope Organisation(Guid id) => new(GiftTotals.Organisation, id.ToString());
}

/// <summary>Where a gift counts, before the organisations above are looked at (they may change; this does not).</summary>
internal sealed record GiftLeaf(Guid Id, Guid? ProgramId, Guid? SiteId, Guid OrganisationId, DivisionCode Division, Guid? ProjectId, Guid? PageId)
{
    public static GiftLeaf Of(GiftCause cause) =>
        new(IdOf(cause), cause.ProgramId, cause.SiteId, cause.OrganisationId, cause.Division, cause.ProjectId, cause.PageId);

    /// <summary>Every scope a gift here counts in.</summary>
    public IEnumerable<Scope> Scopes(OrganisationTree tree) =>
        [
            .. Division.PathFromCity.Select(division => new Scope(GiftTotals.Division, division.Value)),
            .. tree.SelfAndAbove(OrganisationId).Select(Scope.Organisation),
            .. Chosen(GiftTotals.Program, ProgramId), .. Chosen(GiftTotals.Site, SiteId), .. Chosen(GiftTotals.Project, ProjectId), .. Chosen(GiftTotals.Page, PageId),
        ];

    private static IEnumerable<Scope> Chosen(string kind, Guid? id) => id is { } key ? [new Scope(kind, key.ToString())] : [];

    // The same cause has the same id in every rebuild and on every node, so that nothing need be looked up to write a row.
    private static Guid IdOf(GiftCause cause)
    {
        Span<byte> bytes = stackalloc byte[80 + 12];
        (cause.ProgramId ?? Guid.Empty).TryWriteBytes(bytes);
        (cause.SiteId ?? Guid.Empty).TryWriteBytes(bytes[16..]);
        cause.OrganisationId.TryWriteBytes(bytes[32..]);
        (cause.ProjectId ?? Guid.Empty).TryWriteBytes(bytes[48..]);
        (cause.PageId ?? Guid.Empty).TryWriteBytes(bytes[64..]);
        var length = 80 + Encoding.ASCII.GetBytes(cause.Division.Value, bytes[80..]);
        return StableId.Of(bytes[..length]);
    }
}
