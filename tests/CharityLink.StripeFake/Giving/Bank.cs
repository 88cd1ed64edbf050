using System.Text.Json.Nodes;
using CharityLink.StripeFake.Objects;

namespace CharityLink.StripeFake.Giving;

/// <summary>What banks and Stripe's people do behind the scenes.</summary>
public sealed class Bank
{
    private readonly World world;

    internal Bank(World world) => this.world = world;

    /// <summary>A giver's bank asks a charge back. Returns the dispute's id.</summary>
    /// <param name="charge">The charge.</param>
    /// <param name="amount">How much of it; all when not said.</param>
    /// <param name="status">needs_response, or warning_needs_response for a mere inquiry.</param>
    /// <param name="reason">The bank's reason.</param>
    public string Dispute(string charge, long? amount = null, string status = "needs_response", string reason = "fraudulent") => Do(() =>
    {
        var disputed = world.Get("charge", charge);
        return (string)Disputes.Open(world, disputed, amount ?? (long)disputed["amount"]!, status, reason)["id"]!;
    });

    /// <summary>The bank decides a dispute.</summary>
    public void Decide(string dispute, bool isWon) => Do(() =>
    {
        Disputes.End(world, world.Get("dispute", dispute), isWon);
        return "";
    });

    /// <summary>A kept card is taken away from its customer, by somebody at Stripe or on its pages.</summary>
    public void TakeCard(string method) => Do(() =>
    {
        Methods.Detach(world, world.Get("payment_method", method));
        return "";
    });

    /// <summary>The bank sends its customer a new card with another date, and Stripe hears of it.</summary>
    public void RenewCard(string method, int month, int year) => Do(() =>
    {
        Methods.Renew(world, world.Get("payment_method", method), month, year, "1881");
        return "";
    });

    /// <summary>A refund that waited ends.</summary>
    public void SettleRefund(string refund, bool hasSucceeded = true) => Do(() =>
    {
        Refunds.Settle(world, world.Get("refund", refund), hasSucceeded);
        return "";
    });

    /// <summary>The fee of a charge becomes known.</summary>
    public void SettleFee(string charge) => Do(() =>
    {
        Charges.Settle(world, world.Get("charge", charge));
        return "";
    });

    /// <summary>A charity has answered Stripe's questions.</summary>
    public void Onboard(string account) => Do(() =>
    {
        Accounts.Onboard(world, world.Get("account", account));
        return "";
    });

    /// <summary>Stripe wants something of a charity, or switches its account off in part.</summary>
    public void Restrict(string account, bool charges = true, bool payouts = true, string? why = null, params string[] due) => Do(() =>
    {
        Accounts.Restrict(world, world.Get("account", account), charges, payouts, why, due);
        return "";
    });

    /// <summary>A charity takes the platform's access to its account away, or gives it again.</summary>
    public void Connect(string account, bool isConnected) => Do(() =>
    {
        Accounts.Connect(world, account, isConnected);
        return "";
    });

    /// <summary>A card network says that a payment was probably not its owner's. Returns the warning's id.</summary>
    public string Warn(string charge, string type = "made_with_stolen_card") => Do(() =>
    {
        var id = world.NewId("issfr");
        world.Emit("radar.early_fraud_warning.created", new JsonObject
        {
            ["id"] = id, ["object"] = "radar.early_fraud_warning", ["actionable"] = true, ["charge"] = charge, ["created"] = world.Now, ["fraud_type"] = type, ["livemode"] = false,
            ["payment_intent"] = world.Get("charge", charge)["payment_intent"]?.DeepClone(),
        });
        return id;
    });

    /// <summary>Pays everything that is available in a currency out to the bank. Returns the payout's id.</summary>
    public string PayOut(string currency) => Do(() =>
    {
        Books.Refresh(world);
        var before = world.PaidOut.Values.SelectMany(ids => ids).ToHashSet(StringComparer.Ordinal);
        var lines = world.All("balance_transaction")
            .Where(l => (string?)l["currency"] == currency && (string?)l["status"] == "available" && (string?)l["type"] != "payout" && !before.Contains((string)l["id"]!))
            .ToList();
        var amount = lines.Sum(l => (long)l["net"]!);
        var payout = world.Add("payout", "po", new JsonObject
        {
            ["amount"] = amount,
            ["arrival_date"] = world.Now,
            ["automatic"] = true,
            ["currency"] = currency,
            ["metadata"] = new JsonObject(),
            ["method"] = "standard",
            ["reconciliation_status"] = "completed",
            ["source_type"] = "card",
            ["status"] = "paid",
            ["type"] = "bank_account",
        });
        world.PaidOut[(string)payout["id"]!] = lines.Select(l => (string)l["id"]!).ToHashSet(StringComparer.Ordinal);
        payout["balance_transaction"] = Books.Line(world, "payout", payout, -amount, 0)["id"]!.DeepClone();
        world.Emit("payout.paid", payout);
        world.Emit("payout.reconciliation_completed", payout);
        return (string)payout["id"]!;
    });

    /// <summary>The bank sends a payout back.</summary>
    public void ReturnPayout(string payout) => Do(() =>
    {
        var paid = world.Get("payout", payout);
        paid["status"] = "failed";
        paid["failure_code"] = "account_closed";
        paid["failure_balance_transaction"] = Books.Line(world, "payout_failure", paid, (long)paid["amount"]!, 0)["id"]!.DeepClone();
        world.Emit("payout.failed", paid);
        return "";
    });

    /// <summary>From now on the balance says another amount than the lines add up to. Zero again: they agree.</summary>
    public void Misstate(string currency, long by) => Do(() =>
    {
        world.Orders.Misstated[currency] = by;
        return "";
    });

    /// <summary>Stripe books something of its own. Returns the line's id.</summary>
    /// <param name="type">Stripe's word for it.</param>
    /// <param name="source">What it is about, such as a charge.</param>
    public string Book(string type, string source, long amount, long fee = 0) => Do(() =>
        (string)Books.Line(world, type, world.Find(source) ?? throw Problem.Missing(source), amount, fee)["id"]!);

    private string Do(Func<string> act)
    {
        lock (world.Gate)
        {
            world.RunDue();
            return act();
        }
    }
}
