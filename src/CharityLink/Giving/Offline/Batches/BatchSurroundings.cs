using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>What a batch is judged by beside itself: what its gifts may go to, who types it in and where.</summary>
/// <param name="Standings">Of each line's cause, in the order of the lines; the last one is that of the rest.</param>
/// <param name="Holders">Where the bodies that would hold the money are at home.</param>
/// <param name="Place">Where the collecting organisation is.</param>
public sealed record BatchSurroundings(IReadOnlyList<Standing> Standings, IReadOnlyDictionary<Guid, DivisionCode> Holders, Place Place, OfflineLimits Limits, Guid? By)
{
    /// <summary>Promises by their numbers as they were typed.</summary>
    public IReadOnlyDictionary<string, Pledge> Promised { get; init; } = new Dictionary<string, Pledge>(StringComparer.Ordinal);

    /// <summary>Everything that is wrong with a batch, each at its field.</summary>
    public IEnumerable<Refusal> Refusals(EnterBatch ask)
    {
        ArgumentNullException.ThrowIfNull(ask);
        foreach (var (i, standing) in Standings.Index())
        {
            var field = i < ask.Lines.Count ? ask.Lines[i].Field("cause") : "cause";
            if (standing.Refusals is [{ } closed, ..])
            {
                yield return closed with { Field = field };
            }
            else if (!Collects(standing.Cause!)) // A standing has one or the other.
            {
                yield return new Refusal("batch_cause_elsewhere", field);
            }
        }

        foreach (var line in ask.Lines)
        {
            if (Limits.Check(line.Amount, line.Field("amount")) is { } amount)
            {
                yield return amount;
            }
        }

        foreach (var (line, standing) in ask.Lines.Zip(Standings).Where(pair => pair.First.Promise is not null))
        {
            if (Pledge.WhyNotKeptBy(PromiseOf(line), line.Choice ?? ask.Choice, standing.Cause?.HolderId, line.Field("promise")) is { } promise)
            {
                yield return promise;
            }
        }

        if (Limits.Check(ask.Total, "total") is { } total)
        {
            yield return total;
        }
        else if (Rest(ask) < 0)
        {
            yield return new Refusal("batch_lines_exceed", "total");
        }

        if (Standings.Select(standing => standing.Cause?.HolderId).OfType<Guid>().Distinct().Count() > 1)
        {
            yield return new Refusal("batch_two_holders", "cause");
        }

        if (Limits.Check(ask.CollectedOn, Pledge.DayOf(ask.At), "collected_on") is { } day)
        {
            yield return day;
        }
    }

    /// <summary>The fact, with the rest of the money as its last line. Only for a batch nothing is wrong with, or to compare.</summary>
    public BatchEntered Entered(EnterBatch ask)
    {
        ArgumentNullException.ThrowIfNull(ask);
        List<BatchLine> lines = [.. ask.Lines.Zip(Standings).Where(pair => pair.Second.Cause is not null).Select(pair => Line(ask, pair.First, pair.Second.Cause!))]; // Not null: just looked.
        if (Rest(ask) > 0 && Standings[^1].Cause is { } cause)
        {
            lines.Add(new(Batch.LineOf(ask.BatchId, 0), OfflineMethods.Cash, cause, Money.Cny((long)Rest(ask)), null, true));
        }

        return new(ask.BatchId, ask.CollectorId, lines.Count > 0 ? lines[0].Cause.HolderId : ask.CollectorId, Place.Division, ask.Where.Trim(), ask.CollectedOn, ask.Total, lines, By, ask.At);
    }

    // Who promised is not written beside the line: whoever counts again would be told the name. It is looked up when the gift is given.
    private BatchLine Line(EnterBatch ask, GiftTyped line, GiftCause cause) => new(
        Batch.LineOf(ask.BatchId, line.Number), line.Cheque is null ? OfflineMethods.Cash : OfflineMethods.Cheque, cause, line.Amount, line.DonorId,
        (line.DonorId is null && PromiseOf(line) is null) || line.IsAnonymous, line.Cheque?.Trim(), line.Bank?.Trim(), PromiseOf(line)?.Made.PledgeId);

    private Pledge? PromiseOf(GiftTyped line) => line.Promise is { } number ? Promised.GetValueOrDefault(number) : null;

    // In decimals: whatever was typed into five hundred lines has a sum.
    private static decimal Rest(EnterBatch ask) => ask.Total.Minor - ask.Lines.Sum(line => (decimal)line.Amount.Minor);

    // A station collects for itself and for bodies that work for its place; not for whoever it likes.
    private bool Collects(GiftCause cause) => cause.HolderId == Place.OrganisationId || (Holders.TryGetValue(cause.HolderId, out var home) && home.Contains(Place.Division));
}
