using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Network;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving;

/// <summary>All that a receipt's template may show. Text as it is to be read; the template decides only where it stands.</summary>
public sealed record ReceiptModel
{
    /// <summary>Whose law words it: <c>cn</c>, <c>gb</c>, <c>us</c> or <c>eu</c>, as the template is called.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>Year and running number.</summary>
    public required string Serial { get; init; }

    /// <summary>The check code in groups of four.</summary>
    public required string Code { get; init; }

    /// <summary>Day the gift arrived.</summary>
    public required string PaidOn { get; init; }

    /// <summary>Day the receipt was issued.</summary>
    public required string IssuedOn { get; init; }

    /// <summary>The giver's name, or the word for an anonymous one.</summary>
    public required string Giver { get; init; }

    /// <summary>The giver's code for the tax office; null unless the giver asked for it on the receipt.</summary>
    public required string? GiverCode { get; init; }

    /// <summary>The organisation that received the gift.</summary>
    public required string Payee { get; init; }

    /// <summary>Its unified social credit code; null where it has none.</summary>
    public required string? PayeeCode { get; init; }

    /// <summary>What the gift is for.</summary>
    public required string Cause { get; init; }

    /// <summary>The code of the fund it went to.</summary>
    public required string ItemCode { get; init; }

    /// <summary>What was given, line by line; one line for money.</summary>
    public required IReadOnlyList<ReceiptLineModel> Lines { get; init; }

    /// <summary>It was money, not goods.</summary>
    public required bool IsMoney { get; init; }

    /// <summary>The amount in figures.</summary>
    public required string Figures { get; init; }

    /// <summary>The amount in Chinese capitals; null for another currency than the yuan.</summary>
    public required string? Capitals { get; init; }

    /// <summary>How it was paid.</summary>
    public required string Method { get; init; }

    /// <summary>No money moved: a demonstration.</summary>
    public required bool IsSandbox { get; init; }

    /// <summary>The statement that nothing was given in return belongs on it (US-RC-01).</summary>
    public required bool SaysNothingReturned { get; init; }

    /// <summary>Whether the organisation was on the list whose gifts are deducted, on the day of the gift (CN-TAX-01); null where that law does not word it.</summary>
    public required string? TaxListed { get; init; }

    /// <summary>Since when and why it holds no longer; null while it holds.</summary>
    public required string? Voided { get; init; }

    /// <summary>The number of the receipt it follows; null for a first one.</summary>
    public required string? Replaces { get; init; }

    /// <summary>Where anybody can check it.</summary>
    public required string VerifyUrl { get; init; }

    /// <summary>That address as a QR code: an SVG element, the one value that is not text.</summary>
    public required string Qr { get; init; }

    /// <summary>A receipt in a reader's language.</summary>
    /// <param name="payee">The organisation that received it, as it was called then.</param>
    /// <param name="shown">Who gave, as far as the reader may see it.</param>
    /// <param name="credentials">Of the organisation that received it.</param>
    public static ReceiptModel Of(Receipt receipt, CauseOffer offer, PayeeShown payee, GiverShown shown, OrganisationCredentials credentials, string? replaces, string siteAddress, Texts texts)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        ArgumentNullException.ThrowIfNull(credentials);
        ArgumentNullException.ThrowIfNull(payee);
        var lang = texts.Language;
        var url = $"{siteAddress}/{lang.Tag}/verify/{VerificationCode.Show(receipt.Code)}";
        var cause = CauseName.Of(offer, lang);
        return new()
        {
            Jurisdiction = receipt.Jurisdiction.ToLowerInvariant(),
            Serial = receipt.Serial,
            Code = VerificationCode.Show(receipt.Code),
            PaidOn = Show.Day(receipt.PaidAt, lang),
            IssuedOn = Show.Day(receipt.IssuedAt, lang),
            Giver = shown.Name ?? texts["gift.anonymous"],
            GiverCode = shown.TaxId,
            Payee = Show.Name(payee.NameZh, payee.NameEn, lang),
            PayeeCode = payee.Uscc,
            Cause = cause,
            ItemCode = receipt.Cause.FundId.ToString("N")[..8].ToUpperInvariant(),
            Lines = receipt.Lines is { } goods ? [.. goods.Select(line => ReceiptLineModel.Of(line, lang))]
                : [new(cause, "1", texts["receipts.unit_gift"], Show.Money(receipt.Amount), Show.Money(receipt.Amount))],
            IsMoney = receipt.Lines is null,
            // Goods without a proven value, where the law describes them only.
            Figures = receipt.Amount.Minor == 0 ? texts["receipts.value_not_stated"] : Show.Money(receipt.Amount),
            Capitals = receipt.Amount.Currency == Currency.Cny && receipt.Amount.Minor > 0 ? ChineseCapitals.Of(receipt.Amount) : null,
            Method = MethodOf(receipt, texts),
            IsSandbox = receipt.Method == StartDonation.Sandbox,
            SaysNothingReturned = ReceiptWording.SaysNothingReturned(receipt.Amount),
            TaxListed = receipt.Jurisdiction == OrganisationJurisdiction.Default ? TaxListedOn(Show.DayOf(receipt.PaidAt), credentials, texts) : null,
            Voided = receipt.Voided is { } gone ? texts["verify.voided_text", Show.Day(gone.At, lang), texts[$"receipts.cause.{gone.Cause}"]] : null,
            Replaces = replaces,
            VerifyUrl = url,
            Qr = QrSvg.Of(url, texts["gift.qr"]),
        };
    }

    // As it is known when the receipt is read: a notice is often published in the middle of the years it is for.
    private static string TaxListedOn(DateOnly day, OrganisationCredentials credentials, Texts texts) => credentials.TaxListingOn(day) is { } listing
        ? texts["receipts.tax_listed", Show.Day(listing.From, texts.Language), Show.Day(listing.Until, texts.Language), listing.Notice]
        : texts["receipts.tax_not_listed"];

    private static string MethodOf(Receipt receipt, Texts texts) =>
        receipt.Method == StartDonation.Sandbox ? texts["gift.sandbox"] : texts.Has($"receipts.method.{receipt.Method}") ? texts[$"receipts.method.{receipt.Method}"] : receipt.Method;
}

/// <summary>One line of what was given.</summary>
/// <param name="Standard">What one unit is worth.</param>
public sealed record ReceiptLineModel(string Item, string Quantity, string Unit, string Standard, string Figures)
{
    internal static ReceiptLineModel Of(GiftLine line, Language lang) => new(
        Show.Name(line.NameZh, line.NameEn, lang), line.Quantity.ToString("#,0.###", System.Globalization.CultureInfo.InvariantCulture), line.Unit,
        line.FairValue.Minor == 0 ? "—" : Show.Money(new Money((long)decimal.Round(line.FairValue.Minor / line.Quantity), line.FairValue.Currency)),
        line.FairValue.Minor == 0 ? "—" : Show.Money(line.FairValue));
}

/// <summary>Who received it.</summary>
/// <param name="Uscc">Its unified social credit code; null where it has none.</param>
public sealed record PayeeShown(string NameZh, string NameEn, string? Uscc);

/// <summary>Who gave, as far as a reader may see it; null where nothing is known or shown.</summary>
public sealed record GiverShown(string? Name, string? TaxId);
