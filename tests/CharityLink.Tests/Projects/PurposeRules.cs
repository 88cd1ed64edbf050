using CharityLink.Projects;
using static CharityLink.Tests.Projects.Example;

namespace CharityLink.Tests.Projects;

/// <summary>CN-USE-02 and CN-USE-03: a purpose changes by decision, filing and publication, or with the givers' consent.</summary>
public sealed class PurposeRules
{
    private static readonly Guid _change = Guid.CreateVersion7();
    private static readonly DateTimeOffset _now = new(2026, 11, 20, 3, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly _today = new(2026, 11, 20);
    private static readonly DecidePurposeChange _decide = new(Guid.CreateVersion7(), Example.Id, _change, "plan", " 新用途 ", " New ", " fewer roofs ", new DateOnly(2026, 11, 10), Paper);
    private static readonly FilePurposeChange _file = new(Guid.CreateVersion7(), Example.Id, _change, new DateOnly(2026, 11, 12), " 文号 ");
    private static readonly PublishPurposeChange _publish = new(Guid.CreateVersion7(), Example.Id, _change, new DateOnly(2026, 11, 15));
    private static readonly PurposeChangeDecided _decided = new(Example.Id, _change, "plan", "新用途", "New", "fewer roofs", new DateOnly(2026, 11, 10), Paper, Officer.AccountId);
    private static readonly PurposeChangeFiled _filed = new(Example.Id, _change, new DateOnly(2026, 11, 12), "文号");
    private static readonly PurposeChangePublished _published = new(Example.Id, _change, new DateOnly(2026, 11, 15));

    [Fact]
    public void A_plans_purpose_is_decided_filed_and_published_in_this_order()
    {
        In(ProjectState.Ended).When(one => Project.Decide(one, _decide, _now, Officer)).Then(_decided);
        In(ProjectState.Ended, _decided).When(one => Project.Decide(one, _publish, _now)).Refused("purpose_change_not_filed");
        In(ProjectState.Ended, _decided).When(one => Project.Decide(one, _file, _now)).Then(_filed);
        In(ProjectState.Ended, _decided, _filed).When(one => Project.Decide(one, _publish, _now)).Then(_published);
        Assert.False(Assert.Single(In(ProjectState.Ended, _decided, _filed).State!.PurposeChanges).IsInForce); // Facts were given.
        Assert.True(Assert.Single(In(ProjectState.Ended, _decided, _filed, _published).State!.PurposeChanges).IsInForce); // Facts were given.
    }

    [Fact]
    public void An_agreements_purpose_changes_with_the_givers_consent_and_without_a_filing()
    {
        var byAgreement = _decide with { Basis = "agreement" };
        In(ProjectState.Live).When(one => Project.Decide(one, byAgreement, _now, Officer)).RefusedAt("donor_consent_missing", "consents");
        var decided = _decided with { Basis = "agreement", Consents = Paper };
        In(ProjectState.Live).When(one => Project.Decide(one, byAgreement with { Consents = Paper }, _now, Officer)).Then(decided);
        In(ProjectState.Live, decided).When(one => Project.Decide(one, _publish, _now)).Then(_published);
        In(ProjectState.Live, decided).When(one => Project.Decide(one, _publish with { PublishedOn = new DateOnly(2026, 11, 9) }, _now)).RefusedAt("purpose_dates_out_of_order", "published_on");
    }

    [Fact]
    public void Under_another_law_neither_filing_nor_consent_is_asked_for()
    {
        IProjectEvent abroad = new ProjectOpened(Example.Id, default, default, null, _today, "GB");
        In(ProjectState.Live, abroad, _decided).When(one => Project.Decide(one, _publish, _now)).Then(_published);
        In(ProjectState.Live, abroad).When(one => Project.Decide(one, _decide with { Basis = "agreement" }, _now, Officer)).Then(_decided with { Basis = "agreement" });
    }

    [Fact]
    public void It_changes_while_there_is_money_to_spend()
    {
        Nowhere.When(none => Project.Decide(none, _decide, _now, Officer)).Refused("project_unknown");
        Assert.All(Others(ProjectState.Live, ProjectState.Ended), state => In(state).When(one => Project.Decide(one, _decide, _now, Officer)).Refused(Says(state)));
        In(ProjectState.Live).When(one => Project.Decide(one, _decide, _now, Officer)).Then(_decided);
    }

    [Fact]
    public void One_change_comes_after_the_other()
    {
        var second = _decide with { ChangeId = Guid.CreateVersion7() };
        In(ProjectState.Ended, _decided, _filed).When(one => Project.Decide(one, second, _now, Officer)).Refused("purpose_change_pending");
        In(ProjectState.Ended, _decided, _filed, _published).When(one => Project.Decide(one, second, _now, Officer)).Then(_decided with { ChangeId = second.ChangeId });
    }

    [Fact]
    public void Every_step_is_taken_once()
    {
        In(ProjectState.Ended, _decided).When(one => Project.Decide(one, _decide, _now, OtherOfficer)).Nothing();
        In(ProjectState.Ended, _decided).When(one => Project.Decide(one, _decide with { Reason = "other" }, _now, Officer)).Refused("change_id_reused");
        In(ProjectState.Ended, _decided, _filed).When(one => Project.Decide(one, _file, _now)).Nothing();
        In(ProjectState.Ended, _decided, _filed).When(one => Project.Decide(one, _file with { FiledOn = _today }, _now)).Refused("purpose_change_filed_before");
        In(ProjectState.Ended, _decided, _filed, _published).When(one => Project.Decide(one, _publish, _now)).Nothing();
        In(ProjectState.Ended, _decided, _filed, _published).When(one => Project.Decide(one, _publish with { PublishedOn = _today }, _now)).Refused("purpose_change_published_before");
        In(ProjectState.Ended).When(one => Project.Decide(one, _file, _now)).Refused("purpose_change_unknown");
        In(ProjectState.Ended).When(one => Project.Decide(one, _publish, _now)).Refused("purpose_change_unknown");
        Nowhere.When(none => Project.Decide(none, _file, _now)).Refused("project_unknown");
        Nowhere.When(none => Project.Decide(none, _publish, _now)).Refused("project_unknown");
    }

    [Fact]
    public void The_days_follow_each_other_and_have_come()
    {
        In(ProjectState.Ended).When(one => Project.Decide(one, _decide with { DecidedOn = _today.AddDays(1) }, _now, Officer)).RefusedAt("date_in_future", "decided_on");
        In(ProjectState.Ended).When(one => Project.Decide(one, _decide with { DecidedOn = _today }, _now, Officer)).Then(_decided with { DecidedOn = _today });
        In(ProjectState.Ended, _decided).When(one => Project.Decide(one, _file with { FiledOn = _today.AddDays(1) }, _now)).RefusedAt("date_in_future", "filed_on");
        In(ProjectState.Ended, _decided).When(one => Project.Decide(one, _file with { FiledOn = new DateOnly(2026, 11, 9) }, _now)).RefusedAt("purpose_dates_out_of_order", "filed_on");
        In(ProjectState.Ended, _decided).When(one => Project.Decide(one, _file with { FiledOn = new DateOnly(2026, 11, 10) }, _now)).Then(_filed with { FiledOn = new DateOnly(2026, 11, 10) });
        In(ProjectState.Ended, _decided, _filed).When(one => Project.Decide(one, _publish with { PublishedOn = _today.AddDays(1) }, _now)).RefusedAt("date_in_future", "published_on");
        In(ProjectState.Ended, _decided, _filed).When(one => Project.Decide(one, _publish with { PublishedOn = new DateOnly(2026, 11, 11) }, _now)).RefusedAt("purpose_dates_out_of_order", "published_on");
        In(ProjectState.Ended, _decided, _filed).When(one => Project.Decide(one, _publish with { PublishedOn = new DateOnly(2026, 11, 12) }, _now)).Then(_published with { PublishedOn = new DateOnly(2026, 11, 12) });
    }

    [Fact]
    public void The_forms_are_filled_in()
    {
        Assert.Equal(["basis", "purpose_zh", "purpose_en", "reason"], (_decide with { Basis = "wish", PurposeZh = "", PurposeEn = "", Reason = "" }).Validate().Select(refusal => refusal.Field), StringComparer.Ordinal);
        Assert.Equal("purpose_basis_unknown", (_decide with { Basis = "wish" }).Validate().Single().Code);
        Assert.Equal("reference", Assert.Single((_file with { Reference = "" }).Validate()).Field);
        Assert.Empty(_decide.Validate());
    }
}
