using System.Collections.Immutable;
using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Law;
using MediatR;

namespace CharityLink.Disclosure;

/// <summary>What an organisation made public for itself, and what it still has to.</summary>
public sealed record OrganisationReports(ImmutableDictionary<Guid, MajorEventRecorded> Events, ImmutableDictionary<Guid, OrganisationReported> Reports)
    : IState<OrganisationReports, IPublicityEvent>
{
    private static readonly OrganisationReports None = new(ImmutableDictionary<Guid, MajorEventRecorded>.Empty, ImmutableDictionary<Guid, OrganisationReported>.Empty);

    /// <summary>The stream that stands beside an organisation's.</summary>
    public static Guid StreamOf(Guid organisationId) => StableId.Beside(organisationId, "disclosures");

    /// <inheritdoc/>
    public static OrganisationReports Evolve(OrganisationReports? state, IPublicityEvent fact) => (state ?? None, fact) switch
    {
        (var r, MajorEventRecorded e) => r with { Events = r.Events.Add(e.EventId, e) },
        (var r, OrganisationReported e) => r with { Reports = r.Reports.Add(e.ReportId, e) },
        _ => throw new CorruptStreamException(state, fact),
    };
}

/// <summary>Writes down that something happened that has to be made public.</summary>
/// <param name="Kind"><c>major_change</c> or <c>related_dealing</c>.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record RecordMajorEvent(Guid CommandId, Guid OrganisationId, Guid EventId, string Kind, DateOnly HappenedOn, string TextZh, string TextEn, DateTimeOffset At)
    : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[]
    {
        Kind is "major_change" or "related_dealing" ? null : new Refusal("report_kind_unknown", "kind"),
        PlainText.Check(TextZh, "text_zh", PlainText.NoteMax, lines: true),
        PlainText.Check(TextEn, "text_en", PlainText.NoteMax, lines: true),
    }.OfType<Refusal>();
}

/// <summary>Makes a yearly report, a list of related parties or word of a major event public.</summary>
/// <param name="Kind"><c>annual</c>, <c>related_parties</c> or <c>major_event</c>.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record PublishOrganisationReport(
    Guid CommandId, Guid OrganisationId, Guid ReportId, string Kind, int? Year, Guid? EventId, string TextZh, string TextEn, EvidenceFile? File, DateTimeOffset At)
    : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[]
    {
        Kind is "annual" or "related_parties" or "major_event" ? null : new Refusal("report_kind_unknown", "kind"),
        PlainText.Check(TextZh, "text_zh", ReportText.TextMax, lines: true),
        PlainText.Check(TextEn, "text_en", ReportText.TextMax, lines: true),
    }.OfType<Refusal>();
}

/// <summary>When an organisation may make which report public.</summary>
internal static class OrganisationReportRule
{
    /// <summary>On a day that has been; the same form again changes nothing.</summary>
    public static Decision<IPublicityEvent> Decide(OrganisationReports? reports, RecordMajorEvent command, Guid? by)
    {
        var fact = new MajorEventRecorded(command.OrganisationId, command.EventId, command.Kind, command.HappenedOn, command.TextZh.Trim(), command.TextEn.Trim(), by);
        return reports?.Events.GetValueOrDefault(command.EventId) switch
        {
            { } before => before with { By = by } == fact ? [] : new Refusal("report_id_reused"),
            null when command.HappenedOn > WorkingDays.China.DayOf(command.At) => new Refusal("date_in_future", "happened_on"),
            null => [fact],
        };
    }

    /// <summary>For a year that is over, or a list of the running year, or an event that was written down; each once.</summary>
    public static Decision<IPublicityEvent> Decide(OrganisationReports? reports, PublishOrganisationReport command, Guid? by)
    {
        var today = WorkingDays.China.DayOf(command.At);
        var fact = new OrganisationReported(
            command.OrganisationId, command.ReportId, command.Kind, command.Year, command.EventId, command.TextZh.Trim(), command.TextEn.Trim(), command.File, today, by);
        return reports?.Reports.GetValueOrDefault(command.ReportId) switch
        {
            { } before => before with { PublishedOn = today, By = by } == fact ? [] : new Refusal("report_id_reused"),
            _ when command.Kind == "annual" && !(command.Year is { } year && year >= 2000 && year < today.Year) => new Refusal("report_year_not_over", "year"),
            _ when command.Kind == "related_parties" && !(command.Year is { } year && year >= 2000 && year <= today.Year) => new Refusal("report_year_not_over", "year"),
            _ when command.Kind == "major_event" && !(command.EventId is { } id && reports?.Events.ContainsKey(id) == true) => new Refusal("major_event_unknown", "event"),
            _ when reports?.Reports.Values.Any(report => (report.Kind, report.Year, report.EventId) == (command.Kind, command.Year, command.EventId)) == true =>
                new Refusal("report_made_before", command.Kind == "major_event" ? "event" : "year"),
            _ => [fact],
        };
    }
}

internal sealed class OrganisationReportHandler(Aggregates aggregates, CommandContext context)
    : IRequestHandler<RecordMajorEvent, Outcome>, IRequestHandler<PublishOrganisationReport, Outcome>
{
    public Task<Outcome> Handle(RecordMajorEvent command, CancellationToken ct) =>
        Change(command.OrganisationId, reports => OrganisationReportRule.Decide(reports, command, context.Caller.AccountId), ct);

    public Task<Outcome> Handle(PublishOrganisationReport command, CancellationToken ct) =>
        Change(command.OrganisationId, reports => OrganisationReportRule.Decide(reports, command, context.Caller.AccountId), ct);

    private Task<Outcome> Change(Guid organisation, Func<OrganisationReports?, Decision<IPublicityEvent>> decide, CancellationToken ct) =>
        aggregates.Change<OrganisationReports, IPublicityEvent>(OrganisationReports.StreamOf(organisation), decide, ct);
}
