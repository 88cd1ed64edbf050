using CharityLink.Giving;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Store;
using CharityLink.Web.Giving.Payments;
using CharityLink.Web.Giving.Words;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving;

/// <summary>A gift's own page: how it stands, the receipt, and the totals it is in.</summary>
internal static class GiftRoutes
{
    private static readonly TimeSpan WaitAtMost = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    public static void MapGift(this SiteRoutes site) => site.Forms.MapGet("/gifts/{id:guid}", Look);

    private static async Task<IResult> Look(
        HttpContext http, Guid id, Guid? attempt, string? key, string? back, Donations donations, CauseBook causes, ReceiptPages pages, GiverLink link, WordsKey words, GiftTotals totals, GiftTotalRows rows, TransferBook transfers, ReadModelHost readModels, Divisions divisions, TimeProvider clock, CancellationToken ct)
    {
        if (await donations.Find(id, ct) is not { } found)
        {
            return TypedResults.NotFound();
        }

        key ??= PaymentRoutes.KeptKey(http, id);
        var (donation, position) = found;
        var offer = await causes.Find(donation.Cause, ct);
        if (donation is { IsPaid: false, Transfer: { } awaited })
        {
            await readModels.WaitFor(transfers.Name, position, WaitAtMost, ct);
            return Page.Show<CharityLink.Web.Giving.Offline.TransferSlipPage>(http, new
            {
                Donation = donation, Awaited = awaited, Offer = offer, Account = await transfers.Account(awaited.EntryId, ct), Today = Pledge.DayOf(clock.GetUtcNow()),
            });
        }

        if (!donation.IsPaid)
        {
            // Coming back from the provider's page proves nothing: only the provider's own word makes it paid.
            var isUnderWay = back is not null && donation is { HeldBecause: null };
            return Page.Show<WaitingGiftPage>(http, new { Donation = donation, Offer = offer, Key = key, Declined = DeclinedBy(donation, attempt), IsUnderWay = isUnderWay });
        }

        // A paid gift's last fact is its payment: what has passed it shows the gift.
        var counted = readModels.WaitFor(totals.Name, position, WaitAtMost, ct);
        var receipt = await pages.Await(id, WaitAtMost, BetweenLooks, clock, ct);
        await counted;
        var path = divisions.PathTo(donation.Cause.Division);
        return Page.Show<PaidGiftPage>(http, new
        {
            Donation = donation,
            Offer = offer,
            Receipt = receipt is null ? null : await pages.Render(receipt, offer, key, http.Texts(), ct),
            Code = receipt?.Code,
            Key = key,
            Path = path,
            Rows = await rows.Of(donation.Cause, offer, path, http.Language(), ct),
            MayAskBack = donation.DonorId is { } giver && link.Opens(key, giver),
            MaySpeak = words.Opens(key, donation),
            WasPaidBefore = attempt is { } tried && donation.Attempts.GetValueOrDefault(tried, PaymentResult.Abandoned) != PaymentResult.Paid,
        });
    }

    private static bool DeclinedBy(Donation donation, Guid? attempt) =>
        attempt is { } tried && donation.Attempts.TryGetValue(tried, out var result) ? result == PaymentResult.Declined : donation.Attempts.ContainsValue(PaymentResult.Declined);
}
