using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace CharityLink.Web.Giving.Abuse;

/// <summary>A little work, or a little patience, that one form is asked for.</summary>
/// <param name="Ticket">Sealed: the form brings it back.</param>
/// <param name="Salt">What the work is done on.</param>
/// <param name="Bits">How much work.</param>
/// <param name="From">From when on the form goes through without work.</param>
public sealed record Challenge(string Ticket, string Salt, int Bits, DateTimeOffset From);

/// <summary>Makes challenges and judges what is brought back. Nothing is kept: a ticket is good for one form alone, on any node, and a form is one gift however often it comes.</summary>
internal sealed class Challenges(IDataProtectionProvider keys, TimeProvider clock)
{
    private static readonly TimeSpan HoldsFor = TimeSpan.FromHours(1);

    private readonly IDataProtector seal = keys.CreateProtector("CharityLink.Challenge");

    /// <summary>A challenge for a form.</summary>
    /// <param name="form">The id the form carries.</param>
    public Challenge New(string form, int bits, DateTimeOffset from)
    {
        var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        var ticket = string.Create(CultureInfo.InvariantCulture, $"{salt}|{bits}|{from.UtcTicks}|{clock.GetUtcNow().UtcTicks}|{form}");
        return new(seal.Protect(ticket), salt, bits, from);
    }

    /// <summary>The challenge a form brings back; null when it is not ours, not this form's, or too old.</summary>
    public Challenge? Read(string? ticket, string form)
    {
        try
        {
            return ticket is { Length: > 0 } && seal.Unprotect(ticket).Split('|', 5) is [var salt, var bits, var from, var made, var of] && of == form
                && clock.GetUtcNow() - At(made) < HoldsFor
                ? new(ticket, salt, int.Parse(bits, CultureInfo.InvariantCulture), At(from)) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The work was done, or waited for.</summary>
    public bool IsMet(Challenge challenge, string? answer) =>
        clock.GetUtcNow() >= challenge.From || (answer is { Length: > 0 and <= 20 } && Zeros(SHA256.HashData(Encoding.UTF8.GetBytes($"{challenge.Salt}:{answer}"))) >= challenge.Bits);

    /// <summary>How many leading bits are zero.</summary>
    internal static int Zeros(ReadOnlySpan<byte> hash)
    {
        var zeros = 0;
        foreach (var part in hash)
        {
            zeros += BitOperations.LeadingZeroCount(part) - 24;
            if (part != 0)
            {
                break;
            }
        }

        return zeros;
    }

    private static DateTimeOffset At(string ticks) => new(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero);
}
