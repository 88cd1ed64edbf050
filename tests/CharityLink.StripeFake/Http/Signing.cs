using System.Security.Cryptography;
using System.Text;

namespace CharityLink.StripeFake.Http;

/// <summary>Signs what is sent, as Stripe does while a secret is rolled: once with every live secret.</summary>
internal static class Signing
{
    /// <summary>The header for a body signed at an instant.</summary>
    public static string Header(string body, DateTimeOffset at, IReadOnlyList<string> secrets)
    {
        var seconds = at.ToUnixTimeSeconds();
        var signed = Encoding.UTF8.GetBytes($"{seconds}.{body}");
        var signatures = secrets.Select(s => $"v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(s), signed))}");
        return $"t={seconds},{string.Join(',', signatures)}";
    }
}
