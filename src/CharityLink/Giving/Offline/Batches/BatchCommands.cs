using System.Globalization;
using CharityLink.Kernel;
using CharityLink.Store;
using MediatR;

namespace CharityLink.Giving;

/// <summary>One gift of a batch as it is typed in.</summary>
/// <param name="Number">From 1; of the file's line where it comes from a file.</param>
/// <param name="Choice">What it is for; null: what the batch is for.</param>
/// <param name="DonorId">Who gave, already in the vault; null without a name.</param>
/// <param name="Cheque">Its number; null for cash.</param>
/// <param name="Promise">The number of the promise it keeps, as it was typed; null for none.</param>
public sealed record GiftTyped(int Number, Money Amount, CauseChoice? Choice, PersonId? DonorId, bool IsAnonymous, string? Cheque = null, string? Bank = null, string? Promise = null)
{
    /// <summary>A field of this line, as forms and files name it.</summary>
    public string Field(string name) => string.Create(CultureInfo.InvariantCulture, $"{Number}:{name}");
}

/// <summary>Types in a batch that was counted, or types it in again after it came back.</summary>
/// <param name="Where">The place, or the number of the box.</param>
/// <param name="Choice">What everything is for that has no other cause.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker)]
public sealed record EnterBatch(
    Guid CommandId, Guid BatchId, Guid CollectorId, CauseChoice Choice, string Where, DateOnly CollectedOn, Money Total, IReadOnlyList<GiftTyped> Lines, DateTimeOffset At) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(CollectorId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate()
    {
        if (PlainText.Check(Where, "place", PlainText.NameMax) is { } place)
        {
            yield return place;
        }

        if (Lines.Count > Batch.LinesMax)
        {
            yield return new Refusal("csv_too_many_rows", "total", Batch.LinesMax.ToString(CultureInfo.InvariantCulture));
        }

        foreach (var why in Lines.SelectMany(Wrong))
        {
            yield return why;
        }
    }

    private static IEnumerable<Refusal> Wrong(GiftTyped line) => new[]
    {
        line.Amount.Minor > 0 ? null : new Refusal("amount_zero", line.Field("amount")),
        line.Cheque is null ? null : PlainText.Check(line.Cheque, line.Field("cheque"), PlainText.NameMax),
        line.Cheque is null ? null : PlainText.Check(line.Bank, line.Field("bank"), PlainText.NameMax),
    }.OfType<Refusal>();
}

/// <summary>Says what a second count found. The same sum: the gifts are given.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker)]
public sealed record ConfirmBatch(Guid CommandId, Guid BatchId, Money Counted, DateTimeOffset At) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => new(BatchLocator.BatchKind, BatchId.ToString());
}

/// <summary>Sends a batch back to whoever typed it in.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker)]
public sealed record SendBatchBack(Guid CommandId, Guid BatchId, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => new(BatchLocator.BatchKind, BatchId.ToString());

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

/// <summary>Records that the bank honoured a cheque, or did not.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record SettleCheque(Guid CommandId, Guid BatchId, Guid LineId, bool Cleared, DateOnly On, DateTimeOffset At) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => new(BatchLocator.BatchKind, BatchId.ToString());
}

/// <summary>A batch stands where it was collected.</summary>
internal sealed class BatchLocator(Aggregates aggregates) : ILocator
{
    public const string BatchKind = "batch";

    public string Kind => BatchKind;

    public async ValueTask<Place?> Locate(string key, CancellationToken ct) =>
        Guid.TryParse(key, out var id) && (await aggregates.Load<Batch, IBatchEvent>(id, ct)).State is { } batch ? new Place(batch.Entered.Division, batch.Entered.CollectorId) : null;
}

internal sealed class BatchHandler(
    Aggregates aggregates, EventStore store, CauseBook causes, PromiseBook promises, Pledges pledges, IEnumerable<ILocator> locators, OfflineLimits limits, CommandContext context)
    : IRequestHandler<EnterBatch, Outcome>, IRequestHandler<ConfirmBatch, Outcome>, IRequestHandler<SendBatchBack, Outcome>, IRequestHandler<SettleCheque, Outcome>
{
    private Guid? By => context.Caller.AccountId;

    public async Task<Outcome> Handle(EnterBatch ask, CancellationToken ct)
    {
        if (await locators.Single(locator => locator.Kind == "organisation").Locate(ask.CollectorId.ToString(), ct) is not { } place)
        {
            return Outcome.Refused(new Refusal("organisation_unknown", "collector"));
        }

        var promised = await promises.Find(ask.Lines.Select(line => line.Promise), ct);
        var standings = new List<Standing>();
        foreach (var line in ask.Lines)
        {
            standings.Add(await StandingOf(line.Choice ?? ask.Choice, line.Promise is { } number ? promised.GetValueOrDefault(number) : null, ask.At, ct));
        }

        standings.Add(await StandingOf(ask.Choice, null, ask.At, ct));

        var homes = new Dictionary<Guid, DivisionCode>();
        foreach (var holder in standings.Select(standing => standing.Cause?.HolderId).OfType<Guid>().Distinct())
        {
            if (await causes.Organisation(holder, ct) is { } body)
            {
                homes[holder] = body.Division;
            }
        }

        var around = new BatchSurroundings(standings, homes, place, limits, By) { Promised = promised };
        return await aggregates.Change<Batch, IBatchEvent>(ask.BatchId, batch => Batch.Decide(batch, ask, around), ct);
    }

    // Cash is there; a cheque waits for its bank. All gifts and the confirmation, or nothing.
    public async Task<Outcome> Handle(ConfirmBatch ask, CancellationToken ct)
    {
        var (batch, version, position) = await aggregates.Load<Batch, IBatchEvent>(ask.BatchId, ct);
        var decision = Batch.Decide(batch, ask, By);
        if (decision.NewFacts.Count == 0)
        {
            return await aggregates.Carry<Batch, IBatchEvent>(ask.BatchId, version, position, decision, [], ct);
        }

        var gate = new CauseGate(store, causes);
        foreach (var line in batch!.Entered.Lines) // Only a batch that is there is confirmed.
        {
            if (await gate.Closed(line.Cause, ct) is { } closed)
            {
                return Outcome.Refused(closed with { Field = "counted" });
            }
        }

        var kept = (await Task.WhenAll(batch.Entered.Lines.Select(line => line.PledgeId).OfType<Guid>().Distinct().Select(id => pledges.Find(id, ct)))).OfType<Pledge>().ToDictionary(pledge => pledge.Made.PledgeId);
        return await aggregates.Append(
            [
                new StreamChange(ask.BatchId, "batch", version, decision.NewFacts),
                .. batch.Entered.Lines.Select(line => new StreamChange(line.LineId, "donation", 0, Facts(line, kept.GetValueOrDefault(line.PledgeId.GetValueOrDefault()), batch.Entered.CollectedOn, ask))),
                .. gate.Held,
            ], ct);
    }

    public Task<Outcome> Handle(SendBatchBack ask, CancellationToken ct) => aggregates.Change<Batch, IBatchEvent>(ask.BatchId, batch => Batch.Decide(batch, ask, By), ct);

    public async Task<Outcome> Handle(SettleCheque ask, CancellationToken ct)
    {
        var (batch, version, position) = await aggregates.Load<Batch, IBatchEvent>(ask.BatchId, ct);
        var decision = Batch.Decide(batch, ask, By);
        if (decision.NewFacts.Count == 0)
        {
            return await aggregates.Carry<Batch, IBatchEvent>(ask.BatchId, version, position, decision, [], ct);
        }

        var (gift, at, _) = await aggregates.Load<Donation, IDonationEvent>(ask.LineId, ct);
        // Nothing is counted for who is suspended (decision 0028): the cheque stays open, and is settled when the suspension is lifted.
        if (ask.Cleared && await causes.Suspended(gift!.Cause, ct) is { } suspended) // Begun when its batch was confirmed.
        {
            return Outcome.Refused(suspended with { Field = "on" });
        }

        IDonationEvent fact = ask.Cleared ? OfflineGift.Paid(gift!, gift!.Amount, ask.LineId, ask.On) : new PaymentDeclined(ask.LineId, ask.LineId, "cheque_bounced");
        return await aggregates.Append([new StreamChange(ask.BatchId, "batch", version, decision.NewFacts), new StreamChange(ask.LineId, "donation", at, [fact])], ct);
    }

    // What keeps a promise goes where that was made to, as long as gifts are taken there.
    private async Task<Standing> StandingOf(CauseChoice choice, Pledge? promise, DateTimeOffset at, CancellationToken ct)
    {
        if (promise is not null && promise.IsFor(choice) && (await causes.Find(promise.Choice, ct)).Standing.At(at, OfflineMethods.ViaCash) is { Refusals.Count: 0 } promised)
        {
            return promised;
        }

        return (await causes.Find(choice, ct)).Standing.At(at, OfflineMethods.ViaCash);
    }

    private static IReadOnlyList<IDonationEvent> Facts(BatchLine line, Pledge? promise, DateOnly collectedOn, ConfirmBatch ask)
    {
        var who = OfflineGiver.Of(line.DonorId, line.IsAnonymous, promise);
        var facts = OfflineGift.Begun(line.LineId, line.Cause, line.Amount, who.DonorId, line.Method, ask.BatchId, ask.At, collectedOn, who.IsAnonymous, who.GiverId, line.PledgeId);
        return line.Method == OfflineMethods.Cheque ? [facts[0]] : facts;
    }
}
