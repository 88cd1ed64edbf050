using System.Text.Json;
using System.Text.Json.Serialization;

namespace CharityLink.Kernel;

/// <summary>A currency by ISO 4217 code, with the number of decimals its minor unit has.</summary>
[JsonConverter(typeof(CurrencyJson))]
public readonly record struct Currency
{
    private static readonly Dictionary<string, int> Known = new(StringComparer.Ordinal)
    {
        ["CNY"] = 2, ["HKD"] = 2, ["MOP"] = 2, ["USD"] = 2, ["EUR"] = 2, ["GBP"] = 2, ["SGD"] = 2, ["CAD"] = 2, ["AUD"] = 2, ["JPY"] = 0, ["KRW"] = 0, ["KWD"] = 3,
    };

    /// <summary>Renminbi.</summary>
    public static Currency Cny { get; } = new("CNY");

    /// <summary>A known code; throws for others, since nothing can be counted in them.</summary>
    public Currency(string code) => Code = Known.ContainsKey(code) ? code : throw new ArgumentException($"Unknown currency '{code}'.", nameof(code));

    /// <summary>ISO 4217, upper case.</summary>
    public string Code { get; }

    /// <summary>Digits after the point: CNY 2, JPY 0, KWD 3.</summary>
    public int Decimals => Known[Code];

    /// <summary>Whether a code can be counted in here.</summary>
    public static bool IsKnown(string code) => Known.ContainsKey(code);

    /// <inheritdoc/>
    public override string ToString() => Code;
}

/// <summary>An amount in minor units (cents, fen) of one currency. Arithmetic is checked and never mixes currencies.</summary>
public readonly record struct Money(long Minor, Currency Currency) : IComparable<Money>
{
    /// <summary>The amount in major units, for showing.</summary>
    [JsonIgnore]
    public decimal Amount => Minor / Scale(Currency);

    /// <summary>An amount of renminbi, in fen.</summary>
    public static Money Cny(long fen) => new(fen, Currency.Cny);

    /// <summary>From major units; null when the amount has more decimals than the currency or does not fit.</summary>
    public static Money? From(decimal amount, Currency currency)
    {
        var minor = amount * Scale(currency);
        return decimal.Truncate(minor) == minor && Math.Abs(minor) <= long.MaxValue / 100 ? new Money((long)minor, currency) : null;
    }

    /// <summary>Splits in proportion to weights; the parts add up to the whole, odd minor units go to the largest remainders, the earlier part first.</summary>
    public IReadOnlyList<Money> Split(params ReadOnlySpan<long> weights)
    {
        Int128 total = 0;
        foreach (var weight in weights)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(weight, nameof(weights));
            total += weight;
        }

        ArgumentOutOfRangeException.ThrowIfZero(total, nameof(weights));
        var (sign, whole) = (Math.Sign(Minor), Int128.Abs(Minor));
        var parts = new long[weights.Length];
        var remainders = new Int128[weights.Length];
        var left = whole;
        for (var i = 0; i < weights.Length; i++)
        {
            (var part, remainders[i]) = Int128.DivRem(whole * weights[i], total);
            parts[i] = (long)part;
            left -= part;
        }

        foreach (var i in Enumerable.Range(0, parts.Length).OrderByDescending(i => remainders[i]).ThenBy(i => i).Take((int)left))
        {
            parts[i]++;
        }

        var currency = Currency;
        return Array.ConvertAll(parts, part => new Money(part * sign, currency));
    }

    /// <inheritdoc/>
    public int CompareTo(Money other) => Minor.CompareTo(Same(other).Minor);

    /// <summary>Sum, in one currency.</summary>
    public static Money operator +(Money a, Money b) => a with { Minor = checked(a.Minor + a.Same(b).Minor) };

    /// <summary>Difference, in one currency.</summary>
    public static Money operator -(Money a, Money b) => a with { Minor = checked(a.Minor - a.Same(b).Minor) };

    /// <summary>Compares in one currency.</summary>
    public static bool operator <(Money a, Money b) => a.CompareTo(b) < 0;

    /// <summary>Compares in one currency.</summary>
    public static bool operator >(Money a, Money b) => a.CompareTo(b) > 0;

    /// <summary>Compares in one currency.</summary>
    public static bool operator <=(Money a, Money b) => a.CompareTo(b) <= 0;

    /// <summary>Compares in one currency.</summary>
    public static bool operator >=(Money a, Money b) => a.CompareTo(b) >= 0;

    private Money Same(Money other) =>
        other.Currency == Currency ? other : throw new InvalidOperationException($"{Currency} and {other.Currency} do not add up.");

    private static decimal Scale(Currency currency) => currency.Decimals switch { 0 => 1m, 2 => 100m, 3 => 1000m, var n => throw new InvalidOperationException($"{n} decimals.") };
}

/// <summary>A currency is its code in JSON.</summary>
internal sealed class CurrencyJson : JsonConverter<Currency>
{
    public override Currency Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, Currency value, JsonSerializerOptions options) => writer.WriteStringValue(value.Code);
}
