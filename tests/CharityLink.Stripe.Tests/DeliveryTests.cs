using System.Collections.Concurrent;
using CharityLink.StripeFake;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CharityLink.Stripe.Tests;

/// <summary>Webhooks of the stand-in as a receiver sees them: signed, held, doubled, shuffled, lost and healed by the list.</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<StripeEvent> taken = new();
    private readonly StripeOptions options = new();
    private WebApplication receiver = null!; // made before every test
    private FakeStripe fake = null!; // made before every test
    private HttpClient http = null!; // made before every test
    private StripeClient client = null!; // made before every test

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        options.WebhookSecrets.Add(new WebhookSecret { Secret = "whsec_new" });
        receiver = Receiver();
        await receiver.StartAsync();
        fake = await FakeStripe.Start(new StripeFakeOptions { Webhook = new Uri(new Uri(receiver.Urls.First()), "/hook"), Secrets = ["whsec_old", "whsec_new"], HoldWebhooks = true });
        http = new HttpClient();
        client = new StripeClient(http, Microsoft.Extensions.Options.Options.Create(new StripeOptions { SecretKey = "sk_test_1", Address = fake.Address }), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        var complaints = fake.Journal.Complaints;
        http.Dispose();
        await fake.DisposeAsync();
        await receiver.DisposeAsync();
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task A_webhook_is_taken_while_a_secret_is_rolled()
    {
        await Give();
        Assert.All(await fake.Webhooks.Deliver(ct: Ct), status => Assert.Equal(200, status));
        Assert.Equal("payment_intent.created charge.succeeded payment_intent.succeeded", string.Join(' ', taken.Select(e => e.Type)));
        Assert.All(taken, e => Assert.Equal(StripeApi.Version, e.ApiVersion));
    }

    [Fact]
    public async Task Webhooks_come_twice_and_in_any_order()
    {
        await Give();
        Assert.Equal(6, (await fake.Webhooks.Deliver(copies: 2, shuffle: 7, ct: Ct)).Count);
        Assert.Equal((6, 3), (taken.Count, taken.Select(e => e.Id).Distinct(StringComparer.Ordinal).Count()));
        Assert.NotEqual("payment_intent.created", taken.First().Type, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_lost_webhook_is_found_in_the_list_of_undelivered_events()
    {
        fake.Webhooks.LoseNext(2);
        await Give();
        await fake.Webhooks.Deliver(ct: Ct);
        var lost = (await client.Send(Events.List(new ListRequest { DeliverySuccess = false }), Ct)).Must();
        Assert.Equal("charge.succeeded payment_intent.created", string.Join(' ', lost.Data.Select(e => e.Type)));
        fake.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Empty((await client.Send(Events.List(new ListRequest()), Ct)).Must().Data);
    }

    [Fact]
    public async Task A_webhook_that_is_refused_can_still_be_listed()
    {
        options.WebhookSecrets.Clear();
        await Give();
        Assert.All(await fake.Webhooks.Deliver(ct: Ct), status => Assert.Equal(400, status));
        Assert.Equal(3, (await client.Send(Events.List(new ListRequest { DeliverySuccess = false }), Ct)).Must().Data.Count);
    }

    private async Task Give() => (await client.Send(PaymentIntents.Create(StripeTest.Pay("pm_card_visa")), "k", Ct)).Must();

    private WebApplication Receiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var reader = new WebhookReader(new FixedOptions(options), TimeProvider.System);
        app.MapPost("/hook", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            var delivery = reader.Read(body.ToArray(), request.Headers["Stripe-Signature"].FirstOrDefault());
            if (delivery.Event is { } happened)
            {
                taken.Enqueue(happened);
            }

            return Results.StatusCode(delivery.IsAccepted ? 200 : 400);
        });
        return app;
    }
}
