using CharityLink.Kernel;
using CharityLink.Projects;
using FsCheck;
using FsCheck.Fluent;
using static CharityLink.Tests.Projects.Example;

namespace CharityLink.Tests.Projects;

/// <summary>PRJ-1 and PRJ-3: what a proposal is, while it is a draft and when it is handed in.</summary>
public sealed class ProposalRules
{
    private static readonly DraftProject _draft = new(Guid.CreateVersion7(), Example.Id, Proposer, Fund, Words, Sums, true);
    private static readonly SubmitProposal _submit = new(Guid.CreateVersion7(), Example.Id);

    [Fact]
    public void A_draft_begins_once_and_its_id_is_its_own()
    {
        Draft(_draft with { Proposal = Words with { TitleZh = " 修缮老屋 " } }, Surrounding).Then(Drafted);
        Given(Drafted).When(one => Project.Decide(one, _draft, Surrounding, VillageWorker)).Nothing();
        Given(Drafted).When(one => Project.Decide(one, _draft with { Funding = Sums with { Lines = [Roof] } }, Surrounding, VillageWorker)).Refused("project_id_reused");
        Given(Drafted).When(one => Project.Decide(one, _draft with { Funding = Sums with { Stretch = [] } }, Surrounding, VillageWorker)).Refused("project_id_reused");
        Given(Drafted).When(one => Project.Decide(one, _draft with { FundId = Guid.Empty }, Surrounding, VillageWorker)).Refused("project_id_reused");
        Given(Drafted).When(one => Project.Decide(one, _draft with { Proposal = Words with { NeedEn = "" } }, Surrounding, VillageWorker)).Refused("project_id_reused");
    }

    [Fact]
    public void Proposer_place_and_kind_have_to_be_right_from_the_beginning()
    {
        Draft(_draft with { Proposal = Words with { Kind = "bakery" } }, Surrounding).RefusedAt("project_kind_unknown", "kind");
        Draft(_draft, Surrounding with { Proposer = null }).RefusedAt("proposer_unknown", "proposer");
        Draft(_draft, Surrounding with { Proposer = Surrounding.Proposer! with { IsSuspended = true } }).RefusedAt("proposer_suspended", "proposer"); // The example has one.
        Draft(_draft, Surrounding with { Division = null }).RefusedAt("division_unknown", "division");
        Draft(_draft, Surrounding with { Division = Surrounding.Division! with { IsStatisticalArea = true } }).RefusedAt("division_statistical", "division"); // The example has one.
        Draft(_draft with { Proposal = Words with { Division = Town } }, Surrounding).RefusedAt("division_outside_proposer", "division");
        Draft(_draft, Surrounding with { Proposer = Surrounding.Proposer with { Division = Town } }).Then(Drafted);
    }

    [Fact]
    public void A_program_is_there_takes_gifts_and_works_where_the_need_is()
    {
        var inProgram = _draft with { Proposal = Words with { ProgramId = Guid.CreateVersion7() } };
        var program = new StandingProgram(Proposer, "home_improvement", County, Guid.CreateVersion7(), false);
        Draft(inProgram, Surrounding).RefusedAt("program_unknown", "program");
        Draft(inProgram, Surrounding with { Program = program with { IsSuspended = true } }).RefusedAt("program_suspended", "program");
        Draft(inProgram, Surrounding with { Program = program with { Division = DivisionCode.Parse("440704") } }).RefusedAt("project_outside_program", "program");
        Draft(inProgram, Surrounding with { Program = program }).Then(Drafted with { Proposal = inProgram.Proposal });
    }

    [Fact]
    public void It_is_rewritten_while_nobody_reviews_it()
    {
        var change = new ChangeProposal(Guid.CreateVersion7(), Example.Id, Words with { NeedEn = " They leak " }, Sums);
        var changed = new ProposalChanged(Example.Id, Words with { NeedEn = "They leak" }, Sums, OtherVillageWorker.AccountId);
        Nowhere.When(none => Project.Decide(none, change, Surrounding, VillageWorker)).Refused("project_unknown");
        Given(Drafted).When(one => Project.Decide(one, change, Surrounding, OtherVillageWorker)).Then(changed);
        Given(Drafted, changed).When(one => Project.Decide(one, change, Surrounding, OtherVillageWorker)).Nothing();
        Given(Drafted).When(one => Project.Decide(one, change with { Proposal = Words with { Kind = "bakery" } }, Surrounding, VillageWorker)).Refused("project_kind_unknown");
        In(ProjectState.Submitted, new ProposalSentBack(Example.Id, ProjectState.Submitted, null, "unclear")).When(one => Project.Decide(one, change, Surrounding, OtherVillageWorker)).Then(changed);
        Assert.All(Others(ProjectState.Draft), state => In(state).When(one => Project.Decide(one, change, Surrounding, VillageWorker)).Refused(Says(state)));
    }

    [Fact]
    public void It_is_handed_in_once()
    {
        Nowhere.When(none => Project.Decide(none, _submit, Surrounding, VillageWorker)).Refused("project_unknown");
        Given(Drafted).When(one => Project.Decide(one, _submit, Surrounding, VillageWorker)).Then(Submitted);
        In(ProjectState.Submitted).When(one => Project.Decide(one, _submit, Surrounding, VillageWorker)).Nothing();
        Assert.All(Others(ProjectState.Draft, ProjectState.Submitted), state => In(state).When(one => Project.Decide(one, _submit, Surrounding, VillageWorker)).Refused(Says(state)));
        Given(Drafted).When(one => Project.Decide(one, _submit, Surrounding with { Proposer = null }, VillageWorker)).Refused("proposer_unknown");
    }

    [Theory]
    [InlineData("440703101001", ProjectState.Submitted)]
    [InlineData("440703101", ProjectState.Verified)]
    [InlineData("440703", ProjectState.Reviewed)]
    [InlineData("440700", ProjectState.Reviewed)]
    public void A_need_in_a_town_skips_the_village_and_one_in_a_county_skips_both(string division, ProjectState first) =>
        Assert.Equal(first, Given(Drafted with { Proposal = Words with { Division = DivisionCode.Parse(division) } }, Submitted).State!.State); // Facts were given.

    [Fact]
    public void What_is_missing_is_told_at_once_and_at_its_field()
    {
        var empty = Drafted with { Proposal = Words with { TitleEn = " ", SummaryZh = "", SummaryEn = "", NeedZh = "", NeedEn = "" }, Funding = new(FundingModel.KeepWhatIsRaised, Money.Cny(0), Money.Cny(0), [], []) };
        var verdict = Given(empty).When(one => Project.Decide(one, _submit, Surrounding, VillageWorker));
        Assert.Equal(["title_en", "summary_zh", "summary_en", "need_zh", "need_en", "lines"], verdict.Decision.Refusals.Select(refusal => refusal.Field), StringComparer.Ordinal);
        Assert.Equal("budget_missing", verdict.Decision.Refusals[^1].Code);
    }

    [Fact]
    public void The_lines_make_the_goal_and_the_required_ones_the_minimum()
    {
        Hand(Sums with { Goal = Money.Cny(8_000_01) }).RefusedAt("goal_not_sum_of_lines", "goal");
        Hand(Sums with { Minimum = Money.Cny(5_999_99) }).RefusedAt("minimum_not_required_lines", "minimum");
        Hand(Sums with { Lines = [Roof with { IsRequired = false }, Paint], Minimum = Money.Cny(0) }).RefusedAt("minimum_missing", "minimum");
        Hand(Sums with { Model = FundingModel.KeepWhatIsRaised, Lines = [Roof with { IsRequired = false }, Paint], Minimum = Money.Cny(0) }).Then(Submitted);
        Hand(Sums with { Lines = [Roof, Paint with { Planned = Money.Cny(0) }], Goal = Roof.Planned }).RefusedAt("budget_line_not_positive", "line_2_planned");
        Hand(Sums with { Lines = [Roof with { NameEn = "" }, Paint] }).RefusedAt("text_missing", "line_1_name_en");
    }

    [Fact]
    public void Further_goals_rise_above_the_first()
    {
        Hand(Sums with { Stretch = [Money.Cny(8_000_00)] }).RefusedAt("stretch_not_ascending", "stretch");
        Hand(Sums with { Stretch = [Money.Cny(8_000_01), Money.Cny(8_000_01)] }).RefusedAt("stretch_not_ascending", "stretch");
        Hand(Sums with { Stretch = [Money.Cny(8_000_01), Money.Cny(8_000_02)] }).Then(Submitted);
        Hand(Sums with { Stretch = [] }).Then(Submitted);
    }

    [Fact]
    public void Any_budget_that_adds_up_is_taken_and_one_fen_beside_it_is_not() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(200),
        Prop.ForAll(Gen.Choose(1, 1_000_000).Zip(Gen.Elements(true, false)).NonEmptyListOf().ToArbitrary(), Gen.Elements(-1, 0, 1).ToArbitrary(), (rows, off) =>
        {
            BudgetLine[] lines = [.. rows.Take(ProposalChecks.LinesMax).Select(row => Roof with { LineId = Guid.CreateVersion7(), Planned = Money.Cny(row.Item1), IsRequired = row.Item2 })];
            var (sum, required) = (lines.Sum(line => line.Planned.Minor), lines.Where(line => line.IsRequired).Sum(line => line.Planned.Minor));
            var codes = Hand(new(FundingModel.KeepWhatIsRaised, Money.Cny(required), Money.Cny(sum + off), [], lines)).Decision.Refusals.Select(refusal => refusal.Code);
            Assert.Equal(off == 0 ? [] : ["goal_not_sum_of_lines"], codes, StringComparer.Ordinal);
        }));

    private static Scenario<Project, IProjectEvent> Given(params IProjectEvent[] facts) => Scenario<Project, IProjectEvent>.Given(facts);

    private static Verdict<IProjectEvent> Draft(DraftProject command, Around around) => Nowhere.When(none => Project.Decide(none, command, around, VillageWorker));

    private static Verdict<IProjectEvent> Hand(Funding funding) => Given(Drafted with { Funding = funding }).When(one => Project.Decide(one, _submit, Surrounding, VillageWorker));
}
