using System.Text.Json.Nodes;

namespace CharityLink.StripeFake.Objects;

/// <summary>Calls about cards kept for later.</summary>
internal static class Setups
{
    public static JsonObject Create(FakeCall call)
    {
        var setup = New(call.World, call.Text("customer"), call.List("allowed_payment_method_types"), call.Metadata(), call.Text("usage"));
        call.Copy(setup, "description", "on_behalf_of");
        if (call.Text("payment_method") is { } method)
        {
            setup["payment_method"] = Methods.Use(call.World, method, (string?)setup["customer"])["id"]!.DeepClone();
            setup["status"] = "requires_confirmation";
        }

        return call.Flag("confirm") ? Confirm(call.World, setup, call.Text("return_url")) : setup;
    }

    public static JsonObject New(World world, string? customer, JsonArray? types, JsonObject labels, string? usage)
    {
        var setup = world.Add("setup_intent", "seti", new JsonObject
        {
            ["allowed_payment_method_types"] = types,
            ["customer"] = customer is null ? null : world.Get("customer", customer)["id"]!.DeepClone(),
            ["metadata"] = labels,
            ["payment_method_types"] = types?.DeepClone() ?? new JsonArray("card"),
            ["status"] = "requires_payment_method",
            ["usage"] = usage ?? "off_session",
        });
        setup["client_secret"] = $"{setup["id"]}_secret_fake";
        world.Emit("setup_intent.created", setup);
        return setup;
    }

    public static JsonObject ConfirmCall(FakeCall call)
    {
        var setup = call.World.Get("setup_intent", call.Id);
        if (call.Text("payment_method") is { } method)
        {
            setup["payment_method"] = Methods.Use(call.World, method, (string?)setup["customer"])["id"]!.DeepClone();
        }

        return Confirm(call.World, setup, call.Text("return_url"));
    }

    public static JsonObject Confirm(World world, JsonObject setup, string? returnUrl)
    {
        if ((string?)setup["payment_method"] is not { } method)
        {
            throw Problem.Invalid("You cannot confirm this SetupIntent because it's missing a payment method.", "payment_method", "setup_intent_unexpected_state");
        }

        switch (world.Cards[method].Behaviour)
        {
            case CardBehaviour.Declines:
                Fail(world, setup, "card_declined", "Your card was declined.");
                throw new Problem(402, "card_error", "card_declined", "Your card was declined.") { DeclineCode = "generic_decline", Attached = ("setup_intent", setup) };
            case CardBehaviour.AsksOnce or CardBehaviour.AsksAlways or CardBehaviour.AsksThenDeclines:
                setup["status"] = "requires_action";
                setup["next_action"] = Charging.NextAction(world, setup, returnUrl);
                world.Emit("setup_intent.requires_action", setup);
                return setup;
            default:
                return Succeed(world, setup);
        }
    }

    public static void Authenticated(World world, JsonObject setup, bool isApproved)
    {
        setup["next_action"] = null;
        if (isApproved)
        {
            Succeed(world, setup);
        }
        else
        {
            Fail(world, setup, "setup_intent_authentication_failure", "The giver did not confirm with the bank.");
        }
    }

    public static JsonObject Cancel(FakeCall call)
    {
        var setup = call.World.Get("setup_intent", call.Id);
        if ((string?)setup["status"] is "succeeded" or "canceled")
        {
            throw Problem.Invalid($"You cannot cancel this SetupIntent because it has a status of {setup["status"]}.", code: "setup_intent_unexpected_state");
        }

        setup["status"] = "canceled";
        setup["cancellation_reason"] = call.Text("cancellation_reason");
        call.World.Emit("setup_intent.canceled", setup);
        return setup;
    }

    private static JsonObject Succeed(World world, JsonObject setup)
    {
        setup["status"] = "succeeded";
        setup["last_setup_error"] = null;
        if ((string?)setup["customer"] is { } customer)
        {
            Methods.Attach(world, world.Get("payment_method", (string?)setup["payment_method"]), customer);
        }

        world.Emit("setup_intent.succeeded", setup);
        Sessions.SetupEnded(world, setup);
        return setup;
    }

    private static void Fail(World world, JsonObject setup, string code, string message)
    {
        var method = world.Get("payment_method", (string?)setup["payment_method"]);
        setup["status"] = "requires_payment_method";
        setup["payment_method"] = null;
        setup["last_setup_error"] = new JsonObject { ["type"] = "card_error", ["code"] = code, ["message"] = message, ["payment_method"] = method.DeepClone() };
        world.Emit("setup_intent.setup_failed", setup);
    }
}
