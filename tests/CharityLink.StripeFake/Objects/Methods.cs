using System.Globalization;
using System.Text.Json.Nodes;
using CharityLink.StripeFake.Description;

namespace CharityLink.StripeFake.Objects;

/// <summary>Cards and wallets that were given.</summary>
internal static class Methods
{
    /// <summary>The method of an id; a test card's token becomes a method of its own.</summary>
    public static JsonObject Use(World world, string idOrToken, string? customer)
    {
        var method = Card.Find(idOrToken) is { } card ? Add(world, card)
            : world.Find(idOrToken) ?? throw Problem.Invalid($"No such PaymentMethod: '{idOrToken}'", "payment_method", "resource_missing");
        if ((string?)method["customer"] is { } owner && customer is not null && owner != customer)
        {
            throw Problem.Invalid("The payment method belongs to another customer.", "payment_method");
        }

        if (world.Detached.Contains((string)method["id"]!) && customer is not null)
        {
            throw Problem.Invalid("The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, or was detached from a Customer. It may not be used again.", "payment_method");
        }

        return method;
    }

    public static JsonObject Add(World world, Card card)
    {
        var members = new JsonObject
        {
            ["type"] = card.Type,
            ["billing_details"] = Shape.Of("PaymentMethod.BillingDetails", []),
            ["allow_redisplay"] = "unspecified",
            [card.Type] = card.Type == "card" ? Face(world, card) : new JsonObject(),
        };
        var method = world.Add("payment_method", "pm", members);
        method["metadata"] = new JsonObject();
        world.Cards[(string)method["id"]!] = card;
        return method;
    }

    /// <summary>True once it belongs to a customer, so that the bank has been asked.</summary>
    public static bool IsKept(World world, string id) => (string?)world.Get("payment_method", id)["customer"] is not null;

    public static JsonObject Attach(FakeCall call)
    {
        var customer = (string)call.World.Get("customer", call.Need("customer"))["id"]!;
        var method = Use(call.World, call.Id, customer);
        if (call.World.Cards[(string)method["id"]!].Behaviour == CardBehaviour.Declines)
        {
            throw new Problem(402, "card_error", "card_declined", "Your card was declined.") { DeclineCode = "generic_decline" };
        }

        return Attach(call.World, method, customer);
    }

    public static JsonObject Attach(World world, JsonObject method, string customer)
    {
        if ((string?)method["customer"] != customer)
        {
            method["customer"] = customer;
            world.Emit("payment_method.attached", method);
        }

        return method;
    }

    public static JsonObject Detach(FakeCall call)
    {
        var method = call.World.Get("payment_method", call.Id);
        Detach(call.World, method);
        return method;
    }

    public static void Detach(World world, JsonObject method)
    {
        if ((string?)method["customer"] is not { } customer)
        {
            throw Problem.Invalid("The payment method you provided is not attached to a customer so detachment is impossible.");
        }

        method["customer"] = null;
        world.Detached.Add((string)method["id"]!);
        world.Emit("payment_method.detached", method, before: new JsonObject { ["customer"] = customer });
    }

    /// <summary>The bank has sent its customer a new card: same account, other date and number.</summary>
    public static void Renew(World world, JsonObject method, int month, int year, string last4)
    {
        var card = method["card"]!;
        var before = new JsonObject { ["card"] = new JsonObject { ["exp_month"] = card["exp_month"]!.DeepClone(), ["exp_year"] = card["exp_year"]!.DeepClone(), ["last4"] = card["last4"]!.DeepClone() } };
        (card["exp_month"], card["exp_year"], card["last4"]) = (month, year, last4);
        world.Emit("payment_method.automatically_updated", method, before: before);
    }

    private static JsonObject Face(World world, Card card) => Shape.Of("PaymentMethod.Card", new JsonObject
    {
        ["brand"] = card.Number.StartsWith('5') ? "mastercard" : "visa",
        ["country"] = "HK",
        ["exp_month"] = card.EndsSoon ? world.Clock.GetUtcNow().Month : 12,
        ["exp_year"] = world.Clock.GetUtcNow().Year + (card.EndsSoon ? 0 : 3),
        ["funding"] = "credit",
        ["last4"] = card.Number[^4..].ToString(CultureInfo.InvariantCulture),
        ["fingerprint"] = $"fake{card.Number[^8..]}",
    });
}
