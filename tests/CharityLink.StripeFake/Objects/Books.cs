using System.Text.Json.Nodes;

namespace CharityLink.StripeFake.Objects;

/// <summary>Stripe's own books: each movement of the balance is one line.</summary>
internal static class Books
{
    private static readonly TimeSpan UntilAvailable = TimeSpan.FromDays(2);

    /// <summary>3.4 % and 34 minor units, as for a card from abroad.</summary>
    public static long Fee(long amount) => (amount * 34 / 1000) + 34;

    /// <summary>Writes a line; its net is the amount less the fee.</summary>
    public static JsonObject Line(World world, string type, JsonObject source, long amount, long fee)
    {
        var fees = new JsonArray();
        if (fee != 0)
        {
            fees.Add(new JsonObject
            {
                ["amount"] = fee,
                ["application"] = null,
                ["currency"] = source["currency"]!.DeepClone(),
                ["description"] = "Stripe processing fees",
                ["type"] = "stripe_fee",
            });
        }

        var isIncoming = type is "charge" or "payment";
        return world.Add(
            "balance_transaction",
            "txn",
            new JsonObject
            {
                ["amount"] = amount,
                ["fee"] = fee,
                ["net"] = amount - fee,
                ["fee_details"] = fees,
                ["currency"] = source["currency"]!.DeepClone(),
                ["available_on"] = world.Now + (isIncoming ? (long)UntilAvailable.TotalSeconds : 0),
                ["balance_type"] = "payments",
                ["reporting_category"] = type switch { "payment" => "charge", "payment_refund" => "refund", "adjustment" => "dispute", _ => type },
                ["source"] = source["id"]!.DeepClone(),
                ["status"] = isIncoming ? "pending" : "available",
                ["type"] = type,
            },
            hasLivemode: false);
    }

    /// <summary>Money that was pending becomes available in its time.</summary>
    public static void Refresh(World world)
    {
        foreach (var line in world.All("balance_transaction"))
        {
            line["status"] = (long)line["available_on"]! <= world.Now ? "available" : "pending";
        }
    }

    public static JsonObject List(FakeCall call)
    {
        Refresh(call.World);
        if (call.Text("payout") is not { } payout)
        {
            return Listing.Of(call, "balance_transaction", "/v1/balance_transactions");
        }

        var lines = call.World.PaidOut.GetValueOrDefault(payout) ?? throw Problem.Missing(payout);
        call.Form.Remove("payout");
        return Listing.Of(call, "balance_transaction", "/v1/balance_transactions", l => lines.Contains((string)l["id"]!));
    }

    public static JsonObject Balance(FakeCall call)
    {
        Refresh(call.World);
        JsonArray Sum(string status) => new([.. call.World.All("balance_transaction")
            .Where(l => (string?)l["status"] == status)
            .GroupBy(l => (string)l["currency"]!, StringComparer.Ordinal)
            .Select(g => (JsonNode)new JsonObject { ["currency"] = g.Key, ["amount"] = g.Sum(l => (long)l["net"]!) + (status == "available" ? (call.World.Orders.Misstated.TryGetValue(g.Key, out var by) ? by : 0) : 0) })]);
        return new JsonObject { ["object"] = "balance", ["available"] = Sum("available"), ["pending"] = Sum("pending"), ["livemode"] = false };
    }
}
