using System.Collections.Frozen;
using System.Text.Json;

namespace CharityLink.Giving;

/// <summary>A cause for which money of a gift may go back (CN-DON-20). Data, so that a new cause needs no code.</summary>
/// <param name="Giver">The giver may bring it.</param>
/// <param name="Officer">An officer may bring it.</param>
/// <param name="EndsPromise">The money should not have been asked for: a promise that the gift kept is not waited for again.</param>
public sealed record RefundCause(string Code, bool Giver, bool Officer, bool EndsPromise = false);

/// <summary>The causes there are. A completed gift is not taken back at will: what is not on the list is refused.</summary>
public static class RefundCauses
{
    /// <summary>The project did not reach its minimum, and every gift to it goes back.</summary>
    public const string ProjectFailed = "project_failed";

    /// <summary>Found afterwards: somebody gave it back in the provider's own console.</summary>
    public const string ProviderConsole = "provider_console";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    /// <summary>Every cause, in the order they are offered.</summary>
    public static IReadOnlyList<RefundCause> All { get; } =
        JsonSerializer.Deserialize<RefundCause[]>(Sql.File("Giving.Refunds.Data.refund-causes.json"), _json) ?? [];

    private static readonly FrozenDictionary<string, RefundCause> _byCode = All.ToFrozenDictionary(cause => cause.Code, StringComparer.Ordinal);

    /// <summary>The cause of a code, or null.</summary>
    public static RefundCause? Find(string code) => _byCode.GetValueOrDefault(code);
}
