using CharityLink.Law;

namespace CharityLink.Tests.Law;

/// <summary>Section B: the plan and its filing.</summary>
public sealed class PlanRuleTests
{
    [Fact, Keeps("CN-PLAN-02", Shows.Allowed)]
    public void Filed_on_the_tenth_day_before_is_in_time() =>
        CampaignLaw.Opening(Lawful.Opening with { FiledOn = Lawful.Opening.OpensOn.AddDays(-10) }, Lawful.Book).Allows();

    [Fact, Keeps("CN-PLAN-02", Shows.Refused)]
    public void Filed_on_the_ninth_day_before_is_too_late() =>
        CampaignLaw.Opening(Lawful.Opening with { FiledOn = Lawful.Opening.OpensOn.AddDays(-9) }, Lawful.Book).Refuses("CN-PLAN-02", "filed_too_late");
}
