using CharityLink.Testing;
using CharityLink.Web.Giving;
using CharityLink.Web.Site;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace CharityLink.Web.Tests.Giving;

/// <summary>The templates a federation words itself: each renders, and none asks for what the model lacks.</summary>
public sealed class ReceiptDocumentTests
{
    private static readonly ReceiptModel _model = new()
    {
        Serial = "2026-000001", Code = "ABCD-EFGH-JKMN-PQRS", PaidOn = "PAID-ON", IssuedOn = "ISSUED-ON", Giver = "GIVER <b>", Payee = "PAYEE", PayeeCode = "51440700MJ",
        Cause = "CAUSE", Figures = "¥60.00", Capitals = "陆拾元整", Method = "METHOD", Voided = "VOIDED", VerifyUrl = "https://example.org/v?a=1&b=2", Qr = "<svg></svg>",
    };

    public static TheoryData<string> Templates { get; } = [.. Directory.GetFiles(Path.Combine(Testing.Document.Root(), "templates"), "receipt.*.hbs").Select(path => Path.GetFileName(path).Split('.')[1])];

    [Theory]
    [MemberData(nameof(Templates))]
    public void Every_receipt_shows_every_field_and_only_the_QR_code_as_markup(string tag)
    {
        Assert.True(Language.TryParse(tag, out var language));
        var html = Documents(Testing.Document.Root()).Render(_model, language);
        foreach (var value in typeof(ReceiptModel).GetProperties().Where(property => property.Name is not (nameof(ReceiptModel.Qr) or nameof(ReceiptModel.Giver) or nameof(ReceiptModel.VerifyUrl))).Select(property => (string)property.GetValue(_model)!)) // Each is set above.
        {
            Assert.Contains(value, html, StringComparison.Ordinal);
        }

        Assert.Contains("GIVER &lt;b&gt;", html, StringComparison.Ordinal);
        Assert.Contains("1&amp;b", html, StringComparison.Ordinal);
        Assert.Contains("<svg></svg>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public void A_payee_without_a_code_leaves_no_brackets(string tag)
    {
        Assert.True(Language.TryParse(tag, out var language));
        var html = Documents(Testing.Document.Root()).Render(_model with { PayeeCode = null }, language);
        Assert.DoesNotContain("()", html.Replace("（）", "()", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Both_languages_have_a_receipt() => Assert.Equal(Language.All.Select(language => language.Tag).Order(StringComparer.Ordinal), Templates.Select(row => row.Data).Order(StringComparer.Ordinal));

    [Fact]
    public void A_name_that_the_model_lacks_is_an_error_and_no_hole()
    {
        using var home = TestHome.Create();
        Directory.CreateDirectory(Path.Combine(home.Path, "templates"));
        File.WriteAllText(Path.Combine(home.Path, "templates", "receipt.en.hbs"), "<p>{{serial}} {{donorsShoeSize}}</p>");
        Assert.ThrowsAny<Exception>(() => Documents(home.Path).Render(_model, Language.English));
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

    private static ReceiptDocument Documents(string root) => new(new Content(root));

    private sealed class Content(string root) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Test";

        public string ApplicationName { get; set; } = "CharityLink";

        public string ContentRootPath { get; set; } = root;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
