using CharityLink.Audit;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Tests.Audit;

/// <summary>Where a fact that names no place stands in the trail.</summary>
public sealed class AuditTrailTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task What_becomes_of_a_gift_stands_where_the_gift_began()
    {
        var (gift, cause) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await Append(gift, 0, new DonationStarted(
            gift, new GiftCause(cause, null, cause, cause, cause, DivisionCode.Parse("440781100201")), Money.Cny(60_00), null, true, "sandbox", DateTimeOffset.UnixEpoch));
        // Another batch: the trail has only the log to find the place in.
        await Append(gift, 1, new PaymentDeclined(gift, Guid.CreateVersion7(), "declined"));

        Assert.Equal("payment_declined donation_started", await Seen("440781100201"));
        Assert.Equal("", await Seen("440784"));
    }

    private async Task Append(Guid gift, long version, object fact)
    {
        var done = Assert.IsType<AppendResult.Appended>(
            await world.Store.Append([new StreamChange(gift, "donation", version, [fact])], EventMetadata.None, TestContext.Current.CancellationToken));
        Assert.True(await world.Services.GetRequiredService<ReadModelHost>().WaitFor("audit", done.Position, TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    private async Task<string> Seen(string division) => string.Join(' ', (await world.Services.GetRequiredService<AuditTrail>()
        .Newest(Staff.Holding(Role.Auditor, division), null, new(), 10, TestContext.Current.CancellationToken)).Select(entry => entry.Fact));
}
