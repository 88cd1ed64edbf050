using System.Text;
using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>A place in the network whose gifts are counted.</summary>
/// <param name="Kind"><c>division</c>, <c>organisation</c>, <c>program</c> or <c>site</c>.</param>
/// <param name="Key">Division code or id.</param>
internal readonly record struct Scope(string Kind, string Key)
{
    public static Scope Organisation(Guid id) => new(GiftTotals.Organisation, id.ToString());
}

/// <summary>Where a gift counts, before the organisations above are looked at (they may change; this does not).</summary>
internal sealed record GiftLeaf(Guid Id, Guid ProgramId, Guid? SiteId, Guid OrganisationId, DivisionCode Division)
{
    public static GiftLeaf Of(GiftCause cause) =>
        new(IdOf(cause), cause.ProgramId, cause.SiteId, cause.OrganisationId, cause.Division);

    /// <summary>Every scope a gift here counts in.</summary>
    public IEnumerable<Scope> Scopes(OrganisationTree tree) =>
        [
            .. Division.PathFromCity.Select(division => new Scope(GiftTotals.Division, division.Value)),
            .. tree.SelfAndAbove(OrganisationId).Select(Scope.Organisation),
            new Scope(GiftTotals.Program, ProgramId.ToString()),
            .. SiteId is { } site ? [new Scope(GiftTotals.Site, site.ToString())] : Array.Empty<Scope>(),
        ];

    // The same cause has the same id in every rebuild and on every node, so that nothing need be looked up to write a row.
    private static Guid IdOf(GiftCause cause)
    {
        Span<byte> bytes = stackalloc byte[48 + 12];
        cause.ProgramId.TryWriteBytes(bytes);
        (cause.SiteId ?? Guid.Empty).TryWriteBytes(bytes[16..]);
        cause.OrganisationId.TryWriteBytes(bytes[32..]);
        var length = 48 + Encoding.ASCII.GetBytes(cause.Division.Value, bytes[48..]);
        return StableId.Of(bytes[..length]);
    }
}
