using CharityLink.Kernel;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>One step of counting: money added to a place or taken from it, and with it perhaps a gift.</summary>
/// <param name="GiverId">Whose it is: that of the mailbox, for each gift of one mailbox is kept under a name of its own; without a mailbox that of the name; null without either.</param>
/// <param name="Gifts">1: a gift begins to count; -1: nothing is left of it, so it counts no longer; 0: only its amount changes.</param>
internal sealed record GiftStep(GiftCause Cause, PersonId? GiverId, Money Amount, int Gifts);

/// <summary>Turns facts about gifts into steps; keeps how much went back of each gift, since only who knows that can tell when nothing is left.</summary>
internal static class GiftSteps
{
    private const string KnownSql = "select donation_id, gone_minor from gift_gone where donation_id = any($1)";

    private const string KeepSql =
        """
        insert into gift_gone as g (donation_id, gone_minor) select * from unnest($1, $2)
        on conflict (donation_id) do update set gone_minor = excluded.gone_minor
        """;

    /// <summary>The steps of a run of facts, in order.</summary>
    public static async Task<IReadOnlyList<GiftStep>> Of(IReadOnlyList<object> facts, NpgsqlConnection connection, CancellationToken ct)
    {
        var falls = facts.Select(GiftFall.Of).OfType<GiftFall>().ToList();
        var gone = falls.Count == 0 ? [] : await Known([.. falls.Select(fall => fall.DonationId).Distinct()], connection, ct);
        List<GiftStep> steps = [.. facts.Select(fact => Step(fact, gone)).OfType<GiftStep>()];
        if (falls.Count > 0)
        {
            await connection.Run([new NpgsqlBatchCommand(KeepSql).With(gone.Keys.ToArray()).With(gone.Values.ToArray())], ct);
        }

        return steps;
    }

    private static GiftStep? Step(object fact, Dictionary<Guid, long> gone)
    {
        if (fact is DonationPaid paid)
        {
            return new(paid.Cause, paid.GiverId ?? paid.DonorId, paid.Amount, 1);
        }

        if (GiftFall.Of(fact) is not { } fall)
        {
            return null;
        }

        var (before, given) = (gone.GetValueOrDefault(fall.DonationId), fall.Gift.Amount.Minor);
        var after = gone[fall.DonationId] = checked(before - fall.Minor);
        return new(fall.Gift.Cause, fall.Gift.GiverId ?? fall.Gift.DonorId, fall.Gift.Amount with { Minor = fall.Minor }, (before < given, after < given) switch
        {
            (true, false) => -1,
            (false, true) => 1,
            _ => 0,
        });
    }

    private static async Task<Dictionary<Guid, long>> Known(Guid[] gifts, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(KnownSql, connection) { Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = gifts } } };
        await using var row = await command.ExecuteReaderAsync(ct);
        var gone = new Dictionary<Guid, long>();
        while (await row.ReadAsync(ct))
        {
            gone[row.GetGuid(0)] = row.GetInt64(1);
        }

        return gone;
    }
}
