using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Giving.Payments;
using MediatR;

namespace CharityLink.Web.Giving.Regular;

/// <summary>By whose calendar regular gifts are due: section <c>Giving:Regular</c>.</summary>
public sealed class RegularSettings
{
    /// <summary>The time zone of organisations that have none of their own.</summary>
    public string Zone { get; set; } = "Asia/Shanghai";

    /// <summary>Time zones of single organisations, by id or unified social credit code.</summary>
    public IDictionary<string, string> Zones { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The time zone of an organisation.</summary>
    public string Of(CauseOrganisation? body) => body is null ? Zone
        : Zones.TryGetValue(body.Id.ToString(), out var own) || (body.Uscc is { } code && Zones.TryGetValue(code, out own)) ? own : Zone;
}

/// <summary>Takes a regular gift: who gives goes to the vault, the wish to the log. What is refused leaves nothing behind.</summary>
internal sealed class RegularDesk(
    IMediator mediator, GiftDesk gifts, CauseBook causes, RegularGifts regulars, Vault vault, PaymentDesk payments, RegularSettings settings, TimeProvider clock)
{
    /// <summary>Asks for it and begins its first gift; the same order again asks for nothing new.</summary>
    public async Task<Outcome> Begin(GiveOrder order, string language, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(order);
        var refusals = new List<Refusal>();
        await gifts.Check(order, refusals, ct);
        var way = await payments.Choose(order, refusals, ct);
        if (way is { Can.CanRecur: false })
        {
            refusals.Add(new Refusal("regular_needs_card", "every"));
        }

        if (refusals.Count > 0 || way is null || order.Giver is null)
        {
            return Outcome.Refused(refusals);
        }

        // The vault first: a fact never names a person who is not there.
        var giver = StartDonation.GiverOf(order.DonationId);
        var remembered = await vault.Remember(giver, order.Giver, ct);
        if (remembered.How == Remembered.Other)
        {
            return Outcome.Refused(await regulars.Find(order.DonationId, ct) is null ? new Refusal("id_taken") : new Refusal("regular_id_reused"));
        }

        var payee = (await causes.Find(order.Choice, ct)).Owner;
        var outcome = await mediator.Send(
            new AskRegularGift(
                Guid.CreateVersion7(), order.DonationId, order.Choice, order.Amount, order.Every, settings.Of(payee), giver, remembered.Giver, order.IsAnonymous,
                way.Provider, way.Name, language, clock.GetUtcNow()), ct);
        if (!outcome.IsDone && remembered.How == Remembered.New)
        {
            await vault.Forget(giver, ct);
        }

        return outcome;
    }
}
