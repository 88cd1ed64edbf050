using CharityLink.Evidence;
using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving.Pledges;

using Promise = Scenario<Pledge, IPledgeEvent>;

/// <summary>GIV-4, CN-DON-07: how a promise was given is written down, and from that follows whether the law lets it be demanded.</summary>
public sealed class PromiseFormRules
{
    private static readonly Guid _id = StartRules.Id(200);
    private static readonly Guid _by = StartRules.Id(201);
    private static readonly DateTimeOffset _noon = new(2026, 11, 2, 4, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly _today = new(2026, 11, 2);
    private static readonly EvidenceFile _letter = new(new string('b', 64), "application/pdf", 900);
    private static readonly GiftCause _cause = new(StartRules.Id(1), null, StartRules.Id(3), StartRules.Id(4), StartRules.Id(5), DivisionCode.Parse("440703103201"));
    private static readonly PledgeMade _made = new(_id, _cause, Money.Cny(100_00), new PersonId(StartRules.Id(6)), false, [new Instalment(1, _today.AddDays(30), Money.Cny(100_00))], false, "en", _noon);
    private static readonly PledgeConfirmed _confirmed = new(_id, _cause, Money.Cny(100_00));
    private static readonly RecordPromiseForm _ask = new(StartRules.Id(202), _id, PromiseForm.Written, _today, true, _letter, _noon);
    private static readonly PromiseFormRecorded _written = new(_id, _cause, PromiseForm.Written, _today, true, _letter, _by);

    [Fact]
    public void It_is_written_down_of_a_promise_that_stands_and_the_latest_word_counts()
    {
        Promise.Given(_made, _confirmed).When(Recording(_ask)).Then(_written);
        Promise.Given(_made, _confirmed, _written).When(Recording(_ask)).Nothing();
        Promise.Given(_made, _confirmed, _written).When(Recording(_ask with { HasListedPurpose = false })).Then(_written with { HasListedPurpose = false });
        Promise.Given(_made, _confirmed, _written).When(Recording(_ask with { Form = PromiseForm.Oral, Paper = null })).Then(_written with { Form = PromiseForm.Oral, Paper = null });
        Promise.Given().When(Recording(_ask)).Refused("pledge_unknown");
        Promise.Given(_made).When(Recording(_ask)).Refused("pledge_over");
        Promise.Given(_made, _confirmed, new PledgeReleased(_id, _cause, Money.Cny(100_00), "ill", null)).When(Recording(_ask)).Refused("pledge_over");
        Promise.Given(_made with { Consent = new("stripe", "yes", "en", _noon) }, _confirmed with { ByCard = true }).When(Recording(_ask)).Refused("pledge_collected_by_card");
    }

    [Fact]
    public void A_written_promise_has_its_paper_and_a_day_that_has_come()
    {
        Promise.Given(_made, _confirmed).When(Recording(_ask with { Paper = null })).RefusedAt("promise_paper_missing", "paper");
        Promise.Given(_made, _confirmed).When(Recording(_ask with { Form = PromiseForm.Public, Paper = null })).Then(_written with { Form = PromiseForm.Public, Paper = null });
        Promise.Given(_made, _confirmed).When(Recording(_ask with { PromisedOn = _today.AddDays(1) })).RefusedAt("date_in_future", "promised_on");
        Assert.Equal("promise_form_unknown", Assert.Single((_ask with { Form = (PromiseForm)9 }).Validate()).Code);
        Assert.Empty(_ask.Validate());
    }

    [Theory]
    [InlineData(PromiseForm.Public, false, "public", true)]
    [InlineData(PromiseForm.Written, true, "written", true)]
    [InlineData(PromiseForm.Written, false, "purpose", false)]
    [InlineData(PromiseForm.Oral, true, "oral", false)]
    public void The_law_lets_a_public_one_be_demanded_and_a_written_one_for_purposes_it_names(PromiseForm form, bool isListed, string because, bool binds)
    {
        var binding = Of("CN", _written with { Form = form, HasListedPurpose = isListed });
        Assert.Equal(("CN-DON-07", because, binds), (binding.Rule?.Id, binding.Because, binding.IsBinding));
    }

    [Fact]
    public void Before_anybody_writes_it_down_what_the_giver_said_counts()
    {
        Assert.Equal("oral", Of("CN").Because);
        var before = Promise.Given(_made with { IsPublicMediaPromise = true }, _confirmed).State!; // Facts were given.
        Assert.Equal("public", before.Binding("CN").Because);
        Assert.Equal("oral", (before with { Promised = _written with { Form = PromiseForm.Oral } }).Binding("CN").Because);
    }

    [Theory]
    [InlineData("GB", "2026-11-02")]
    [InlineData("CN", "2024-09-04")]
    public void Nothing_is_said_by_another_law_or_before_the_rule_held(string jurisdiction, string day)
    {
        var binding = Of(jurisdiction, _written with { PromisedOn = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture) });
        Assert.Equal((null, "no_rule", false), (binding.Rule, binding.Because, binding.IsBinding));
        Assert.Equal("written", Of("CN", _written with { PromisedOn = new DateOnly(2024, 9, 5) }).Because);
    }

    private static PromiseBinding Of(string jurisdiction, params IPledgeEvent[] more) => Promise.Given([_made, _confirmed, .. more]).State!.Binding(jurisdiction); // Facts were given.

    private static Func<Pledge?, Decision<IPledgeEvent>> Recording(RecordPromiseForm ask) => pledge => Pledge.Decide(pledge, ask, _by);
}
