using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>Says everything that is wrong with goods as they were written down: asked by the wish itself, and by a form that cannot be sent yet, so that nobody is told in two rounds.</summary>
public sealed class GoodsIntake(CauseBook causes, IEnumerable<ILocator> locators, OfflineLimits limits)
{
    /// <summary>What would be refused, each at its field; empty for goods that could be taken in.</summary>
    public async Task<IReadOnlyList<Refusal>> Refusals(EnterGoods ask, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var (place, _, closed) = await Look(ask, ct);
        return place is null ? closed : [.. closed, .. GoodsRules.Refusals(ask, place.Division, Pledge.DayOf(ask.At))];
    }

    /// <summary>Where they are taken in and what for; null with the reasons why not.</summary>
    internal async Task<(Place? Place, GiftCause? Cause, IReadOnlyList<Refusal> Closed)> Look(EnterGoods ask, CancellationToken ct)
    {
        if (await locators.Single(locator => locator.Kind == "organisation").Locate(ask.CollectorId.ToString(), ct) is not { } place)
        {
            return (null, null, [new Refusal("organisation_unknown", "collector")]);
        }

        var standing = (await causes.Find(ask.Choice, ct)).Standing.At(ask.At, OfflineMethods.ViaCash);
        List<Refusal> closed =
        [
            .. standing.Refusals.Select(refusal => refusal with { Field = "cause" }),
            .. ask.Lines.Select(line => line.FairValue is { } value ? limits.Check(value, line.Field("value")) : null).OfType<Refusal>(),
            .. new[] { limits.LongAgo(ask.ReceivedOn, Pledge.DayOf(ask.At), "received_on") }.OfType<Refusal>(),
        ];
        // As for money: a station takes in for itself and for bodies that work for its place.
        if (standing.Cause is { } cause && cause.HolderId != place.OrganisationId && (await causes.Organisation(cause.HolderId, ct))?.Division.Contains(place.Division) != true)
        {
            closed.Add(new Refusal("batch_cause_elsewhere", "cause"));
        }

        return (place, standing.Cause, closed);
    }
}
