using System.Collections.Concurrent;
using CharityLink.Stripe;
using CharityLink.Web.Giving.Payments;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>The rows A and B of the failure matrix by the system's own hand: a node dies wherever it is while gifts are given, called out for, paid and told of.</summary>
public sealed class KilledNodeTests : IAsyncLifetime
{
    private const int Givers = 8;

    // When a node dies: as soon as a call is on its way, as soon as a notification is acted on, as soon as a gift was acknowledged.
    private static readonly string[] _moments =
    [
        "select exists (select from giving.payment_operation where state = 'sending')",
        "select exists (select from giving.payment_inbox where state = 'waiting' and tries > 0)",
        "select exists (select from giving.payment_operation where state = 'planned')",
    ];

    private readonly StripeSite _site = new();
    private readonly ConcurrentQueue<Guid> _acknowledged = new();

    public ValueTask InitializeAsync() => _site.InitializeAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task No_gift_that_was_acknowledged_is_lost_and_none_is_paid_twice_when_nodes_are_killed()
    {
        foreach (var moment in _moments)
        {
            using var node = await SecondNode.Start(_site, StripeSite.Ct);
            using var dead = new CancellationTokenSource();
            var lanes = Enumerable.Range(0, Givers).Select(_ => Give(node, dead.Token)).ToList();
            var telling = Tell(dead.Token);
            while (!await _site.Scalar<bool>(moment))
            {
                await Task.Delay(1, StripeSite.Ct);
            }

            await node.Kill();
            await dead.CancelAsync();
            await Task.WhenAll([.. lanes, telling]);
        }

        await Finish();
        var pages = await Pages();
        Assert.All(pages, page => Assert.Single(page));
        Assert.All(_acknowledged, gift => Assert.Contains(pages, page => page.Key == gift.ToString()));
        Assert.Equal(_acknowledged.Order(), await _site.All<Guid>(
            "select stream_id from events.mt_events where type = 'donation_paid' and data ->> 'Provider' = 'stripe' and stream_id = any(@gifts) order by 1", new { gifts = _acknowledged.ToArray() }));
        Assert.Equal(0, await _site.Scalar<long>("select count(*) from (select stream_id from events.mt_events where type = 'donation_paid' group by 1 having count(*) > 1) twice"));
        await _site.Close();
    }

    // One gift after the other, until nobody answers any more.
    private async Task Give(SecondNode node, CancellationToken dead)
    {
        var visitor = node.Visitor();
        try
        {
            while (!dead.IsCancellationRequested)
            {
                var form = await visitor.OpenForm();
                var begun = await visitor.Submit(form, Gifts.Form, ("other", "60"), ("who", "anonymous"), ("method", "card"));
                Assert.Equal(303, begun.Status);
                _acknowledged.Enqueue(Gifts.GiftOf(form));
                if ((await visitor.Follow(begun)).Location?.Contains("/checkout/", StringComparison.Ordinal) == true)
                {
                    await _site.Pay(Gifts.GiftOf(form));
                }
            }
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException)
        {
            // The node is gone, or has not closed its last connection.
        }
    }

    // Webhooks go to the node that stays; the one that dies acts on them.
    private async Task Tell(CancellationToken dead)
    {
        while (!dead.IsCancellationRequested)
        {
            await _site.Fake.Webhooks.Deliver(1, null, StripeSite.Ct);
            await Task.Delay(20, StripeSite.Ct);
        }
    }

    // What the dead held is free again after a while; givers whose page was never shown come back and pay.
    private async Task Finish()
    {
        _site.Advance(TimeSpan.FromMinutes(7));
        await _site.Planned();
        await _site.Rest();
        await _site.Deliver();
        foreach (var gift in _acknowledged)
        {
            if (!(await _site.Facts(gift)).Contains("DonationPaid", StringComparer.Ordinal))
            {
                await _site.Pay(gift);
            }
        }

        await _site.Deliver(2, 3);
    }

    private async Task<List<IGrouping<string?, CheckoutSession>>> Pages()
    {
        var pages = new List<CheckoutSession>();
        await foreach (var page in _site.Get<StripeLine>().All(CheckoutSessions.List, new ListRequest(), StripeSite.Ct))
        {
            pages.Add(page);
        }

        return [.. pages.GroupBy(page => page.ClientReferenceId, StringComparer.Ordinal)];
    }
}
