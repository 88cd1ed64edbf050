using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CharityLink.Stripe;

/// <summary>Whether a delivery was signed by Stripe.</summary>
public enum SignatureVerdict
{
    /// <summary>It was, lately, with a secret of ours.</summary>
    Genuine,

    /// <summary>No secret is configured, or all have expired: nothing can be taken.</summary>
    NoSecret,

    /// <summary>There is no body.</summary>
    NoBody,

    /// <summary>The header is missing or not of Stripe's form.</summary>
    BadHeader,

    /// <summary>It was signed too long ago: a delivery sent again by somebody else.</summary>
    TooOld,

    /// <summary>It claims to be signed later than now.</summary>
    TooNew,

    /// <summary>No signature fits: forged, changed, or a secret we do not have.</summary>
    WrongSignature,
}

/// <summary>
/// Checks the signature over the bytes as they came. Where Stripe's two clients disagree about a header, this refuses it:
/// Stripe sends none of those.
/// </summary>
public static class WebhookSignature
{
    /// <summary>How far the sender's clock and ours may be apart, either way.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>The verdict on one delivery. Blank secrets count as none, since anybody can sign with them.</summary>
    public static SignatureVerdict Check(ReadOnlySpan<byte> body, string? header, IReadOnlyCollection<string?> secrets, DateTimeOffset now)
    {
        var usable = secrets.Where(s => !string.IsNullOrWhiteSpace(s)).ToList();
        if (usable.Count == 0)
        {
            return SignatureVerdict.NoSecret;
        }

        if (body.IsEmpty)
        {
            return SignatureVerdict.NoBody;
        }

        if (Read(header) is not var (signedAt, signatures))
        {
            return SignatureVerdict.BadHeader;
        }

        var found = false;
        foreach (var secret in usable)
        {
            found |= Fits(body, signedAt, signatures, secret!); // blank ones are gone
        }

        var seconds = long.Parse(signedAt, CultureInfo.InvariantCulture);
        var ahead = seconds - now.ToUnixTimeSeconds();
        return !found ? SignatureVerdict.WrongSignature
            : ahead < -Tolerance.TotalSeconds ? SignatureVerdict.TooOld
            : ahead > Tolerance.TotalSeconds ? SignatureVerdict.TooNew
            : SignatureVerdict.Genuine;
    }

    // t=digits and v1=hex once or more, comma between, nothing else around; elements of other names are passed over.
    private static (string SignedAt, List<string> Signatures)? Read(string? header)
    {
        string? signedAt = null;
        var signatures = new List<string>();
        foreach (var element in (header ?? "").Split(','))
        {
            var equals = element.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || element.Any(char.IsWhiteSpace))
            {
                return null;
            }

            var value = element[(equals + 1)..];
            switch (element[..equals])
            {
                case "t" when signedAt is not null || value.Length is 0 or > 18 || !value.All(char.IsAsciiDigit):
                    return null;
                case "t":
                    signedAt = value;
                    break;
                case "v1":
                    signatures.Add(value);
                    break;
            }
        }

        return signedAt is null || signatures.Count == 0 ? null : (signedAt, signatures);
    }

    private static bool Fits(ReadOnlySpan<byte> body, string signedAt, List<string> signatures, string secret)
    {
        var prefix = Encoding.ASCII.GetBytes(signedAt + ".");
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(prefix);
        hmac.AppendData(body);
        var right = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hmac.GetHashAndReset()));
        var found = false;
        // Every signature is compared to its end: how long it takes tells nothing.
        foreach (var signature in signatures)
        {
            found |= CryptographicOperations.FixedTimeEquals(right, Encoding.UTF8.GetBytes(signature));
        }

        return found;
    }
}
