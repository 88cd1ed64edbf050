using CharityLink.Law;
using CharityLink.Testing;

namespace CharityLink.Tests.Law;

/// <summary>Section F: what money may be used for, and who decides.</summary>
public sealed class MoneyRuleTests
{
    private static readonly PurposeChangeFacts _byPlan = new("plan", true, Lawful.Today, Lawful.Today, false);
    private static readonly PurposeChangeFacts _byAgreement = new("agreement", false, null, null, true);
    private static readonly SurplusFacts _surplus = new(Lawful.Organiser, Lawful.Organiser, "similar", "similar", true);

    [Fact, Keeps("CN-USE-02", Shows.Allowed)]
    public void Decided_filed_and_published_the_purpose_of_a_plan_changes_without_asking_givers() => MoneyLaw.PurposeChange(_byPlan, Lawful.Book).Allows();

    [Fact, Keeps("CN-USE-02", Shows.Refused)]
    public void One_step_less_and_it_does_not()
    {
        PurposeChangeFacts[] short_ = [_byPlan with { HasCouncilDecision = false }, _byPlan with { FiledOn = null }, _byPlan with { PublishedOn = null }];
        Assert.All(short_, facts => MoneyLaw.PurposeChange(facts, Lawful.Book).Refuses("CN-USE-02", "purpose_change_not_filed"));
    }

    [Fact, Keeps("CN-USE-03", Shows.Allowed)]
    public void When_every_giver_agrees_the_purpose_of_an_agreement_changes_without_filing() => MoneyLaw.PurposeChange(_byAgreement, Lawful.Book).Allows();

    [Fact, Keeps("CN-USE-03", Shows.Refused)]
    public void One_giver_less_and_it_does_not() => MoneyLaw.PurposeChange(_byAgreement with { HasEveryConsent = false }, Lawful.Book).Refuses("CN-USE-03", "donor_consent_missing");

    [Theory, Keeps("CN-USE-04", Shows.Allowed)]
    [InlineData("same", "same")]
    [InlineData("similar", "same")]
    [InlineData("similar", "similar")]
    [InlineData(null, "same")]
    [InlineData(null, "similar")]
    public void What_is_left_follows_the_clause(string? clause, string target) => MoneyLaw.Surplus(_surplus with { Clause = clause, TargetPurpose = target }, Lawful.Book).Allows();

    [Fact, Keeps("CN-USE-04", Shows.Refused)]
    public void What_is_left_goes_nowhere_else()
    {
        SurplusFacts[] wrong =
        [
            _surplus with { Clause = "same" }, _surplus with { TargetPurpose = "other" }, _surplus with { Clause = null, TargetPurpose = "other" },
            _surplus with { IsPublished = false }, _surplus with { TargetOrganiserId = Lawful.Other },
        ];
        Assert.All(wrong, facts => MoneyLaw.Surplus(facts, Lawful.Book).Refuses("CN-USE-04", "surplus_misused"));
    }

    [Fact, Keeps("CN-USE-06", Shows.Allowed), Keeps("CN-CASE-10", Shows.Allowed)]
    public void Somebody_unrelated_who_took_no_step_before_decides() => MoneyLaw.Deciding(new DecisionFacts(Lawful.Other, [Lawful.Organiser], [Lawful.Organiser]), Lawful.Book).Allows();

    [Fact, Keeps("CN-USE-06", Shows.Refused)]
    public void Somebody_related_stands_back() => MoneyLaw.Deciding(new DecisionFacts(Lawful.Other, [Lawful.Other], []), Lawful.Book).Refuses("CN-USE-06", "decider_conflict");

    [Fact, Keeps("CN-CASE-10", Shows.Refused)]
    public void Somebody_who_took_a_step_before_takes_no_second() => MoneyLaw.Deciding(new DecisionFacts(Lawful.Other, [], [Lawful.Other]), Lawful.Book).Refuses("CN-CASE-10", "same_person_two_steps");

    [Fact, Keeps("CN-DON-02", Shows.Allowed)]
    public void Goods_are_taken_up_to_their_last_day() => MoneyLaw.Goods(new GoodsFacts([("1", Lawful.Today), ("2", null)], true, Lawful.Today), Lawful.Book).Allows();

    [Fact, Keeps("CN-DON-02", Shows.Refused)]
    public void Goods_past_their_last_day_or_that_nobody_vouches_for_are_not()
    {
        MoneyLaw.Goods(new GoodsFacts([("1", Lawful.Today.AddDays(-1)), ("2", null)], true, Lawful.Today), Lawful.Book).Refuses("CN-DON-02", "goods_expired");
        MoneyLaw.Goods(new GoodsFacts([("1", null)], false, Lawful.Today), Lawful.Book).Refuses("CN-DON-02", "goods_unfit");
    }
}
