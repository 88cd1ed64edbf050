namespace CharityLink.Web.Giving;

/// <summary>The addresses of one gift's pages. The key, where there is one, goes along from page to page: with it the giver's own name is shown.</summary>
internal static class GiftAddress
{
    /// <summary>Where it is paid.</summary>
    public static string Payment(Guid id, string? key, Guid? secure = null) => $"/sandbox-pay/{id}{Query(("key", key), ("secure", secure?.ToString()))}";

    /// <summary>From here the giver is sent on to the provider's payment page, as soon as that is open.</summary>
    public static string Pay(Guid id, string? key) => $"/gifts/{id}/pay{Query(("key", key))}";

    /// <summary>How it stands, and its receipt.</summary>
    /// <param name="attempt">The attempt the giver comes from, to be told how that one ended.</param>
    public static string Gift(Guid id, string? key, Guid? attempt = null) => $"/gifts/{id}{Query(("key", key), ("attempt", attempt?.ToString()))}";

    /// <summary>Where its giver asks for money back.</summary>
    public static string Refund(Guid id, string? key) => $"/gifts/{id}/refund{Query(("key", key))}";

    /// <summary>The receipt alone, to print.</summary>
    public static string Sheet(Guid id, string? key) => $"/gifts/{id}/receipt{Query(("key", key))}";

    /// <summary>The receipt as PDF.</summary>
    public static string Pdf(Guid id, string? key) => $"/gifts/{id}/receipt.pdf{Query(("key", key))}";

    private static QueryString Query(params (string Name, string? Value)[] pairs) =>
        QueryString.Create(pairs.Where(pair => !string.IsNullOrEmpty(pair.Value)).Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
}
