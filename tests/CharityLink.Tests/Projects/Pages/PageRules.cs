using CharityLink.Kernel;
using CharityLink.Projects;
using static CharityLink.Tests.Projects.Example;

namespace CharityLink.Tests.Projects.Pages;

/// <summary>PRJ-7: who opens a page for which project, who changes it, and who takes it off.</summary>
public sealed class PageRules
{
    private static readonly Guid _page = Guid.CreateVersion7();
    private static readonly Guid _team = Guid.CreateVersion7();
    private static readonly PersonId _owner = OpenPage.OwnerOf(_page);
    private static readonly PageWords _words = new("For the roofs", "I grew up here", Money.Cny(500_00), true);
    private static readonly OpenPage _open = new(Guid.CreateVersion7(), Example.Id, _page, PageKind.Personal, null, _words with { Title = " For the roofs ", Text = "I grew up here\n" }, _owner, "en", true);
    private static readonly PageOpened _opened = new(_page, Example.Id, PageKind.Personal, null, _words, _owner, "en", Opened);
    private static readonly PageConfirmed _confirmed = new(_page, Example.Id);
    private static readonly PageClosed _closed = new(_page, Example.Id);
    private static readonly HidePage _hide = new(Guid.CreateVersion7(), Example.Id, _page, " appeals for one person ");
    private static readonly PageHidden _hidden = new(_page, Example.Id, "appeals for one person", Officer.AccountId);
    private static readonly ReportPage _report = new(Guid.CreateVersion7(), _page, Guid.CreateVersion7(), " It names a child ");
    private static readonly PageReported _reported = new(_page, Example.Id, _report.ReportId, "It names a child", Opened);
    private static readonly AnswerReport _answer = new(Guid.CreateVersion7(), Example.Id, _page, _report.ReportId, " It does not ");
    private static readonly ReportAnswered _answered = new(_page, Example.Id, _report.ReportId, "It does not", Officer.AccountId);

    private static Project Live => In(ProjectState.Live).State!; // Facts were given.

    [Fact]
    public void A_page_is_opened_for_a_project_that_takes_gifts()
    {
        None.When(none => FundraisingPage.Decide(none, Live, null, _open, Opened)).Then(_opened);
        None.When(none => FundraisingPage.Decide(none, Live, null, _open, Deadline.AddTicks(-1))).Then(_opened with { OpenedAt = Deadline.AddTicks(-1) });
        None.When(none => FundraisingPage.Decide(none, Live, null, _open, Deadline)).Refused("page_project_closed");
        None.When(none => FundraisingPage.Decide(none, In(ProjectState.Live, new ProjectPaused(Example.Id, "x", null)).State, null, _open, Opened)).Refused("page_project_closed");
        None.When(none => FundraisingPage.Decide(none, In(ProjectState.Ended).State, null, _open, Opened)).Refused("page_project_closed");
        None.When(none => FundraisingPage.Decide(none, In(ProjectState.Filed).State, null, _open, Opened)).Refused("project_unknown");
        None.When(none => FundraisingPage.Decide(none, null, null, _open, Opened)).Refused("project_unknown");
    }

    [Fact]
    public void The_same_form_again_opens_nothing_new()
    {
        Given(_opened).When(one => FundraisingPage.Decide(one, Live, null, _open, Opened.AddDays(1))).Nothing();
        Given(_opened).When(one => FundraisingPage.Decide(one, Live, null, _open with { Words = _words with { Title = "Other" } }, Opened)).Refused("page_id_reused");
    }

    [Fact]
    public void A_members_page_joins_a_live_team_of_the_same_project()
    {
        var member = _open with { TeamId = _team };
        var opened = _opened with { PageId = _team, Kind = PageKind.Team };
        FundraisingPage Team(params IPageEvent[] facts) => Given([opened, .. facts]).State!; // Facts were given.
        None.When(none => FundraisingPage.Decide(none, Live, Team(_confirmed), member, Opened)).Then(_opened with { TeamId = _team });
        None.When(none => FundraisingPage.Decide(none, Live, null, member, Opened)).RefusedAt("team_unknown", "team");
        None.When(none => FundraisingPage.Decide(none, Live, Team(), member, Opened)).Refused("team_unknown");
        None.When(none => FundraisingPage.Decide(none, Live, Team(_confirmed, _closed), member, Opened)).Refused("team_unknown");
        None.When(none => FundraisingPage.Decide(none, Live, Team(_confirmed, _hidden), member, Opened)).Refused("team_unknown");
        None.When(none => FundraisingPage.Decide(none, Live, Given(_opened, _confirmed).State, member, Opened)).Refused("team_unknown");
        None.When(none => FundraisingPage.Decide(none, Live, Given(opened with { ProjectId = Guid.CreateVersion7() }, _confirmed).State, member, Opened)).Refused("team_unknown");
    }

    [Fact]
    public void Only_its_owner_confirms_changes_and_closes_a_page()
    {
        var (confirm, close) = (new ConfirmPage(Guid.CreateVersion7(), _page, "k"), new ClosePage(Guid.CreateVersion7(), _page, "k"));
        var change = new ChangePage(Guid.CreateVersion7(), _page, "k", _words with { Title = " New " });
        Given(_opened).When(one => FundraisingPage.Decide(one, confirm, true)).Then(_confirmed);
        Given(_opened).When(one => FundraisingPage.Decide(one, confirm, false)).Refused("page_key_wrong");
        Given(_opened, _confirmed).When(one => FundraisingPage.Decide(one, confirm, true)).Nothing();
        Given(_opened, _hidden).When(one => FundraisingPage.Decide(one, confirm, true)).Refused("page_hidden");
        Given(_opened, _closed).When(one => FundraisingPage.Decide(one, confirm, true)).Refused("page_closed");
        Given(_opened).When(one => FundraisingPage.Decide(one, change, true)).Then(new PageChanged(_page, Example.Id, _words with { Title = "New" }));
        Given(_opened).When(one => FundraisingPage.Decide(one, change, false)).Refused("page_key_wrong");
        Given(_opened).When(one => FundraisingPage.Decide(one, change with { Words = _words }, true)).Nothing();
        Given(_opened, _hidden).When(one => FundraisingPage.Decide(one, change, true)).Refused("page_hidden");
        Given(_opened, _closed).When(one => FundraisingPage.Decide(one, change, true)).Refused("page_closed");
        Given(_opened).When(one => FundraisingPage.Decide(one, close, true)).Then(_closed);
        Given(_opened, _hidden).When(one => FundraisingPage.Decide(one, close, true)).Then(_closed);
        Given(_opened, _closed).When(one => FundraisingPage.Decide(one, close, true)).Nothing();
        Given(_opened).When(one => FundraisingPage.Decide(one, close, false)).Refused("page_key_wrong");
        None.When(none => FundraisingPage.Decide(none, close, true)).Refused("page_key_wrong");
    }

    [Fact]
    public void An_officer_takes_a_page_off_and_shows_it_again()
    {
        var restore = new RestorePage(Guid.CreateVersion7(), Example.Id, _page);
        Given(_opened).When(one => FundraisingPage.Decide(one, _hide, Officer.AccountId)).Then(_hidden);
        Given(_opened, _hidden).When(one => FundraisingPage.Decide(one, _hide, null)).Nothing();
        Given(_opened).When(one => FundraisingPage.Decide(one, _hide with { ProjectId = Guid.CreateVersion7() }, null)).Refused("page_unknown");
        None.When(none => FundraisingPage.Decide(none, _hide, null)).Refused("page_unknown");
        Given(_opened, _hidden).When(one => FundraisingPage.Decide(one, restore, Officer.AccountId)).Then(new PageRestored(_page, Example.Id, Officer.AccountId));
        Given(_opened).When(one => FundraisingPage.Decide(one, restore, null)).Nothing();
        Given(_opened, _hidden).When(one => FundraisingPage.Decide(one, restore with { ProjectId = Guid.CreateVersion7() }, null)).Refused("page_unknown");
        Assert.True(Given(_opened, _confirmed, _hidden, new PageRestored(_page, Example.Id, null)).State!.IsLive); // Facts were given.
    }

    [Fact]
    public void Taking_a_page_off_answers_what_was_reported()
    {
        Given(_opened, _confirmed, _reported).When(one => FundraisingPage.Decide(one, _hide, Officer.AccountId)).Then(_hidden, _answered with { Findings = "appeals for one person" });
        Given(_opened, _confirmed, _reported, _answered).When(one => FundraisingPage.Decide(one, _hide, Officer.AccountId)).Then(_hidden);
    }

    [Fact]
    public void Anybody_reports_a_page_that_everybody_sees()
    {
        Given(_opened, _confirmed).When(one => FundraisingPage.Decide(one, _report, Opened)).Then(_reported);
        Given(_opened, _confirmed, _closed).When(one => FundraisingPage.Decide(one, _report, Opened)).Then(_reported);
        Given(_opened).When(one => FundraisingPage.Decide(one, _report, Opened)).Refused("page_unknown");
        Given(_opened, _confirmed, _hidden).When(one => FundraisingPage.Decide(one, _report, Opened)).Refused("page_unknown");
        None.When(none => FundraisingPage.Decide(none, _report, Opened)).Refused("page_unknown");
        Given(_opened, _confirmed, _reported).When(one => FundraisingPage.Decide(one, _report, Opened.AddDays(1))).Nothing();
        Given(_opened, _confirmed, _reported).When(one => FundraisingPage.Decide(one, _report with { Text = "other" }, Opened)).Refused("page_report_reused");
        IPageEvent[] many = [_opened, _confirmed, .. Enumerable.Range(1, FundraisingPage.ReportsMax).Select(_ => _reported with { ReportId = Guid.CreateVersion7() })];
        Given(many).When(one => FundraisingPage.Decide(one, _report, Opened)).Refused("reports_too_many");
        Given(many[..^1]).When(one => FundraisingPage.Decide(one, _report, Opened)).Then(_reported);
    }

    [Fact]
    public void A_report_is_answered_once()
    {
        Given(_opened, _confirmed, _reported).When(one => FundraisingPage.Decide(one, _answer, Officer.AccountId)).Then(_answered);
        Given(_opened, _confirmed, _reported, _answered).When(one => FundraisingPage.Decide(one, _answer, null)).Nothing();
        Given(_opened, _confirmed).When(one => FundraisingPage.Decide(one, _answer, null)).Refused("page_report_unknown");
        Given(_opened, _confirmed, _reported).When(one => FundraisingPage.Decide(one, _answer with { ProjectId = Guid.CreateVersion7() }, null)).Refused("page_unknown");
    }

    [Fact]
    public void CN_PER_01_a_page_promises_to_raise_for_the_project_and_its_words_name_no_contact()
    {
        Assert.Empty(_open.Validate());
        Assert.Equal(["promise page_promise_missing"], Codes(_open with { IsForProject = false }), StringComparer.Ordinal);
        Assert.Equal(["team team_in_team"], Codes(_open with { Kind = PageKind.Team, TeamId = _team }), StringComparer.Ordinal);
        Assert.Equal(["title text_missing", "text text_names_contact", "goal page_goal_invalid"], Codes(_open with { Words = new("", "13800138000", Money.Cny(0), false) }), StringComparer.Ordinal);
        Assert.Equal(["title text_names_contact"], Codes(_open with { Words = _words with { Title = "a@b.example" } }), StringComparer.Ordinal);
        Assert.Empty((_open with { Words = _words with { Goal = Money.Cny(FundraisingPage.GoalMax) } }).Validate());
        Assert.Equal(["goal page_goal_invalid"], Codes(_open with { Words = _words with { Goal = Money.Cny(FundraisingPage.GoalMax + 1) } }), StringComparer.Ordinal);
        Assert.Equal(["reason text_missing"], Codes(_hide with { Reason = "" }), StringComparer.Ordinal);
        Assert.Equal(["findings text_missing"], Codes(_answer with { Findings = "" }), StringComparer.Ordinal);
        Assert.Equal(["report text_names_contact"], Codes(_report with { Text = "call 13800138000" }), StringComparer.Ordinal);
        Assert.Equal(["title text_missing"], Codes(new ChangePage(Guid.CreateVersion7(), _page, "k", _words with { Title = "" })), StringComparer.Ordinal);
    }

    [Fact]
    public void Facts_that_cannot_follow_are_a_bug()
    {
        Assert.Throws<CorruptStreamException>(() => FundraisingPage.Evolve(null, _confirmed));
        Assert.Throws<CorruptStreamException>(() => Given(_opened, _answered));
        Assert.Throws<CorruptStreamException>(() => PageRow.After(null, _confirmed, 1));
    }

    private static Scenario<FundraisingPage, IPageEvent> None => Scenario<FundraisingPage, IPageEvent>.Given();

    private static Scenario<FundraisingPage, IPageEvent> Given(params IPageEvent[] facts) => Scenario<FundraisingPage, IPageEvent>.Given(facts);

    private static IEnumerable<string> Codes<TCommand>(TCommand command) where TCommand : IValidated => command.Validate().Select(refusal => $"{refusal.Field} {refusal.Code}");
}
