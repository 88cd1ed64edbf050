using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace CharityLink.Web.Site;

/// <summary>The mark a visitor carries for a moment after an own change. Sealed and short-lived: with a position made up, anybody could have pages wait, and pass the cache by, for ever.</summary>
internal sealed class FollowMark(IDataProtectionProvider keys)
{
    private readonly ITimeLimitedDataProtector _seal = keys.CreateProtector("CharityLink.Follow").ToTimeLimitedDataProtector();

    public string Write(long position, TimeSpan holds) => _seal.Protect(position.ToString(CultureInfo.InvariantCulture), holds);

    /// <summary>The position, or null when the mark is not ours or no longer holds.</summary>
    public long? Read(string mark)
    {
        try
        {
            return long.Parse(_seal.Unprotect(mark), CultureInfo.InvariantCulture);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
