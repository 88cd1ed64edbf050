using CharityLink.Kernel;

namespace CharityLink.Programs;

/// <summary>One program as pages show it.</summary>
/// <param name="CostMinor">What one unit costs; null until it is set.</param>
/// <param name="FromGiversMinor">The part of it that gifts pay.</param>
public sealed record ProgramRow(
    Guid ProgramId, Guid OwnerId, string Kind, string NameZh, string NameEn, string SummaryZh, string SummaryEn, string Division, Guid FundId, bool IsInvented,
    string? UnitZh, string? UnitEn, string? UnitsEn, long? CostMinor, long? FromGiversMinor, string? Currency,
    bool IsSuspended, string? SuspendedBecause, DateTime StartedAt, string SearchKey)
{
    /// <summary>Where it works.</summary>
    public DivisionCode Code => DivisionCode.Parse(Division);

    /// <summary>The whole cost of one unit, or null until it is set.</summary>
    public Money? Cost => CostMinor is { } minor && Currency is { } code ? new Money(minor, new Currency(code)) : null;

    /// <summary>What gifts pay of one unit, or null until it is set.</summary>
    public Money? FromGivers => FromGiversMinor is { } minor && Currency is { } code ? new Money(minor, new Currency(code)) : null;

    /// <summary>The row after one more fact.</summary>
    internal static ProgramRow After(ProgramRow? row, IProgramEvent fact, DateTimeOffset at) => (row, fact) switch
    {
        (null, ProgramStarted e) => new(
            e.ProgramId, e.OwnerId, e.Kind, e.NameZh, e.NameEn, e.SummaryZh, e.SummaryEn, e.Division.Value, e.FundId, e.IsInvented,
            null, null, null, null, null, null, false, null, at.UtcDateTime, Key(e.NameZh, e.NameEn)),
        ({ } p, UnitSet e) => p with
        {
            UnitZh = e.UnitZh,
            UnitEn = e.UnitEn,
            UnitsEn = e.UnitsEn,
            CostMinor = e.Cost.Minor,
            FromGiversMinor = e.FromGivers.Minor,
            Currency = e.Cost.Currency.Code,
        },
        ({ } p, ProgramSuspended e) => p with { IsSuspended = true, SuspendedBecause = e.Reason },
        ({ } p, ProgramResumed) => p with { IsSuspended = false, SuspendedBecause = null },
        _ => throw new CorruptStreamException(row, fact),
    };

    /// <summary>What names are found by.</summary>
    internal static string Key(string zh, string en) => $" {CharityLink.Network.SearchKey.Of(zh)} {CharityLink.Network.SearchKey.Of(en)} {CharityLink.Network.SearchKey.Of(CharityLink.Network.SearchKey.PinyinOf(zh, []))}";
}

/// <summary>One site as pages show it.</summary>
public sealed record SiteRow(
    Guid SiteId, Guid ProgramId, string NameZh, string NameEn, string Division, Guid OperatorId, bool IsInvented, bool IsOpen, string? ClosedBecause, DateTime OpenedAt, string SearchKey)
{
    /// <summary>Where it is.</summary>
    public DivisionCode Code => DivisionCode.Parse(Division);

    /// <summary>The row after one more fact.</summary>
    internal static SiteRow After(SiteRow? row, IProgramEvent fact, DateTimeOffset at) => (row, fact) switch
    {
        (null, SiteOpened e) => new(
            e.SiteId, e.ProgramId, e.NameZh, e.NameEn, e.Division.Value, e.OperatorId, e.IsInvented, true, null, at.UtcDateTime, ProgramRow.Key(e.NameZh, e.NameEn)),
        ({ } s, SiteClosed e) => s with { IsOpen = false, ClosedBecause = e.Reason },
        _ => throw new CorruptStreamException(row, fact),
    };
}
