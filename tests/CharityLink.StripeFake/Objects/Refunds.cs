using System.Text.Json.Nodes;

namespace CharityLink.StripeFake.Objects;

/// <summary>Calls about money that goes back.</summary>
internal static class Refunds
{
    private static readonly TimeSpan WalletTakes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ComesBackAfter = TimeSpan.FromDays(10);

    public static JsonObject Create(FakeCall call)
    {
        var charge = ChargeOf(call);
        var left = (long)charge["amount_captured"]! - (long)charge["amount_refunded"]!;
        var amount = call.Number("amount") ?? left;
        if (charge["disputed"]!.GetValue<bool>())
        {
            throw Problem.Invalid("This charge is disputed and cannot be refunded.", code: "charge_disputed");
        }

        if (left == 0)
        {
            throw Problem.Invalid($"Charge {charge["id"]} has already been refunded.", code: "charge_already_refunded");
        }

        if (amount <= 0 || amount > left)
        {
            throw Problem.Invalid($"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", "amount");
        }

        return Add(call, charge, amount);
    }

    public static JsonObject Update(FakeCall call)
    {
        var refund = call.World.Get("refund", call.Id);
        call.Relabel(refund);
        call.World.Emit("refund.updated", refund);
        return refund;
    }

    public static JsonObject Cancel(FakeCall call)
    {
        var refund = call.World.Get("refund", call.Id);
        if ((string?)refund["status"] != "requires_action")
        {
            throw Problem.Invalid("Only refunds that wait for the customer can be canceled.");
        }

        refund["status"] = "canceled";
        return refund;
    }

    /// <summary>A refund that waited ends.</summary>
    public static void Settle(World world, JsonObject refund, bool hasSucceeded)
    {
        if ((string?)refund["status"] is not ("pending" or "succeeded"))
        {
            return;
        }

        refund.Remove("pending_reason");
        if (hasSucceeded)
        {
            refund["status"] = "succeeded";
            world.Emit("refund.updated", refund);
            return;
        }

        var charge = world.Get("charge", (string?)refund["charge"]);
        refund["status"] = "failed";
        refund["failure_reason"] = "unknown";
        refund["failure_balance_transaction"] = Books.Line(world, "refund_failure", refund, (long)refund["amount"]!, 0)["id"]!.DeepClone();
        charge["amount_refunded"] = (long)charge["amount_refunded"]! - (long)refund["amount"]!;
        charge["refunded"] = false;
        world.Emit("refund.failed", refund);
        world.Emit("charge.updated", charge);
    }

    private static JsonObject Add(FakeCall call, JsonObject charge, long amount)
    {
        var world = call.World;
        var isCard = (string?)charge["payment_method_details"]!["type"] == "card";
        var fate = world.Orders.Refunds;
        var waits = !isCard || fate is RefundFate.StaysPending or RefundFate.WaitsForBalance;
        var refund = world.Add(
            "refund",
            "re",
            new JsonObject
            {
                ["amount"] = amount,
                ["charge"] = charge["id"]!.DeepClone(),
                ["currency"] = charge["currency"]!.DeepClone(),
                ["customer"] = charge["customer"]?.DeepClone(),
                ["metadata"] = call.Metadata(),
                ["payment_intent"] = charge["payment_intent"]?.DeepClone(),
                ["payment_method"] = charge["payment_method"]?.DeepClone(),
                ["reason"] = call.Text("reason"),
                ["status"] = waits ? "pending" : "succeeded",
            },
            hasLivemode: false);
        if (waits)
        {
            refund["pending_reason"] = fate == RefundFate.WaitsForBalance ? "insufficient_funds" : "processing";
        }

        refund["balance_transaction"] = Books.Line(world, isCard ? "refund" : "payment_refund", refund, -amount, 0)["id"]!.DeepClone();
        charge["amount_refunded"] = (long)charge["amount_refunded"]! + amount;
        charge["refunded"] = (long)charge["amount_refunded"]! == (long)charge["amount"]!;
        Transfers.TakeBack(call, charge, amount, refund);
        world.Emit("refund.created", refund);
        world.Emit("charge.refunded", charge);
        Plan(world, refund, isCard, fate);
        return refund;
    }

    private static void Plan(World world, JsonObject refund, bool isCard, RefundFate fate)
    {
        if (fate == RefundFate.ComesBack)
        {
            world.Later(ComesBackAfter, () => Settle(world, refund, hasSucceeded: false));
        }
        else if (!isCard && fate == RefundFate.Succeeds)
        {
            world.Later(WalletTakes, () => Settle(world, refund, hasSucceeded: true));
        }
    }

    private static JsonObject ChargeOf(FakeCall call)
    {
        if (call.Text("charge") is { } id)
        {
            return call.World.Get("charge", id);
        }

        var intent = call.World.Get("payment_intent", call.Need("payment_intent"));
        return (string?)intent["status"] == "succeeded"
            ? call.World.Get("charge", (string?)intent["latest_charge"])
            : throw Problem.Invalid($"This PaymentIntent ({intent["id"]}) does not have a successful charge to refund.", "payment_intent");
    }
}
