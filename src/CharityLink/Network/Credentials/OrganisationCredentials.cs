using System.Collections.Immutable;
using CharityLink.Kernel;

namespace CharityLink.Network;

/// <summary>What one organisation is entitled to, and on what evidence. The rules stand beside it, one file per subject.</summary>
/// <param name="Pending">A certificate one person typed in and a second has to confirm.</param>
/// <param name="Qualification">The last certificate that was confirmed; whether it still holds, <see cref="IsQualified"/> says.</param>
/// <param name="Revocation">That of <paramref name="Qualification"/>, if any.</param>
/// <param name="Supervision">Null until somebody said whether there is a supervisory unit.</param>
public sealed partial record OrganisationCredentials(
    Guid OrganisationId, StandingRecorded? Standing, ImmutableDictionary<string, ConditionRecorded> Conditions, DateOnly? AppliedOn,
    QualificationEntered? Pending, QualificationGranted? Qualification, QualificationRevoked? Revocation,
    ImmutableList<TaxListingRecorded> TaxListings, ImmutableList<BankAccount> Accounts, ImmutableList<ResponsiblePerson> People, SupervisoryUnitSet? Supervision,
    ImmutableDictionary<int, PastYearRecorded> PastYears)
    : IState<OrganisationCredentials, ICredentialEvent>
{
    /// <summary>Nothing is known of an organisation yet.</summary>
    public static OrganisationCredentials None(Guid organisation) =>
        new(organisation, null, ImmutableDictionary<string, ConditionRecorded>.Empty, null, null, null, null, [], [], [], null, ImmutableDictionary<int, PastYearRecorded>.Empty);

    /// <summary>The stream that holds an organisation's credentials.</summary>
    public static Guid StreamOf(Guid organisation) => StableId.Beside(organisation, "credentials");

    /// <summary>Since when it is a charity: the waiting period runs from recognition where there was one, else from registration.</summary>
    public DateOnly? CharitySince => Standing?.RecognisedOn ?? Standing?.RegisteredOn;

    /// <summary>The most it raised in one of the years on record; null: none is.</summary>
    public Money? BestYear => PastYears.Count == 0 ? null : PastYears.Values.Max(year => year.Raised);

    /// <summary>May raise money in public (CN-ORG-01).</summary>
    public bool IsQualified => Qualification is not null && Revocation is null;

    /// <summary>The listing that holds on a day, the one that lasts longest when there are several; null: gifts are not deductible.</summary>
    public TaxListingRecorded? TaxListingOn(DateOnly day) => TaxListings.Where(one => one.From <= day && day <= one.Until).MaxBy(one => one.Until);

    /// <inheritdoc/>
    public static OrganisationCredentials Evolve(OrganisationCredentials? state, ICredentialEvent fact) => (state ?? None(fact.OrganisationId), fact) switch
    {
        (var c, StandingRecorded e) => c with { Standing = e },
        (var c, ConditionRecorded e) => c with { Conditions = c.Conditions.SetItem(e.Condition, e) },
        (var c, QualificationAppliedFor e) => c with { AppliedOn = e.AppliedOn },
        (var c, QualificationEntered e) => c with { Pending = e },
        ({ Pending: not null } c, QualificationGranted e) => c with { Pending = null, Qualification = e, Revocation = null },
        ({ Qualification: not null } c, QualificationRevoked e) => c with { Revocation = e, AppliedOn = null },
        (var c, TaxListingRecorded e) => c with { TaxListings = c.TaxListings.Add(e) },
        (var c, BankAccountEntered e) => c with { Accounts = c.Accounts.Add(new(e, false, false)) },
        (var c, BankAccountConfirmed e) => c with { Accounts = c.Accounts.ConvertAll(one => one.Id == e.AccountId ? one with { IsConfirmed = true } : one) },
        (var c, BankAccountRemoved e) => c with { Accounts = c.Accounts.ConvertAll(one => one.Id == e.AccountId ? one with { IsRemoved = true } : one) },
        (var c, ResponsiblePersonNamed e) => c with { People = c.People.Add(new(e, null, null)) },
        (var c, DisqualificationRecorded e) => c with { People = c.People.ConvertAll(one => one.Id == e.EntryId ? one with { DisqualifiedUntil = e.Until } : one) },
        (var c, ResponsiblePersonLeft e) => c with { People = c.People.ConvertAll(one => one.Id == e.EntryId ? one with { LeftOn = e.LeftOn } : one) },
        (var c, SupervisoryUnitSet e) => c with { Supervision = e },
        (var c, PastYearRecorded e) => c with { PastYears = c.PastYears.SetItem(e.Year, e) },
        _ => throw new CorruptStreamException(state, fact),
    };
}

/// <summary>An account in the organisation's own name.</summary>
/// <param name="IsConfirmed">A second person saw it, too: money may go there.</param>
public sealed record BankAccount(BankAccountEntered Entered, bool IsConfirmed, bool IsRemoved)
{
    /// <summary>Names the account without telling its number.</summary>
    public Guid Id => Entered.AccountId;

    /// <summary>Money may go there.</summary>
    public bool IsInUse => IsConfirmed && !IsRemoved;
}

/// <summary>Somebody who answers for the organisation or leads its campaigns.</summary>
/// <param name="DisqualifiedUntil">Last day on which the person may not be in charge; null: never.</param>
/// <param name="LeftOn">Null as long as the person is in charge.</param>
public sealed record ResponsiblePerson(ResponsiblePersonNamed Named, DateOnly? DisqualifiedUntil, DateOnly? LeftOn)
{
    /// <summary>Names the entry, not the person.</summary>
    public Guid Id => Named.EntryId;

    /// <summary>May be in charge on a day (CN-ORG-06).</summary>
    public bool IsFitOn(DateOnly day) => DisqualifiedUntil is not { } until || day > until;
}
