namespace CharityLink.Web.Accounts;

/// <summary>The codes that open an account when the phone with the authenticator app is lost.</summary>
internal static class RecoveryCode
{
    /// <summary>How many are printed at a time.</summary>
    public const int Count = 10;

    private const int Half = 5;

    /// <summary>As Identity keeps them: two groups of five with a hyphen, capitals.</summary>
    public static string Grouped(string typed) =>
        typed.Length == 2 * Half ? $"{typed[..Half]}-{typed[Half..]}".ToUpperInvariant() : typed;
}
