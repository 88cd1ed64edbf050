using System.Text.Json;
using System.Text.Json.Nodes;
using CharityLink.Stripe.Wire;

namespace CharityLink.Stripe.Tests;

/// <summary>Requests are written byte for byte as Stripe's own client writes them.</summary>
public sealed class FormBodyTests
{
    private const string File = "stripe-form-vectors.json";

    public static IEnumerable<TheoryDataRow<string>> Cases() => Vectors.Ids(File);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_request_is_written_as_Stripes_client_writes_it(string id)
    {
        var vector = Vectors.Case(File, id);
        var input = vector["input"]!.AsObject();
        foreach (var absent in input.Where(m => m.Value is JsonValue v && v.TryGetValue<string>(out var text) && text == "__undefined__").ToList())
        {
            input.Remove(absent.Key);
        }

        Assert.Equal((string)vector["encoded"]!, FormBody.Encode(JsonSerializer.SerializeToElement(input)));
    }

    [Fact]
    public void Every_vector_is_tested() => Assert.Equal(26, Vectors.Of(File).Count);

    [Fact]
    public void A_typed_request_leaves_out_what_is_not_set_and_clears_what_is_empty()
    {
        var call = Customers.Update("cus_1", new CustomerFields { Name = "", PreferredLocales = ["zh", "en"] });
        Assert.Equal("name=&preferred_locales[0]=zh&preferred_locales[1]=en", call.Form);
    }

    [Fact]
    public void Names_and_times_are_written_in_Stripes_way()
    {
        var call = PaymentIntents.Create(new PaymentIntentCreate
        {
            Amount = 50_00,
            Currency = "hkd",
            PaymentMethodOptions = new() { Card = new() { RequestThreeDSecure = "any", StoredCredentialUsage = "unscheduled" } },
        });
        Assert.Equal(
            "amount=5000&currency=hkd&payment_method_options[card][request_three_d_secure]=any&payment_method_options[card][stored_credential_usage]=unscheduled",
            call.Form);
        var list = Refunds.List(new ListRequest { Created = new() { Gte = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000) }, Limit = 3 });
        Assert.Equal("created[gte]=1790000000&limit=3", list.Form);
    }

    [Fact]
    public void An_id_cannot_name_another_path()
    {
        Assert.Equal("/v1/refunds/re_1%2F..%2F..%2Fcharges%3Fa", Refunds.Get("re_1/../../charges?a").Path);
        Assert.Throws<ArgumentException>(() => Refunds.Get(""));
    }
}
