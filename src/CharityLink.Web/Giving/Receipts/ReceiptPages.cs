using CharityLink.Giving;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Store;
using CharityLink.Web.Giving.Account;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving;

/// <summary>Receipts as they are shown: found, waited for, with the giver's name from the vault.</summary>
internal sealed class ReceiptPages(Receipts receipts, EventStore store, CredentialDirectory credentials, Vault vault, GiverNames names, GiverLink link, ReceiptDocument document, SiteAddress address)
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
        var payee = await Payee(receipt, ct) ?? (offer.Owner is { } owner ? new(owner.NameZh, owner.NameEn, owner.Uscc) : new("", "", null));
        return document.Render(ReceiptModel.Of(receipt, offer, payee, shown, await credentials.Find(receipt.HolderId, ct), replaced, address.Base, texts), texts.Language);
    }

    // Called as it was when the receipt was issued: a name that is put right later stands on the receipt that follows.
    private async Task<PayeeShown?> Payee(Receipt receipt, CancellationToken ct)
    {
        PayeeShown? payee = null;
        foreach (var recorded in (await store.ReadStream(receipt.HolderId, 0, ct)).Events.Where(recorded => recorded.At <= receipt.IssuedAt))
        {
            payee = recorded.Data switch
            {
                OrganisationRegistered e => new(e.NameZh, e.NameEn, e.Uscc),
                OrganisationChanged e => new(e.NameZh, e.NameEn, e.Uscc),
                _ => payee,
            };
        }

        return payee;
    }

    /// <summary>Whether a key is the giver's. A receipt put right names the giver under another id of the vault; the address of the gift, with its key, stays.</summary>
    public bool Opens(Receipt receipt, string? key) =>
        (receipt.DonorId is { } named && link.Opens(key, named)) || link.Opens(key, StartDonation.GiverOf(receipt.DonationId));
}
