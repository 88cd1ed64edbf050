using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Web.Giving;
using CharityLink.Web.Giving.Payments;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>Which way to pay a form chose, and what it is told where there is none.</summary>
[Collection(Shared.Stripe)]
public sealed class PaymentDeskTests(StripeSite site)
{
    [Theory]
    [InlineData("card", null)]
    [InlineData("alipay", null)]
    [InlineData("", "method_missing")]
    [InlineData("gold", "method_missing")]
    public async Task A_way_that_is_offered_is_taken(string typed, string? refusal)
    {
        var (way, why) = await Choose(site.Get<PaymentProviders>(), typed);
        Assert.Equal((refusal is null ? typed : null, refusal), (way?.Name, why));
    }

    [Fact]
    public async Task Where_nothing_is_offered_the_giver_is_told() => Assert.Equal((null, "method_none"), await Choose(new([]), "card"));

    [Fact]
    public void The_smallest_amount_is_that_of_the_method_else_of_the_currency()
    {
        var settings = new PaymentSettings { LeastMinor = { ["CNY"] = 6_00 }, LeastBy = { ["card"] = new Dictionary<string, long>(StringComparer.Ordinal) { ["CNY"] = 9_00 } } };
        var offers = new MethodTable(settings).Offers("stripe", new Merchant { Country = "SG" }, Currency.Cny);
        Assert.Equal([("card", 9_00L), ("alipay", 6_00), ("wechat_pay", 6_00)], offers.Select(offer => (offer.Method.Name, offer.Least.Minor)));
    }

    private async Task<(PaymentMethod? Way, string? Why)> Choose(PaymentProviders providers, string typed)
    {
        var program = (await site.Get<CauseBook>().Programs(StripeSite.Ct)).Values.First(program => !program.IsSuspended);
        var refusals = new List<Refusal>();
        var order = new GiveOrder(Guid.CreateVersion7(), new CauseChoice(program.Id, null, null, null), Money.Cny(60_00), null, true, [], Method: typed);
        var way = await new PaymentDesk(providers, site.Get<CauseBook>(), site.Get<PaymentOrigins>(), TimeProvider.System).Choose(order, refusals, StripeSite.Ct);
        return (way, refusals.SingleOrDefault()?.Code);
    }
}
