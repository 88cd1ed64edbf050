using CharityLink.StripeFake.Giving;
using CharityLink.StripeFake.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CharityLink.StripeFake;

/// <summary>A running stand-in for Stripe.</summary>
public sealed class FakeStripe : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly World world;

    private FakeStripe(StripeFakeOptions options)
    {
        world = new World(Clock, options);
        Webhooks = new Deliveries(world, options, Journal);
        Giver = new Giver(world);
        Bank = new Bank(world);
        Clock.Moved = CatchUp;
        if (options.GiversPay)
        {
            world.PageOpened = page => world.Later(TimeSpan.Zero, () => Giver.Pay(page, "pm_card_visa"));
        }

        app = Build(options);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => world.Address ?? throw new InvalidOperationException("It is not started.");

    /// <summary>Its clock.</summary>
    public FakeClock Clock { get; } = new();

    /// <summary>What goes wrong with the next requests.</summary>
    public Faults Faults { get; } = new();

    /// <summary>What it was asked and answered, and what is wrong with that.</summary>
    public Journal Journal { get; } = new();

    /// <summary>How things end from now on.</summary>
    public Orders Orders => world.Orders;

    /// <summary>Its webhooks.</summary>
    public Deliveries Webhooks { get; }

    /// <summary>Acts for the giver.</summary>
    public Giver Giver { get; }

    /// <summary>Acts for banks and for Stripe's people.</summary>
    public Bank Bank { get; }

    /// <summary>Starts one.</summary>
    public static async Task<FakeStripe> Start(StripeFakeOptions? options = null)
    {
        var fake = new FakeStripe(options ?? new StripeFakeOptions());
        await fake.app.StartAsync();
        fake.world.Address = new Uri(fake.app.Urls.First());
        return fake;
    }

    /// <summary>Runs until the program is stopped.</summary>
    public Task WaitForEnd() => app.WaitForShutdownAsync();

    /// <summary>Does what has become due since the last request.</summary>
    public void CatchUp()
    {
        lock (world.Gate)
        {
            world.RunDue();
        }
    }

    /// <summary>How many objects of a kind there are.</summary>
    public int Count(string kind)
    {
        lock (world.Gate)
        {
            return world.All(kind).Count;
        }
    }

    /// <summary>How many payments have succeeded whose label has one of these values.</summary>
    public int Succeeded(string label, IEnumerable<string> values)
    {
        var wanted = values.ToHashSet(StringComparer.Ordinal);
        lock (world.Gate)
        {
            return world.All("payment_intent").Count(intent => (string?)intent["status"] == "succeeded" && wanted.Contains((string?)intent["metadata"]?[label] ?? ""));
        }
    }

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await Webhooks.DisposeAsync();
    }

    private WebApplication Build(StripeFakeOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.WebHost.UseUrls($"http://127.0.0.1:{options.Port}");
        var built = builder.Build();
        var pipeline = new Pipeline(world, options, Faults, Journal);
        built.Map("/v1/{**rest}", pipeline.Handle);
        Pages.Map(built, world, Giver);
        Control.Map(built, this);
        return built;
    }
}
