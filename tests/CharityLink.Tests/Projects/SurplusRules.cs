using CharityLink.Kernel;
using CharityLink.Projects;
using static CharityLink.Tests.Projects.Example;

namespace CharityLink.Tests.Projects;

/// <summary>CN-USE-04: what is left over serves the same or a similar cause of the same organiser, then the project closes.</summary>
public sealed class SurplusRules
{
    private static readonly DateOnly _today = new(2026, 11, 20);
    private static readonly SettleSurplus _settle = new(Guid.CreateVersion7(), Example.Id, Money.Cny(500_00), Guid.CreateVersion7(), null, " next roofs ");
    private static readonly SurplusTarget _target = new(Guid.CreateVersion7(), Organiser, "home_improvement", true);
    private static readonly SurplusSettled _settled = new(Example.Id, Money.Cny(500_00), _target.FundId, "next roofs", Officer.AccountId);

    [Fact]
    public void It_goes_to_a_fund_of_the_organiser_and_the_project_closes()
    {
        Settle(_settle, _target).Then(_settled, new ProjectClosed(Example.Id));
        var closed = In(ProjectState.Reported, _settled, new ProjectClosed(Example.Id));
        closed.When(one => Project.Decide(one, _settle, _target, _today, OtherOfficer)).Nothing();
        closed.When(one => Project.Decide(one, _settle with { Amount = Money.Cny(1_00) }, _target, _today, Officer)).Refused("project_is_closed");
        Nowhere.When(none => Project.Decide(none, _settle, _target, _today, Officer)).Refused("project_unknown");
        Assert.All(Others(ProjectState.Reported), state => In(state).When(one => Project.Decide(one, _settle, _target, _today, Officer)).Refused(Says(state)));
    }

    [Fact]
    public void Without_a_surplus_there_is_no_target_and_with_one_there_is()
    {
        Settle(_settle with { Amount = Money.Cny(0) }, null).Then(_settled with { Amount = Money.Cny(0), TargetFundId = null }, new ProjectClosed(Example.Id));
        Settle(_settle with { Amount = Money.Cny(0) }, _target).RefusedAt("surplus_target_without_surplus", "target");
        Settle(_settle with { Amount = Money.Cny(1) }, null).RefusedAt("surplus_target_missing", "target");
    }

    [Fact]
    public void It_is_not_more_than_was_raised()
    {
        Settle(_settle with { Amount = Money.Cny(7_000_01) }, _target).RefusedAt("surplus_above_raised", "amount");
        Settle(_settle with { Amount = Money.Cny(7_000_00) }, _target).Then(_settled with { Amount = Money.Cny(7_000_00) }, new ProjectClosed(Example.Id));
    }

    [Theory]
    [InlineData("home_improvement", true, true)]
    [InlineData("elder_canteen", true, true)]
    [InlineData("school_program", true, false)]
    [InlineData("home_repair", false, true)]
    [InlineData("village_works", false, true)]
    [InlineData("schooling", false, false)]
    [InlineData("home_improvement", false, false)]
    public void The_cause_is_the_same_or_similar(string kind, bool isProgram, bool may)
    {
        var verdict = Settle(_settle, _target with { Kind = kind, IsProgram = isProgram });
        if (may)
        {
            verdict.Then(_settled, new ProjectClosed(Example.Id));
        }
        else
        {
            verdict.RefusedAt("surplus_misused", "target");
        }
    }

    [Fact]
    public void A_plan_that_promised_the_same_cause_is_kept_to()
    {
        var plan = new PlanSaved(Example.Id, FundraisingPlan.Empty with { Surplus = new("same", null) }, null);
        In(ProjectState.Reported, plan).When(one => Project.Decide(one, _settle, _target with { Kind = "elder_canteen" }, _today, Officer)).Refused("surplus_misused");
        In(ProjectState.Reported, plan).When(one => Project.Decide(one, _settle, _target, _today, Officer)).Then(_settled, new ProjectClosed(Example.Id));
    }

    [Fact]
    public void It_leaves_neither_the_organiser_nor_returns_to_the_same_fund()
    {
        Settle(_settle, _target with { OrganiserId = Proposer }).RefusedAt("surplus_target_not_organisers", "target");
        Settle(_settle, _target with { OrganiserId = null }).RefusedAt("surplus_target_not_organisers", "target");
        Settle(_settle, _target with { FundId = Fund }).RefusedAt("surplus_same_fund", "target");
    }

    [Fact]
    public void It_goes_to_no_project_that_is_over() => Settle(_settle, _target with { IsOver = true }).RefusedAt("surplus_target_over", "target");

    [Fact]
    public void Under_another_law_it_goes_where_that_law_lets_it()
    {
        var abroad = In(ProjectState.Reported, new ProjectOpened(Example.Id, default, default, null, _today, "GB"), new FinalReportPublished(Example.Id, Guid.CreateVersion7(), null));
        abroad.When(one => Project.Decide(one, _settle, _target with { Kind = "school_program" }, _today, Officer)).Then(_settled, new ProjectClosed(Example.Id));
    }

    [Fact]
    public void The_form_names_a_reason_an_amount_and_one_target()
    {
        Assert.Equal(["text_missing", "budget_amount_out_of_range", "surplus_one_target"],
            (_settle with { Reason = "", Amount = Money.Cny(-1), OtherProjectId = Guid.CreateVersion7() }).Validate().Select(refusal => refusal.Code), StringComparer.Ordinal);
        Assert.Equal("budget_currency_not_taken", Assert.Single((_settle with { Amount = new Money(1, new Currency("HKD")) }).Validate()).Code);
        Assert.Empty((_settle with { Amount = Money.Cny(0) }).Validate());
    }

    private static Verdict<IProjectEvent> Settle(SettleSurplus command, SurplusTarget? target) => In(ProjectState.Reported).When(one => Project.Decide(one, command, target, _today, Officer));
}
