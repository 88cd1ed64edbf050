using CharityLink.Kernel;
using CharityLink.Projects;
using static CharityLink.Tests.Projects.Example;

namespace CharityLink.Tests.Projects;

/// <summary>What may stand in the fields of a proposal, before any rule is asked.</summary>
public sealed class ProposalShape
{
    [Fact]
    public void A_draft_needs_a_title_in_one_language_and_nothing_else()
    {
        var bare = new Proposal(null, "other", "", "", "", "", "", "", Village);
        var nothing = new Funding(FundingModel.KeepWhatIsRaised, Money.Cny(0), Money.Cny(0), [], []);
        Assert.Equal([("text_missing", "title_zh")], Wrong(bare with { TitleZh = " " }, nothing));
        Assert.Empty(Wrong(bare with { TitleZh = "屋顶" }, nothing));
        Assert.Empty(Wrong(bare with { TitleEn = "Roofs" }, nothing));
    }

    [Fact]
    public void Words_are_visible_and_not_too_long()
    {
        Assert.Equal([("text_too_long", "title_en"), ("text_too_long", "need_zh")], Wrong(Words with { TitleEn = new string('a', 101), NeedZh = new string('字', 4_001) }, Sums));
        Assert.Empty(Wrong(Words with { TitleEn = new string('a', 100), NeedZh = new string('字', 4_000) }, Sums));
        Assert.Equal([("text_forbidden_character", "title_zh")], Wrong(Words with { TitleZh = "一\n二", SummaryZh = "一\n二", NeedEn = "a\nb" }, Sums));
        Assert.Equal([("text_forbidden_character", "line_2_name_en")], Wrong(Words, Sums with { Lines = [Roof, Paint with { NameEn = "a\u202eb" }] }));
    }

    [Fact]
    public void Amounts_are_renminbi_in_range()
    {
        Assert.Equal([("budget_amount_out_of_range", "line_1_planned")], Wrong(Words, Sums with { Lines = [Roof with { Planned = Money.Cny(-1) }] }));
        Assert.Equal([("budget_amount_out_of_range", "goal")], Wrong(Words, Sums with { Goal = Money.Cny(ProposalChecks.AmountMax + 1) }));
        Assert.Empty(Wrong(Words, Sums with { Goal = Money.Cny(ProposalChecks.AmountMax), Lines = [Roof with { Planned = Money.Cny(0) }] }));
        Assert.Equal([("budget_currency_not_taken", "stretch")], Wrong(Words, Sums with { Stretch = [new Money(1, new Currency("USD"))] }));
        Assert.Equal([("budget_currency_not_taken", "minimum")], Wrong(Words, Sums with { Minimum = new Money(1, new Currency("USD")) }));
    }

    [Fact]
    public void Lines_and_goals_are_few_enough_and_no_line_stands_twice()
    {
        BudgetLine[] lines = [.. Enumerable.Range(0, 41).Select(_ => Roof with { LineId = Guid.CreateVersion7() })];
        Assert.Equal([("budget_lines_too_many", "lines")], Wrong(Words, Sums with { Lines = lines }));
        Assert.Empty(Wrong(Words, Sums with { Lines = lines[1..] }));
        Money[] goals = [.. Enumerable.Range(0, 6).Select(n => Money.Cny(n))];
        Assert.Equal([("stretch_too_many", "stretch")], Wrong(Words, Sums with { Stretch = goals }));
        Assert.Empty(Wrong(Words, Sums with { Stretch = goals[1..] }));
        Assert.Equal([("budget_line_repeated", "lines")], Wrong(Words, Sums with { Lines = [Roof, Roof] }));
        Assert.Equal([("funding_model_unknown", "model")], Wrong(Words, Sums with { Model = (FundingModel)7 }));
    }

    [Fact]
    public void Every_kind_has_names_and_is_close_to_kinds_that_exist() => Assert.All(ProjectKinds.All, kind =>
    {
        Assert.NotEmpty(kind.NameZh);
        Assert.NotEmpty(kind.NameEn);
        Assert.All(kind.Similar, other => Assert.NotNull(ProjectKinds.Find(other)));
        Assert.All(kind.Programs, program => Assert.NotNull(CharityLink.Programs.ProgramKinds.Find(program)));
    });

    private static List<(string Code, string? Field)> Wrong(Proposal proposal, Funding funding)
    {
        var draft = new DraftProject(Guid.CreateVersion7(), Example.Id, Proposer, Fund, proposal, funding).Validate().Select(refusal => (refusal.Code, refusal.Field)).ToList();
        Assert.Equal(draft, new ChangeProposal(Guid.CreateVersion7(), Example.Id, proposal, funding).Validate().Select(refusal => (refusal.Code, refusal.Field)));
        return draft;
    }
}
