using CharityLink.Giving;
using CharityLink.Kernel;
using FsCheck;
using FsCheck.Fluent;

namespace CharityLink.Tests.Giving;

/// <summary>Examples from the rules for filling in bills (支付结算办法, annex 1) and every place a zero can stand; then an independent reader.</summary>
public sealed class ChineseCapitalsTests
{
    [Theory]
    [InlineData(1234_56, "壹仟贰佰叁拾肆元伍角陆分")]
    [InlineData(1409_50, "壹仟肆佰零玖元伍角整")]
    [InlineData(6007_14, "陆仟零柒元壹角肆分")]
    [InlineData(1680_32, "壹仟陆佰捌拾元叁角贰分")]
    [InlineData(107000_53, "壹拾万柒仟元伍角叁分")]
    [InlineData(16409_02, "壹万陆仟肆佰零玖元零贰分")]
    [InlineData(325_04, "叁佰贰拾伍元零肆分")]
    [InlineData(0, "零元整")]
    [InlineData(1, "壹分")]
    [InlineData(10, "壹角整")]
    [InlineData(12, "壹角贰分")]
    [InlineData(100, "壹元整")]
    [InlineData(101, "壹元零壹分")]
    [InlineData(110, "壹元壹角整")]
    [InlineData(10_00, "壹拾元整")]
    [InlineData(10_05, "壹拾元零伍分")]
    [InlineData(15_00, "壹拾伍元整")]
    [InlineData(100_00, "壹佰元整")]
    [InlineData(101_00, "壹佰零壹元整")]
    [InlineData(110_00, "壹佰壹拾元整")]
    [InlineData(1000_00, "壹仟元整")]
    [InlineData(1001_00, "壹仟零壹元整")]
    [InlineData(1010_00, "壹仟零壹拾元整")]
    [InlineData(10000_00, "壹万元整")]
    [InlineData(10001_00, "壹万零壹元整")]
    [InlineData(10100_00, "壹万零壹佰元整")]
    [InlineData(101000_00, "壹拾万壹仟元整")]
    [InlineData(100010_00, "壹拾万零壹拾元整")]
    [InlineData(10000000_00, "壹仟万元整")]
    [InlineData(10000001_00, "壹仟万零壹元整")]
    [InlineData(10010001_00, "壹仟零壹万零壹元整")]
    [InlineData(100000000_00, "壹亿元整")]
    [InlineData(100000001_00, "壹亿零壹元整")]
    [InlineData(100001234_00, "壹亿零壹仟贰佰叁拾肆元整")]
    [InlineData(100010000_00, "壹亿零壹万元整")]
    [InlineData(110001234_00, "壹亿壹仟万壹仟贰佰叁拾肆元整")]
    [InlineData(999999999999_99, "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分")]
    public void Figures_are_written_in_capitals(long fen, string words) => Assert.Equal(words, ChineseCapitals.Of(Money.Cny(fen)));

    [Fact]
    public void Whoever_reads_the_words_gets_the_figures() => Check.QuickThrowOnFailure(Prop.ForAll(
        Amounts().ToArbitrary(), fen => Read(ChineseCapitals.Of(Money.Cny(fen))) == fen));

    [Fact]
    public void No_zero_stands_twice_or_at_an_end() => Check.QuickThrowOnFailure(Prop.ForAll(
        Amounts().Where(fen => fen > 0).ToArbitrary(),
        fen => ChineseCapitals.Of(Money.Cny(fen)) is var words && !words.Contains("零零", StringComparison.Ordinal) && words[0] != '零'
            && !words.Contains("零元", StringComparison.Ordinal) && !words.Contains("零万", StringComparison.Ordinal) && !words.Contains("零亿", StringComparison.Ordinal)));

    [Fact]
    public void Only_renminbi_that_can_be_written_is_taken()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ChineseCapitals.Of(Money.Cny(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChineseCapitals.Of(Money.Cny(100_000_000_000_000)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChineseCapitals.Of(new Money(1, new Currency("EUR"))));
    }

    // Numbers with many zeros, where the rules are.
    private static Gen<long> Amounts() => Gen.ArrayOf(Gen.Frequency((3, Gen.Constant(0)), (2, Gen.Choose(1, 9))), 14)
        .Select(digits => digits.Aggregate(0L, (number, digit) => number * 10 + digit));

    // Reads left to right as a person does: digit times place, closed off by 万 and 亿. Shares nothing with the writer.
    private static long Read(string words)
    {
        long total = 0, section = 0, digit = 0, fen = 0;
        foreach (var word in words)
        {
            switch (word)
            {
                case '拾' or '佰' or '仟': (section, digit) = (section + (digit * (word == '拾' ? 10 : word == '佰' ? 100 : 1000)), 0); break;
                case '万': (total, section, digit) = (total + ((section + digit) * 10_000), 0, 0); break;
                case '亿': (total, section, digit) = (total + ((section + digit) * 100_000_000), 0, 0); break;
                case '元': (fen, total, section, digit) = ((total + section + digit) * 100, 0, 0, 0); break;
                case '角': (fen, digit) = (fen + (digit * 10), 0); break;
                case '分': (fen, digit) = (fen + digit, 0); break;
                case '零' or '整': break;
                default: digit = "壹贰叁肆伍陆柒捌玖".IndexOf(word) + 1; break;
            }
        }

        return fen;
    }
}
