using System.Text.Json.Nodes;
using CharityLink.StripeFake.Description;

namespace CharityLink.StripeFake.Objects;

/// <summary>Calls about who pays.</summary>
internal static class Customers
{
    public static JsonObject Create(FakeCall call) => Fill(call, New(call.World, null, call.Metadata()), "customer.created");

    public static JsonObject New(World world, string? email, JsonObject labels) => world.Add("customer", "cus", new JsonObject
    {
        ["balance"] = 0,
        ["email"] = email,
        ["invoice_settings"] = Shape.Of("Customer.InvoiceSettings", []),
        ["metadata"] = labels,
    });

    public static JsonObject Update(FakeCall call)
    {
        var customer = call.World.Get("customer", call.Id);
        call.Relabel(customer);
        return Fill(call, customer, "customer.updated");
    }

    /// <summary>Only the id is left, and the cards are taken away.</summary>
    public static JsonObject Delete(FakeCall call)
    {
        var customer = call.World.Get("customer", call.Id);
        foreach (var method in call.World.All("payment_method").Where(m => (string?)m["customer"] == call.Id))
        {
            method["customer"] = null;
            call.World.Detached.Add((string)method["id"]!);
        }

        call.World.Emit("customer.deleted", customer);
        return call.World.Remove(customer);
    }

    public static JsonObject Get(FakeCall call) => call.World.Gone.GetValueOrDefault(call.Id) ?? call.World.Get("customer", call.Id);

    public static JsonObject Methods(FakeCall call)
    {
        var customer = call.World.Get("customer", call.Id);
        return Listing.Of(call, "payment_method", $"/v1/customers/{call.Id}/payment_methods", m => (string?)m["customer"] == (string?)customer["id"]);
    }

    private static JsonObject Fill(FakeCall call, JsonObject customer, string happened)
    {
        call.Copy(customer, "email", "name", "phone", "description");
        if (call.List("preferred_locales") is { } locales)
        {
            customer["preferred_locales"] = locales;
        }

        call.World.Emit(happened, customer);
        return customer;
    }
}
