using System.Text.Json.Nodes;
using CharityLink.StripeFake.Description;

namespace CharityLink.StripeFake.Objects;

/// <summary>Money that a giver's bank asks back.</summary>
internal static class Disputes
{
    private const long Fee = 15_00;
    private static readonly TimeSpan ToAnswer = TimeSpan.FromDays(7);

    /// <summary>The bank asks; money leaves at once unless it only inquires (statuses that begin with warning_).</summary>
    public static JsonObject Open(World world, JsonObject charge, long amount, string status, string reason)
    {
        var dispute = world.Add("dispute", "dp", new JsonObject
        {
            ["amount"] = amount,
            ["balance_transactions"] = new JsonArray(),
            ["charge"] = charge["id"]!.DeepClone(),
            ["currency"] = charge["currency"]!.DeepClone(),
            ["enhanced_eligibility_types"] = new JsonArray(),
            ["evidence"] = Shape.Of("Dispute.Evidence", new JsonObject { ["enhanced_evidence"] = new JsonObject() }),
            ["evidence_details"] = new JsonObject
            {
                ["due_by"] = world.Now + (long)ToAnswer.TotalSeconds,
                ["enhanced_eligibility"] = new JsonObject(),
                ["has_evidence"] = false,
                ["past_due"] = false,
                ["submission_count"] = 0,
                ["submission_method"] = "manual",
            },
            ["is_charge_refundable"] = IsWarning(status),
            ["metadata"] = new JsonObject(),
            ["payment_intent"] = charge["payment_intent"]?.DeepClone(),
            ["reason"] = reason,
            ["status"] = status,
        });
        world.Emit("charge.dispute.created", dispute);
        if (!IsWarning(status))
        {
            charge["disputed"] = true;
            Move(world, dispute, -amount, Fee);
            world.Emit("charge.dispute.funds_withdrawn", dispute);
        }

        return dispute;
    }

    /// <summary>The bank decides.</summary>
    public static void End(World world, JsonObject dispute, bool isWon)
    {
        var isWarning = IsWarning((string)dispute["status"]!);
        dispute["status"] = isWarning ? "warning_closed" : isWon ? "won" : "lost";
        if (isWon && !isWarning)
        {
            Move(world, dispute, (long)dispute["amount"]!, 0);
            world.Emit("charge.dispute.funds_reinstated", dispute);
        }

        world.Emit("charge.dispute.closed", dispute);
    }

    public static JsonObject Update(FakeCall call)
    {
        var dispute = call.World.Get("dispute", call.Id);
        var details = dispute["evidence_details"]!.AsObject();
        foreach (var (name, text) in call.Part("evidence") ?? [])
        {
            dispute["evidence"]![name] = text?.DeepClone();
            details["has_evidence"] = true;
        }

        call.Relabel(dispute);
        if (call.Flag("submit"))
        {
            if ((int)details["submission_count"]! > 0)
            {
                throw Problem.Invalid("Evidence was submitted already.");
            }

            details["submission_count"] = 1;
            dispute["status"] = IsWarning((string)dispute["status"]!) ? "warning_under_review" : "under_review";
        }

        call.World.Emit("charge.dispute.updated", dispute);
        return dispute;
    }

    public static JsonObject Close(FakeCall call)
    {
        var dispute = call.World.Get("dispute", call.Id);
        End(call.World, dispute, isWon: false);
        return dispute;
    }

    private static bool IsWarning(string status) => status.StartsWith("warning_", StringComparison.Ordinal);

    private static void Move(World world, JsonObject dispute, long amount, long fee) =>
        dispute["balance_transactions"]!.AsArray().Add(Books.Line(world, "adjustment", dispute, amount, fee).DeepClone());
}
