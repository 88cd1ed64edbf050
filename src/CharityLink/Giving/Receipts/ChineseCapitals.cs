using System.Text;
using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>Writes an amount of renminbi in the capitals that Chinese receipts carry beside the figures, so that nobody can add a stroke: 壹仟贰佰叁拾肆元伍角陆分.</summary>
/// <remarks>支付结算办法, annex 1: 整 after yuan (and after jiao), never after fen; one 零 for any run of zeros inside, and for a missing jiao before fen.</remarks>
public static class ChineseCapitals
{
    private const string Digits = "零壹贰叁肆伍陆柒捌玖";
    private static readonly string[] Places = ["", "拾", "佰", "仟"];
    private static readonly string[] Groups = ["", "万", "亿"];
    private static readonly long[] Sizes = [1, 10_000, 100_000_000];

    /// <summary>The amount in words.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, another currency, or a trillion yuan and more.</exception>
    public static string Of(Money amount)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(amount.Currency, Currency.Cny, nameof(amount));
        ArgumentOutOfRangeException.ThrowIfNegative(amount.Minor, nameof(amount));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(amount.Minor, 100_000_000_000_000, nameof(amount));
        var (yuan, fen) = Math.DivRem(amount.Minor, 100);
        var words = new StringBuilder();
        if (yuan > 0 || fen == 0)
        {
            words.Append(yuan == 0 ? "零" : Yuan(yuan)).Append('元');
        }

        return words.Append(Small((int)fen, afterYuan: yuan > 0)).ToString();
    }

    private static string Yuan(long yuan)
    {
        var words = new StringBuilder();
        var zero = false;
        for (var i = Groups.Length - 1; i >= 0; i--)
        {
            var group = (int)(yuan / Sizes[i] % 10_000);
            if (group == 0)
            {
                // However many groups are empty, the gap is one 零, and only if something follows.
                zero = words.Length > 0;
                continue;
            }

            words.Append((zero || group < 1000) && words.Length > 0 ? "零" : "").Append(Group(group)).Append(Groups[i]);
            zero = false;
        }

        return words.ToString();
    }

    private static string Group(int group)
    {
        var words = new StringBuilder();
        var zero = false;
        for (var place = 3; place >= 0; place--)
        {
            var digit = group / (int)Math.Pow(10, place) % 10;
            if (digit > 0)
            {
                words.Append(zero ? "零" : "").Append(Digits[digit]).Append(Places[place]);
            }

            zero = digit == 0 && words.Length > 0;
        }

        return words.ToString();
    }

    private static string Small(int fen, bool afterYuan) => (fen / 10, fen % 10) switch
    {
        (0, 0) => "整",
        (var jiao, 0) => $"{Digits[jiao]}角整",
        (0, var rest) => $"{(afterYuan ? "零" : "")}{Digits[rest]}分",
        var (jiao, rest) => $"{Digits[jiao]}角{Digits[rest]}分",
    };
}
