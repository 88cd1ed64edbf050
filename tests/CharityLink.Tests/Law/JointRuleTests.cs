using CharityLink.Law;
using CharityLink.Projects;
using CharityLink.Testing;

namespace CharityLink.Tests.Law;

/// <summary>Section C: raising money with a partner.</summary>
public sealed class JointRuleTests
{
    [Fact]
    [Keeps("CN-JOINT-01", Shows.Allowed), Keeps("CN-JOINT-02", Shows.Allowed), Keeps("CN-JOINT-03", Shows.Allowed), Keeps("CN-JOINT-04", Shows.Allowed), Keeps("CN-JOINT-05", Shows.Allowed)]
    public void A_partner_who_was_assessed_has_signed_and_holds_nothing_may_be_named()
    {
        With(partner => partner).Allows();
        With(partner => partner with { Kind = "organisation", OrganisationName = "某企业", PersonDocuments = [] }).Allows();
    }

    [Fact, Keeps("CN-JOINT-01", Shows.Refused)]
    public void A_partner_nobody_assessed_or_with_an_interest_is_refused()
    {
        With(partner => partner with { Assessment = null }).Refuses("CN-JOINT-01", "partner_not_assessed");
        With(partner => partner with { IsLinkedToOrganiser = true }).Refuses("CN-JOINT-01", "partner_not_assessed");
    }

    [Fact, Keeps("CN-JOINT-02", Shows.Refused)]
    public void An_agreement_is_written_and_signed()
    {
        With(partner => partner with { Agreement = null }).Refuses("CN-JOINT-02", "partner_agreement_incomplete");
        With(partner => partner with { SignedOn = null }).Refuses("CN-JOINT-02", "partner_agreement_incomplete");
    }

    [Fact, Keeps("CN-JOINT-03", Shows.Refused)]
    public void A_person_brings_three_papers() => With(partner => partner with { PersonDocuments = [Lawful.File, Lawful.File] }).Refuses("CN-JOINT-03", "partner_person_documents_missing");

    [Fact, Keeps("CN-JOINT-04", Shows.Refused)]
    public void A_partner_holds_no_money() => With(partner => partner with { OrganiserHoldsAllMoney = false }).Refuses("CN-JOINT-04", "partner_holds_funds");

    [Fact, Keeps("CN-JOINT-05", Shows.Refused)]
    public void A_partner_asks_for_no_money() => With(partner => partner with { PartnerSolicits = true }).Refuses("CN-JOINT-05", "partner_solicits");

    private static Judgement With(Func<JointFundraising, JointFundraising> change) => CampaignLaw.Filing(Lawful.Filed(plan => plan with { Partner = change(Lawful.Partner) }), Lawful.Book);
}
