using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving;

using Gift = Scenario<Donation, IDonationEvent>;

/// <summary>Beginning a gift.</summary>
public sealed class StartRules
{
    private static readonly DateTimeOffset _noon = new(2026, 10, 3, 4, 0, 0, TimeSpan.Zero);
    private static readonly GiftCause _canteen = new(Id(1), Id(2), Id(3), Id(4), Id(5), DivisionCode.Parse("440703103201"));
    private static readonly Standing _open = new(_canteen, []);
    private static readonly GiftLimits _limits = new();
    private static readonly StartDonation _ask = new(Id(100), Id(9), Id(1), Id(2), Money.Cny(60_00), new PersonId(Id(8)), false, StartDonation.Sandbox, _noon);
    private static readonly DonationStarted _begun = new(Id(9), _canteen, Money.Cny(60_00), new PersonId(Id(8)), false, StartDonation.Sandbox, _noon);

    [Fact]
    public void A_gift_is_begun() => Gift.Given().When(Starting(_ask)).Then(_begun);

    [Fact]
    public void The_same_form_again_changes_nothing() => Gift.Given(_begun).When(Starting(_ask with { CommandId = Id(101) })).Then();

    [Fact]
    public void A_second_press_may_come_later() => Gift.Given(_begun).When(Starting(_ask with { At = _noon.AddHours(1) })).Then();

    [Fact]
    public void The_same_form_again_changes_nothing_even_when_the_program_was_closed_meanwhile() =>
        Gift.Given(_begun).When(donation => Donation.Start(donation, _ask, new Standing(null, [new Refusal("program_suspended", "program")]), _limits)).Then();

    [Fact]
    public void One_id_with_another_amount_is_refused() => Gift.Given(_begun).When(Starting(_ask with { Amount = Money.Cny(60_01) })).Refused("donation_id_reused");

    [Fact]
    public void One_id_with_another_site_is_refused() => Gift.Given(_begun).When(Starting(_ask with { SiteId = null })).Refused("donation_id_reused");

    [Fact]
    public void One_id_with_another_giver_is_refused() => Gift.Given(_begun).When(Starting(_ask with { DonorId = null, IsAnonymous = true })).Refused("donation_id_reused");

    [Fact]
    public void One_id_with_another_wish_to_be_named_is_refused() => Gift.Given(_begun).When(Starting(_ask with { IsAnonymous = true })).Refused("donation_id_reused");

    [Theory]
    [InlineData(1_00)]
    [InlineData(10_000_000_00)]
    public void An_amount_at_the_limit_is_taken(long fen) =>
        Gift.Given().When(Starting(_ask with { Amount = Money.Cny(fen) })).Then(_begun with { Amount = Money.Cny(fen) });

    [Theory]
    [InlineData(99, "amount_too_small")]
    [InlineData(0, "amount_too_small")]
    [InlineData(-60_00, "amount_too_small")]
    [InlineData(10_000_000_01, "amount_too_large")]
    public void An_amount_outside_the_limits_is_refused(long fen, string code) => Gift.Given().When(Starting(_ask with { Amount = Money.Cny(fen) })).Refused(code);

    [Fact]
    public void The_limits_are_parameters() =>
        Gift.Given().When(donation => Donation.Start(donation, _ask, _open, new GiftLimits { MinMinor = 60_01 })).Refused("amount_too_small");

    [Fact]
    public void Another_currency_is_refused() => Gift.Given().When(Starting(_ask with { Amount = new Money(60_00, new Currency("EUR")) })).Refused("currency_not_taken");

    [Fact]
    public void All_reasons_are_told_at_once() =>
        Gift.Given().When(donation => Donation.Start(donation, _ask with { Amount = Money.Cny(1) }, new Standing(null, [new Refusal("site_closed", "site")]), _limits))
            .Refused("site_closed", "amount_too_small");

    [Fact]
    public void What_may_not_receive_is_refused_at_its_field()
    {
        var program = new CauseProgram(Id(1), Id(5), "长者饭堂", "Canteen", DivisionCode.Parse("440700"), Id(3), null, null, null, null, false, 1);
        var site = new CauseSite(Id(2), Id(1), "连江村", "Lianjiang", DivisionCode.Parse("440703103201"), Id(4), false, 1);
        var owner = new CauseOrganisation(Id(5), "江门市慈善会", "Federation", null, DivisionCode.Parse("440700"), true, false, 1);
        var runner = owner with { Id = Id(4) };

        Assert.Equal(_canteen, CauseOffer.Of(program, site, true, owner, runner).Standing.Cause);
        Assert.Equal(_canteen with { SiteId = null, OrganisationId = Id(5), Division = DivisionCode.Parse("440700") }, CauseOffer.Of(program, null, false, owner, owner).Standing.Cause);
        AssertRefused("program_unknown", "program", CauseOffer.Of(null, null, true, null, null));
        AssertRefused("site_unknown", "site", CauseOffer.Of(program, null, true, owner, owner));
        AssertRefused("program_suspended", "program", CauseOffer.Of(program with { IsSuspended = true }, site, true, owner, runner));
        AssertRefused("site_closed", "site", CauseOffer.Of(program, site with { IsClosed = true }, true, owner, runner));
        AssertRefused("payee_unverified", "program", CauseOffer.Of(program, site, true, owner with { IsVerified = false }, runner));
        AssertRefused("payee_suspended", "program", CauseOffer.Of(program, site, true, owner with { IsSuspended = true }, runner));
        AssertRefused("operator_unverified", "site", CauseOffer.Of(program, site, true, owner, null));
        AssertRefused("operator_suspended", "site", CauseOffer.Of(program, site, true, owner, runner with { IsSuspended = true }));
    }

    internal static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static Func<Donation?, Decision<IDonationEvent>> Starting(StartDonation ask) => donation => Donation.Start(donation, ask, _open, _limits);

    private static void AssertRefused(string code, string field, CauseOffer offer)
    {
        Assert.Null(offer.Standing.Cause);
        Assert.Equal([new Refusal(code, field)], offer.Standing.Refusals);
    }
}
