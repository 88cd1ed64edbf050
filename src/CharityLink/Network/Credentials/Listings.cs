using CharityLink.Kernel;
using CharityLink.Law;
using MediatR;

namespace CharityLink.Network;

/// <summary>The authorities list the organisation: gifts to it may be deducted from tax for three years from a day on.</summary>
/// <param name="ListingId">Made with the form.</param>
/// <param name="Notice">Which notice lists it.</param>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record RecordTaxListing(Guid CommandId, Guid OrganisationId, Guid ListingId, DateOnly From, string Notice) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => CredentialText.All(PlainText.Check(Notice, "notice", PlainText.NoteMax, lines: true));
}

/// <summary>Says which authority in charge supervises the organisation, or that there is none.</summary>
/// <param name="Name">Empty: there is none.</param>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record SetSupervisoryUnit(Guid CommandId, Guid OrganisationId, string? Name) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => CredentialText.All(PlainText.CheckOptional(Name, "unit", PlainText.NameMax));
}

/// <summary>Says what the organisation raised in a past year by its audited report.</summary>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record RecordPastYear(Guid CommandId, Guid OrganisationId, int Year, Money Raised) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);
}

/// <content>What authorities and auditors say about it.</content>
public sealed partial record OrganisationCredentials
{
    private const int TaxListingYears = 3;

    // The first foundations of the Republic report from here on.
    private const int FirstYear = 1981;

    /// <summary>Listings follow each other; a notice may come in the middle of the period it is for, so the first day may lie either side of today.</summary>
    internal static Decision<ICredentialEvent> Decide(OrganisationCredentials? credentials, RecordTaxListing command, CredentialSurroundings around)
    {
        if (credentials?.TaxListings.Find(one => one.ListingId == command.ListingId) is { } before)
        {
            return (before.From, before.Notice) == (command.From, command.Notice.Trim()) ? [] : new Refusal("tax_listing_id_reused");
        }

        var reasons = CredentialText.All(
            around.Holder(),
            PastDay.Check(command.From, "from", around.Today.AddYears(1)),
            credentials?.TaxListings.Exists(one => one.From == command.From) == true ? new Refusal("tax_listing_known", "from") : null).ToList();
        return reasons.Count > 0
            ? Decision.Refused<ICredentialEvent>(reasons)
            : [new TaxListingRecorded(command.OrganisationId, command.ListingId, command.From, command.From.AddYears(TaxListingYears).AddDays(-1), command.Notice.Trim(), around.Sender)];
    }

    /// <summary>The newest word counts.</summary>
    internal static Decision<ICredentialEvent> Decide(OrganisationCredentials? credentials, SetSupervisoryUnit command, CredentialSurroundings around)
    {
        var name = string.IsNullOrWhiteSpace(command.Name) ? null : command.Name.Trim();
        return around.Holder() is { } wrong ? wrong
            : credentials?.Supervision is { } before && before.Name == name ? []
            : [new SupervisoryUnitSet(command.OrganisationId, name, around.Sender)];
    }

    /// <summary>Years that are over; the newest word counts.</summary>
    internal static Decision<ICredentialEvent> Decide(OrganisationCredentials? credentials, RecordPastYear command, CredentialSurroundings around)
    {
        var reasons = CredentialText.All(
            around.Holder(),
            command.Year < FirstYear || command.Year >= around.Today.Year ? new Refusal("year_not_past", "year") : null,
            command.Raised.Minor < 0 ? new Refusal("raised_negative", "raised") : null).ToList();
        return reasons.Count > 0 ? Decision.Refused<ICredentialEvent>(reasons)
            : credentials?.PastYears.GetValueOrDefault(command.Year)?.Raised == command.Raised ? []
            : [new PastYearRecorded(command.OrganisationId, command.Year, command.Raised, around.Sender)];
    }
}

internal sealed class ListingHandler(CredentialFile file) : IRequestHandler<RecordTaxListing, Outcome>, IRequestHandler<SetSupervisoryUnit, Outcome>, IRequestHandler<RecordPastYear, Outcome>
{
    public Task<Outcome> Handle(RecordTaxListing command, CancellationToken ct) =>
        file.Change(command.OrganisationId, (credentials, around) => OrganisationCredentials.Decide(credentials, command, around), ct);

    public Task<Outcome> Handle(SetSupervisoryUnit command, CancellationToken ct) =>
        file.Change(command.OrganisationId, (credentials, around) => OrganisationCredentials.Decide(credentials, command, around), ct);

    public Task<Outcome> Handle(RecordPastYear command, CancellationToken ct) =>
        file.Change(command.OrganisationId, (credentials, around) => OrganisationCredentials.Decide(credentials, command, around), ct);
}
