using System.Collections.Immutable;
using CharityLink.Evidence;
using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving.Offline;

using GoodsGift = Scenario<Goods, IGoodsEvent>;

/// <summary>Goods: written down by one person, seen by another, fit for use, and worth only what was proven.</summary>
public sealed class GoodsRulesTests
{
    private static readonly DateOnly _today = new(2026, 10, 3);
    private static readonly Guid _id = StartRules.Id(1), _one = StartRules.Id(2), _two = StartRules.Id(3);
    private static readonly GiftCause _cause = new(StartRules.Id(4), null, StartRules.Id(5), StartRules.Id(6), StartRules.Id(7), DivisionCode.Parse("440703103201"));
    private static readonly ImmutableArray<EvidenceFile> _invoice = [new("ab", "application/pdf", 10)];
    private static readonly EnterGoods _rice = new(
        StartRules.Id(8), _id, StartRules.Id(6), new(StartRules.Id(4), null, null, null), null, true, _today,
        [new(1, " 大米 ", "Rice", 20, "袋", Money.Cny(1_600_00), _today), new(2, "棉被", "", 5, "床", null, null)], _invoice, true, new DateTimeOffset(2026, 10, 3, 4, 0, 0, TimeSpan.Zero));

    private static GoodsEntered Entered => (GoodsEntered)Enter(null, _rice).NewFacts[0];

    [Fact]
    public void What_is_written_down_is_trimmed_and_counts_for_nothing_yet()
    {
        Assert.Equal(("大米", GoodsState.Entered), (Entered.Lines[0].NameZh, Goods.Evolve(null, Entered).State));
        Assert.True(Entered.IsAnonymous);
    }

    [Fact]
    public void The_same_again_is_one_and_other_content_under_the_id_is_refused()
    {
        GoodsGift.Given(Entered).When(goods => Enter(goods, _rice with { At = _rice.At.AddMinutes(1) })).Nothing();
        GoodsGift.Given(Entered).When(goods => Enter(goods, _rice with { ReceivedOn = _today.AddDays(-1) })).Refused("goods_id_reused");
        GoodsGift.Given(Entered).When(goods => Enter(goods, _rice with { Proofs = [new("cd", "application/pdf", 10)] })).Refused("goods_id_reused");
    }

    [Fact]
    public void CN_DON_02_food_past_its_last_day_is_refused_and_on_its_last_day_taken()
    {
        GoodsGift.Given().When(goods => Enter(goods, Line(_today.AddDays(-1)))).RefusedAt("goods_expired", "1:expires_on");
        Assert.Single(Enter(null, Line(_today)).NewFacts);
        Assert.Single(Enter(null, Line(null)).NewFacts);
    }

    [Fact]
    public void CN_DON_02_somebody_vouches_that_it_is_fit() => GoodsGift.Given().When(goods => Enter(goods, _rice with { IsFit = false })).RefusedAt("goods_unfit", "fit");

    [Fact]
    public void CN_DON_14_a_value_needs_its_proof_and_no_value_needs_none()
    {
        GoodsGift.Given().When(goods => Enter(goods, _rice with { Proofs = [] })).RefusedAt("goods_value_without_proof", "proofs");
        Assert.Single(Enter(null, _rice with { Proofs = [], Lines = [_rice.Lines[1]] }).NewFacts);
    }

    [Fact]
    public void Nothing_at_all_and_a_day_ahead_are_refused()
    {
        GoodsGift.Given().When(goods => Enter(goods, _rice with { Lines = [] })).Refused("goods_none");
        GoodsGift.Given().When(goods => Enter(goods, _rice with { ReceivedOn = _today.AddDays(1) })).RefusedAt("day_ahead", "received_on");
        GoodsGift.Given().When(goods => Goods.Decide(goods, _rice, _cause.Division, null, [new Refusal("project_over", "cause")], _today, _one)).Refused("project_over");
    }

    [Fact]
    public void Another_person_confirms_and_only_the_proven_value_counts()
    {
        GoodsGift.Given(Entered).When(goods => Confirm(goods, _one)).Refused("goods_same_person");
        var given = Assert.IsType<GoodsGiven>(Assert.Single(Confirm(Goods.Evolve(null, Entered), _two).NewFacts));
        Assert.Equal((1_600_00, 0L), (given.Value.Minor, given.Lines[1].FairValue.Minor));
        Assert.True(GiftLine.AddUp(given.Lines, given.Value));
        GoodsGift.Given(Entered, given).When(goods => Confirm(goods, _two)).Nothing();
        GoodsGift.Given().When(goods => Confirm(goods, _two)).Refused("goods_unknown");
        GoodsGift.Given(Entered).When(goods => Goods.Decide(goods, Ask, new Refusal("project_over"), _today, _two)).Refused("project_over");
    }

    [Fact]
    public void What_spoiled_before_it_was_seen_is_not_given() =>
        GoodsGift.Given(Entered).When(goods => Goods.Decide(goods, Ask, null, _today.AddDays(1), _two)).Refused("goods_expired_meanwhile");

    [Fact]
    public void Sent_back_it_waits_to_be_put_right()
    {
        var (back, sent) = (new SendGoodsBack(StartRules.Id(9), _id, " 少一袋 "), new GoodsSentBack(_id, "少一袋", _two));
        GoodsGift.Given(Entered).When(goods => Goods.Decide(goods, back, _one)).Refused("goods_same_person");
        GoodsGift.Given(Entered).When(goods => Goods.Decide(goods, back, _two)).Then(sent);
        GoodsGift.Given(Entered, sent).When(goods => Goods.Decide(goods, back, _two)).Nothing();
        GoodsGift.Given(Entered, sent).When(goods => Confirm(goods, _two)).Refused("goods_sent_back");
        Assert.Single(Enter(Goods.Evolve(Goods.Evolve(null, Entered), sent), _rice with { ReceivedOn = _today.AddDays(-1) }).NewFacts);
        var given = Confirm(Goods.Evolve(null, Entered), _two).NewFacts[0];
        GoodsGift.Given(Entered, given).When(goods => Goods.Decide(goods, back, _two)).Refused("goods_confirmed");
        GoodsGift.Given().When(goods => Goods.Decide(goods, back, _two)).Refused("goods_unknown");
    }

    [Theory]
    [InlineData("", 1, "袋", 1_00, "text_missing", "1:name")]
    [InlineData("大米", 0, "袋", 1_00, "goods_quantity", "1:quantity")]
    [InlineData("大米", 1, "", 1_00, "text_missing", "1:unit")]
    [InlineData("大米", 1, "袋", 0, "amount_zero", "1:value")]
    public void A_line_has_a_name_a_quantity_a_unit_and_no_empty_value(string name, int quantity, string unit, long fen, string code, string field)
    {
        var wrong = Assert.Single((_rice with { Lines = [new(1, name, "", quantity, unit, Money.Cny(fen), null)] }).Validate());
        Assert.Equal((code, field), (wrong.Code, wrong.Field));
        Assert.Empty(_rice.Validate());
    }

    [Fact]
    public void More_kinds_than_anybody_checks_are_refused()
    {
        Assert.Empty((_rice with { Lines = [.. Enumerable.Repeat(_rice.Lines[0], Goods.LinesMax)] }).Validate());
        Assert.Equal(["goods_too_many_lines"], (_rice with { Lines = [.. Enumerable.Repeat(_rice.Lines[0], Goods.LinesMax + 1)] }).Validate().Select(why => why.Code), StringComparer.Ordinal);
    }

    private static ConfirmGoods Ask => new(StartRules.Id(9), _id, _rice.At);

    private static EnterGoods Line(DateOnly? last) => _rice with { Lines = [_rice.Lines[0] with { ExpiresOn = last }] };

    private static Decision<IGoodsEvent> Enter(Goods? goods, EnterGoods ask) => Goods.Decide(goods, ask, _cause.Division, _cause, [], _today, _one);

    private static Decision<IGoodsEvent> Confirm(Goods? goods, Guid by) => Goods.Decide(goods, Ask, null, _today, by);
}
