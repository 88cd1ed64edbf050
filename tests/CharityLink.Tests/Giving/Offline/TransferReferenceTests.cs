using CharityLink.Giving;

namespace CharityLink.Tests.Giving.Offline;

/// <summary>References of bank transfers: easy to type, and a slip of the finger is noticed.</summary>
public sealed class TransferReferenceTests
{
    // RF18 5390 0754 7034 is ISO 11649's own example; ours are shorter and follow the same rule.
    [Fact]
    public void The_check_digits_are_those_of_the_standard()
    {
        var reference = TransferReference.Of(StartRules.Id(1), 0);
        Assert.Matches("^RF[0-9]{10}$", reference);
        var number = System.Numerics.BigInteger.Parse($"{reference[4..]}2715{reference[2..4]}", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(1, number % 97);
    }

    [Fact]
    public void It_follows_from_the_gift_and_another_attempt_is_another_one()
    {
        Assert.Equal(TransferReference.Of(StartRules.Id(1), 0), TransferReference.Of(StartRules.Id(1), 0));
        Assert.Equal(200, Enumerable.Range(0, 200).Select(attempt => TransferReference.Of(StartRules.Id(1), attempt)).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Every_single_wrong_digit_and_every_two_that_changed_places_are_noticed()
    {
        var right = TransferReference.Of(StartRules.Id(2), 0);
        for (var i = 2; i < right.Length; i++)
        {
            foreach (var digit in "0123456789".Where(digit => digit != right[i]))
            {
                Assert.Equal("reference_wrong_check", TransferReference.Read(right[..i] + digit + right[(i + 1)..], "reference", out _)?.Code);
            }

            if (i + 1 < right.Length && right[i] != right[i + 1])
            {
                Assert.False(TransferReference.Fits(right[..i] + right[i + 1] + right[i] + right[(i + 2)..]));
            }
        }
    }

    [Fact]
    public void It_is_read_as_people_type_it()
    {
        var right = TransferReference.Of(StartRules.Id(3), 0);
        var full = string.Concat(right.Select(c => (char)(c + 0xfee0)));
        foreach (var typed in new[] { right, TransferReference.Show(right), right.ToLowerInvariant(), full, right[2..], $" {right[..6]}-{right[6..]}　" })
        {
            Assert.Null(TransferReference.Read(typed, "reference", out var read));
            Assert.Equal(right, read);
        }

        Assert.Equal(4, TransferReference.Show(right).Split(' ')[0].Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("RF12")]
    [InlineData("XX1234567890")]
    [InlineData("RF12345678901")]
    public void What_has_not_its_shape_is_told_so(string? typed) => Assert.Equal("reference_malformed", TransferReference.Read(typed, "reference", out _)?.Code);

    [Fact]
    public void It_is_found_in_a_remark_and_the_one_that_fits_is_preferred()
    {
        var right = TransferReference.Of(StartRules.Id(4), 0);
        var wrong = right[..^1] + (right[^1] == '0' ? '1' : '0');
        Assert.Equal(right, TransferReference.Find($"捐款 {TransferReference.Show(right).ToLowerInvariant()} 谢谢"));
        Assert.Equal(right, TransferReference.Find($"{wrong} {right}"));
        Assert.Equal(wrong, TransferReference.Find($"gift {wrong}"));
        Assert.Null(TransferReference.Find("捐款"));
        Assert.Null(TransferReference.Find(null));
    }
}
