using System.Globalization;
using System.Text;
using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Web.Site;

/// <summary>Reads one typed day or amount, the same way in every form: the value, or the reason why there is none at its field.</summary>
internal static class TypedText
{
    private const string Machine = "yyyy-MM-dd";

    // As date fields send it, and as people write it.
    private static readonly string[] _days = [Machine, "yyyy/M/d", "yyyy年M月d日"];

    /// <summary>A day that may be left out: null for nothing, and for nonsense, which is told.</summary>
    public static DateOnly? Day(string text, string field, ICollection<Refusal> wrong)
    {
        var typed = text.Trim().Normalize(NormalizationForm.FormKC);
        if (typed.Length == 0)
        {
            return null;
        }

        // The calendar's very last day has no day after it, by which periods are counted.
        if (DateOnly.TryParseExact(typed, _days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue)
        {
            return day;
        }

        wrong.Add(new Refusal("day_malformed", field));
        return null;
    }

    /// <summary>A day that must be there: nothing typed is told, too.</summary>
    public static DateOnly? NeededDay(string text, string field, ICollection<Refusal> wrong)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            wrong.Add(new Refusal("day_missing", field));
        }

        return Day(text, field, wrong);
    }

    /// <summary>An amount of yuan that may be left out.</summary>
    public static Money? Amount(string text, string field, ICollection<Refusal> wrong)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (GiftAmount.TryParse(text, out var amount, out var why))
        {
            return amount;
        }

        wrong.Add((why ?? new Refusal("amount_not_a_number")) with { Field = field });
        return null;
    }

    /// <summary>An amount of yuan that must be there.</summary>
    public static Money? NeededAmount(string text, string field, ICollection<Refusal> wrong)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            wrong.Add(new Refusal("amount_missing", field));
        }

        return Amount(text, field, wrong);
    }

    /// <summary>A whole number from one on, full-width digits as usual; null for anything else.</summary>
    public static int? Number(string text) =>
        int.TryParse(text.Trim().Normalize(NormalizationForm.FormKC), NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    /// <summary>Nothing at all is written as a figure; the reader of gifts takes none of nothing.</summary>
    public static bool IsZero(string text) => text.Trim().Normalize(NormalizationForm.FormKC) is "0" or "0.0" or "0.00";

    /// <summary>A day as date fields want it.</summary>
    public static string Plain(DateOnly day) => day.ToString(Machine, CultureInfo.InvariantCulture);

    /// <summary>An amount as fields show it.</summary>
    public static string Plain(Money money) => money.Amount.ToString("0.##", CultureInfo.InvariantCulture);
}
