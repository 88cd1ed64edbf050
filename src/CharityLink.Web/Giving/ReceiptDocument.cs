using System.Collections.Concurrent;
using CharityLink.Giving;
using CharityLink.Web.Site;
using HandlebarsDotNet;

namespace CharityLink.Web.Giving;

/// <summary>All that a receipt's template may show. Text as it is to be read; the template decides only where it stands.</summary>
public sealed record ReceiptModel
{
    /// <summary>Year and running number.</summary>
    public required string Serial { get; init; }

    /// <summary>The check code in groups of four.</summary>
    public required string Code { get; init; }

    /// <summary>Day the money arrived.</summary>
    public required string PaidOn { get; init; }

    /// <summary>Day the receipt was issued.</summary>
    public required string IssuedOn { get; init; }

    /// <summary>The giver's name, or the word for an anonymous one.</summary>
    public required string Giver { get; init; }

    /// <summary>The organisation that received the money.</summary>
    public required string Payee { get; init; }

    /// <summary>Its unified social credit code; null where it has none.</summary>
    public required string? PayeeCode { get; init; }

    /// <summary>What the gift is for.</summary>
    public required string Cause { get; init; }

    /// <summary>The amount in figures.</summary>
    public required string Figures { get; init; }

    /// <summary>The amount in Chinese capitals.</summary>
    public required string Capitals { get; init; }

    /// <summary>How it was paid.</summary>
    public required string Method { get; init; }

    /// <summary>Since when and why it holds no longer; null while it holds.</summary>
    public required string? Voided { get; init; }

    /// <summary>Where anybody can check it.</summary>
    public required string VerifyUrl { get; init; }

    /// <summary>That address as a QR code: an SVG element, the one value that is not text.</summary>
    public required string Qr { get; init; }

    /// <summary>A receipt in a reader's language.</summary>
    public static ReceiptModel Of(Receipt receipt, CauseOffer offer, string? giver, string siteAddress, Texts texts)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        var lang = texts.Language;
        var url = $"{siteAddress}/{lang.Tag}/verify/{VerificationCode.Show(receipt.Code)}";
        return new()
        {
            Serial = receipt.Serial,
            Code = VerificationCode.Show(receipt.Code),
            PaidOn = Show.Day(receipt.PaidAt, lang),
            IssuedOn = Show.Day(receipt.IssuedAt, lang),
            Giver = giver ?? texts["gift.anonymous"],
            Payee = offer.Owner is { } owner ? Show.Name(owner.NameZh, owner.NameEn, lang) : "",
            PayeeCode = offer.Owner?.Uscc,
            Cause = CauseName.Of(offer, lang),
            Figures = Show.Money(receipt.Amount),
            Capitals = ChineseCapitals.Of(receipt.Amount),
            Method = texts["gift.sandbox"],
            Voided = receipt.Voided is { } gone ? texts["verify.voided_text", Show.Day(gone.At, lang), texts[$"receipts.cause.{gone.Cause}"]] : null,
            VerifyUrl = url,
            Qr = QrSvg.Of(url, texts["gift.qr"]),
        };
    }
}

/// <summary>Fills the receipt's template: a document that a federation words itself, in <c>templates/</c>, compiled once per language.</summary>
public sealed class ReceiptDocument(IHostEnvironment environment)
{
    private readonly ConcurrentDictionary<string, Lazy<HandlebarsTemplate<object, object>>> compiled = new(StringComparer.Ordinal);

    /// <summary>The receipt as HTML. A name that the model lacks throws: a receipt with a hole in it is never shown.</summary>
    public string Render(ReceiptModel model, Language language) =>
        compiled.GetOrAdd(language.Tag, tag => new(() => Engine().Compile(File.ReadAllText(PathOf($"receipt.{tag}.hbs"))))).Value(model);

    private static IHandlebars Engine() => Handlebars.Create(new HandlebarsConfiguration
    {
        ThrowOnUnresolvedBindingExpression = true,
        ExpressionNameResolver = new HandlebarsDotNet.Compiler.Resolvers.UpperCamelCaseExpressionNameResolver(),
        TextEncoder = new HtmlEncoder(),
    });

    // Beside the program's content, where an operator edits them; else those that came with the program.
    private string PathOf(string name) => new[] { environment.ContentRootPath, AppContext.BaseDirectory }
        .Select(folder => Path.Combine(folder, "templates", name)).FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException($"The template {name} is missing from the folder templates.");
}
