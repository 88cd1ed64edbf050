using CharityLink.Law;
using CharityLink.Testing;

namespace CharityLink.Tests.Law;

/// <summary>Section A: the organisation, its certificate and its people.</summary>
public sealed class OrganisationRuleTests
{
    private static readonly Qualification _held = Lawful.Charity.Qualification ?? throw new InvalidOperationException();
    private static readonly string[] _conditions = [.. Lawful.Book.Find("CN-ORG-03")?.Words("conditions") ?? []];

    private static QualificationFacts Applying => new(Lawful.Day("2025-11-23"), Lawful.Today, null, _conditions.ToHashSet(StringComparer.Ordinal));

    private static ResponsiblePersonFacts Person => new(Lawful.Today, true, null, null, false);

    [Fact, Keeps("CN-ORG-01", Shows.Allowed), Keeps("CN-ORG-04", Shows.Allowed), Keeps("CN-ORG-05", Shows.Allowed)]
    public void An_organiser_with_a_certificate_of_its_own_opens_and_receives_from_its_first_day_to_the_last_before_it_is_revoked()
    {
        CampaignLaw.Opening(Lawful.Opening.With(_held with { IssuedOn = Lawful.Opening.OpensOn }), Lawful.Book).Allows();
        CampaignLaw.Opening(Lawful.Opening.With(_held with { RevokedOn = Lawful.Opening.OpensOn.AddDays(1) }), Lawful.Book).Allows();
        CampaignLaw.Gift(Lawful.Gift with { Qualification = _held with { IssuedOn = Lawful.Gift.ReceivedOn, RevokedOn = Lawful.Gift.ReceivedOn.AddDays(1) } }, Lawful.Book).Allows();
    }

    [Fact, Keeps("CN-ORG-01", Shows.Refused)]
    public void Without_a_certificate_or_before_its_first_day_nothing_is_raised()
    {
        CampaignLaw.Opening(Lawful.Opening.With(null), Lawful.Book).Refuses("CN-ORG-01", "no_public_fundraising_qualification");
        CampaignLaw.Opening(Lawful.Opening.With(_held with { IssuedOn = Lawful.Opening.OpensOn.AddDays(1) }), Lawful.Book).Refuses("CN-ORG-01", "no_public_fundraising_qualification");
        CampaignLaw.Gift(Lawful.Gift with { Qualification = null }, Lawful.Book).Refuses("CN-ORG-01", "no_public_fundraising_qualification");
    }

    [Fact, Keeps("CN-ORG-04", Shows.Refused)]
    public void A_certificate_of_another_and_an_account_of_another_are_lent_ones()
    {
        CampaignLaw.Opening(Lawful.Opening.With(_held with { HolderId = Lawful.Other }), Lawful.Book).Refuses("CN-ORG-04", "certificate_lent");
        var judged = CampaignLaw.Opening(Lawful.Opening with { Filing = Lawful.Filing with { AccountOwnerId = Lawful.Other } }, Lawful.Book);
        Assert.Equal(["CN-ORG-04", "CN-PLAN-08"], judged.Findings.Select(found => found.RuleId), StringComparer.Ordinal);
    }

    [Fact, Keeps("CN-ORG-05", Shows.Refused)]
    public void From_the_day_of_a_revocation_nothing_is_raised_and_nothing_applied_for_before_five_years()
    {
        CampaignLaw.Opening(Lawful.Opening.With(_held with { RevokedOn = Lawful.Opening.OpensOn }), Lawful.Book).Refuses("CN-ORG-05", "qualification_revoked");
        CampaignLaw.Gift(Lawful.Gift with { Qualification = _held with { RevokedOn = Lawful.Gift.ReceivedOn } }, Lawful.Book).Refuses("CN-ORG-05", "qualification_revoked");
        OrganisationLaw.Qualification(Applying with { LastRevokedOn = Lawful.Day("2021-11-24") }, Lawful.Book).Refuses("CN-ORG-05", "qualification_revoked");
        OrganisationLaw.Qualification(Applying with { LastRevokedOn = Lawful.Day("2021-11-23") }, Lawful.Book).Allows();
    }

    [Fact, Keeps("CN-ORG-02", Shows.Allowed), Keeps("CN-ORG-03", Shows.Allowed)]
    public void A_charity_of_one_year_with_every_condition_may_apply() => OrganisationLaw.Qualification(Applying, Lawful.Book).Allows();

    [Fact, Keeps("CN-ORG-02", Shows.Refused)]
    public void A_day_less_than_a_year_is_too_early() =>
        OrganisationLaw.Qualification(Applying with { CharitySince = Lawful.Day("2025-11-24") }, Lawful.Book).Refuses("CN-ORG-02", "registered_less_than_one_year");

    [Fact, Keeps("CN-ORG-03", Shows.Refused)]
    public void Each_condition_that_is_not_proven_is_named()
    {
        Assert.Equal(9, _conditions.Length);
        Assert.All(_conditions, missing =>
        {
            var judged = OrganisationLaw.Qualification(Applying with { ConditionsMet = _conditions.Where(one => one != missing).ToHashSet(StringComparer.Ordinal) }, Lawful.Book);
            judged.Refuses("CN-ORG-03", "qualification_condition_unmet");
            Assert.Equal(missing, judged.Findings[0].Refusal.Field);
        });
        Assert.Equal(_conditions, OrganisationLaw.Qualification(Applying with { ConditionsMet = new HashSet<string>(StringComparer.Ordinal) }, Lawful.Book).Findings.Select(found => found.Refusal.Values[0]), StringComparer.Ordinal);
    }

    [Fact, Keeps("CN-ORG-06", Shows.Allowed)]
    public void A_person_may_be_responsible_again_after_five_years()
    {
        OrganisationLaw.ResponsiblePerson(Person, Lawful.Book).Allows();
        OrganisationLaw.ResponsiblePerson(Person with { SentenceEndedOn = Lawful.Day("2021-11-23"), LedRevokedOn = Lawful.Day("2021-11-23") }, Lawful.Book).Allows();
    }

    [Fact, Keeps("CN-ORG-06", Shows.Refused)]
    public void A_person_the_law_bars_may_not_be_responsible()
    {
        ResponsiblePersonFacts[] barred =
        [
            Person with { HasFullCapacity = false }, Person with { IsBarredOtherwise = true },
            Person with { SentenceEndedOn = Lawful.Day("2021-11-24") }, Person with { LedRevokedOn = Lawful.Day("2021-11-24") },
        ];
        Assert.All(barred, person => OrganisationLaw.ResponsiblePerson(person, Lawful.Book).Refuses("CN-ORG-06", "person_disqualified"));
    }
}
