using System.Text.Json.Nodes;
using CharityLink.StripeFake.Description;

namespace CharityLink.Stripe.Tests;

/// <summary>The judge itself: what it lets pass and what it does not, since a judge that allows everything proves nothing.</summary>
public sealed class DescriptionTests
{
    [Theory]
    [InlineData("payment_intent=pi_1&amount=100&metadata[a]=b", null)]
    [InlineData("payment_intent=pi_1&amount=ten", "amount is no integer")]
    [InlineData("payment_intent=pi_1&sum=100", "sum is not known")]
    [InlineData("payment_intent=pi_1&reason=because", "reason cannot be because")]
    [InlineData("payment_intent=pi_1&reverse_transfer=1", "reverse_transfer is no boolean")]
    [InlineData("payment_intent[id]=pi_1", "payment_intent is no string")]
    [InlineData("expand=charge", "expand is no array")]
    public void A_wrong_parameter_is_named(string form, string? fault) => Faults("POST", "/v1/refunds", form, fault);

    [Theory]
    [InlineData("amount=100&currency=hkd", null)]
    [InlineData("amount=100", "currency is missing")]
    [InlineData("amount=100&currency=hkd&payment_method_types[0]=card", "payment_method_types is not known")]
    [InlineData("amount=100&currency=hkd&transfer_data[amount]=1", "transfer_data.destination is missing")]
    [InlineData("amount=100&currency=hkd&off_session=recurring", null)]
    [InlineData("amount=100&currency=hkd&off_session=maybe", "off_session")]
    public void A_payments_parameters_are_those_of_the_pinned_version(string form, string? fault) => Faults("POST", "/v1/payment_intents", form, fault);

    [Theory]
    [InlineData("created[gte]=5&limit=2", null)]
    [InlineData("created[since]=5", "created.since is not known")]
    [InlineData("customer=cus_1", "customer is not known")]
    public void A_filter_that_a_list_does_not_take_is_named(string form, string? fault) => Faults("GET", "/v1/refunds", form, fault);

    [Fact]
    public void An_answer_with_a_member_missing_null_or_of_another_type_is_named()
    {
        var refund = Refund();
        Assert.Empty(Answer(refund));
        Assert.Contains("Refunds_retrieve: charge is missing", Answer(Without(refund, "charge")), StringComparer.Ordinal);
        Assert.Contains("Refunds_retrieve: amount is missing", Answer(Without(refund, "amount")), StringComparer.Ordinal);
        Assert.Contains("Refunds_retrieve of 2024: amount is missing", Answer(Without(refund, "amount")), StringComparer.Ordinal);
        Assert.Contains("Refunds_retrieve: amount is null", Answer(With(refund, "amount", null)), StringComparer.Ordinal);
        Assert.Contains("Refunds_retrieve: amount is no integer", Answer(With(refund, "amount", "5")), StringComparer.Ordinal);
        Assert.Contains("Refunds_retrieve: object cannot be charge", Answer(With(refund, "object", "charge")), StringComparer.Ordinal);
    }

    [Fact]
    public void An_answer_may_have_new_values_and_new_members()
    {
        Assert.Empty(Answer(With(Refund(), "reason", "new_reason")));
        Assert.Empty(Answer(With(Refund(), "new_member", "x")));
    }

    [Fact]
    public void What_changed_since_2024_is_excused_and_nothing_else()
    {
        var operation = ApiDescription.Pinned.Find("POST", "/v1/payment_intents")!; // it is in the description
        Assert.Empty(Oracle.Request(operation, Form.Read("amount=1&currency=hkd&allowed_payment_method_types[0]=card&payment_method_options[card][stored_credential_usage]=recurring")));
        var faults = Oracle.Request(operation, Form.Read("amount=1&currency=hkd&payment_details[order_reference]=1")).ToList();
        Assert.Equal("PaymentIntents_create of 2024: payment_details is not known", Assert.Single(faults));
    }

    [Fact]
    public void Forms_are_read_as_they_are_written()
    {
        var tree = Form.Read("a[b][0][c]=1&a[b][1][c]=2&d=x%20y&metadata[10]=z&e=");
        Assert.Equal("""{"a":{"b":[{"c":"1"},{"c":"2"}]},"d":"x y","metadata":["z"],"e":""}""", tree.ToJsonString());
    }

    private static void Faults(string method, string path, string form, string? fault)
    {
        var operation = ApiDescription.Pinned.Find(method, path)!; // it is in the description
        var faults = Oracle.Request(operation, Form.Read(form)).ToList();
        if (fault is null)
        {
            Assert.Empty(faults);
        }
        else
        {
            Assert.Contains(faults, f => f.Contains(fault, StringComparison.Ordinal));
        }
    }

    private static List<string> Answer(JsonObject refund) =>
        [.. Oracle.Answer(ApiDescription.Pinned.Find("GET", "/v1/refunds/re_1")!, refund)]; // it is in the description

    private static JsonObject Refund() => Shape.Of("refund", new JsonObject
    {
        ["id"] = "re_1",
        ["object"] = "refund",
        ["amount"] = 5,
        ["created"] = 1,
        ["currency"] = "hkd",
    });

    private static JsonObject With(JsonObject from, string name, JsonNode? value)
    {
        var copy = from.DeepClone().AsObject();
        copy[name] = value;
        return copy;
    }

    private static JsonObject Without(JsonObject from, string name)
    {
        var copy = from.DeepClone().AsObject();
        copy.Remove(name);
        return copy;
    }
}
