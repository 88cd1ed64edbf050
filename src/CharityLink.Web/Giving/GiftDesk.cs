using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Projects.Pages;
using MediatR;

namespace CharityLink.Web.Giving;

/// <summary>Takes a gift: who gives goes to the vault, the gift itself to the log. What is refused leaves nothing behind.</summary>
public sealed class GiftDesk(IMediator mediator, CauseBook causes, PageShelf pages, Donations donations, Vault vault, GiftLimits limits, OfflineLimits offline, TimeProvider clock)
{
    /// <summary>Begins the gift; the same order again begins nothing new.</summary>
    public async Task<Outcome> Begin(GiveOrder order, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (await Check(order, ct) is { Count: > 0 } refusals)
        {
            return Outcome.Refused(refusals);
        }

        if (order.Giver is null)
        {
            return await Start(order, null, null, ct);
        }

        // The vault first: a fact never names a person who is not there.
        var giver = StartDonation.GiverOf(order.DonationId);
        var remembered = await vault.Remember(giver, order.Giver, ct);
        if (remembered.How == Remembered.Other)
        {
            // Nobody's gift: an earlier try was refused and its giver forgotten again.
            return Outcome.Refused(await donations.Find(order.DonationId, ct) is null ? new Refusal("id_taken") : new Refusal("donation_id_reused"));
        }

        var outcome = await Start(order, giver, remembered.Giver, ct);
        if (!outcome.IsDone && remembered.How == Remembered.New)
        {
            await vault.Forget(giver, ct);
        }

        return outcome;
    }

    // All that can be said without the gift's own stream, from memory: the person is not written down for a gift that cannot be.
    private async Task<IReadOnlyList<Refusal>> Check(GiveOrder order, CancellationToken ct)
    {
        var refusals = new List<Refusal>(order.Refusals);
        if (!refusals.Exists(refusal => refusal.Field is "program" or "site" or "project"))
        {
            refusals.AddRange((await causes.Find(order.Choice, ct)).Standing.At(clock.GetUtcNow(), order.ByTransfer ? OfflineMethods.ViaBank : Standing.Online).Refusals);
            refusals.AddRange(new[] { (await pages.Named(order.Choice, ct)).Why }.OfType<Refusal>());
        }

        if (!refusals.Exists(refusal => refusal.Field == "amount"))
        {
            refusals.AddRange((order.ByTransfer ? offline.ForTransfers(limits) : limits).Check(order.Amount));
        }

        return refusals;
    }

    private Task<Outcome> Start(GiveOrder order, PersonId? person, PersonId? giver, CancellationToken ct)
    {
        var gift = new StartDonation(
            Guid.CreateVersion7(), order.DonationId, order.Choice.ProgramId, order.Choice.SiteId, order.Amount, person, order.IsAnonymous,
            order.ByTransfer ? OfflineMethods.BankTransfer : StartDonation.Sandbox, clock.GetUtcNow(), order.Choice.ProjectId, order.Choice.PageId, giver);
        return mediator.Send(order.ByTransfer ? new StartTransfer(gift.CommandId, gift) : (IRequest<Outcome>)gift, ct);
    }
}
