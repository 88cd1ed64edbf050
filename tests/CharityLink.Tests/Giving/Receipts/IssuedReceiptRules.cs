using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving;

using Life = Scenario<IssuedReceipt, IIssuedReceiptEvent>;

/// <summary>A receipt that was issued is voided once and followed once; what is about money is said by the platform alone.</summary>
public sealed class IssuedReceiptRules
{
    private static readonly DateTimeOffset _at = new(2026, 11, 25, 4, 0, 0, TimeSpan.Zero);
    private static readonly Guid _id = StartRules.Id(21), _officer = StartRules.Id(22);
    private static readonly PersonId _donor = new(StartRules.Id(23)), _renamed = new(StartRules.Id(24));
    private static readonly GiftCause _cause = new(StartRules.Id(1), null, StartRules.Id(3), StartRules.Id(4), StartRules.Id(5), DivisionCode.Parse("440703"));
    private static readonly Money _all = Money.Cny(100_00);
    private static readonly Receipt _receipt = new(_id, StartRules.Id(9), StartRules.Id(5), 2026, 7, "CODE", _cause, _all, _donor, _at.AddDays(-3), _at.AddDays(-3));

    [Theory]
    [InlineData(VoidCause.Refunded)]
    [InlineData(VoidCause.PartRefunded)]
    [InlineData(VoidCause.Disputed)]
    [InlineData(VoidCause.NameWrong)]
    public void The_platform_voids_for_any_cause(VoidCause cause) =>
        Life.Given().When(life => IssuedReceipt.Decide(life, Asking(cause), _receipt, null)).Then(Voided(cause));

    [Theory]
    [InlineData(VoidCause.NameWrong)]
    [InlineData(VoidCause.DetailsWrong)]
    [InlineData(VoidCause.Duplicate)]
    public void An_officer_voids_what_is_wrong_on_the_paper(VoidCause cause) =>
        Life.Given().When(life => IssuedReceipt.Decide(life, Asking(cause), _receipt, _officer)).Then(Voided(cause) with { By = _officer });

    [Theory]
    [InlineData(VoidCause.Refunded)]
    [InlineData(VoidCause.PartRefunded)]
    [InlineData(VoidCause.Disputed)]
    public void An_officer_does_not_say_that_money_went_back(VoidCause cause)
    {
        Life.Given().When(life => IssuedReceipt.Decide(life, Asking(cause), _receipt, _officer)).RefusedAt("receipt_cause_not_by_hand", "cause");
        Life.Given().When(life => IssuedReceipt.Decide(life, Again(_all) with { Cause = cause }, _receipt, _all, _officer)).RefusedAt("receipt_cause_not_by_hand", "cause");
        Assert.DoesNotContain(cause, IssuedReceipt.ByHand);
    }

    [Fact]
    public void A_receipt_that_states_no_value_is_followed_by_one_that_states_none_and_one_with_a_value_is_not()
    {
        var none = Money.Cny(0);
        Assert.Equal(2, IssuedReceipt.Decide(null, Again(none), _receipt with { Amount = none }, none, _officer).NewFacts.Count);
        Life.Given().When(life => IssuedReceipt.Decide(life, Again(none), _receipt, _all, null)).RefusedAt("receipt_amount_not_received", "amount");
    }

    [Fact]
    public void Another_cause_is_said_in_words()
    {
        Life.Given().When(life => IssuedReceipt.Decide(life, Asking(VoidCause.Other, " "), _receipt, _officer)).RefusedAt("text_missing", "note");
        Life.Given().When(life => IssuedReceipt.Decide(life, Asking(VoidCause.Other, " torn "), _receipt, _officer)).Then(Voided(VoidCause.Other) with { Note = "torn", By = _officer });
    }

    [Fact]
    public void A_receipt_is_voided_once()
    {
        Life.Given(Voided(VoidCause.Refunded)).When(life => IssuedReceipt.Decide(life, Asking(VoidCause.Refunded), _receipt, null)).Nothing();
        Life.Given(Voided(VoidCause.NameWrong)).When(life => IssuedReceipt.Decide(life, Asking(VoidCause.Refunded), _receipt, null)).Refused("receipt_voided_already");
        Life.Given().When(life => IssuedReceipt.Decide(life, Asking(VoidCause.Refunded), null, null)).Refused("receipt_unknown");
    }

    [Fact]
    public void A_right_name_voids_and_orders_in_one() => Life.Given()
        .When(life => IssuedReceipt.Decide(life, Again(_all), _receipt, _all, _officer))
        .Then(Voided(VoidCause.NameWrong) with { By = _officer }, Ordered(_all) with { By = _officer });

    [Fact]
    public void After_a_part_went_back_the_platform_orders_one_over_the_rest() => Life.Given(Voided(VoidCause.PartRefunded))
        .When(life => IssuedReceipt.Decide(life, Again(Money.Cny(60_00)), _receipt, _all, null)).Then(Ordered(Money.Cny(60_00)));

    [Fact]
    public void A_refund_that_failed_after_all_gives_the_whole_back_to_the_receipt() => Life.Given(Voided(VoidCause.PartRefunded))
        .When(life => IssuedReceipt.Decide(life, Again(_all), _receipt with { Amount = Money.Cny(60_00) }, _all, null)).Then(Ordered(_all));

    [Theory]
    [InlineData(100_01)]
    [InlineData(0)]
    [InlineData(-1)]
    public void No_receipt_is_over_what_never_came_in(long fen) => Life.Given(Voided(VoidCause.PartRefunded))
        .When(life => IssuedReceipt.Decide(life, Again(Money.Cny(fen)), _receipt, _all, null)).RefusedAt("receipt_amount_not_received", "amount");

    [Fact]
    public void Nor_in_another_currency() => Life.Given(Voided(VoidCause.PartRefunded))
        .When(life => IssuedReceipt.Decide(life, Again(new Money(1, new Currency("EUR"))), _receipt, _all, null)).Refused("receipt_amount_not_received");

    [Fact]
    public void An_officer_changes_no_amount() => Life.Given()
        .When(life => IssuedReceipt.Decide(life, Again(Money.Cny(99_99)), _receipt, _all, _officer)).RefusedAt("receipt_amount_by_refund", "amount");

    [Theory]
    [InlineData(VoidCause.Refunded)]
    [InlineData(VoidCause.PartRefunded)]
    [InlineData(VoidCause.Disputed)]
    [InlineData(VoidCause.Duplicate)]
    public void Nor_gives_a_new_one_where_the_money_is_gone_or_receipted(VoidCause cause)
    {
        Life.Given(Voided(cause)).When(life => IssuedReceipt.Decide(life, Again(_all), _receipt, _all, _officer)).Refused("receipt_money_returned");
        Life.Given(Voided(cause)).When(life => IssuedReceipt.Decide(life, Again(_all), _receipt, _all, null)).Then(Ordered(_all));
    }

    [Fact]
    public void One_receipt_follows_another()
    {
        var replaced = new IIssuedReceiptEvent[] { Voided(VoidCause.NameWrong), Ordered(_all) };
        Life.Given(replaced).When(life => IssuedReceipt.Decide(life, Again(_all), _receipt, _all, _officer)).Nothing();
        Life.Given(replaced).When(life => IssuedReceipt.Decide(life, Again(_all) with { DonorId = _donor }, _receipt, _all, _officer)).Refused("receipt_replaced_already");
        Life.Given(replaced).When(life => IssuedReceipt.Decide(life, Again(Money.Cny(1)), _receipt, _all, null)).Refused("receipt_replaced_already");
        Life.Given().When(life => IssuedReceipt.Decide(life, Again(_all), null, _all, null)).Refused("receipt_unknown");
    }

    [Fact]
    public void Goods_are_listed_again_and_the_rest_of_a_sum_is_one_line()
    {
        GiftLine[] goods = [new("大米", "Rice", 20, "袋", _all)];
        var order = Assert.IsType<ReissueOrdered>(IssuedReceipt.Decide(null, Again(_all), _receipt with { Lines = goods }, _all, _officer).Last());
        Assert.Same(goods, order.Lines);
        Assert.Null(Assert.IsType<ReissueOrdered>(IssuedReceipt.Decide(null, Again(Money.Cny(1)), _receipt with { Lines = goods }, _all, null).Last()).Lines);
    }

    [Theory]
    [InlineData(100_00, 1, true)]
    [InlineData(99_99, 1, false)]
    [InlineData(100_00, 0, false)]
    public void The_lines_of_a_gift_add_up(long fen, decimal quantity, bool good) =>
        Assert.Equal(good, GiftLine.AddUp([new("大米", "Rice", quantity, "袋", Money.Cny(fen))], _all));

    private static VoidReceipt Asking(VoidCause cause, string? note = null) => new(_id, _id, cause, _at, note);

    private static ReissueReceipt Again(Money amount) => new(_id, _id, amount, _renamed, VoidCause.NameWrong, _at);

    private static ReceiptVoided Voided(VoidCause cause) => new(_id, _receipt.DonationId, _receipt.HolderId, _cause.Division, cause, null, null, _at);

    private static ReissueOrdered Ordered(Money amount) => new(_id, ReissueReceipt.ReplacementOf(_id), _receipt.DonationId, _cause, amount, _renamed, _receipt.PaidAt, null, _at);
}
