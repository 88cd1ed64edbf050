using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>The row C1 of the failure matrix, at its size: a thousand promises by card are collected, and whoever collects dies halfway.</summary>
[Collection(Shared.KeptCards)]
public sealed class FailureMatrixC1(StripeSite site)
{
    private const int Many = 1_000;
    private static readonly TimeSpan _dead = TimeSpan.FromMinutes(7);

    [Fact]
    public async Task C1_the_goal_is_reached_and_the_program_dies_halfway()
    {
        var project = await site.AllOrNothing();
        var pledges = await site.ManyStand(project, Many, Money.Cny(1_00));
        var ended = await site.End(project);
        Assert.Equal((true, 0, 1000_00), (ended.IsMet, ended.Raised.Minor, ended.PledgedByCard?.Minor));
        await site.Caught("pledges");
        // What the provider would tell, the answers tell, too; most of it is lost here.
        site.Fake.Webhooks.LoseNext(8 * Many);
        site.Fake.Orders.FeesNeverCome = true;
        await DiesHalfway(pledges);
        await site.Planned();
        // Calls were taken up by somebody who sent half of them, stored nothing and is gone.
        var taken = await Lease(64);
        await Task.WhenAll(taken.Take(32).Select(call => site.Get<PaymentProviders>().Find("stripe")!.Send(call, StripeSite.Ct))); // It is configured.
        await site.Send();
        Assert.InRange(site.Charges(pledges.Select(pledge => CharityLink.Giving.Pledge.ChargeOf(pledge, 1))), 32, Many / 2);
        site.Advance(_dead);
        while (await site.Get<PledgeCollector>().Work(StripeSite.Ct) > 0)
        {
            await site.Caught("pledges");
        }

        await site.Planned();
        while (await site.Send() > 0)
        {
            // As long as there are any.
        }

        await site.Caught("pledge_keeper");
        await site.Settle();
        site.Fake.Webhooks.LoseNext(-8 * Many);
        site.Fake.Orders.FeesNeverCome = false;
        Assert.Equal(Many, await Kept());
        var begun = await site.All<Guid>("select (data ->> 'DonationId')::uuid from events.mt_events where type = 'pledge_charge_begun' and stream_id = any(@pledges)", new { pledges = pledges.ToArray() });
        Assert.Equal((Many, Many), (begun.Count, site.Charges(begun)));
        await site.Close();
        Assert.Equal((1000_00, Many), (await site.Scalar<long>("select sum(minor) from ledger_entry where donation_id = any(@begun) and source_kind = 'gift'", new { begun = begun.ToArray() }),
            await site.Scalar<long>("select count(*) from receipt where donation_id = any(@begun) and voided_at is null", new { begun = begun.ToArray() })));

        Task<long> Kept() => site.Scalar<long>("select count(*) from pledge where id = any(@pledges) and state = 'kept'", new { pledges = pledges.ToArray() });
    }

    // Two nodes collect, and both are gone once the first of their charges are on their way.
    private async Task DiesHalfway(IReadOnlyList<Guid> pledges)
    {
        using var dead = CancellationTokenSource.CreateLinkedTokenSource(StripeSite.Ct);
        var nodes = Enumerable.Range(0, 2).Select(_ => site.Get<PledgeCollector>().Work(dead.Token)).ToList();
        while (await Begun() < Many / 20)
        {
            await Task.Delay(1, StripeSite.Ct);
        }

        await dead.CancelAsync();
        foreach (var node in nodes)
        {
            await Record.ExceptionAsync(() => node);
        }

        Assert.InRange(await Begun(), 1, Many - 1);

        Task<long> Begun() => site.Scalar<long>("select count(*) from events.mt_events where type = 'pledge_charge_begun' and stream_id = any(@pledges)", new { pledges = pledges.ToArray() });
    }

    private Task<IReadOnlyList<PaymentOperation>> Lease(int most) => site.Get<PaymentOperations>().Lease(most, _dead - TimeSpan.FromMinutes(1), StripeSite.Ct);
}
