using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Web.Giving.Payments;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>What Stripe tells against an account that takes gifts: a person hears of it, and nobody is led to give where it cannot arrive. Twice, late and in another order it comes to the same.</summary>
[Collection(Shared.Stripe)]
public sealed class PayeeAccountTests(StripeSite site)
{
    private static readonly string[] _names = ["payee_accounts", "payee_account_watch", "payment_alerts"];

    private string Own => site.Get<PaymentSettings>().Merchants.Single(merchant => merchant.OwnAccount is not null).Account;

    [Fact]
    public async Task An_account_that_was_switched_off_is_offered_to_nobody_until_it_is_on_again()
    {
        var before = await Alerts("account_takes_nothing");
        Assert.NotEmpty(await Offers());
        site.Fake.Bank.Restrict(Own, charges: false, payouts: false, "requirements.past_due", "external_account");
        try
        {
            await Heard(3);
            Assert.Empty(await Offers());
            Assert.NotEmpty(await site.Get<PaymentProviders>().Find("stripe")!.Offers(Guid.CreateVersion7(), Currency.Cny, StripeSite.Ct)); // Others go on.
            Assert.Equal(before + 1, await Alerts("account_takes_nothing"));
            Assert.Contains("requirements.past_due", (await (await site.SignedIn("admin")).Get("/en/console/payments?alerts=all")).Text("tbody"), StringComparison.Ordinal);
            var form = await site.Visitor().Get($"/en/give?program={OwnAccount.School}");
            Assert.Null(form.Html.QuerySelector("input[name=method][value=card]"));
        }
        finally
        {
            site.Fake.Bank.Onboard(Own);
        }

        await Heard(2);
        Assert.NotEmpty(await Offers());
        // The same trouble another time is another alert.
        site.Fake.Bank.Restrict(Own, charges: false, payouts: false, "requirements.past_due", "external_account");
        site.Fake.Bank.Onboard(Own);
        site.Fake.Bank.Restrict(Own, payouts: false, due: ["external_account"]);
        await Heard(2, 1);
        // Each was read as it is now: what was in between is over.
        Assert.Equal((before + 1, 1L), (await Alerts("account_takes_nothing"), await Alerts("account_pays_nothing")));
        Assert.NotEmpty(await Offers());
        site.Fake.Bank.Restrict(Own, due: ["external_account"]);
        await Heard(1);
        Assert.Equal(1, await Alerts("account_asked"));
        site.Fake.Bank.Onboard(Own);
        await Heard(1);
    }

    [Fact]
    public async Task An_account_whose_owner_took_our_access_away_takes_nothing_and_comes_back_with_it()
    {
        site.Fake.Bank.Connect(Own, false);
        try
        {
            await Heard(2);
            Assert.Empty(await Offers());
            Assert.Equal(1, await Alerts("account_disconnected"));
        }
        finally
        {
            site.Fake.Bank.Connect(Own, true);
        }

        await Heard(2, 2);
        Assert.NotEmpty(await Offers());
        Assert.Equal(0, await site.Scalar<long>("select count(*) from giving.payment_inbox where kind like 'account.%' and state <> 'done'"));
        Assert.Equal(0, await site.Scalar<long>("select count(*) from giving.payment_circuit where provider = 'stripe'"));
    }

    private async Task Heard(int copies, int? shuffle = null)
    {
        await site.Deliver(copies, shuffle);
        foreach (var name in _names)
        {
            await site.Passed(name);
        }

        // What is known of accounts may be a second old.
        site.Advance(TimeSpan.FromSeconds(2));
    }

    private ValueTask<IReadOnlyList<PaymentOffer>> Offers() => site.Get<PaymentProviders>().Find("stripe")!.Offers(OwnAccount.Holder, Currency.Cny, StripeSite.Ct); // It is configured.

    private Task<long> Alerts(string kind) => site.Scalar<long>("select count(*) from payment_alert where kind = @kind", new { kind });
}
