using System.Text.Json;
using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Web.Site;

namespace CharityLink.Web.Law;

/// <summary>What the law says, in words.</summary>
public static class LawText
{
    /// <summary>What to do about a refusal; empty for one that is no rule's.</summary>
    public static string Way(this Texts texts, Refusal refusal) => texts.Has($"way.{refusal.Code}") ? texts[$"way.{refusal.Code}"] : "";

    /// <summary>What is owed.</summary>
    public static string Of(this Texts texts, Duty duty) => texts[$"duty.{duty.Code}"];

    /// <summary>The rule's title.</summary>
    public static string Title(this Rule rule, Language lang) => Show.Name(rule.TitleZh, rule.TitleEn, lang);

    /// <summary>What it asks for in a sentence, where it may be shown.</summary>
    public static string? Text(this Rule rule, Language lang) => rule.Confidence == Confidence.Unread ? null : lang.IsChinese ? rule.TextZh : rule.TextEn;

    /// <summary>Its articles: <c>Charity Law arts. 23, 26</c>, <c>《慈善法》第23、26条</c>.</summary>
    public static string Cited(this Rule rule, Language lang) => string.Join(lang.IsChinese ? "；" : "; ", rule.ShownCitations.Select(citation => One(citation, lang)));

    /// <summary>From when to when it is in force.</summary>
    public static string InForce(this Rule rule, Texts texts)
    {
        string?[] parts =
        [
            rule.EffectiveFrom is { } from ? texts["law.since", Show.Day(from, texts.Language)] : null,
            rule.EffectiveTo is { } to ? texts["law.until", Show.Day(to, texts.Language)] : null,
        ];
        return parts.Any(part => part is not null) ? string.Join(", ", parts.OfType<string>()) : texts["law.always"];
    }

    /// <summary>The value of a parameter; a list in words.</summary>
    public static string Value(this Texts texts, JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? string.Join(texts.Language.IsChinese ? "、" : ", ", value.EnumerateArray().Select(one => texts[$"item.{one}"]))
        : value.ToString();

    private static string One(Citation citation, Language lang)
    {
        var many = citation.Articles.AsSpan().ContainsAny(',', '-');
        return (lang.IsChinese, citation.Articles.Length) switch
        {
            (true, 0) => citation.Source.ShortZh,
            (true, _) => $"{citation.Source.ShortZh}第{citation.Articles.Replace(", ", "、", StringComparison.Ordinal)}条",
            (false, 0) => citation.Source.ShortEn,
            _ => $"{citation.Source.ShortEn} {(many ? "arts." : "art.")} {citation.Articles}",
        };
    }
}
