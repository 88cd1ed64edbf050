using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Payments.Console;

/// <summary>Codes and spans of time of the payment console in words.</summary>
internal static class PaymentWords
{
    /// <summary>Why something waits or failed; a provider's own code where there is no sentence for it.</summary>
    public static string Why(Texts texts, string? code) =>
        string.IsNullOrEmpty(code) ? "—" : texts.Has($"payments.why.{code}") ? texts[$"payments.why.{code}"] : code;

    /// <summary>A provider's name.</summary>
    public static string Provider(Texts texts, string name) => texts.Has($"payments.at.{name}") ? texts[$"payments.at.{name}"] : name;

    /// <summary>How long ago something was.</summary>
    public static string Ago(Texts texts, TimeSpan age) => texts["payments.ago", Age(texts, age)];

    /// <summary>How long, in the largest unit that is full.</summary>
    public static string Age(Texts texts, TimeSpan age) => age switch
    {
        { TotalDays: >= 1 } => texts["payments.age.days", Show.Count((long)age.TotalDays)],
        { TotalHours: >= 1 } => texts["payments.age.hours", Show.Count((long)age.TotalHours)],
        { TotalMinutes: >= 1 } => texts["payments.age.minutes", Show.Count((long)age.TotalMinutes)],
        _ => texts["payments.age.seconds", Show.Count((long)Math.Max(0, age.TotalSeconds))],
    };
}
