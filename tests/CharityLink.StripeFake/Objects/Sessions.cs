using System.Globalization;
using System.Text.Json.Nodes;
using CharityLink.StripeFake.Description;

namespace CharityLink.StripeFake.Objects;

/// <summary>Calls about hosted pages, and what becomes of them.</summary>
internal static class Sessions
{
    public static JsonObject Create(FakeCall call)
    {
        var mode = call.Need("mode");
        var total = mode == "payment" ? Total(call) : null;
        var expires = call.Number("expires_at") ?? call.World.Now + (24 * 3600);
        if (expires < call.World.Now + 1800 || expires > call.World.Now + (24 * 3600) + 60)
        {
            throw Problem.Invalid("The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.", "expires_at");
        }

        var session = call.World.Add("checkout.session", "cs_test", Members(call, mode, total, expires));
        session["url"] = new Uri(call.World.Address!, $"/checkout/{session["id"]}").ToString();
        if (mode == "setup")
        {
            var data = call.Part("setup_intent_data");
            var setup = Setups.New(call.World, call.Text("customer"), call.List("allowed_payment_method_types"), Labels(data), "off_session");
            setup["on_behalf_of"] = data?["on_behalf_of"]?.DeepClone();
            session["setup_intent"] = setup["id"]!.DeepClone();
            call.World.PageOf[(string)setup["id"]!] = session;
        }

        call.World.PaymentData[(string)session["id"]!] = call.Part("payment_intent_data")?.DeepClone().AsObject() ?? [];
        call.World.PageOpened?.Invoke((string)session["id"]!);
        call.World.Later(TimeSpan.FromSeconds(expires - call.World.Now), () => Close(call.World, session));
        return session;
    }

    public static JsonObject Expire(FakeCall call)
    {
        var session = call.World.Get("checkout.session", call.Id);
        if ((string?)session["status"] != "open")
        {
            throw Problem.Invalid($"Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of {session["status"]}.");
        }

        Close(call.World, session);
        return session;
    }

    /// <summary>The payment of a page has ended, at once or a day later.</summary>
    public static void PaymentEnded(World world, JsonObject intent, bool hasSucceeded)
    {
        if (!world.PageOf.TryGetValue((string)intent["id"]!, out var session))
        {
            return;
        }

        var wasComplete = (string?)session["status"] == "complete";
        if (hasSucceeded)
        {
            session["payment_status"] = "paid";
            Complete(session);
            world.Emit(wasComplete ? "checkout.session.async_payment_succeeded" : "checkout.session.completed", session);
        }
        else if (wasComplete)
        {
            world.Emit("checkout.session.async_payment_failed", session);
        }
    }

    public static void SetupEnded(World world, JsonObject setup)
    {
        if (world.PageOf.TryGetValue((string)setup["id"]!, out var session))
        {
            Complete(session);
            world.Emit("checkout.session.completed", session);
        }
    }

    public static void Complete(JsonObject session)
    {
        session["status"] = "complete";
        session["url"] = null;
    }

    private static void Close(World world, JsonObject session)
    {
        if ((string?)session["status"] == "open")
        {
            session["status"] = "expired";
            session["url"] = null;
            world.Emit("checkout.session.expired", session);
        }
    }

    private static JsonObject Members(FakeCall call, string mode, (string Currency, long Amount)? total, long expires)
    {
        var members = new JsonObject
        {
            ["mode"] = mode,
            ["status"] = "open",
            ["payment_status"] = mode == "setup" ? "no_payment_required" : "unpaid",
            ["currency"] = total?.Currency ?? call.Text("currency"),
            ["amount_total"] = total?.Amount,
            ["amount_subtotal"] = total?.Amount,
            ["allowed_payment_method_types"] = call.List("allowed_payment_method_types"),
            ["payment_method_types"] = call.List("allowed_payment_method_types") ?? new JsonArray("card"),
            ["automatic_tax"] = Shape.Of("Session.AutomaticTax", new JsonObject { ["enabled"] = false }),
            ["custom_fields"] = new JsonArray(),
            ["custom_text"] = Shape.Of("Session.CustomText", []),
            ["excluded_payment_method_types"] = new JsonArray(),
            ["expires_at"] = expires,
            ["metadata"] = call.Metadata(),
            ["shipping_options"] = new JsonArray(),
        };
        call.Copy(members, "success_url", "cancel_url", "client_reference_id", "customer", "customer_email", "locale", "submit_type", "ui_mode", "customer_creation");
        members["ui_mode"] ??= "hosted_page";
        return members;
    }

    private static (string Currency, long Amount)? Total(FakeCall call)
    {
        var lines = call.List("line_items") ?? throw Problem.Invalid("Missing required param: line_items.", "line_items", "parameter_missing");
        var prices = lines.Select(l => (
            Currency: (string?)l!["price_data"]?["currency"] ?? throw Problem.Invalid("Only price_data is known here.", "line_items"),
            Amount: Whole(l["quantity"]) * Whole(l["price_data"]!["unit_amount"]))).ToList();
        return prices.Select(p => p.Currency).Distinct(StringComparer.Ordinal).Count() == 1
            ? (prices[0].Currency, prices.Sum(p => p.Amount))
            : throw Problem.Invalid("All line items must have the same currency.", "line_items");
    }

    private static long Whole(JsonNode? text) => long.Parse(text!.ToString(), CultureInfo.InvariantCulture);

    private static JsonObject Labels(JsonObject? data) => data?["metadata"]?.DeepClone().AsObject() ?? [];
}
