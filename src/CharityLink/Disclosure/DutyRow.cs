using System.Text.Json.Serialization;
using CharityLink.Law;

namespace CharityLink.Disclosure;

/// <summary>One thing that a project or an organisation owes the public or the authority.</summary>
/// <param name="DutyId">Follows from what is owed, so that a reminder is sent once whoever counts.</param>
/// <param name="About">The report or event it is about, where there are several of a kind.</param>
/// <param name="DueOn">Last day; null where the law names none.</param>
/// <param name="IsProvisional">The day may still move, because the calendar of its year is not out.</param>
/// <param name="MetOn">The day it was done.</param>
public sealed record DutyRow(
    Guid DutyId, string RuleId, string Code, Guid OrganisationId, string Division, Guid? ProjectId, Guid? About, string TitleZh, string TitleEn,
    DateOnly FromOn, DateOnly? DueOn, bool IsProvisional, DateOnly? MetOn)
{
    /// <summary>The authority's own answer to a filing: no organisation can give it, so nobody is reminded of it and no charity is late with it.</summary>
    public const string Authoritys = "filing_answer_expected";

    /// <summary>What the report is that it is about; null where it is about none.</summary>
    public string? ReportKind { get; init; }

    /// <summary>First day that report tells about; null where it names none.</summary>
    public DateOnly? ReportFrom { get; init; }

    /// <summary>Last day that report tells about; null where it names none.</summary>
    public DateOnly? ReportUntil { get; init; }

    /// <summary>Waits for the authority, not for the organisation.</summary>
    [JsonIgnore]
    public bool IsAuthoritys => Code == Authoritys;

    /// <summary>Owed, and its last day has passed.</summary>
    public bool IsOverdue(DateOnly today) => MetOn is null && !IsAuthoritys && DueOn is { } due && today > due;

    /// <summary>Done after its last day.</summary>
    public bool WasLate => !IsAuthoritys && MetOn is { } met && DueOn is { } due && met > due;

    internal static DutyRow Of(Duty duty, Guid organisation, string division, Guid? project, Guid? about, string titleZh, string titleEn) => new(
        StableId.Of($"duty:{project ?? organisation}:{duty.RuleId}:{duty.Code}:{duty.From:yyyy-MM-dd}:{about}"), duty.RuleId, duty.Code, organisation, division, project, about,
        titleZh, titleEn, duty.From, duty.Due?.Day, duty.Due?.IsProvisional == true, duty.MetOn);
}
