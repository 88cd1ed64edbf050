using CharityLink.Kernel;
using CharityLink.Network;
using static CharityLink.Tests.Network.Credentialed;

namespace CharityLink.Tests.Network;

/// <summary>NET-2: applying for a qualification, accounts, people in charge, listings.</summary>
public sealed class CredentialTests
{
    private static readonly ICredentialEvent[] _ready = [Since("2025-11-25"), .. QualificationConditions.All.Select(condition => new ConditionRecorded(Id, condition, true, "seen", Clerk))];

    [Fact]
    public void An_application_is_refused_with_everything_that_is_missing_at_once()
    {
        var apply = new ApplyForQualification(Guid.CreateVersion7(), Id, Today);
        Given().When(none => OrganisationCredentials.Decide(none, apply, Setting)).RefusedAt("standing_missing", "applied_on");
        Given(_ready).When(one => OrganisationCredentials.Decide(one, apply, Setting)).Then(new QualificationAppliedFor(Id, Today, Clerk));
        Given([.. _ready, new QualificationAppliedFor(Id, Today, Clerk)]).When(one => OrganisationCredentials.Decide(one, apply, Setting)).Nothing();
        var early = Given([.. _ready, Since("2025-11-26"), new ConditionRecorded(Id, "rating", false, "2A", Clerk)]).When(one => OrganisationCredentials.Decide(one, apply, Setting));
        Assert.Equal(
            ["registered_less_than_one_year applied_on", "qualification_condition_unmet rating"], early.Decision.Refusals.Select(refusal => $"{refusal.Code} {refusal.Field}"), StringComparer.Ordinal);
        Given([.. _ready, Entered, Granted]).When(one => OrganisationCredentials.Decide(one, apply, Setting)).Refused("qualification_in_force");
        Given([.. _ready, Entered, Granted, Revoked("2026-11-01")]).When(one => OrganisationCredentials.Decide(one, apply, Setting)).RefusedAt("qualification_revoked", "applied_on");
    }

    [Fact]
    public void Under_another_law_its_conditions_are_not_asked_for() =>
        Given(Since("2026-11-01")).When(one => OrganisationCredentials.Decide(one, new ApplyForQualification(Guid.CreateVersion7(), Id, Today), Setting with { Jurisdiction = "GB" }))
            .Then(new QualificationAppliedFor(Id, Today, Clerk));

    [Fact]
    public void The_waiting_period_runs_from_recognition_where_there_was_one() =>
        Given([.. _ready, new StandingRecorded(Id, Day("2000-01-01"), Day("2025-11-26"), Clerk)])
            .When(one => OrganisationCredentials.Decide(one, new ApplyForQualification(Guid.CreateVersion7(), Id, Today), Setting)).Refused("registered_less_than_one_year");

    [Fact]
    public void The_dates_of_registration_are_in_order()
    {
        RecordStanding Ask(string? registered, string? recognised) => new(Guid.CreateVersion7(), Id, registered is null ? null : Day(registered), recognised is null ? null : Day(recognised));
        Assert.Equal("standing_missing", Assert.Single(Ask(null, null).Validate()).Code);
        Given().When(none => OrganisationCredentials.Decide(none, Ask("2020-01-02", "2020-01-01"), Setting)).RefusedAt("recognised_before_registered", "recognised_on");
        Given().When(none => OrganisationCredentials.Decide(none, Ask("2020-01-02", "2020-01-02"), Setting)).Then(new StandingRecorded(Id, Day("2020-01-02"), Day("2020-01-02"), Clerk));
        Given(Since("2020-01-02")).When(one => OrganisationCredentials.Decide(one, Ask("2020-01-02", null), Setting)).Nothing();
        Given().When(none => OrganisationCredentials.Decide(none, Ask(null, "2026-11-26"), Setting)).RefusedAt("day_in_future", "recognised_on");
    }

    [Fact]
    public void A_point_of_the_checklist_is_one_that_exists_and_its_newest_word_counts()
    {
        var record = new RecordCondition(Guid.CreateVersion7(), Id, "rating", true, " 3A ");
        Assert.Equal("condition_unknown", Assert.Single((record with { Condition = "luck" }).Validate()).Code);
        var met = new ConditionRecorded(Id, "rating", true, "3A", Clerk);
        Given().When(none => OrganisationCredentials.Decide(none, record, Setting)).Then(met);
        Given(met with { By = Other }).When(one => OrganisationCredentials.Decide(one, record, Setting)).Nothing();
        Given(met with { IsMet = false }).When(one => OrganisationCredentials.Decide(one, record, Setting)).Then(met);
    }

    [Fact]
    public void An_account_is_the_organisations_own_and_seen_by_two_people()
    {
        var enter = new EnterAccount(Guid.CreateVersion7(), Id, Entry, " 某银行 ", "0042", true, "seen");
        var entered = new BankAccountEntered(Id, Entry, "某银行", "0042", "seen", Clerk);
        var confirmed = new BankAccountConfirmed(Id, Entry, Other);
        Given().When(none => OrganisationCredentials.Decide(none, enter, Setting)).Then(entered);
        Given().When(none => OrganisationCredentials.Decide(none, enter with { IsOwn = false }, Setting)).RefusedAt("account_not_own", "is_own");
        Given().When(none => OrganisationCredentials.Decide(none, enter, Standing(OrganisationKind.VillageStation))).Refused("credentials_need_legal_person");
        Given(entered).When(one => OrganisationCredentials.Decide(one, enter, Setting)).Nothing();
        Given(entered).When(one => OrganisationCredentials.Decide(one, enter with { LastFour = "0043" }, Setting)).Refused("account_id_reused");
        Given(entered).When(one => OrganisationCredentials.Decide(one, enter with { AccountId = Guid.CreateVersion7() }, Setting)).RefusedAt("account_known", "last_four");
        Assert.False(Given(entered).State?.Accounts[0].IsInUse);
        var confirm = new ConfirmAccount(Guid.CreateVersion7(), Id, Entry);
        Given(entered).When(one => OrganisationCredentials.Decide(one, confirm, Clerk)).Refused("confirmer_entered_it");
        Given(entered).When(one => OrganisationCredentials.Decide(one, confirm, Other)).Then(confirmed);
        Given(entered, confirmed).When(one => OrganisationCredentials.Decide(one, confirm, Clerk)).Nothing();
        Given().When(one => OrganisationCredentials.Decide(one, confirm, Other)).Refused("account_unknown");
        Assert.True(Given(entered, confirmed).State?.Accounts[0].IsInUse);
    }

    [Fact]
    public void A_removed_account_takes_nothing_and_cannot_be_confirmed()
    {
        var (entered, removed) = (new BankAccountEntered(Id, Entry, "某银行", "0042", "seen", Clerk), new BankAccountRemoved(Id, Entry, Clerk));
        var remove = new RemoveAccount(Guid.CreateVersion7(), Id, Entry);
        Given(entered).When(one => OrganisationCredentials.Decide(one, remove, Clerk)).Then(removed);
        Given(entered, removed).When(one => OrganisationCredentials.Decide(one, remove, Clerk)).Nothing();
        Given().When(one => OrganisationCredentials.Decide(one, remove, Clerk)).Refused("account_unknown");
        Given(entered, removed).When(one => OrganisationCredentials.Decide(one, new ConfirmAccount(Guid.CreateVersion7(), Id, Entry), Other)).Refused("account_unknown");
        Assert.False(Given(entered, new BankAccountConfirmed(Id, Entry, Other), removed).State?.Accounts[0].IsInUse);
    }

    [Theory]
    [InlineData("123")]
    [InlineData("12345")]
    [InlineData("12a4")]
    [InlineData("１２３４")]
    public void Of_an_account_number_four_digits_are_typed_and_no_more(string digits) =>
        Assert.Equal("account_last_four", Assert.Single(new EnterAccount(Guid.CreateVersion7(), Id, Entry, "B", digits, true, "seen").Validate()).Code);

    [Fact]
    public void Nobody_is_put_in_charge_who_may_not_be_and_what_was_asked_is_not_kept()
    {
        var person = NameResponsiblePerson.PersonOf(Entry);
        var ask = new NameResponsiblePerson(Guid.CreateVersion7(), Id, Entry, person, "campaign_leader", Id, true, Today, true, null, null, false);
        var named = new ResponsiblePersonNamed(Id, Entry, person, "campaign_leader", Id, true, Today, Clerk);
        Given().When(none => OrganisationCredentials.Decide(none, ask, Setting)).Then(named);
        Given(named).When(one => OrganisationCredentials.Decide(one, ask, Setting)).Nothing();
        Given(named).When(one => OrganisationCredentials.Decide(one, ask with { Post = "secretary_general" }, Setting)).Refused("person_id_reused");
        Given().When(none => OrganisationCredentials.Decide(none, ask with { HasFullCapacity = false }, Setting)).Refused("person_disqualified");
        Given().When(none => OrganisationCredentials.Decide(none, ask with { IsBarredOtherwise = true }, Setting)).Refused("person_disqualified");
        Given().When(none => OrganisationCredentials.Decide(none, ask with { SentenceEndedOn = Day("2021-11-26") }, Setting)).Refused("person_disqualified");
        Given().When(none => OrganisationCredentials.Decide(none, ask with { SentenceEndedOn = Day("2021-11-25") }, Setting)).Then(named);
        Given().When(none => OrganisationCredentials.Decide(none, ask with { LedRevokedOn = Day("2021-11-26") }, Setting)).Refused("person_disqualified");
        Assert.Equal(["post_unknown", "employer_missing"], (ask with { Post = "king", EmployerId = Guid.Empty }).Validate().Select(refusal => refusal.Code), StringComparer.Ordinal);
    }

    [Fact]
    public void A_disqualification_holds_to_its_last_day_and_ends_with_the_post()
    {
        var named = new ResponsiblePersonNamed(Id, Entry, new PersonId(Entry), "campaign_leader", Id, true, Today, Clerk);
        var ask = new RecordDisqualification(Guid.CreateVersion7(), Id, Entry, Day("2030-01-01"));
        var recorded = new DisqualificationRecorded(Id, Entry, Day("2030-01-01"), Clerk);
        Given(named).When(one => OrganisationCredentials.Decide(one, ask, Setting)).Then(recorded);
        Given(named, recorded).When(one => OrganisationCredentials.Decide(one, ask, Setting)).Nothing();
        Given(named).When(one => OrganisationCredentials.Decide(one, ask with { Until = Day("2026-11-24") }, Setting)).RefusedAt("disqualification_day", "until");
        Given(named).When(one => OrganisationCredentials.Decide(one, ask with { Until = Day("2086-11-26") }, Setting)).RefusedAt("disqualification_day", "until");
        var person = Assert.IsType<ResponsiblePerson>(Given(named, recorded).State?.People[0]);
        Assert.Equal((false, true), (person.IsFitOn(Day("2030-01-01")), person.IsFitOn(Day("2030-01-02"))));
        var leave = new EndResponsibility(Guid.CreateVersion7(), Id, Entry, Today);
        var left = new ResponsiblePersonLeft(Id, Entry, Today, Clerk);
        Given(named).When(one => OrganisationCredentials.Decide(one, leave, Setting)).Then(left);
        Given(named, left).When(one => OrganisationCredentials.Decide(one, leave, Setting)).Nothing();
        Given(named).When(one => OrganisationCredentials.Decide(one, leave with { LeftOn = Day("2026-11-26") }, Setting)).RefusedAt("day_in_future", "left_on");
        Given(named, left).When(one => OrganisationCredentials.Decide(one, ask, Setting)).Refused("person_unknown");
        Given().When(one => OrganisationCredentials.Decide(one, leave, Setting)).Refused("person_unknown");
    }

    [Fact]
    public void A_tax_listing_holds_three_years()
    {
        var ask = new RecordTaxListing(Guid.CreateVersion7(), Id, Entry, Day("2024-01-01"), "notice 1");
        var recorded = new TaxListingRecorded(Id, Entry, Day("2024-01-01"), Day("2026-12-31"), "notice 1", Clerk);
        Given().When(none => OrganisationCredentials.Decide(none, ask, Setting)).Then(recorded);
        var listed = Given(recorded);
        listed.When(one => OrganisationCredentials.Decide(one, ask, Setting)).Nothing();
        listed.When(one => OrganisationCredentials.Decide(one, ask with { Notice = "2" }, Setting)).Refused("tax_listing_id_reused");
        listed.When(one => OrganisationCredentials.Decide(one, ask with { ListingId = Guid.CreateVersion7() }, Setting)).RefusedAt("tax_listing_known", "from");
        listed.When(one => OrganisationCredentials.Decide(one, ask with { ListingId = Guid.CreateVersion7(), From = Day("2027-11-26") }, Setting)).RefusedAt("day_in_future", "from");
        Assert.Null(listed.State?.TaxListingOn(Day("2023-12-31")));
        Assert.NotNull(listed.State?.TaxListingOn(Day("2024-01-01")));
        Assert.NotNull(listed.State?.TaxListingOn(Day("2026-12-31")));
        Assert.Null(listed.State?.TaxListingOn(Day("2027-01-01")));
    }

    [Fact]
    public void The_authority_in_charge_is_named_or_there_is_none()
    {
        SetSupervisoryUnit Ask(string? name) => new(Guid.CreateVersion7(), Id, name);
        Given().When(none => OrganisationCredentials.Decide(none, Ask(" 民政局 "), Setting)).Then(new SupervisoryUnitSet(Id, "民政局", Clerk));
        Given(new SupervisoryUnitSet(Id, "民政局", Clerk)).When(one => OrganisationCredentials.Decide(one, Ask(""), Setting)).Then(new SupervisoryUnitSet(Id, null, Clerk));
        Given(new SupervisoryUnitSet(Id, null, Clerk)).When(one => OrganisationCredentials.Decide(one, Ask(" "), Setting)).Nothing();
    }

    [Fact]
    public void Past_years_are_over_and_the_best_of_them_is_known()
    {
        RecordPastYear Ask(int year, long raised) => new(Guid.CreateVersion7(), Id, year, Money.Cny(raised));
        Given().When(none => OrganisationCredentials.Decide(none, Ask(2025, 5), Setting)).Then(new PastYearRecorded(Id, 2025, Money.Cny(5), Clerk));
        Given(new PastYearRecorded(Id, 2025, Money.Cny(5), Clerk)).When(one => OrganisationCredentials.Decide(one, Ask(2025, 5), Setting)).Nothing();
        Given().When(none => OrganisationCredentials.Decide(none, Ask(2026, 5), Setting)).RefusedAt("year_not_past", "year");
        Given().When(none => OrganisationCredentials.Decide(none, Ask(1980, 5), Setting)).RefusedAt("year_not_past", "year");
        Given().When(none => OrganisationCredentials.Decide(none, Ask(2025, -1), Setting)).RefusedAt("raised_negative", "raised");
        Assert.Equal(Money.Cny(9), Given(new PastYearRecorded(Id, 2024, Money.Cny(9), Clerk), new PastYearRecorded(Id, 2025, Money.Cny(5), Clerk)).State?.BestYear);
        Assert.Null(OrganisationCredentials.None(Id).BestYear);
    }
}
