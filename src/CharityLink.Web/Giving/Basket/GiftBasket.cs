using System.Collections.Immutable;
using CharityLink.Giving;
using CharityLink.Kernel;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;

namespace CharityLink.Web.Giving.Basket;

/// <summary>One cause in the basket with what is to be given to it.</summary>
/// <param name="Amount">In yuan, as it can be typed; parsed anew whenever it matters.</param>
public sealed record BasketLine(CauseChoice Choice, string Amount)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static BasketLine? Read(string text)
    {
        var fields = QueryHelpers.ParseQuery(text);
        var form = GiveForm.Read(name => fields.GetValueOrDefault(name));
        var why = new List<Refusal>();
        var choice = form.ParseCause(why);
        return why.Count == 0 && GiftAmount.TryParse(form.Amount, out _, out _) ? new(choice, form.Amount) : null;
    }

    /// <summary>An amount as it can be typed.</summary>
    internal static string Plain(Money amount) => amount.Amount.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What the amount is worth.</summary>
    public Money Money => GiftAmount.TryParse(Amount, out var amount, out _) ? amount : throw new InvalidOperationException("A line is read with an amount.");

    /// <summary>A gift to it, ready to be ordered.</summary>
    public GiveForm Form(GiveForm who, Guid gift) => who with
    {
        Gift = gift.ToString(),
        Program = Choice.ProgramId?.ToString() ?? "",
        Site = Choice.SiteId?.ToString() ?? "",
        Project = Choice.ProjectId?.ToString() ?? "",
        Page = Choice.PageId?.ToString() ?? "",
        Amount = Amount,
        Other = "",
        How = "",
        Every = "",
    };

    /// <inheritdoc/>
    public override string ToString()
    {
        var query = new QueryBuilder();
        foreach (var (name, id) in new[] { ("program", Choice.ProgramId), ("site", Choice.SiteId), ("project", Choice.ProjectId), ("page", Choice.PageId) })
        {
            if (id is { } known)
            {
                query.Add(name, known.ToString());
            }
        }

        query.Add("amount", Amount);
        return query.ToQueryString().Value!.TrimStart('?'); // There is an amount always.
    }
}

/// <summary>What a giver has gathered, kept by their own browser and nowhere else: causes and amounts, no word about the giver.</summary>
/// <param name="Lines">What is to be given.</param>
/// <param name="Begun">The gifts of the basket that was given last, in order: each is paid by itself.</param>
public sealed record GiftBasket(ImmutableList<BasketLine> Lines, ImmutableList<Guid> Begun)
{
    /// <summary>So many causes fit in.</summary>
    public const int Most = 10;

    private const string LinesCookie = "basket";
    private const string BegunCookie = "basket-begun";
    private const char Between = '|';
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    /// <summary>The basket of whoever asks; what cannot be read is left out.</summary>
    public static GiftBasket Of(HttpContext http) => new(
        [.. Split(http.Request.Cookies[LinesCookie]).Select(BasketLine.Read).OfType<BasketLine>().Take(Most)],
        [.. Split(http.Request.Cookies[BegunCookie]).Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Take(Most)]);

    /// <summary>With one cause more; one that is in it already gets the new amount.</summary>
    public GiftBasket With(BasketLine line) => Lines.FindIndex(one => one.Choice == line.Choice) is >= 0 and var at
        ? this with { Lines = Lines.SetItem(at, line) } : this with { Lines = Lines.Add(line) };

    /// <summary>Gives it back to the browser.</summary>
    public void Keep(HttpContext http)
    {
        Keep(http, LinesCookie, string.Join(Between, Lines));
        Keep(http, BegunCookie, string.Join(Between, Begun));
    }

    private static void Keep(HttpContext http, string name, string value)
    {
        var how = new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = KeptFor, Path = "/", IsEssential = true };
        if (value.Length > 0)
        {
            http.Response.Cookies.Append(name, value, how);
        }
        else
        {
            http.Response.Cookies.Delete(name, how);
        }
    }

    private static string[] Split(string? text) => text?.Split(Between, StringSplitOptions.RemoveEmptyEntries) ?? [];
}
