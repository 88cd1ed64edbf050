using CharityLink.StripeFake;
using Microsoft.Extensions.Options;

namespace CharityLink.Stripe.Tests;

/// <summary>A client and a stand-in to talk to. When a test ends, nothing that was sent or answered may be against the description.</summary>
public abstract class StripeTest : IAsyncLifetime
{
    private HttpClient http = null!; // made before every test

    internal FakeStripe Fake { get; private set; } = null!; // made before every test

    internal StripeClient Client { get; private set; } = null!; // made before every test

    internal HurriedTime Time { get; private set; } = new(TimeSpan.FromSeconds(30));

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected virtual StripeFakeOptions Setup => new();

    public async ValueTask InitializeAsync()
    {
        Fake = await FakeStripe.Start(Setup);
        http = new HttpClient(StripeServices.Handler());
        StripeServices.Prepare(http);
        Client = NewClient(new StripeOptions { SecretKey = "sk_test_1", Address = Fake.Address });
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        var complaints = Fake.Journal.Complaints;
        await Fake.DisposeAsync();
        Assert.Empty(complaints);
        GC.SuppressFinalize(this);
    }

    internal StripeClient NewClient(StripeOptions options, TimeSpan? limit = null)
    {
        Time = new HurriedTime(limit ?? TimeSpan.FromSeconds(30));
        return new StripeClient(http, Options.Create(options), Time);
    }

    /// <summary>Sends a call that must succeed; a POST gets a key of its own.</summary>
    internal async Task<T> Do<T>(StripeCall<T> call)
    {
        var answer = call.NeedsKey ? await Client.Send(call, $"test:{Guid.CreateVersion7()}", Ct) : await Client.Send(call, Ct);
        return answer.Must();
    }

    internal static PaymentIntentCreate Pay(string card, long amount = 100_00) => new()
    {
        Amount = amount,
        Currency = "hkd",
        PaymentMethod = card,
        Confirm = true,
        AllowedPaymentMethodTypes = ["card", "alipay"],
        Expand = ["latest_charge.balance_transaction"],
        Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["operation_id"] = "op-1" },
    };

    internal static CheckoutSessionCreate Page(params string[] types) => new()
    {
        Mode = "payment",
        AllowedPaymentMethodTypes = types,
        LineItems = [new() { Quantity = 1, PriceData = new() { Currency = "hkd", UnitAmount = 100_00, ProductData = new() { Name = "捐赠 Gift" } } }],
        PaymentIntentData = new() { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["donation_id"] = "d-1" } },
        PaymentMethodOptions = types.Contains("wechat_pay", StringComparer.Ordinal) ? new() { WechatPay = new() { Client = "web" } } : null,
        SuccessUrl = "https://charity.example/thanks?s={CHECKOUT_SESSION_ID}",
        CancelUrl = "https://charity.example/back",
        SubmitType = "donate",
        Locale = "zh",
        ClientReferenceId = "d-1",
    };
}
