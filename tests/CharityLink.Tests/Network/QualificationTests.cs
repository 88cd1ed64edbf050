using CharityLink.Kernel;
using CharityLink.Network;
using static CharityLink.Tests.Network.Credentialed;

namespace CharityLink.Tests.Network;

/// <summary>NET-2: the certificate of public fundraising, by four eyes; what stands against one, and what ends it.</summary>
public sealed class QualificationTests
{
    private static readonly ConfirmQualification _confirm = new(Guid.CreateVersion7(), Id, Entry);

    [Fact]
    public void A_certificate_counts_when_a_second_person_has_confirmed_it()
    {
        Given().When(none => OrganisationCredentials.Decide(none, Enter(" " + Certificate + " "), Setting)).Then(Entered);
        Assert.False(Given(Entered).State?.IsQualified);
        Given(Entered).When(one => OrganisationCredentials.Decide(one, _confirm, Clerk)).Refused("confirmer_entered_it");
        Given(Entered).When(one => OrganisationCredentials.Decide(one, _confirm, Other)).Then(Granted);
        Given(Entered).When(one => OrganisationCredentials.Decide(one, _confirm, null)).Then(Granted with { By = null });
        Assert.True(Given(Entered, Granted).State?.IsQualified);
    }

    [Fact]
    public void Entering_and_confirming_twice_does_it_once()
    {
        Given(Entered).When(one => OrganisationCredentials.Decide(one, Enter(), Setting)).Nothing();
        Given(Entered, Granted).When(one => OrganisationCredentials.Decide(one, Enter(), Setting)).Nothing();
        Given(Entered, Granted).When(one => OrganisationCredentials.Decide(one, _confirm, Clerk)).Nothing();
    }

    [Fact]
    public void What_was_not_entered_cannot_be_confirmed()
    {
        Given().When(one => OrganisationCredentials.Decide(one, _confirm, Other)).Refused("qualification_unknown");
        Given(Entered).When(one => OrganisationCredentials.Decide(one, _confirm with { QualificationId = Guid.CreateVersion7() }, Other)).Refused("qualification_unknown");
    }

    [Fact]
    public void A_later_entry_takes_the_place_of_one_that_waits()
    {
        var anew = Entered with { QualificationId = Guid.CreateVersion7(), CertificateNumber = "B" };
        Given(Entered, anew).When(one => OrganisationCredentials.Decide(one, _confirm, Other)).Refused("qualification_unknown");
    }

    [Theory]
    [InlineData("1949-09-30", "day_too_early")]
    [InlineData("2026-11-26", "day_in_future")]
    public void It_was_issued_on_a_day_that_can_be(string day, string code) =>
        Given().When(none => OrganisationCredentials.Decide(none, Enter() with { IssuedOn = Day(day) }, Setting)).RefusedAt(code, "issued_on");

    [Fact]
    public void It_was_issued_to_a_legal_person_that_exists()
    {
        Given().When(none => OrganisationCredentials.Decide(none, Enter(), Setting with { Organisation = null })).Refused("organisation_unknown");
        Given().When(none => OrganisationCredentials.Decide(none, Enter(), Standing(OrganisationKind.TownBranch))).Refused("credentials_need_legal_person");
        Given(Since("2025-03-02")).When(one => OrganisationCredentials.Decide(one, Enter(), Setting)).Refused("issued_before_registration", "registered_less_than_one_year");
        Given(Since("2024-03-01")).When(one => OrganisationCredentials.Decide(one, Enter(), Setting)).Then(Entered);
        Given(Since("2024-03-02")).When(one => OrganisationCredentials.Decide(one, Enter(), Setting)).RefusedAt("registered_less_than_one_year", "issued_on");
    }

    [Fact]
    public void There_is_one_at_a_time() =>
        Given(Entered, Granted).When(one => OrganisationCredentials.Decide(one, Enter() with { QualificationId = Guid.CreateVersion7() }, Setting)).Refused("qualification_in_force");

    [Fact]
    public void A_revocation_ends_it_and_a_new_one_waits_five_years()
    {
        Given(Entered, Granted).When(one => OrganisationCredentials.Decide(one, Revoke("2026-11-01"), Setting)).Then(Revoked("2026-11-01"));
        var revoked = Given(Entered, Granted, Revoked("2026-11-01"));
        Assert.False(revoked.State?.IsQualified);
        revoked.When(one => OrganisationCredentials.Decide(one, Revoke("2026-11-02"), Setting)).Nothing();
        var anew = Enter() with { QualificationId = Guid.CreateVersion7(), IssuedOn = Day("2026-11-20") };
        revoked.When(one => OrganisationCredentials.Decide(one, anew, Setting)).RefusedAt("qualification_revoked", "issued_on");
        var later = Setting with { Today = Day("2031-11-02") };
        revoked.When(one => OrganisationCredentials.Decide(one, anew with { IssuedOn = Day("2031-10-31") }, later)).RefusedAt("qualification_revoked", "issued_on");
        Assert.Empty(revoked.When(one => OrganisationCredentials.Decide(one, anew with { IssuedOn = Day("2031-11-01") }, later)).Decision.Refusals);
    }

    [Fact]
    public void Only_what_is_held_is_revoked_and_not_before_it_was_issued()
    {
        Given(Entered).When(one => OrganisationCredentials.Decide(one, Revoke("2026-11-01"), Setting)).Refused("qualification_unknown");
        Given(Entered, Granted).When(one => OrganisationCredentials.Decide(one, Revoke("2025-02-28"), Setting)).RefusedAt("revoked_before_issued", "revoked_on");
        Given(Entered, Granted).When(one => OrganisationCredentials.Decide(one, Revoke("2026-11-26"), Setting)).RefusedAt("day_in_future", "revoked_on");
        Assert.Empty(Given(Entered, Granted).When(one => OrganisationCredentials.Decide(one, Revoke("2025-03-01"), Setting)).Decision.Refusals);
    }

    [Fact]
    public void A_fact_that_cannot_follow_is_a_bug()
    {
        Assert.Throws<CorruptStreamException>(() => OrganisationCredentials.Evolve(null, Granted));
        Assert.Throws<CorruptStreamException>(() => OrganisationCredentials.Evolve(null, Revoked("2026-11-01")));
    }

    [Fact]
    public void The_shape_of_what_is_typed_is_checked_at_each_field()
    {
        Assert.Equal(["certificate text_missing", "evidence text_too_long"], Shape(Enter() with { CertificateNumber = "", Evidence = new string('x', 501) }), StringComparer.Ordinal);
        Assert.Equal(["reason text_missing"], Shape(new RevokeQualification(Guid.CreateVersion7(), Id, Today, " ")), StringComparer.Ordinal);
    }

    private static IEnumerable<string> Shape<TCommand>(TCommand command) where TCommand : IValidated => command.Validate().Select(refusal => $"{refusal.Field} {refusal.Code}");

    private static EnterQualification Enter(string certificate = Certificate) => new(Guid.CreateVersion7(), Id, Entry, certificate, Day("2025-03-01"), " seen ");

    private static RevokeQualification Revoke(string day) => new(Guid.CreateVersion7(), Id, Day(day), "why");
}
