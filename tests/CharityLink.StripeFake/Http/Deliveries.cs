using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using CharityLink.StripeFake.Description;

namespace CharityLink.StripeFake.Http;

/// <summary>Signs and sends webhooks: at once, or held back and delivered by hand in any order, any number of times.</summary>
public sealed class Deliveries : IAsyncDisposable
{
    private readonly StripeFakeOptions options;
    private readonly World world;
    private readonly Journal journal;
    // A busy machine may take long; only a site that hangs is given up.
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromMinutes(1) };
    private readonly Channel<JsonObject> atOnce = Channel.CreateUnbounded<JsonObject>();
    private readonly List<JsonObject> held = [];
    private readonly Task sender;
    private int toLose;

    internal Deliveries(World world, StripeFakeOptions options, Journal journal)
    {
        this.world = world;
        this.options = options;
        this.journal = journal;
        world.Happened = Take;
        sender = Task.WhenAll(Enumerable.Range(0, options.WebhooksAtOnce).Select(_ => SendAll()));
    }

    /// <summary>Webhooks that wait: held back, or not taken by the receiver.</summary>
    public int Waiting
    {
        get
        {
            lock (world.Gate)
            {
                return held.Count;
            }
        }
    }

    /// <summary>The next webhooks never arrive; their events can still be listed.</summary>
    public void LoseNext(int count) => toLose += count;

    /// <summary>What waits comes the other way round: the last first.</summary>
    public void TurnRound()
    {
        lock (world.Gate)
        {
            held.Reverse();
        }
    }

    /// <summary>Delivers what waits, each a number of times, in order or shuffled; returns the statuses that came back.</summary>
    public async Task<IReadOnlyList<int>> Deliver(int copies = 1, int? shuffle = null, CancellationToken ct = default)
    {
        List<JsonObject> now;
        lock (world.Gate)
        {
            now = [.. Enumerable.Range(0, copies).SelectMany(_ => held)];
            held.Clear();
        }

        var order = now.ToArray();
        if (shuffle is { } seed)
        {
            new Random(seed).Shuffle(order);
        }

        var statuses = new int[order.Length];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.WebhooksAtOnce, CancellationToken = ct };
        await Parallel.ForAsync(0, order.Length, parallel, async (n, stop) => statuses[n] = await Send(order[n], stop));
        return statuses;
    }

    /// <summary>Ends the sender.</summary>
    public async ValueTask DisposeAsync()
    {
        atOnce.Writer.Complete();
        await sender;
        http.Dispose();
    }

    // Under the world's gate.
    private void Take(JsonObject happened)
    {
        if (options.Check)
        {
            journal.Complain(Oracle.Event(happened));
        }

        if (options.Webhook is null || options.Events?.Contains((string?)happened["type"], StringComparer.Ordinal) == false)
        {
            return;
        }

        happened["pending_webhooks"] = 1;
        if (toLose > 0)
        {
            toLose--;
        }
        else if (options.HoldWebhooks)
        {
            held.Add(happened);
        }
        else
        {
            atOnce.Writer.TryWrite(happened);
        }
    }

    private async Task SendAll()
    {
        await foreach (var happened in atOnce.Reader.ReadAllAsync())
        {
            if (await Send(happened, CancellationToken.None) is < 200 or >= 300)
            {
                lock (world.Gate)
                {
                    held.Add(happened);
                }
            }
        }
    }

    private async Task<int> Send(JsonObject happened, CancellationToken ct)
    {
        string body;
        lock (world.Gate)
        {
            body = happened.ToJsonString();
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, options.Webhook);
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            request.Headers.TryAddWithoutValidation("Stripe-Signature", Signing.Header(body, world.Clock.GetUtcNow(), options.Secrets));
            using var response = await http.SendAsync(request, ct);
            if (response.IsSuccessStatusCode)
            {
                lock (world.Gate)
                {
                    happened["pending_webhooks"] = 0;
                }
            }

            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
