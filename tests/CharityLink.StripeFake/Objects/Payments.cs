using System.Text.Json.Nodes;

namespace CharityLink.StripeFake.Objects;

/// <summary>Calls about payments.</summary>
internal static class Payments
{
    // Stripe's smallest charge by currency, where it is sure.
    private static readonly Dictionary<string, long> Smallest = new(StringComparer.Ordinal) { ["usd"] = 50, ["eur"] = 50, ["hkd"] = 400 };

    public static JsonObject Create(FakeCall call)
    {
        var intent = New(call.World, call.Number("amount")!.Value, call.Need("currency"), call.List("allowed_payment_method_types"), call.Metadata());
        call.Copy(intent, "customer", "description", "on_behalf_of", "transfer_group", "setup_future_usage", "receipt_email");
        if ((string?)intent["customer"] is { } customer && call.World.Find(customer) is null)
        {
            throw Problem.Invalid($"No such customer: '{customer}'", "customer", "resource_missing");
        }

        intent["application_fee_amount"] = call.Number("application_fee_amount");
        if (call.Part("transfer_data") is { } passOn)
        {
            intent["transfer_data"] = passOn.DeepClone();
        }

        Choose(call, intent);
        if (call.Flag("confirm"))
        {
            Charging.Confirm(call.World, intent, call.Text("off_session") is { } off && off != "false", call.Text("return_url"));
        }

        return intent;
    }

    /// <summary>A payment that nobody has tried yet.</summary>
    public static JsonObject New(World world, long amount, string currency, JsonArray? types, JsonObject labels)
    {
        if (amount < Smallest.GetValueOrDefault(currency, 1))
        {
            throw Problem.Invalid($"Amount must be no less than {Smallest.GetValueOrDefault(currency, 1)} {currency}", "amount", "amount_too_small");
        }

        if (amount > 99_999_999)
        {
            throw Problem.Invalid($"Amount must be no more than 999,999.99 {currency}", "amount", "amount_too_large");
        }

        var intent = world.Add("payment_intent", "pi", new JsonObject
        {
            ["amount"] = amount,
            ["amount_capturable"] = 0,
            ["amount_received"] = 0,
            ["allowed_payment_method_types"] = types,
            ["capture_method"] = "automatic",
            ["confirmation_method"] = "automatic",
            ["currency"] = currency,
            ["metadata"] = labels,
            ["payment_method_types"] = types?.DeepClone() ?? new JsonArray("card"),
            ["status"] = "requires_payment_method",
        });
        intent["client_secret"] = $"{intent["id"]}_secret_fake";
        world.Emit("payment_intent.created", intent);
        return intent;
    }

    public static JsonObject Confirm(FakeCall call)
    {
        var intent = call.World.Get("payment_intent", call.Id);
        if ((string?)intent["status"] is "succeeded" or "canceled" or "processing")
        {
            throw Unexpected(intent, "confirm");
        }

        Choose(call, intent);
        Charging.Confirm(call.World, intent, call.Text("off_session") is { } off && off != "false", call.Text("return_url"));
        return intent;
    }

    public static JsonObject Update(FakeCall call)
    {
        var intent = call.World.Get("payment_intent", call.Id);
        call.Copy(intent, "description", "customer", "transfer_group", "receipt_email");
        call.Relabel(intent);
        Choose(call, intent);
        return intent;
    }

    public static JsonObject Cancel(FakeCall call)
    {
        var intent = call.World.Get("payment_intent", call.Id);
        if ((string?)intent["status"] is "succeeded" or "canceled" or "processing")
        {
            throw Unexpected(intent, "cancel");
        }

        intent["status"] = "canceled";
        intent["canceled_at"] = call.World.Now;
        intent["cancellation_reason"] = call.Text("cancellation_reason");
        intent["next_action"] = null;
        call.World.Emit("payment_intent.canceled", intent);
        return intent;
    }

    private static void Choose(FakeCall call, JsonObject intent)
    {
        if (call.Text("payment_method") is { Length: > 0 } method)
        {
            intent["payment_method"] = Methods.Use(call.World, method, (string?)intent["customer"])["id"]!.DeepClone();
            intent["status"] = "requires_confirmation";
        }
    }

    private static Problem Unexpected(JsonObject intent, string verb) =>
        new(400, "invalid_request_error", "payment_intent_unexpected_state", $"You cannot {verb} this PaymentIntent because it has a status of {intent["status"]}.")
        {
            Attached = ("payment_intent", intent),
        };
}
