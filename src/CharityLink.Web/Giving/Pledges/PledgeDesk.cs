using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving.Pledges;

/// <summary>Takes a promise: who promises goes to the vault, the promise itself to the log. What is refused leaves nothing behind.</summary>
internal sealed class PledgeDesk(IMediator mediator, CauseBook causes, CharityLink.Giving.Pledges pledges, Vault vault, GiftLimits limits, TimeProvider clock)
{
    /// <summary>Makes the promise; the same order again makes nothing new.</summary>
    public async Task<Outcome> Make(PledgeOrder order, Language language, CancellationToken ct)
    {
        if (order.Refusals.Count > 0)
        {
            return Outcome.Refused(order.Refusals);
        }

        var giver = MakePledge.GiverOf(order.PledgeId);
        var command = new MakePledge(
            Guid.CreateVersion7(), order.PledgeId, order.Choice, order.Amount, giver, order.IsAnonymous, order.Schedule, order.IsPublic, language.Tag, clock.GetUtcNow());
        // Asked first without a person: nobody is written down for a promise that cannot be.
        if (Pledge.Decide(null, command, (await causes.Find(order.Choice, ct)).Standing, limits) is { Refusals: { Count: > 0 } why })
        {
            return Outcome.Refused([.. why.Select(refusal => refusal.Field == "amount" ? refusal with { Field = "pledge_amount" } : refusal)]);
        }

        var remembered = await vault.Remember(giver, order.Giver, ct);
        if (remembered.How == Remembered.Other)
        {
            return Outcome.Refused(await pledges.Find(order.PledgeId, ct) is null ? new Refusal("id_taken") : new Refusal("pledge_id_reused"));
        }

        var outcome = await mediator.Send(command, ct);
        if (!outcome.IsDone && remembered.How == Remembered.New)
        {
            await vault.Forget(giver, ct);
        }

        return outcome;
    }
}
