using System.Collections.Immutable;
using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Network;

namespace CharityLink.Projects;

/// <summary>What a campaign needs to know of its organiser's registration, from the facts it published.</summary>
public sealed record OrganiserRegistration(DivisionCode Division, string? Uscc, bool IsVerified, bool IsSuspended) : IState<OrganiserRegistration, IOrganisationEvent>
{
    /// <inheritdoc/>
    public static OrganiserRegistration Evolve(OrganiserRegistration? state, IOrganisationEvent fact) => (state, fact) switch
    {
        (null, OrganisationRegistered e) => new(e.Division, e.Uscc, false, false),
        ({ } one, OrganisationChanged e) => one with { Uscc = e.Uscc },
        ({ } one, OrganisationVerified) => one with { IsVerified = true },
        ({ } one, VerificationWithdrawn) => one with { IsVerified = false },
        ({ } one, OrganisationSuspended) => one with { IsSuspended = true },
        ({ } one, OrganisationResumed) => one with { IsSuspended = false },
        ({ } one, OrganisationLinked) => one,
        _ => throw new CorruptStreamException(state, fact),
    };
}

/// <summary>What a campaign needs to know of its organiser's credentials, from the facts about them.</summary>
/// <param name="Accounts">The organiser's own, seen by two people and in use.</param>
/// <param name="People">Who answers for it, and when that person may again; by entry.</param>
public sealed record CampaignOrganiser(
    Qualification? Qualification, ImmutableHashSet<Guid> Accounts, ImmutableDictionary<Guid, Responsible> People, string? SupervisoryUnit, Money? BestYear)
    : IState<CampaignOrganiser, ICredentialEvent>
{
    /// <summary>Nothing is on record.</summary>
    public static CampaignOrganiser None { get; } = new(null, [], ImmutableDictionary<Guid, Responsible>.Empty, null, null);

    /// <summary>Everybody who answers for it may, on that day (CN-ORG-06).</summary>
    public bool IsLedByFitPeople(DateOnly day) => People.Values.All(one => one.DisqualifiedUntil is not { } until || day > until);

    /// <inheritdoc/>
    public static CampaignOrganiser Evolve(CampaignOrganiser? state, ICredentialEvent fact) => (state ?? None, fact) switch
    {
        (var o, QualificationGranted e) => o with { Qualification = new(e.OrganisationId, e.CertificateNumber, e.IssuedOn, null) },
        ({ Qualification: { } held } o, QualificationRevoked e) => o with { Qualification = held with { RevokedOn = e.RevokedOn } },
        (var o, BankAccountConfirmed e) => o with { Accounts = o.Accounts.Add(e.AccountId) },
        (var o, BankAccountRemoved e) => o with { Accounts = o.Accounts.Remove(e.AccountId) },
        (var o, ResponsiblePersonNamed e) => o with { People = o.People.Add(e.EntryId, new(e.PersonId, e.EmployerId, e.IsFullTime, null)) },
        (var o, DisqualificationRecorded e) => o with { People = o.People.SetItem(e.EntryId, o.People[e.EntryId] with { DisqualifiedUntil = e.Until }) },
        (var o, ResponsiblePersonLeft e) => o with { People = o.People.Remove(e.EntryId) },
        (var o, SupervisoryUnitSet e) => o with { SupervisoryUnit = e.Name },
        (var o, PastYearRecorded e) => o with { BestYear = o.BestYear is { } best && best.Currency == e.Raised.Currency && best > e.Raised ? best : e.Raised },
        (var o, _) => o,
    };
}

/// <summary>Somebody who answers for the organiser.</summary>
public sealed record Responsible(PersonId PersonId, Guid EmployerId, bool IsFullTime, DateOnly? DisqualifiedUntil);
