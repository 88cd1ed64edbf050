using System.Text.Json.Nodes;

namespace CharityLink.StripeFake.Objects;

/// <summary>Calls about money passed on to connected accounts.</summary>
internal static class Transfers
{
    public static JsonObject Create(FakeCall call)
    {
        var source = call.Text("source_transaction") is { } id ? call.World.Get("charge", id) : null;
        var amount = call.Number("amount") ?? (long?)source?["amount"] ?? throw Problem.Invalid("Missing required param: amount.", "amount", "parameter_missing");
        var transfer = Add(call.World, amount, new JsonObject { ["currency"] = call.Need("currency"), ["id"] = source?["id"]?.DeepClone() }, call.Need("destination"), call.Text("transfer_group"));
        transfer["metadata"] = call.Metadata();
        call.Copy(transfer, "description");
        return transfer;
    }

    public static JsonObject Add(World world, long amount, JsonObject source, string destination, string? group)
    {
        var account = world.Get("account", destination);
        var transfer = world.Add("transfer", "tr", new JsonObject
        {
            ["amount"] = amount,
            ["amount_reversed"] = 0L,
            ["currency"] = source["currency"]!.DeepClone(),
            ["destination"] = account["id"]!.DeepClone(),
            ["metadata"] = new JsonObject(),
            ["reversed"] = false,
            ["source_transaction"] = source["id"]?.DeepClone(),
            ["source_type"] = "card",
            ["transfer_group"] = group,
        });
        transfer["reversals"] = Listing.Inside($"/v1/transfers/{transfer["id"]}/reversals", []);
        transfer["balance_transaction"] = Books.Line(world, "transfer", transfer, -amount, 0)["id"]!.DeepClone();
        world.Emit("transfer.created", transfer);
        return transfer;
    }

    public static JsonObject Reverse(FakeCall call)
    {
        var transfer = call.World.Get("transfer", call.Id);
        var left = (long)transfer["amount"]! - (long)transfer["amount_reversed"]!;
        var amount = call.Number("amount") ?? left;
        if (amount <= 0 || amount > left)
        {
            throw Problem.Invalid($"The amount to reverse ({amount}) is greater than what is left ({left}).", "amount");
        }

        return Reverse(call.World, transfer, amount, call.Metadata(), null);
    }

    /// <summary>A refund takes its part back from the charity, where it was asked to.</summary>
    public static void TakeBack(FakeCall refundCall, JsonObject charge, long amount, JsonObject refund)
    {
        if (!refundCall.Flag("reverse_transfer"))
        {
            return;
        }

        var transfer = (string?)charge["transfer"] is { } id
            ? refundCall.World.Get("transfer", id)
            : throw Problem.Invalid("The charge has no transfer to reverse.", "reverse_transfer");
        var part = (long)transfer["amount"]! * amount / (long)charge["amount"]!;
        refund["transfer_reversal"] = Reverse(refundCall.World, transfer, part, [], refund)["id"]!.DeepClone();
    }

    public static JsonObject Update(FakeCall call)
    {
        var transfer = call.World.Get("transfer", call.Id);
        call.Copy(transfer, "description");
        call.Relabel(transfer);
        call.World.Emit("transfer.updated", transfer);
        return transfer;
    }

    private static JsonObject Reverse(World world, JsonObject transfer, long amount, JsonObject labels, JsonObject? refund)
    {
        var reversal = world.Add(
            "transfer_reversal",
            "trr",
            new JsonObject
            {
                ["amount"] = amount,
                ["currency"] = transfer["currency"]!.DeepClone(),
                ["metadata"] = labels,
                ["source_refund"] = refund?["id"]?.DeepClone(),
                ["transfer"] = transfer["id"]!.DeepClone(),
            },
            hasLivemode: false);
        reversal["balance_transaction"] = Books.Line(world, "transfer_refund", reversal, amount, 0)["id"]!.DeepClone();
        transfer["amount_reversed"] = (long)transfer["amount_reversed"]! + amount;
        transfer["reversed"] = (long)transfer["amount_reversed"]! == (long)transfer["amount"]!;
        var all = world.All("transfer_reversal").Where(r => (string?)r["transfer"] == (string?)transfer["id"]);
        transfer["reversals"] = Listing.Inside($"/v1/transfers/{transfer["id"]}/reversals", all);
        world.Emit("transfer.reversed", transfer);
        return reversal;
    }
}
