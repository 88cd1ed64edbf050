using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using CharityLink.Law;

namespace CharityLink.Projects;

/// <summary>How soon a step is promised. The platform's own promise, unless it names a rule of the catalogue that sets the period.</summary>
/// <param name="Rule">Of the catalogue, where the law sets the period; null for a promise of the platform.</param>
public sealed record Promise(string Step, int Count, PeriodUnit Unit, string? Rule);

/// <summary>The promises there are: data, so that a federation's own need no code.</summary>
public static class Promises
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private static readonly FrozenDictionary<string, Promise> _byStep =
        (JsonSerializer.Deserialize<Promise[]>(EmbeddedText.Beside(typeof(Promises), "Data.task-promises.json"), _json) ?? [])
        .ToFrozenDictionary(promise => promise.Step, StringComparer.Ordinal);

    /// <summary>The promise for a step, or null where nothing is promised.</summary>
    public static Promise? Of(string step) => _byStep.GetValueOrDefault(step);

    /// <summary>The last day of the promise, counted from a day; null where nothing is promised.</summary>
    public static DateOnly? DueOn(string step, DateOnly since) =>
        Of(step) is { } promise ? DueDate.Of(since, new Period(promise.Count, promise.Unit), WorkingDays.China).Day : null;
}
