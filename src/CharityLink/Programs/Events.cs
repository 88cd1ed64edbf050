using CharityLink.Kernel;

namespace CharityLink.Programs;

/// <summary>A fact in the life of one program. The names are stored: they never change.</summary>
public interface IProgramEvent;

/// <summary>A standing service began, with a standing fund to give to.</summary>
/// <param name="OwnerId">The organisation that answers for it and whose books hold its fund.</param>
/// <param name="Kind">What it does, as data: <c>elder_canteen</c>, <c>home_improvement</c>, <c>school_program</c>, <c>left_behind_children</c>.</param>
/// <param name="Division">Where it works: its sites lie inside.</param>
/// <param name="FundId">The earmarked fund every gift goes to.</param>
public sealed record ProgramStarted(
    Guid ProgramId, Guid OwnerId, string Kind, string NameZh, string NameEn, string SummaryZh, string SummaryEn,
    DivisionCode Division, Guid FundId, bool IsInvented) : IProgramEvent;

/// <summary>What the program delivers and what givers pay of one unit, from now on.</summary>
/// <param name="UnitZh">One unit in Chinese with its measure word: 份午餐.</param>
/// <param name="UnitEn">One unit in English: lunch.</param>
/// <param name="UnitsEn">Several in English: lunches.</param>
/// <param name="Cost">The whole cost of one unit.</param>
/// <param name="FromGivers">The part of it that gifts pay.</param>
public sealed record UnitSet(Guid ProgramId, string UnitZh, string UnitEn, string UnitsEn, Money Cost, Money FromGivers) : IProgramEvent;

/// <summary>A site opened: a place where the program delivers.</summary>
public sealed record SiteOpened(Guid ProgramId, Guid SiteId, string NameZh, string NameEn, DivisionCode Division, Guid OperatorId, bool IsInvented) : IProgramEvent;

/// <summary>A site closed: gifts to it are no longer taken.</summary>
public sealed record SiteClosed(Guid ProgramId, Guid SiteId, string Reason) : IProgramEvent;

/// <summary>The program takes no gifts until resumed.</summary>
public sealed record ProgramSuspended(Guid ProgramId, string Reason) : IProgramEvent;

/// <summary>The suspension ended.</summary>
public sealed record ProgramResumed(Guid ProgramId) : IProgramEvent;
