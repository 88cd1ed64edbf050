using System.Text.Json.Nodes;

namespace CharityLink.StripeFake.Objects;

/// <summary>What happens when a payment is tried.</summary>
internal static class Charging
{
    /// <summary>Tries a payment. Off session, a bank that wants to ask the giver is a decline: the payment needs a method again.</summary>
    public static void Confirm(World world, JsonObject intent, bool isOffSession, string? returnUrl)
    {
        if ((string?)intent["payment_method"] is not { } method)
        {
            throw Problem.Invalid("You cannot confirm this PaymentIntent because it's missing a payment method.", "payment_method", "payment_intent_unexpected_state");
        }

        if (world.Orders.Declines is { } ordered)
        {
            Decline(world, intent, ordered);
        }

        switch (world.Cards[method].Behaviour)
        {
            case CardBehaviour.Declines or CardBehaviour.AttachesButDeclines:
                Decline(world, intent, world.Cards[method].DeclineCode!);
                break;
            case CardBehaviour.AsksAlways or CardBehaviour.AsksThenDeclines when isOffSession:
            case CardBehaviour.AsksOnce when isOffSession && !Methods.IsKept(world, method):
                Decline(world, intent, "authentication_required");
                break;
            case CardBehaviour.AsksAlways or CardBehaviour.AsksThenDeclines or CardBehaviour.Redirects:
            case CardBehaviour.AsksOnce when !Methods.IsKept(world, method):
                Ask(world, intent, returnUrl);
                break;
            case CardBehaviour.TakesADay:
                intent["status"] = "processing";
                world.Emit("payment_intent.processing", intent);
                world.Later(TimeSpan.FromDays(1), () => Succeed(world, intent));
                break;
            default:
                Succeed(world, intent);
                break;
        }
    }

    /// <summary>The giver comes back from the bank or the wallet.</summary>
    public static void Authenticated(World world, JsonObject intent, bool isApproved)
    {
        intent["next_action"] = null;
        var card = world.Cards[(string)intent["payment_method"]!];
        if (!isApproved)
        {
            Fail(world, intent, "payment_intent_authentication_failure", null, "The giver did not confirm with the bank.");
        }
        else if (card.Behaviour == CardBehaviour.AsksThenDeclines)
        {
            Fail(world, intent, "card_declined", card.DeclineCode, "Your card was declined.");
        }
        else
        {
            Succeed(world, intent);
        }
    }

    /// <summary>The money is there.</summary>
    public static void Succeed(World world, JsonObject intent)
    {
        var charge = Charges.Add(world, intent, "succeeded");
        intent["status"] = "succeeded";
        intent["amount_received"] = intent["amount"]!.DeepClone();
        intent["latest_charge"] = charge["id"]!.DeepClone();
        intent["last_payment_error"] = null;
        intent["next_action"] = null;
        if ((string?)intent["setup_future_usage"] is not null && (string?)intent["customer"] is { } customer)
        {
            Methods.Attach(world, world.Get("payment_method", (string?)intent["payment_method"]), customer);
        }

        Charges.Book(world, charge);
        world.Emit("charge.succeeded", charge);
        world.Emit("payment_intent.succeeded", intent);
        Sessions.PaymentEnded(world, intent, hasSucceeded: true);
    }

    private static void Ask(World world, JsonObject intent, string? returnUrl)
    {
        intent["status"] = "requires_action";
        intent["next_action"] = NextAction(world, intent, returnUrl);
        world.Emit("payment_intent.requires_action", intent);
    }

    /// <summary>Where the giver goes to confirm.</summary>
    public static JsonObject NextAction(World world, JsonObject intent, string? returnUrl) => new()
    {
        ["type"] = "redirect_to_url",
        ["redirect_to_url"] = new JsonObject
        {
            ["url"] = new Uri(world.Address!, $"/bank/{intent["id"]}").ToString(),
            ["return_url"] = returnUrl,
        },
    };

    private static void Decline(World world, JsonObject intent, string reason)
    {
        var code = reason is "authentication_required" or "expired_card" ? reason : "card_declined";
        var message = code == "authentication_required" ? "This payment requires authentication to proceed." : "Your card was declined.";
        Fail(world, intent, code, reason, message);
        throw new Problem(402, "card_error", code, message) { DeclineCode = reason, Attached = ("payment_intent", intent) };
    }

    private static void Fail(World world, JsonObject intent, string code, string? reason, string message)
    {
        var method = world.Get("payment_method", (string?)intent["payment_method"]);
        var charge = Charges.Add(world, intent, "failed");
        charge["failure_code"] = code;
        charge["failure_message"] = message;
        var error = new JsonObject { ["type"] = "card_error", ["code"] = code, ["message"] = message, ["payment_method"] = method.DeepClone(), ["charge"] = charge["id"]!.DeepClone() };
        if (reason is not null)
        {
            error["decline_code"] = reason;
        }

        intent["status"] = "requires_payment_method";
        intent["payment_method"] = null;
        intent["latest_charge"] = charge["id"]!.DeepClone();
        intent["last_payment_error"] = error;
        world.Emit("charge.failed", charge);
        world.Emit("payment_intent.payment_failed", intent);
        Sessions.PaymentEnded(world, intent, hasSucceeded: false);
    }
}
