using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Giving.Payments;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving.Pledges;

/// <summary>Takes a promise: who promises goes to the vault, the promise itself to the log. What is refused leaves nothing behind.</summary>
internal sealed class PledgeDesk(IMediator mediator, CauseBook causes, CharityLink.Giving.Pledges pledges, Vault vault, GiftLimits limits, PaymentDesk payments, TimeProvider clock)
{
    /// <summary>Makes the promise; the same order again makes nothing new.</summary>
    /// <param name="consent">What the giver agreed to, where it is collected from a card.</param>
    public async Task<Outcome> Make(PledgeOrder order, CardConsent? consent, Language language, CancellationToken ct)
    {
        if (order.Refusals.Count > 0)
        {
            return Outcome.Refused(order.Refusals);
        }

        if (order.IsByCard && await WhyNotByCard(order, consent, ct) is { } not)
        {
            return Outcome.Refused(not);
        }

        var giver = MakePledge.GiverOf(order.PledgeId);
        var command = new MakePledge(
            Guid.CreateVersion7(), order.PledgeId, order.Choice, order.Amount, giver, order.IsAnonymous, order.Schedule, order.IsPublic, language.Tag, clock.GetUtcNow(), consent);
        // Asked first without a person: nobody is written down for a promise that cannot be.
        if (Pledge.Decide(null, command, (await causes.Find(order.Choice, ct)).Standing, limits) is { Refusals: { Count: > 0 } why })
        {
            return Outcome.Refused([.. why.Select(refusal => refusal.Field == "amount" ? refusal with { Field = "pledge_amount" } : refusal)]);
        }

        // With the language: the gifts that keep the promise thank in it too.
        var remembered = await vault.Remember(giver, order.Giver with { Language = language.Tag }, ct);
        if (remembered.How == Remembered.Other)
        {
            return Outcome.Refused(await pledges.Find(order.PledgeId, ct) is null ? new Refusal("id_taken") : new Refusal("pledge_id_reused"));
        }

        var outcome = await mediator.Send(command with { GiverId = remembered.Giver }, ct);
        if (!outcome.IsDone && remembered.How == Remembered.New)
        {
            await vault.Forget(giver, ct);
        }

        return outcome;
    }

    // The provider must be able to keep a card for this charity, and to charge this amount.
    private async Task<Refusal?> WhyNotByCard(PledgeOrder order, CardConsent? consent, CancellationToken ct) =>
        consent is null || (await causes.Find(order.Choice, ct)).Owner is not { } payee || await payments.CardFor(payee.Id, ct) is not { } offer
            ? new Refusal("pledge_card_not_offered", "collect")
            : offer.Check(order.Amount) is { } wrong ? wrong with { Field = "pledge_amount" } : null;
}
