using System.Globalization;
using System.Security.Cryptography;
using CharityLink.Evidence;
using CharityLink.Kernel;
using Microsoft.AspNetCore.DataProtection;

namespace CharityLink.Web.Evidence;

/// <summary>The mark of a file that an account handed in and that no fact names yet. Sealed for that account alone: nobody can name a file that is not theirs.</summary>
public sealed class EvidenceMarks(IDataProtectionProvider keys)
{
    private static readonly TimeSpan _holds = TimeSpan.FromDays(7);

    /// <summary>The mark to put into the account's form.</summary>
    public string Write(EvidenceFile file, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Seal(caller).Protect(string.Create(CultureInfo.InvariantCulture, $"{file.Hash} {file.MediaType} {file.Bytes}"), _holds);
    }

    /// <summary>The file, or null when the mark is not this account's, was made up or is too old.</summary>
    public EvidenceFile? Read(string mark, Caller caller)
    {
        try
        {
            return Seal(caller).Unprotect(mark).Split(' ') is [var hash, var type, var bytes] ? new EvidenceFile(hash, type, long.Parse(bytes, CultureInfo.InvariantCulture)) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private ITimeLimitedDataProtector Seal(Caller? caller) => keys.CreateProtector("CharityLink.Evidence", (caller?.AccountId ?? Guid.Empty).ToString()).ToTimeLimitedDataProtector();
}
