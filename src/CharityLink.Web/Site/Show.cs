using System.Globalization;
using CharityLink.Kernel;

namespace CharityLink.Web.Site;

/// <summary>The one place where values become text people read: money, counts, days and names.</summary>
public static class Show
{
    private static readonly TimeZoneInfo City = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary><c>¥1,234.50</c>, <c>-¥900.00</c>; other currencies by their code.</summary>
    public static string Money(Money money) =>
        (money.Minor < 0 ? "-" : "") + Sign(money.Currency) + Math.Abs(money.Amount).ToString("N" + money.Currency.Decimals, CultureInfo.InvariantCulture);

    /// <summary>Renminbi from fen: <c>¥1,234.50</c>.</summary>
    public static string Money(long fen) => Money(Kernel.Money.Cny(fen));

    /// <summary>Money where whole amounts need no decimals (choices, prices): <c>¥20</c>, <c>¥4.50</c>.</summary>
    public static string MoneyShort(Money money) => Money(money) is var text && text.EndsWith(".00", StringComparison.Ordinal) ? text[..^3] : text;

    /// <summary><c>12,345</c>.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Size of a file as people count it: <c>0.4 MB</c>.</summary>
    public static string Bytes(long bytes) => (bytes / 1_000_000m).ToString("0.#", CultureInfo.InvariantCulture) is var text and not "0" ? text + " MB" : "0.1 MB";

    /// <summary>The day an instant falls on in the city: <c>3 October 2026</c>, <c>2026年10月3日</c>.</summary>
    public static string Day(DateTimeOffset instant, Language lang) => Day(DayOf(instant), lang);

    /// <summary>The day an instant falls on in the city, to count with.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);

    /// <summary>A day in words.</summary>
    public static string Day(DateOnly day, Language lang) => day.ToString(lang.IsChinese ? "yyyy'年'M'月'd'日'" : "d MMMM yyyy", lang.Culture);

    /// <summary>Day and minute in the city: <c>3 Oct 2026, 14:05</c>.</summary>
    public static string Time(DateTimeOffset instant, Language lang) =>
        Local(instant).ToString(lang.IsChinese ? "yyyy'年'M'月'd'日' HH:mm" : "d MMM yyyy, HH:mm", lang.Culture);

    /// <summary>For <c>&lt;time datetime&gt;</c>.</summary>
    public static string Machine(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Day and second in the city as programs for sheets read them: <c>2026-10-03 14:05:09</c>. A day that somebody chose is then the day in its rows.</summary>
    public static string Cell(DateTimeOffset instant) => Local(instant).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A name in the reader's language; the other one where that is missing.</summary>
    public static string Name(string zh, string en, Language lang) =>
        lang.IsChinese ? (zh.Length > 0 ? zh : en) : (en.Length > 0 ? en : zh);

    private static DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, City);

    private static string Sign(Currency currency) => currency == Currency.Cny ? "¥" : currency.Code + " ";
}
