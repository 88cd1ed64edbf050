using CharityLink.Giving;
using CharityLink.People;
using CharityLink.Web.Giving.Account;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving;

/// <summary>Receipts as they are shown: found, waited for, with the giver's name from the vault.</summary>
internal sealed class ReceiptPages(Receipts receipts, Vault vault, GiverNames names, GiverLink link, ReceiptDocument document, SiteAddress address)
{
    /// <summary>The receipt of a gift that was just paid; null when it has no number by then.</summary>
    public async Task<Receipt?> Await(Guid donation, TimeSpan atMost, TimeSpan between, TimeProvider clock, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            var receipt = await receipts.OfDonation(donation, ct);
            if (receipt is not null || clock.GetElapsedTime(started) > atMost)
            {
                return receipt;
            }

            await Task.Delay(between, clock, ct);
        }
    }

    /// <summary>The document, in the reader's language; the name in full, with its code, only for the giver, who has the key.</summary>
    public async Task<string> Render(Receipt receipt, CauseOffer offer, string? key, Texts texts, CancellationToken ct)
    {
        var person = receipt.DonorId is { } donor && Opens(receipt, key) ? await vault.Read(donor, ct) : null;
        var shown = person is null ? new GiverShown(await names.ForPublic(receipt, ct), null) : new GiverShown(person.Name, person.TaxId);
        var replaced = receipt.Replaces is { } old ? (await receipts.Find(old, ct))?.Serial : null;
        return document.Render(ReceiptModel.Of(receipt, offer, shown, replaced, address.Base, texts), texts.Language);
    }

    /// <summary>Whether a key is the giver's. A receipt put right names the giver under another id of the vault; the address of the gift, with its key, stays.</summary>
    public bool Opens(Receipt receipt, string? key) =>
        (receipt.DonorId is { } named && link.Opens(key, named)) || link.Opens(key, StartDonation.GiverOf(receipt.DonationId));
}
