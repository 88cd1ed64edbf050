using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Web.Documents;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving;

/// <summary>Fills the receipt's template of a jurisdiction: a document that a federation words itself, in <c>templates/</c>.</summary>
public sealed class ReceiptDocument(TemplateBook book)
{
    /// <summary>Models that take every way through a receipt's template.</summary>
    internal static IEnumerable<TemplateSample> Samples => Catalogue.Standard.Jurisdictions.Select(jurisdiction => new TemplateSample(
        NameOf(jurisdiction), [Full(jurisdiction), Full(jurisdiction) with
        {
            GiverCode = null, PayeeCode = null, Capitals = null, Voided = null, Replaces = null, IsMoney = false, IsSandbox = false, SaysNothingReturned = false, TaxListed = null,
        }]));

    /// <summary>The receipt as HTML.</summary>
    public string Render(ReceiptModel model, Language language)
    {
        ArgumentNullException.ThrowIfNull(model);
        return book.Render(NameOf(model.Jurisdiction), language, model);
    }

    private static string NameOf(string jurisdiction) => $"receipt.{jurisdiction.ToLowerInvariant()}";

    private static ReceiptModel Full(string jurisdiction) => new()
    {
        Jurisdiction = jurisdiction, Serial = "2026-000001", Code = "ABCD-EFGH-JKMN-PQRS", PaidOn = "1", IssuedOn = "2", Giver = "A", GiverCode = "B", Payee = "C", PayeeCode = "D", Cause = "E",
        ItemCode = "F", Lines = [new("G", "1", "H", "I", "J")], IsMoney = true, Figures = "K", Capitals = "L", Method = "M", IsSandbox = true, SaysNothingReturned = true, TaxListed = "R", Voided = "N", Replaces = "O",
        VerifyUrl = "P", Qr = "Q",
    };
}

/// <summary>What the law of a jurisdiction asks of the words on a receipt.</summary>
public static class ReceiptWording
{
    private const long UsFrom = 250_00;

    /// <summary>US-RC-01: a single gift of 250 dollars or more needs the statement that nothing was given in return; in another currency it is always made.</summary>
    public static bool SaysNothingReturned(Money amount) => amount.Currency.Code != "USD" || amount.Minor >= UsFrom;
}
