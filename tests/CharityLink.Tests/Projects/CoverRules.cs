using CharityLink.Evidence;
using CharityLink.Projects;

namespace CharityLink.Tests.Projects;

/// <summary>The picture that stands for a project: chosen by who answers for it, with words for who cannot see it.</summary>
public sealed class CoverRules
{
    private static readonly EvidenceFile _photo = new(new string('b', 64), "image/jpeg", 9_000);
    private static readonly ChooseCover _ask = new(Guid.CreateVersion7(), Example.Id, _photo, " 五户老屋 ", "Five old houses");
    private static readonly CoverChosen _chosen = new(Example.Id, _photo, "五户老屋", "Five old houses", Example.Officer.AccountId);

    [Theory]
    [InlineData(ProjectState.Approved)]
    [InlineData(ProjectState.Live)]
    [InlineData(ProjectState.Failed)]
    [InlineData(ProjectState.Closed)]
    public void From_the_approval_on_a_picture_can_be_chosen(ProjectState state) =>
        Example.In(state).When(project => Project.Decide(project, _ask, Example.Officer)).Then(_chosen);

    [Theory]
    [InlineData(ProjectState.Draft)]
    [InlineData(ProjectState.Submitted)]
    [InlineData(ProjectState.Withdrawn)]
    public void Before_it_and_for_what_is_never_shown_there_is_none(ProjectState state) =>
        Assert.NotEmpty(Project.Decide(Example.In(state).State, _ask, Example.Officer).Refusals);

    [Fact]
    public void Choosing_the_same_again_changes_nothing_and_other_words_do()
    {
        Example.In(ProjectState.Live, _chosen).When(project => Project.Decide(project, _ask, Example.Officer)).Nothing();
        Example.In(ProjectState.Live, _chosen).When(project => Project.Decide(project, _ask with { AltEn = "Old houses" }, Example.Officer)).Then(_chosen with { AltEn = "Old houses" });
    }

    [Fact]
    public void A_picture_can_be_taken_away_once()
    {
        var none = _ask with { File = null };
        Example.In(ProjectState.Live, _chosen).When(project => Project.Decide(project, none, Example.Officer)).Then(new CoverChosen(Example.Id, null, "", "", Example.Officer.AccountId));
        Example.In(ProjectState.Live).When(project => Project.Decide(project, none, Example.Officer)).RefusedAt("cover_missing", "cover");
        Example.In(ProjectState.Live, _chosen, new CoverChosen(Example.Id, null, "", "", null)).When(project => Project.Decide(project, none, Example.Officer)).RefusedAt("cover_missing", "cover");
    }

    [Fact]
    public void A_document_is_no_picture() =>
        Example.In(ProjectState.Live).When(project => Project.Decide(project, _ask with { File = Example.Paper }, Example.Officer)).RefusedAt("cover_no_picture", "cover");

    [Fact]
    public void A_picture_needs_words_in_both_languages_and_no_picture_none()
    {
        Assert.Equal([("text_missing", "alt_zh"), ("text_missing", "alt_en")], (_ask with { AltZh = " ", AltEn = "" }).Validate().Select(refusal => (refusal.Code, refusal.Field)));
        Assert.Empty((_ask with { File = null, AltZh = "", AltEn = "" }).Validate());
    }

    [Fact]
    public void Everybody_may_see_the_file_it_names()
    {
        Assert.True(Assert.Single(((INamesFiles)_chosen).Files()).IsPublic);
        Assert.Empty(((INamesFiles)(_chosen with { File = null })).Files());
    }

    [Fact]
    public void Nobody_chooses_for_a_project_that_is_not_there() => Example.Nowhere.When(project => Project.Decide(project, _ask, Example.Officer)).Refused("project_unknown");
}
