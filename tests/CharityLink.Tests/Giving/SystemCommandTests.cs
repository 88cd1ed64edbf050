using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving;

/// <summary>What the platform says by itself is carried out, however many others write to the same stream.</summary>
public sealed class SystemCommandTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    [Fact]
    public async Task Twenty_reports_about_one_gift_at_once_are_all_written_down()
    {
        var (gift, cause) = (Guid.CreateVersion7(), await world.Cause());
        await world.Begin(gift, new DonationStarted(gift, cause, Money.Cny(50_00), null, true, "stripe", TimeProvider.System.GetUtcNow(), Method: "card"));
        var commands = world.Get<SystemCommands>();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(
            () => commands.Send(RecordUnpaid.OfTry(gift, "stripe", $"ch_{number}", "insufficient_funds"), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken)));
        Assert.All(outcomes, outcome => Assert.Empty(outcome.Refusals));
        Assert.Equal(20, (await world.Store.ReadStream(gift, 0, TestContext.Current.CancellationToken)).Events.Count(recorded => recorded.Data is PaymentDeclined));
    }
}
