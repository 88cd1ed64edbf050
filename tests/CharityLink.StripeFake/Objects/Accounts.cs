using System.Text.Json.Nodes;

namespace CharityLink.StripeFake.Objects;

/// <summary>Calls about connected accounts.</summary>
internal static class Accounts
{
    private const long LinkSeconds = 300;

    public static JsonObject Create(FakeCall call)
    {
        var account = call.World.Add(
            "account",
            "acct",
            new JsonObject
            {
                ["business_type"] = call.Text("business_type"),
                ["capabilities"] = new JsonObject { ["card_payments"] = "inactive", ["transfers"] = "inactive" },
                ["charges_enabled"] = false,
                ["country"] = call.Text("country") ?? "US",
                ["default_currency"] = Currency(call.Text("country")),
                ["details_submitted"] = false,
                ["email"] = call.Text("email"),
                ["metadata"] = call.Metadata(),
                ["payouts_enabled"] = false,
                ["requirements"] = Requirements("external_account", "tos_acceptance.date"),
                ["type"] = call.Text("type") ?? "none",
            },
            hasLivemode: false);
        return account;
    }

    public static JsonObject Update(FakeCall call)
    {
        var account = call.World.Get("account", call.Id);
        call.Copy(account, "email", "business_type");
        call.Relabel(account);
        call.World.Emit("account.updated", account, (string?)account["id"]);
        return account;
    }

    public static JsonObject Link(FakeCall call) => new()
    {
        ["object"] = "account_link",
        ["created"] = call.World.Now,
        ["expires_at"] = call.World.Now + LinkSeconds,
        ["url"] = new Uri(call.World.Address!, $"/onboard/{call.World.Get("account", call.Need("account"))["id"]}").ToString(),
    };

    public static JsonObject Get(FakeCall call) => call.World.Disconnected.Contains(call.Id)
        ? throw new Problem(403, "invalid_request_error", "account_invalid", $"The provided key does not have access to account '{call.Id}' (or that account does not exist). Application access may have been revoked.")
        : call.World.Get("account", call.Id);

    /// <summary>Stripe asks the charity for something, and may have switched something off until it has it.</summary>
    public static void Restrict(World world, JsonObject account, bool charges, bool payouts, string? why, string[] due)
    {
        account["charges_enabled"] = charges;
        account["payouts_enabled"] = payouts;
        var asked = Requirements(due);
        asked["disabled_reason"] = why;
        account["requirements"] = asked;
        world.Emit("account.updated", account, (string?)account["id"]);
    }

    /// <summary>The charity takes the platform's access away, or gives it again.</summary>
    public static void Connect(World world, string account, bool isConnected)
    {
        _ = isConnected ? world.Disconnected.Remove(account) : world.Disconnected.Add(account);
        world.Emit($"account.application.{(isConnected ? "" : "de")}authorized", new JsonObject { ["id"] = "ca_fake", ["object"] = "application", ["name"] = "CharityLink" }, account);
    }

    /// <summary>The charity has answered every question.</summary>
    public static void Onboard(World world, JsonObject account)
    {
        account["charges_enabled"] = true;
        account["payouts_enabled"] = true;
        account["details_submitted"] = true;
        account["capabilities"] = new JsonObject { ["card_payments"] = "active", ["transfers"] = "active" };
        account["requirements"] = Requirements();
        world.Emit("account.updated", account, (string?)account["id"]);
    }

    private static JsonObject Requirements(params string[] due) => Description.Shape.Of("Account.Requirements", new JsonObject
    {
        ["currently_due"] = new JsonArray([.. due.Select(d => (JsonNode)d)]),
        ["eventually_due"] = new JsonArray([.. due.Select(d => (JsonNode)d)]),
        ["past_due"] = new JsonArray(),
        ["pending_verification"] = new JsonArray(),
        ["errors"] = new JsonArray(),
        ["alternatives"] = new JsonArray(),
    });

    private static string Currency(string? country) => country switch
    {
        "HK" => "hkd",
        "GB" => "gbp",
        "SG" => "sgd",
        "DE" or "FR" or "IE" or "NL" => "eur",
        _ => "usd",
    };
}
