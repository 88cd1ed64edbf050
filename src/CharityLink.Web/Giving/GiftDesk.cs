using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Giving.Payments;
using CharityLink.Web.Projects.Pages;
using MediatR;

namespace CharityLink.Web.Giving;

/// <summary>Takes a gift: who gives goes to the vault, the gift itself to the log. What is refused leaves nothing behind.</summary>
internal sealed class GiftDesk(IMediator mediator, CauseBook causes, PageShelf pages, Donations donations, Vault vault, GiftLimits limits, OfflineLimits offline, PaymentDesk payments, TimeProvider clock)
{
    /// <summary>Begins the gift; the same order again begins nothing new.</summary>
    /// <param name="settled">How it is paid, where that is no question: the demonstration's gifts. Null: as the order says.</param>
    /// <param name="language">In which it is given: the payment page speaks it, too.</param>
    public async Task<Outcome> Begin(GiveOrder order, string language, PaymentMethod? settled, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(order);
        var refusals = new List<Refusal>();
        await Check(order, refusals, ct);
        var way = order.ByTransfer ? null : settled ?? await payments.Choose(order, refusals, ct);
        if (refusals.Count > 0)
        {
            return Outcome.Refused(refusals);
        }

        Task<Outcome> Start(PersonId? person, PersonId? mailbox)
        {
            var gift = new StartDonation(
                Guid.CreateVersion7(), order.DonationId, order.Choice.ProgramId, order.Choice.SiteId, order.Amount, person, order.IsAnonymous,
                way?.Provider ?? OfflineMethods.BankTransfer, clock.GetUtcNow(), order.Choice.ProjectId, order.Choice.PageId, mailbox, null, way is null ? null : PaymentDesk.Noted(way), language);
            return mediator.Send(order.ByTransfer ? new StartTransfer(gift.CommandId, gift) : (IRequest<Outcome>)gift, ct);
        }

        if (order.Giver is null)
        {
            return await Start(null, null);
        }

        // The vault first: a fact never names a person who is not there.
        var giver = StartDonation.GiverOf(order.DonationId);
        var remembered = await vault.Remember(giver, order.Giver, ct);
        if (remembered.How == Remembered.Other)
        {
            // Nobody's gift: an earlier try was refused and its giver forgotten again.
            return Outcome.Refused(await donations.Find(order.DonationId, ct) is null ? new Refusal("id_taken") : new Refusal("donation_id_reused"));
        }

        var outcome = await Start(giver, remembered.Giver);
        if (!outcome.IsDone && remembered.How == Remembered.New)
        {
            await vault.Forget(giver, ct);
        }

        return outcome;
    }

    // All that can be said without the gift's own stream, from memory: the person is not written down for a gift that cannot be.
    internal async Task Check(GiveOrder order, List<Refusal> refusals, CancellationToken ct)
    {
        refusals.AddRange(order.Refusals);
        if (!refusals.Exists(refusal => refusal.Field is "program" or "site" or "project"))
        {
            refusals.AddRange((await causes.Find(order.Choice, ct)).Standing.At(clock.GetUtcNow(), order.ByTransfer ? OfflineMethods.ViaBank : Standing.Online).Refusals);
            refusals.AddRange(new[] { (await pages.Named(order.Choice, ct)).Why }.OfType<Refusal>());
        }

        if (!refusals.Exists(refusal => refusal.Field == "amount"))
        {
            refusals.AddRange((order.ByTransfer ? offline.ForTransfers(limits) : limits).Check(order.Amount));
        }
    }
}
