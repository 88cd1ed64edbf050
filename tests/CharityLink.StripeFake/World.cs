using System.Text.Json.Nodes;
using CharityLink.StripeFake.Description;

namespace CharityLink.StripeFake;

/// <summary>Everything this Stripe knows. All of it is read and changed under <see cref="Gate"/>.</summary>
internal sealed class World(FakeClock clock, StripeFakeOptions options)
{
    private readonly Dictionary<string, JsonObject> objects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<JsonObject>> kinds = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Action, (long At, int Order)> due = new();
    private long made = options.IdsAfter;
    private int planned;

    public Lock Gate { get; } = new();

    public FakeClock Clock => clock;

    /// <summary>What was ordered for what comes next.</summary>
    public Orders Orders { get; } = new();

    /// <summary>What is left of deleted objects.</summary>
    public Dictionary<string, JsonObject> Gone { get; } = new(StringComparer.Ordinal);

    /// <summary>How each payment method will behave.</summary>
    public Dictionary<string, Card> Cards { get; } = new(StringComparer.Ordinal);

    /// <summary>Methods that were taken away from a customer: they pay nothing any more.</summary>
    public HashSet<string> Detached { get; } = new(StringComparer.Ordinal);

    /// <summary>Accounts whose owners took the platform's access away.</summary>
    public HashSet<string> Disconnected { get; } = new(StringComparer.Ordinal);

    /// <summary>Which lines of the books each payout paid out.</summary>
    public Dictionary<string, HashSet<string>> PaidOut { get; } = new(StringComparer.Ordinal);

    /// <summary>What each hosted page will give the payment made on it.</summary>
    public Dictionary<string, JsonObject> PaymentData { get; } = new(StringComparer.Ordinal);

    /// <summary>The hosted page of a payment or a card set-up.</summary>
    public Dictionary<string, JsonObject> PageOf { get; } = new(StringComparer.Ordinal);

    /// <summary>Told of every event.</summary>
    public Action<JsonObject>? Happened { get; set; }

    /// <summary>Told of every hosted page.</summary>
    public Action<string>? PageOpened { get; set; }

    /// <summary>The base of links to the hosted page.</summary>
    public Uri? Address { get; set; }

    public long Now => clock.Seconds;

    public string NewId(string prefix) => $"{prefix}_fake{++made:D8}";

    /// <summary>Makes an object: an id, its kind, and the time and labels if its kind has them.</summary>
    public JsonObject Add(string kind, string prefix, JsonObject members, bool hasLivemode = true)
    {
        members["id"] = NewId(prefix);
        members["object"] = kind;
        members["created"] = Now;
        if (hasLivemode)
        {
            members["livemode"] = options.Livemode;
        }

        Shape.Of(kind, members);
        objects[(string)members["id"]!] = members;
        if (!kinds.TryGetValue(kind, out var list))
        {
            kinds[kind] = list = [];
        }

        list.Add(members);
        return members;
    }

    public JsonObject? Find(string id) => objects.GetValueOrDefault(id);

    public JsonObject Get(string kind, string? id) =>
        id is not null && objects.GetValueOrDefault(id) is { } found && (string?)found["object"] == kind ? found : throw Problem.Missing(id ?? "");

    public IReadOnlyList<JsonObject> All(string kind) => kinds.GetValueOrDefault(kind) ?? [];

    /// <summary>Only the id is left of it.</summary>
    public JsonObject Remove(JsonObject gone)
    {
        var id = (string)gone["id"]!;
        objects.Remove(id);
        kinds[(string)gone["object"]!].Remove(gone);
        return Gone[id] = new JsonObject { ["id"] = id, ["object"] = gone["object"]!.DeepClone(), ["deleted"] = true };
    }

    /// <summary>Records that something happened, and tells whoever listens.</summary>
    public JsonObject Emit(string type, JsonObject about, string? account = null, JsonObject? before = null)
    {
        var data = new JsonObject { ["object"] = about.DeepClone() };
        if (before is not null)
        {
            data["previous_attributes"] = before;
        }

        var happened = Add("event", "evt", new JsonObject
        {
            ["type"] = type,
            ["api_version"] = "2026-10-28.endive",
            ["data"] = data,
            ["pending_webhooks"] = 0,
            ["request"] = Shape.Of("Event.Request", []),
        });
        if (account is not null)
        {
            happened["account"] = account;
        }

        Happened?.Invoke(happened);
        return happened;
    }

    public void Later(TimeSpan span, Action act) => due.Enqueue(act, (Now + (long)span.TotalSeconds, planned++));

    /// <summary>Does what has become due.</summary>
    public void RunDue()
    {
        while (due.TryPeek(out var act, out var when) && when.At <= Now)
        {
            due.Dequeue();
            act();
        }
    }
}
