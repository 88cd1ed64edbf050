using CharityLink.Kernel;

namespace CharityLink.Network;

/// <summary>The shape of what is typed about credentials.</summary>
internal static class CredentialText
{
    /// <summary>Four digits, the last of an account's number; the rest must not be typed anywhere.</summary>
    public static Refusal? LastFour(string? text, string field) =>
        text is { Length: 4 } && text.All(char.IsAsciiDigit) ? null : new Refusal("account_last_four", field);

    /// <summary>Every reason that there is.</summary>
    public static IEnumerable<Refusal> All(params IEnumerable<Refusal?> reasons) => reasons.OfType<Refusal>();
}
