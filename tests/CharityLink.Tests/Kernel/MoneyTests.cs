using CharityLink.Kernel;
using FsCheck;
using FsCheck.Fluent;

namespace CharityLink.Tests.Kernel;

public sealed class MoneyTests
{
    private static readonly Currency _jpy = new("JPY");

    [Fact]
    public void A_split_adds_up_to_the_cent() => Prop.ForAll(Amounts(), Weights(), (amount, weights) =>
    {
        var whole = Money.Cny(amount);
        var parts = whole.Split(weights);
        return parts.Count == weights.Length && parts.Aggregate(Money.Cny(0), (sum, part) => sum + part) == whole;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_part_is_further_than_a_cent_from_its_share() => Prop.ForAll(Amounts(), Weights(), (amount, weights) =>
    {
        var total = weights.Sum(weight => (decimal)weight);
        return Money.Cny(amount).Split(weights).Zip(weights).All(pair => Math.Abs(pair.First.Minor - (amount * (pair.Second / total))) < 1.000001m);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Odd_cents_go_to_the_largest_remainders_the_earlier_first()
    {
        Assert.Equal([34L, 33, 33], Money.Cny(100).Split(1, 1, 1).Select(part => part.Minor));
        Assert.Equal([3L, 2], Money.Cny(5).Split(1, 1).Select(part => part.Minor));
        Assert.Equal([14L, 29, 57], Money.Cny(100).Split(1, 2, 4).Select(part => part.Minor));
        Assert.Equal([0L, 0, 1], Money.Cny(1).Split(1, 1, 2).Select(part => part.Minor));
    }

    [Fact]
    public void A_debt_is_split_like_a_gift() => Assert.Equal([-34L, -33, -33], Money.Cny(-100).Split(1, 1, 1).Select(part => part.Minor));

    [Fact]
    public void Weights_must_be_there_and_not_negative()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Money.Cny(100).Split(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Money.Cny(100).Split(0, 0));
    }

    [Fact]
    public void Two_currencies_never_mix()
    {
        var (yuan, yen) = (Money.Cny(100), new Money(100, _jpy));
        Assert.Throws<InvalidOperationException>(() => yuan + yen);
        Assert.Throws<InvalidOperationException>(() => yuan - yen);
        Assert.Throws<InvalidOperationException>(() => yuan < yen);
        Assert.NotEqual(yuan, yen);
    }

    [Fact]
    public void Arithmetic_never_wraps_round()
    {
        Assert.Throws<OverflowException>(() => Money.Cny(long.MaxValue) + Money.Cny(1));
        Assert.Throws<OverflowException>(() => Money.Cny(long.MinValue) - Money.Cny(1));
    }

    [Theory]
    [InlineData("CNY", "12.34", 1234)]
    [InlineData("CNY", "12", 1200)]
    [InlineData("JPY", "12", 12)]
    [InlineData("KWD", "1.234", 1234)]
    public void Major_units_become_minor_units_by_the_currency(string currency, string amount, long minor)
    {
        var money = Money.From(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), new Currency(currency));
        Assert.Equal(minor, money?.Minor);
        Assert.Equal(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), money?.Amount);
    }

    [Theory]
    [InlineData("CNY", "0.001")]
    [InlineData("JPY", "0.5")]
    [InlineData("CNY", "9999999999999999999")]
    public void An_amount_the_currency_cannot_hold_is_none(string currency, string amount) =>
        Assert.Null(Money.From(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), new Currency(currency)));

    [Fact]
    public void An_unknown_currency_counts_nothing()
    {
        Assert.Throws<ArgumentException>(() => new Currency("XXX"));
        Assert.False(Currency.IsKnown("cny"));
    }

    private static Arbitrary<long> Amounts() => Gen.Choose(0, 1_000_000_000).Select(amount => (long)amount).ToArbitrary();

    private static Arbitrary<long[]> Weights() =>
        Gen.Choose(0, 10_000).Select(weight => (long)weight).NonEmptyListOf().Select(list => list.ToArray()).Where(list => list.Sum() > 0).ToArbitrary();
}
