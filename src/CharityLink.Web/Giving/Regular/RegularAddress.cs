using CharityLink.Giving;

namespace CharityLink.Web.Giving.Regular;

/// <summary>The addresses of one regular gift's pages.</summary>
internal static class RegularAddress
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    /// <summary>The giver's page.</summary>
    public static string Of(Guid id, string? key = null) => string.IsNullOrEmpty(key) ? $"/regular/{id}" : $"/regular/{id}?key={key}";

    /// <summary>From here the giver is sent on to the page on which a card is left, as soon as that is open.</summary>
    public static string Card(Guid id) => $"/regular/{id}/card";

    /// <summary>Where the giver is asked to go on with something else, after its cause has ended.</summary>
    public static string Elsewhere(GiftCause cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return cause.ProgramId is { } program ? $"/give?program={program}" : "/programs";
    }

    /// <summary>The key, kept by the giver's browser while they are away at the provider: it goes to nobody else.</summary>
    public static void Keep(HttpContext http, Guid id, string? key)
    {
        if (!string.IsNullOrEmpty(key))
        {
            http.Response.Cookies.Append(CookieOf(id), key, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = KeptFor, Path = "/" });
        }
    }

    /// <summary>The kept key; null for none.</summary>
    public static string? KeptKey(HttpContext http, Guid id) => http.Request.Cookies[CookieOf(id)];

    private static string CookieOf(Guid id) => $"regular-{id:N}";
}
