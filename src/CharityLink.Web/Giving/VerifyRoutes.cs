using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Web.Giving.Account;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving;

/// <summary>Anybody can check a receipt by its code. Shows what stands on it, and of the giver's name only a mask.</summary>
internal static class VerifyRoutes
{
    public static void MapVerify(this SiteRoutes site)
    {
        site.Forms.MapGet("/verify", (HttpContext http, string? code) => VerificationCode.Read(code) is { } read
            ? Page.Go(http, $"/verify/{VerificationCode.Show(read)}")
            : Ask(http, code, code is null ? [] : [new Refusal("receipt_code_malformed", "code")], StatusCodes.Status422UnprocessableEntity));
        site.Forms.MapGet("/verify/{code}", Check);
    }

    private static async Task<IResult> Check(HttpContext http, string code, Receipts receipts, CauseBook causes, GiverNames names, CancellationToken ct)
    {
        if (VerificationCode.Read(code) is not { } read)
        {
            return Ask(http, code, [new Refusal("receipt_code_malformed", "code")], StatusCodes.Status422UnprocessableEntity);
        }

        if (await receipts.ByCode(read, ct) is not { } receipt)
        {
            return Page.Show<VerifyPage>(http, new { Typed = code, IsUnknown = true }, StatusCodes.Status404NotFound);
        }

        return Page.Show<VerifiedPage>(http, new
        {
            Receipt = receipt,
            Offer = await causes.Find(receipt.Cause, ct),
            Replacement = receipt.ReplacedBy is { } next ? await receipts.Find(next, ct) : null,
            Giver = await names.ForPublic(receipt, ct) ?? http.Texts()["gift.anonymous"],
        });
    }

    private static IResult Ask(HttpContext http, string? typed, IReadOnlyList<Refusal> refusals, int refused) =>
        Page.Show<VerifyPage>(http, new { Typed = typed, Refusals = refusals }, refusals.Count > 0 ? refused : StatusCodes.Status200OK);
}
