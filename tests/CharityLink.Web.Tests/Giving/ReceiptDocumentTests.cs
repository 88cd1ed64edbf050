using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Network;
using CharityLink.Testing;
using CharityLink.Web.Documents;
using CharityLink.Web.Giving;
using CharityLink.Web.Site;
using Microsoft.Extensions.Logging.Abstractions;

namespace CharityLink.Web.Tests.Giving;

/// <summary>The receipts of each jurisdiction in each language: every lawful field, its own wording, and no markup from a giver.</summary>
public sealed class ReceiptDocumentTests
{
    private static readonly ReceiptModel _model = new()
    {
        Jurisdiction = "cn", Serial = "2026-000001", Code = "ABCD-EFGH-JKMN-PQRS", PaidOn = "PAID-ON", IssuedOn = "ISSUED-ON", Giver = "GIVER <b>", GiverCode = "GIVER-CODE", Payee = "PAYEE", PayeeCode = "51440700MJ",
        Cause = "CAUSE", ItemCode = "ITEM-CODE", Lines = [new("RICE", "20", "BAG", "PER-UNIT", "LINE-AMOUNT"), new("OIL", "1.5", "LITRE", "PER-LITRE", "OIL-AMOUNT")], IsMoney = false,
        Figures = "¥60.00", Capitals = "陆拾元整", Method = "METHOD", IsSandbox = true, SaysNothingReturned = true, TaxListed = "TAX-LISTED", Voided = "VOIDED", Replaces = "2026-000000", VerifyUrl = "https://example.org/v?a=1&b=2", Qr = "<svg></svg>",
    };

    public static TheoryData<string, string> All { get; } = [.. from law in Catalogue.Standard.Jurisdictions from language in Language.All select (law.ToLowerInvariant(), language.Tag)];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_receipt_says_who_what_when_and_how_to_check_it(string law, string tag)
    {
        var html = Render(_model with { Jurisdiction = law }, tag);
        Assert.All(
            ["2026-000001", "ABCD-EFGH-JKMN-PQRS", "PAID-ON", "ISSUED-ON", "GIVER-CODE", "PAYEE", "51440700MJ", "CAUSE", "RICE", "20", "BAG", "OIL", "METHOD", "VOIDED", "2026-000000", "GIVER &lt;b&gt;", "1&amp;b", "<svg></svg>", "class=\"seal\""],
            text => Assert.Contains(text, html, StringComparison.Ordinal));
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
    }

    [Theory, Keeps("CN-DON-11", Shows.ByConstruction)]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public void A_Chinese_receipt_has_every_field_of_the_unified_one(string tag) => Assert.All(
        [
            "ITEM-CODE", "PER-UNIT", "LINE-AMOUNT", "PER-LITRE", "TAX-LISTED", "¥60.00", "人民币陆拾元整",
            .. (string[])(tag == "en"
                ? ["Receipt code", "Item code", "Quantity", "Unit", "Per unit", "Handled by", "<dt>Note</dt><dd>Replaces receipt 2026-000000"]
                : ["编号", "查验码", "捐赠日期", "捐赠人", "接收单位", "票据代码", "项目编码", "捐赠项目", "数量", "单位", "标准", "金额合计（小写）", "金额合计（大写）", "开具日期", "经手人", "<dt>备注</dt><dd>替换收据 2026-000000", "接收单位盖章"]),
        ], text => Assert.Contains(text, Render(_model, tag), StringComparison.Ordinal));

    [Theory, Keeps("CN-TAX-01", Shows.ByConstruction)]
    [InlineData("2025-12-31T15:59:59Z", false)]
    [InlineData("2025-12-31T16:00:00Z", true)]
    [InlineData("2028-12-31T15:59:59Z", true)]
    [InlineData("2028-12-31T16:00:00Z", false)]
    public void A_Chinese_one_says_whether_its_organisation_was_on_the_tax_list_on_the_day_of_the_gift(string paidAt, bool isListed)
    {
        var holder = Guid.CreateVersion7();
        var listing = new TaxListingRecorded(holder, Guid.CreateVersion7(), new(2026, 1, 1), new(2028, 12, 31), "NOTICE", null);
        var credentials = OrganisationCredentials.None(holder) with { TaxListings = [listing] };
        var receipt = new Receipt(
            Guid.CreateVersion7(), Guid.CreateVersion7(), holder, 2026, 1, "ABCDEFGHJKMNPQRS", new GiftCause(null, null, holder, holder, holder, DivisionCode.Parse("440703")), Money.Cny(60_00), null,
            DateTimeOffset.Parse(paidAt, System.Globalization.CultureInfo.InvariantCulture), TimeProvider.System.GetUtcNow());
        foreach (var language in Language.All)
        {
            var texts = Texts.In(language);
            string? Says(string law) => ReceiptModel.Of(
                receipt with { Jurisdiction = law }, new(null, null, null, null, new(null, [])), new("", "", null), new(null, null), credentials, null, "https://example.org", texts).TaxListed;
            Assert.Equal(isListed, Says("CN")?.Contains("NOTICE", StringComparison.Ordinal));
            Assert.Equal(isListed ? null : texts["receipts.tax_not_listed"], isListed ? null : Says("CN"));
            Assert.Null(Says("GB"));
        }
    }

    [Fact]
    public void A_British_one_asks_for_the_declaration_on_money_and_says_that_goods_have_none()
    {
        Assert.Contains("I am a UK taxpayer", Render(_model with { Jurisdiction = "gb", IsMoney = true }, "en"), StringComparison.Ordinal);
        Assert.DoesNotContain("UK taxpayer", Render(_model with { Jurisdiction = "gb" }, "en"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_American_one_describes_goods_without_a_value_and_says_that_nothing_was_given_in_return()
    {
        var goods = Render(_model with { Jurisdiction = "us" }, "en");
        Assert.Contains("No goods or services were provided", goods, StringComparison.Ordinal);
        Assert.DoesNotContain("LINE-AMOUNT", goods, StringComparison.Ordinal);
        Assert.DoesNotContain("¥60.00", goods, StringComparison.Ordinal);
        var small = Render(_model with { Jurisdiction = "us", IsMoney = true, SaysNothingReturned = false }, "en");
        Assert.DoesNotContain("No goods or services", small, StringComparison.Ordinal);
        Assert.Contains("LINE-AMOUNT", small, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("USD", 249_99, false)]
    [InlineData("USD", 250_00, true)]
    [InlineData("CNY", 1, true)]
    public void The_statement_is_due_from_250_dollars(string currency, long minor, bool said) =>
        Assert.Equal(said, ReceiptWording.SaysNothingReturned(new Money(minor, new Currency(currency))));

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public void What_is_not_known_leaves_no_brackets_and_no_empty_line(string tag)
    {
        var html = Render(_model with { PayeeCode = null, GiverCode = null, Capitals = null, Voided = null, Replaces = null, TaxListed = null }, tag);
        Assert.DoesNotContain("()", html.Replace("（）", "()", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("人民币", html, StringComparison.Ordinal);
        Assert.DoesNotContain("role=\"status\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_goods_has_its_value_per_unit()
    {
        var line = ReceiptLineModel.Of(new GiftLine("大米", "Rice", 1.5m, "袋", Money.Cny(100_00)), Language.English);
        Assert.Equal(new("Rice", "1.5", "袋", "¥66.67", "¥100.00"), line);
    }

    [Fact]
    public void A_QR_code_is_one_path_without_style_in_a_quiet_zone()
    {
        var svg = QrSvg.Of("https://example.org/en/verify/ABCD-EFGH-JKMN-PQRS", "a \"label\" & more");
        Assert.StartsWith("<svg viewBox=\"0 0 ", svg, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"a &quot;label&quot; &amp; more\"", svg, StringComparison.Ordinal);
        // The finder pattern's upper edge: seven modules, four from the border.
        Assert.Contains("d=\"M4 4h7v1h-7z", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("style", svg, StringComparison.Ordinal);
    }

    private static string Render(ReceiptModel model, string tag)
    {
        Assert.True(Language.TryParse(tag, out var language));
        var book = new TemplateBook(new TemplateFolders(Path.Combine(Testing.Document.Root(), "templates")), ReceiptDocument.Samples, TimeProvider.System, NullLogger<TemplateBook>.Instance);
        return new ReceiptDocument(book).Render(model, language);
    }
}
