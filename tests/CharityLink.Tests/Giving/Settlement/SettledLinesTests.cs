using CharityLink.Giving;
using CharityLink.Kernel;
using Settled = CharityLink.Giving.Settlement;

namespace CharityLink.Tests.Giving;

/// <summary>What a charity's accountant reads of a provider's books.</summary>
public sealed class SettledLinesTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    private readonly string provider = $"bank{Guid.CreateVersion7():N}";
    private readonly GiftCause cause = new(Guid.CreateVersion7(), null, Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), DivisionCode.Parse("440703103201"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("po_z", "po_a")]
    [InlineData("po_a", "po_z")]
    public async Task A_line_paid_out_again_after_it_came_back_names_the_last_payout_whatever_its_number(string first, string last)
    {
        var gift = Guid.CreateVersion7();
        await world.Passed("ledger", await world.Begin(
            gift, new PaymentSettled(gift, "line", "charge", new PaidGift(cause, Money.Cny(100_00), null, null, provider), Money.Cny(100_00), Money.Cny(100_00), Money.Cny(3_74), Money.Cny(96_26))));
        foreach (var payout in new[] { first, last })
        {
            await world.Get<ProviderBooks>().PaidOut(provider, payout, ["line"], Ct);
            await world.Passed("payouts", await world.Begin(
                Settled.OfRemittance(provider, payout), new RemittancePaid(provider, payout, Money.Cny(96_26), [new RemittanceShare(cause.HolderId, Money.Cny(96_26))])));
        }

        var now = TimeProvider.System.GetUtcNow();
        var lines = new List<SettledLine>();
        await foreach (var line in world.Get<SettledLines>().Between(now.AddDays(-1), now.AddDays(1), [cause.HolderId], Ct))
        {
            lines.Add(line);
        }

        Assert.Equal(last, Assert.Single(lines, line => line.TransactionId == "line").PayoutId);
        Assert.Equal([first, last], lines.Where(line => line.Kind == "payout").Select(line => line.PayoutId).ToList());
    }
}
