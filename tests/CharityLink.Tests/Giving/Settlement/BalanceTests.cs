using CharityLink.Giving;
using CharityLink.Kernel;
using Settled = CharityLink.Giving.Settlement;

namespace CharityLink.Tests.Giving;

/// <summary>What stands with a provider is compared with the books: what is on its way explains a difference for some days, and not for ever.</summary>
public sealed class BalanceTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    private static readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private readonly string provider = $"bank{Guid.CreateVersion7():N}";
    private readonly GiftCause cause = new(Guid.CreateVersion7(), null, Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), DivisionCode.Parse("440703103201"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gift_whose_line_has_not_come_is_waited_for_three_days()
    {
        await Pay(Guid.CreateVersion7());
        var one = await Compare(0);
        Assert.Equal((Money.Cny(100_00), Money.Cny(100_00), 0L), (one.Here, one.Waiting, one.Difference.Minor));
        Assert.Equal(-100_00, (await Compare(0, after: TimeSpan.FromDays(4))).Difference.Minor);
    }

    [Fact]
    public async Task What_both_sides_booked_is_compared_to_the_last_fen()
    {
        await Settle(Guid.CreateVersion7(), "a");
        await List(Line("a", 96_26, _now.AddHours(-1)));
        var later = TimeSpan.FromDays(1);
        Assert.Equal(0, (await Compare(96_26, later)).Difference.Minor);
        Assert.Equal(1, (await Compare(96_27, later)).Difference.Minor);
        Assert.Equal(-1, (await Compare(96_25, later)).Difference.Minor);
    }

    [Fact]
    public async Task What_came_while_the_provider_was_asked_may_or_may_not_be_in_its_answer()
    {
        await Settle(Guid.CreateVersion7(), "b");
        await List(Line("b", 96_26, _now));
        Assert.Equal(0, (await Compare(96_26)).Difference.Minor);
        Assert.Equal(0, (await Compare(0)).Difference.Minor);
        Assert.Equal(1, (await Compare(96_27)).Difference.Minor);
        Assert.Equal(-1, (await Compare(-1)).Difference.Minor);
    }

    [Fact]
    public async Task What_only_the_provider_booked_is_on_its_way_for_three_days_and_a_payout_for_fourteen()
    {
        await List(Line("c", 96_26, _now.AddDays(-2)), Line("d", -50_00, _now.AddDays(-10)) with { Kind = ProviderBooking.Remittance, SourceId = $"po_{provider}" });
        var one = await Compare(46_26);
        Assert.Equal((Money.Cny(46_26), 0L), (one.Coming, one.Difference.Minor));
        Assert.Equal(96_26, (await Compare(46_26, TimeSpan.FromDays(2))).Difference.Minor);
        Assert.Equal(46_26, (await Compare(46_26, TimeSpan.FromDays(5))).Difference.Minor);
    }

    [Fact]
    public async Task A_payout_leaves_both_sides_once_and_comes_back_to_both()
    {
        await Settle(Guid.CreateVersion7(), "e");
        var (payout, share) = ($"po_{provider}", new RemittanceShare(cause.HolderId, Money.Cny(96_26)));
        var gone = Line("f", -96_26, _now.AddHours(-2)) with { Kind = ProviderBooking.Remittance, SourceId = payout };
        await List(Line("e", 96_26, _now.AddHours(-3)), gone);
        var later = TimeSpan.FromHours(1);
        Assert.Equal((-96_26L, 0L), (await Compare(0, later)) switch { var one => (one.Coming.Minor, one.Difference.Minor) });
        await world.Passed("ledger", await world.Begin(Settled.OfRemittance(provider, payout), new RemittancePaid(provider, payout, share.Amount, [share])));
        Assert.Equal((0L, 0L), (await Compare(0, later)) switch { var one => (one.Coming.Minor, one.Difference.Minor) });
        await List(gone with { Id = "g", Gross = Money.Cny(96_26), Net = Money.Cny(96_26) });
        Assert.Equal((96_26L, 0L), (await Compare(96_26, later)) switch { var one => (one.Coming.Minor, one.Difference.Minor) });
    }

    private static ProviderBooking Line(string id, long net, DateTimeOffset at) =>
        new(id, ProviderBooking.Charge, "ch", Money.Cny(net), Money.Cny(0), Money.Cny(net), at, _ => Task.FromResult<IReadOnlyList<ICommand>>([]));

    private async Task<BalanceComparison> Compare(long there, TimeSpan after = default) =>
        Assert.Single(await world.Get<ProviderBalances>().Compare(provider, [Money.Cny(there)], _now + after, Ct));

    private async Task List(params ProviderBooking[] lines) => await world.Get<ProviderBooks>().Take(provider, lines, Ct);

    private async Task Pay(Guid gift) => await world.Passed("ledger", await world.Begin(
        gift, new DonationPaid(gift, Guid.CreateVersion7(), cause, Money.Cny(100_00), null, true, provider)));

    private async Task Settle(Guid gift, string id)
    {
        await Pay(gift);
        await world.Passed("ledger", await world.Begin(
            StableId.Beside(gift, id),
            new PaymentSettled(gift, id, "charge", new PaidGift(cause, Money.Cny(100_00), null, null, provider), Money.Cny(100_00), Money.Cny(100_00), Money.Cny(3_74), Money.Cny(96_26))));
    }
}
