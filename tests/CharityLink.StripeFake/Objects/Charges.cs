using System.Text.Json.Nodes;
using CharityLink.StripeFake.Description;

namespace CharityLink.StripeFake.Objects;

/// <summary>Single tries to move money, and what they do to the books.</summary>
internal static class Charges
{
    private static readonly TimeSpan FeesLate = TimeSpan.FromHours(1);

    public static JsonObject Add(World world, JsonObject intent, string status)
    {
        var hasSucceeded = status == "succeeded";
        var method = world.Get("payment_method", (string?)intent["payment_method"]);
        var charge = new JsonObject
        {
            ["amount"] = intent["amount"]!.DeepClone(),
            ["amount_captured"] = hasSucceeded ? (long)intent["amount"]! : 0L,
            ["amount_refunded"] = 0L,
            ["billing_details"] = method["billing_details"]!.DeepClone(),
            ["captured"] = hasSucceeded,
            ["currency"] = intent["currency"]!.DeepClone(),
            ["customer"] = intent["customer"]?.DeepClone(),
            ["disputed"] = false,
            ["metadata"] = intent["metadata"]!.DeepClone(),
            ["paid"] = hasSucceeded,
            ["payment_intent"] = intent["id"]!.DeepClone(),
            ["payment_method"] = method["id"]!.DeepClone(),
            ["payment_method_details"] = Details(method),
            ["refunded"] = false,
            ["status"] = status,
            ["transfer_group"] = intent["transfer_group"]?.DeepClone(),
            ["on_behalf_of"] = intent["on_behalf_of"]?.DeepClone(),
        };
        return world.Add("charge", "ch", charge);
    }

    /// <summary>Writes the charge into the books, now or when the fee is known, and passes the money on.</summary>
    public static void Book(World world, JsonObject charge)
    {
        if (world.Orders.FeesComeLater)
        {
            world.Later(FeesLate, () => Settle(world, charge));
        }
        else if (!world.Orders.FeesNeverCome)
        {
            Line(world, charge);
        }

        var intent = world.Get("payment_intent", (string?)charge["payment_intent"]);
        if (intent["transfer_data"] is JsonObject passOn)
        {
            var amount = passOn["amount"] is { } part ? long.Parse(part.ToString(), System.Globalization.CultureInfo.InvariantCulture) : (long)charge["amount"]!;
            var transfer = Transfers.Add(world, amount, charge, (string)passOn["destination"]!, (string?)charge["transfer_group"]);
            charge["transfer"] = transfer["id"]!.DeepClone();
        }
    }

    /// <summary>The fee becomes known late, and an event says so.</summary>
    public static void Settle(World world, JsonObject charge)
    {
        if (charge["balance_transaction"] is null)
        {
            Line(world, charge);
            world.Emit("charge.updated", charge, before: new JsonObject { ["balance_transaction"] = null });
        }
    }

    public static JsonObject Update(FakeCall call)
    {
        var charge = call.World.Get("charge", call.Id);
        call.Copy(charge, "description", "customer", "receipt_email", "transfer_group");
        call.Relabel(charge);
        return charge;
    }

    private static void Line(World world, JsonObject charge)
    {
        var amount = (long)charge["amount"]!;
        var isCard = (string?)charge["payment_method_details"]!["type"] == "card";
        charge["balance_transaction"] = Books.Line(world, isCard ? "charge" : "payment", charge, amount, Books.Fee(amount))["id"]!.DeepClone();
    }

    private static JsonObject Details(JsonObject method)
    {
        var type = (string)method["type"]!;
        var face = type == "card"
            ? Shape.Of("Charge.PaymentMethodDetails.Card", Copy(method["card"]!.AsObject(), "brand", "last4", "exp_month", "exp_year", "country", "funding"))
            : Shape.Of(type == "alipay" ? "Charge.PaymentMethodDetails.Alipay" : "Charge.PaymentMethodDetails.WechatPay", []);
        return new JsonObject { ["type"] = type, [type] = face };
    }

    private static JsonObject Copy(JsonObject from, params ReadOnlySpan<string> names)
    {
        var copy = new JsonObject();
        foreach (var name in names)
        {
            copy[name] = from[name]?.DeepClone();
        }

        return copy;
    }
}
