using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CharityLink.StripeFake.Description;

/// <summary>Holds requests and answers against the description of the version we speak, in full, and against an older one.</summary>
internal static partial class Oracle
{
    // Objects of which there are events that we hear, and which our part of the description leaves out.
    private static readonly HashSet<string> _undescribed = new(StringComparer.Ordinal) { "application", "radar.early_fraud_warning" };

    public static IEnumerable<string> Request(Operation operation, JsonObject parameters)
    {
        var faults = new Checker(ApiDescription.Pinned, isRequest: true, enumsAreOpen: false).Check(parameters, operation.Request);
        return Named(operation, faults, Older(operation, o => (parameters, o.Request), isRequest: true));
    }

    public static IEnumerable<string> Answer(Operation operation, JsonNode answer)
    {
        var faults = new Checker(ApiDescription.Pinned, isRequest: false, enumsAreOpen: false).Check(answer, operation.Response);
        return Named(operation, faults, Older(operation, o => (answer, o.Response), isRequest: false));
    }

    /// <summary>Checks a refusal.</summary>
    public static IEnumerable<string> Error(JsonNode refusal) => Named("error", refusal);

    /// <summary>Checks what goes out in an event: the event, and its object as what it says it is.</summary>
    public static IEnumerable<string> Event(JsonNode happened)
    {
        var about = happened["data"]!["object"]!;
        var kind = (string)about["object"]!; // Every object says what it is.
        return Named("event", happened).Concat(_undescribed.Contains(kind) ? [] : Named(kind, about));
    }

    private static IEnumerable<string> Named(string schema, JsonNode value) =>
        new Checker(ApiDescription.Pinned, isRequest: false, enumsAreOpen: false).Check(value, ApiDescription.Pinned.Schema(schema)).Select(f => $"{schema}: {f}");

    private static IEnumerable<string> Named(Operation operation, IEnumerable<Fault> pinned, IEnumerable<Fault> older) =>
        pinned.Select(f => $"{operation.Id}: {f}").Concat(older.Select(f => $"{operation.Id} of 2024: {f}"));

    private static IEnumerable<Fault> Older(Operation operation, Func<Operation, (JsonNode Value, JsonNode Schema)> part, bool isRequest)
    {
        if (ApiDescription.Older.Operations.FirstOrDefault(o => o.Method == operation.Method && Shape(o.Path) == Shape(operation.Path)) is not { } older)
        {
            return [];
        }

        var (value, schema) = part(older);
        return new Checker(ApiDescription.Older, isRequest, enumsAreOpen: true).Check(value, schema).Where(f => !ChangedSince().IsMatch(f.Path));
    }

    private static string Shape(string path) => Placeholder().Replace(path, "{}");

    [GeneratedRegex(@"\{\w+\}", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();

    // What Stripe renamed or added since 2024; everything else must still fit.
    [GeneratedRegex(
        @"(^|\.)(allowed_payment_method_types|payment_method_types|ui_mode|adaptive_pricing|\w+_credential_usage|customer_account"
        + @"|excluded_payment_method_types|transfer_data\.(metadata|description)|intended_submission_method|appeal|pending_reason)(\[|\.|$)",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex ChangedSince();
}
