namespace CharityLink.Law;

/// <summary>A campaign as its disclosures are counted.</summary>
/// <param name="LastDay">The planned last day.</param>
/// <param name="EndedOn">The day fundraising really ended; null while it goes on.</param>
/// <param name="DisclosedOn">Days of the disclosures made while it ran, ascending.</param>
/// <param name="FinalOn">Day of the full account after its end.</param>
public sealed record CampaignClock(DateOnly OpenedOn, DateOnly LastDay, DateOnly? EndedOn, IReadOnlyList<DateOnly> DisclosedOn, DateOnly? FinalOn);

/// <summary>A project as its disclosures are counted.</summary>
/// <param name="PlannedEnd">The planned last day; null: not known, counted as long.</param>
/// <param name="FinishedOn">The day it was carried out.</param>
public sealed record ProjectClock(DateOnly StartedOn, DateOnly? PlannedEnd, DateOnly? FinishedOn, IReadOnlyList<DateOnly> DisclosedOn, DateOnly? FinalOn);

/// <summary>A year of an organisation on the tax list.</summary>
public sealed record AnnualClock(int FiscalYear, bool IsTaxListed, DateOnly? ReportedOn);

/// <summary>A major change of assets, a major investment or a major transaction.</summary>
public sealed record MajorChangeClock(DateOnly HappenedOn, DateOnly? DisclosedOn);

/// <summary>A dealing with a related party.</summary>
public sealed record RelatedDealingClock(DateOnly HappenedOn, DateOnly? DisclosedOn);

/// <summary>The yearly list of related parties.</summary>
/// <param name="Year">The year in which it is handed in.</param>
public sealed record RelatedPartiesClock(int Year, DateOnly? HandedInOn);

/// <summary>A disclosure made here, to be entered on the state's platform too.</summary>
public sealed record StateEntryClock(DateOnly DisclosedOn, DateOnly? EnteredOn);

/// <summary>A disclosure about to be made public.</summary>
/// <param name="HasFigures">It states income and spending in figures.</param>
/// <param name="Helpers">Those who carry the project out for the organiser, and its partners, by id.</param>
/// <param name="NamedHelpers">Those of them the disclosure names.</param>
public sealed record DisclosureFacts(bool HasFigures, IReadOnlyCollection<Guid> Helpers, IReadOnlyCollection<Guid> NamedHelpers);

/// <summary>A correction of a disclosure.</summary>
/// <param name="Note">What is said beside it, in public.</param>
/// <param name="KeepsOriginal">What was said before stays readable.</param>
public sealed record CorrectionFacts(string? Note, bool KeepsOriginal);
