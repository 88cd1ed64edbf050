using CharityLink.Stripe;
using CharityLink.StripeFake;
using CharityLink.Web.Demo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>The one charity of <see cref="StripeSite"/> that is the merchant itself.</summary>
internal static class OwnAccount
{
    /// <summary>Who it is; its program is <see cref="School"/>.</summary>
    public static Guid Holder { get; } = DemoId.Of("org:wuyi");

    /// <summary>What is given to it for.</summary>
    public static Guid School { get; } = DemoId.Of("program:school");

    /// <summary>Connects it at the stand-in. Returns its account.</summary>
    public static async Task<string> Open(FakeStripe fake, string key, CancellationToken ct)
    {
        var section = new ConfigurationBuilder().AddInMemoryCollection([new("SecretKey", key), new("Address", fake.Address.ToString())]).Build();
        await using var services = new ServiceCollection().AddStripe(section).BuildServiceProvider();
        var made = await services.GetRequiredService<StripeClient>().Send(CharityLink.Stripe.Accounts.Create(new AccountCreate { Country = "SG" }), "connect", ct);
        var account = (made.Value ?? throw new InvalidOperationException("The stand-in connects whoever asks.")).Id;
        fake.Bank.Onboard(account);
        return account;
    }
}
