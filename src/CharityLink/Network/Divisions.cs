using System.Collections.Frozen;
using CharityLink.Kernel;

namespace CharityLink.Network;

/// <summary>An administrative division as the statistics office names it.</summary>
/// <param name="NameEn">Pinyin with the English word for what it is: Tangxia Town.</param>
/// <param name="Kind">As in the data: <c>district</c>, <c>town</c>, <c>village</c>, <c>community</c> …</param>
/// <param name="IsStatisticalArea">The code exists for statistics only (a development zone, a forest farm): no charity unit belongs there.</param>
public sealed record Division(DivisionCode Code, string NameZh, string NameEn, string Kind, bool IsStatisticalArea)
{
    // Villages and communities are listed under their committees' names; the place is meant where people read it.
    private static readonly (string Committee, string Place)[] _committees =
        [("村民委员会", "村"), ("村委会", "村"), ("社区居民委员会", "社区"), ("社区居委会", "社区"), ("居民委员会", ""), ("居委会", "")];

    /// <summary>The place itself in Chinese: 迦南社区居委会 → 迦南社区, 中心村委会 → 中心村.</summary>
    public string PlaceZh => _committees.FirstOrDefault(pair => NameZh.EndsWith(pair.Committee, StringComparison.Ordinal)) is { Committee: { } end, Place: var place }
        ? NameZh[..^end.Length] + place : NameZh;
}

/// <summary>The divisions of one city, from a data file. In memory, never changed while the program runs.</summary>
public sealed class Divisions
{
    private readonly FrozenDictionary<DivisionCode, Division> byCode;
    private readonly FrozenDictionary<DivisionCode, Division[]> children;
    private readonly Lazy<(Division Division, string Zh, string En)[]> keys;

    /// <summary>Takes rows that <see cref="DivisionsFile"/> has checked: one city, every parent there.</summary>
    internal Divisions(IReadOnlyList<Division> rows)
    {
        byCode = rows.ToFrozenDictionary(row => row.Code);
        children = rows.Where(row => row.Code.Parent is not null).GroupBy(row => row.Code.Parent.GetValueOrDefault())
            .ToFrozenDictionary(group => group.Key, group => group.OrderBy(row => row.Code.Value, StringComparer.Ordinal).ToArray());
        // Only whoever searches pays for them.
        keys = new(() => [.. rows.OrderBy(row => row.Code.Level).ThenBy(row => row.Code.Value, StringComparer.Ordinal).Select(row => (row, SearchKey.Of(row.NameZh), SearchKey.Of(row.NameEn)))]);
        City = rows.Single(row => row.Code.Level == Level.City);
    }

    /// <summary>The city all others lie in.</summary>
    public Division City { get; }

    /// <summary>Every division, by code.</summary>
    public IEnumerable<Division> All => byCode.Values;

    /// <summary>The division of a code, or null when there is none.</summary>
    public Division? Find(DivisionCode code) => byCode.GetValueOrDefault(code);

    /// <summary>The divisions directly below, by code; statistical areas among them.</summary>
    public IReadOnlyList<Division> ChildrenOf(DivisionCode code) => children.GetValueOrDefault(code, []);

    /// <summary>From the city down to the division itself; empty for an unknown code.</summary>
    public IReadOnlyList<Division> PathTo(DivisionCode code) => byCode.ContainsKey(code) ? [.. code.PathFromCity.Select(step => byCode[step])] : [];

    /// <summary>Divisions whose Chinese name or pinyin contains the text, those that begin with it first, higher levels first; no statistical areas.</summary>
    public IReadOnlyList<Division> Search(string text, int max)
    {
        var key = SearchKey.Of(text);
        return key.Length == 0
            ? []
            : [.. keys.Value.Where(entry => !entry.Division.IsStatisticalArea)
                .Select(entry => (entry.Division, Rank: Math.Min(Rank(entry.Zh, key), Rank(entry.En, key))))
                .Where(hit => hit.Rank < NoMatch).OrderBy(hit => hit.Rank).Take(max).Select(hit => hit.Division)];
    }

    private const int NoMatch = 3;

    private static int Rank(string name, string key) =>
        !name.Contains(key, StringComparison.Ordinal) ? NoMatch
        : name.Length == key.Length ? 0
        : name.StartsWith(key, StringComparison.Ordinal) ? 1 : 2;
}
