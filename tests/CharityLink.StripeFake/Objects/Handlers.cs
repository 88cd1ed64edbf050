using System.Text.Json.Nodes;

namespace CharityLink.StripeFake.Objects;

/// <summary>Which code carries out which call; a call that is not here is answered as not known.</summary>
internal static class Handlers
{
    public static IReadOnlyDictionary<string, Func<FakeCall, JsonObject>> All { get; } = new Dictionary<string, Func<FakeCall, JsonObject>>(StringComparer.Ordinal)
    {
        ["CheckoutSessions_create"] = Sessions.Create,
        ["CheckoutSessions_expire"] = Sessions.Expire,
        ["CheckoutSessions_retrieve"] = Read("checkout.session"),
        ["CheckoutSessions_list"] = List("checkout.session", "/v1/checkout/sessions"),
        ["PaymentIntents_create"] = Payments.Create,
        ["PaymentIntents_confirm"] = Payments.Confirm,
        ["PaymentIntents_cancel"] = Payments.Cancel,
        ["PaymentIntents_update"] = Payments.Update,
        ["PaymentIntents_retrieve"] = Read("payment_intent"),
        ["PaymentIntents_list"] = List("payment_intent", "/v1/payment_intents"),
        ["SetupIntents_create"] = Setups.Create,
        ["SetupIntents_confirm"] = Setups.ConfirmCall,
        ["SetupIntents_cancel"] = Setups.Cancel,
        ["SetupIntents_retrieve"] = Read("setup_intent"),
        ["SetupIntents_list"] = List("setup_intent", "/v1/setup_intents"),
        ["Customers_create"] = Customers.Create,
        ["Customers_update"] = Customers.Update,
        ["Customers_del"] = Customers.Delete,
        ["Customers_retrieve"] = Customers.Get,
        ["Customers_list"] = List("customer", "/v1/customers"),
        ["Customers_listPaymentMethods"] = Customers.Methods,
        ["PaymentMethods_retrieve"] = Read("payment_method"),
        ["PaymentMethods_attach"] = Methods.Attach,
        ["PaymentMethods_detach"] = Methods.Detach,
        ["Charges_update"] = Charges.Update,
        ["Charges_retrieve"] = Read("charge"),
        ["Charges_list"] = List("charge", "/v1/charges"),
        ["Refunds_create"] = Refunds.Create,
        ["Refunds_update"] = Refunds.Update,
        ["Refunds_cancel"] = Refunds.Cancel,
        ["Refunds_retrieve"] = Read("refund"),
        ["Refunds_list"] = List("refund", "/v1/refunds"),
        ["Disputes_update"] = Disputes.Update,
        ["Disputes_close"] = Disputes.Close,
        ["Disputes_retrieve"] = Read("dispute"),
        ["Disputes_list"] = List("dispute", "/v1/disputes"),
        ["Transfers_create"] = Transfers.Create,
        ["Transfers_update"] = Transfers.Update,
        ["Transfers_createReversal"] = Transfers.Reverse,
        ["Transfers_listReversals"] = call => Listing.Of(call, "transfer_reversal", $"/v1/transfers/{call.Id}/reversals", reversal => (string?)reversal["transfer"] == call.Id),
        ["Transfers_retrieve"] = Read("transfer"),
        ["Transfers_list"] = List("transfer", "/v1/transfers"),
        ["Accounts_create"] = Accounts.Create,
        ["Accounts_update"] = Accounts.Update,
        ["Accounts_retrieve"] = Accounts.Get,
        ["Accounts_list"] = List("account", "/v1/accounts"),
        ["AccountLinks_create"] = Accounts.Link,
        ["Balance_retrieve"] = Books.Balance,
        ["BalanceTransactions_retrieve"] = Read("balance_transaction"),
        ["BalanceTransactions_list"] = Books.List,
        ["Payouts_retrieve"] = Read("payout"),
        ["Payouts_list"] = List("payout", "/v1/payouts"),
        ["Events_retrieve"] = Read("event"),
        ["Events_list"] = Events,
    };

    private static Func<FakeCall, JsonObject> Read(string kind) => call => call.World.Get(kind, call.Id);

    private static Func<FakeCall, JsonObject> List(string kind, string url) => call => Listing.Of(call, kind, url);

    // Stripe forgets events after thirty days.
    private static JsonObject Events(FakeCall call)
    {
        var since = call.World.Now - (30 * 24 * 3600);
        var types = call.List("types")?.Select(t => t!.ToString()).ToHashSet(StringComparer.Ordinal);
        return Listing.Of(call, "event", "/v1/events", e => (long)e["created"]! >= since
            && types?.Contains((string)e["type"]!) != false
            && (call.Text("delivery_success") is not { } wanted || (wanted == "true") == ((int)e["pending_webhooks"]! == 0)));
    }
}
