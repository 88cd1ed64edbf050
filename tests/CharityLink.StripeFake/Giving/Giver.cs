using System.Globalization;
using System.Text.Json.Nodes;
using CharityLink.StripeFake.Objects;

namespace CharityLink.StripeFake.Giving;

/// <summary>What a giver does on Stripe's pages and their bank's. Tests call it; the pages call the same.</summary>
public sealed class Giver
{
    private readonly World world;

    internal Giver(World world) => this.world = world;

    /// <summary>Pays, or leaves the card, on a hosted page. Returns where the giver is sent next.</summary>
    /// <param name="session">The page's id.</param>
    /// <param name="card">A test card's token or number.</param>
    /// <param name="email">What the giver types as their address.</param>
    public string Pay(string session, string card, string email = "giver@example.org")
    {
        lock (world.Gate)
        {
            world.RunDue();
            var page = world.Get("checkout.session", session);
            if ((string?)page["status"] != "open")
            {
                throw new InvalidOperationException($"The page is {page["status"]}.");
            }

            var chosen = Card.Find(card) ?? throw new ArgumentException($"{card} is no test card.", nameof(card));
            page["customer_details"] = Description.Shape.Of("Session.CustomerDetails", new JsonObject { ["email"] = email });
            var method = Methods.Add(world, chosen);
            method["billing_details"]!["email"] = email;
            var intent = (string?)page["mode"] == "setup" ? SetUp(page, method, email) : Start(page, method, email);
            return Next(page, intent);
        }
    }

    /// <summary>Givers who left their cards long ago, each a customer with one: nobody is told of it any more. Returns the ids of customers and cards.</summary>
    public IReadOnlyList<(string Customer, string Method)> Kept(int count, string card = "pm_card_visa")
    {
        lock (world.Gate)
        {
            var chosen = Card.Find(card) ?? throw new ArgumentException($"{card} is no test card.", nameof(card));
            return [.. Enumerable.Range(0, count).Select(_ =>
            {
                var (customer, method) = (Customers.New(world, null, []), Methods.Add(world, chosen));
                method["customer"] = customer["id"]!.DeepClone();
                return ((string)customer["id"]!, (string)method["id"]!);
            })];
        }
    }

    /// <summary>Answers the bank's or the wallet's question. Returns where the giver is sent next.</summary>
    public string Authenticate(string intent, bool isApproved = true)
    {
        lock (world.Gate)
        {
            var asked = world.Find(intent) ?? throw Problem.Missing(intent);
            if ((string?)asked["status"] != "requires_action")
            {
                throw new InvalidOperationException($"Nobody asks: it is {asked["status"]}.");
            }

            var back = (string?)asked["next_action"]!["redirect_to_url"]!["return_url"];
            if ((string?)asked["object"] == "setup_intent")
            {
                Setups.Authenticated(world, asked, isApproved);
            }
            else
            {
                Charging.Authenticated(world, asked, isApproved);
            }

            return world.PageOf.TryGetValue(intent, out var page) ? Next(page, asked) : back ?? "/";
        }
    }

    // A hosted page shows a decline and stays open; only its intent remembers.
    private JsonObject Start(JsonObject page, JsonObject method, string email)
    {
        var data = world.PaymentData[(string)page["id"]!];
        if (page["customer"] is null && ((string?)page["customer_creation"] == "always" || data["setup_future_usage"] is not null))
        {
            page["customer"] = Customers.New(world, email, [])["id"]!.DeepClone();
        }

        var intent = (string?)page["payment_intent"] is { } tried ? world.Get("payment_intent", tried) : NewIntent(page, data);
        intent["payment_method"] = method["id"]!.DeepClone();
        return Try(() => Charging.Confirm(world, intent, isOffSession: false, null), intent);
    }

    private JsonObject NewIntent(JsonObject page, JsonObject data)
    {
        var types = page["allowed_payment_method_types"]?.DeepClone().AsArray();
        var intent = Payments.New(world, (long)page["amount_total"]!, (string)page["currency"]!, types, data["metadata"]?.DeepClone().AsObject() ?? []);
        foreach (var name in new[] { "description", "on_behalf_of", "transfer_group", "setup_future_usage", "transfer_data" })
        {
            if (data[name] is { } given)
            {
                intent[name] = given.DeepClone();
            }
        }

        intent["application_fee_amount"] = data["application_fee_amount"] is { } fee ? long.Parse(fee.ToString(), CultureInfo.InvariantCulture) : null;
        intent["customer"] = page["customer"]?.DeepClone();
        page["payment_intent"] = intent["id"]!.DeepClone();
        world.PageOf[(string)intent["id"]!] = page;
        return intent;
    }

    private JsonObject SetUp(JsonObject page, JsonObject method, string email)
    {
        var setup = world.Get("setup_intent", (string?)page["setup_intent"]);
        if (page["customer"] is null && (string?)page["customer_creation"] == "always")
        {
            page["customer"] = Customers.New(world, email, [])["id"]!.DeepClone();
            setup["customer"] = page["customer"]!.DeepClone();
        }

        setup["payment_method"] = method["id"]!.DeepClone();
        return Try(() => Setups.Confirm(world, setup, null), setup);
    }

    private static JsonObject Try(Action act, JsonObject intent)
    {
        try
        {
            act();
        }
        catch (Problem problem) when (problem.Status == 402)
        {
            // The giver reads it on the page.
        }

        return intent;
    }

    private string Next(JsonObject page, JsonObject intent)
    {
        if ((string?)intent["status"] == "processing" && (string?)page["status"] == "open")
        {
            Sessions.Complete(page);
            world.Emit("checkout.session.completed", page);
        }

        return (string?)intent["status"] == "requires_action"
            ? (string)intent["next_action"]!["redirect_to_url"]!["url"]!
            : (string?)page["status"] == "complete"
                ? ((string?)page["success_url"] ?? "/").Replace("{CHECKOUT_SESSION_ID}", (string)page["id"]!, StringComparison.Ordinal)
                : $"/checkout/{page["id"]}";
    }
}
