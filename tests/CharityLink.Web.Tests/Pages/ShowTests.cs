using CharityLink.Kernel;
using CharityLink.Web.Site;

namespace CharityLink.Web.Tests.Pages;

public sealed class ShowTests
{
    [Theory]
    [InlineData(1_234_50, "CNY", "¥1,234.50")]
    [InlineData(-900_00, "CNY", "-¥900.00")]
    [InlineData(0, "CNY", "¥0.00")]
    [InlineData(-5_00, "HKD", "-HKD 5.00")]
    [InlineData(500, "JPY", "JPY 500")]
    public void Money_has_its_sign_first_then_its_currency(long minor, string currency, string shown) =>
        Assert.Equal(shown, Show.Money(new Money(minor, new Currency(currency))));
}
