using CharityLink.Store;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>What a batch of the log changes in the list of gifts: new gifts, and new states of older ones.</summary>
internal sealed class DonationRows
{
    private const string InsertSql =
        """
        insert into donation (id, state, program_id, site_id, organisation_id, holder_id, division, amount_minor, currency, donor_id, is_anonymous, started_at, paid_at, position, project_id, page_id, giver_id, is_hidden_from_charity)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        """;

    private const string UpdateSql =
        """
        update donation d
           set state = case when n.state = 'paid' or d.state in ('started', 'declined', 'abandoned') then n.state else d.state end,
               paid_at = coalesce(n.paid_at, d.paid_at), amount_minor = coalesce(n.amount_minor, d.amount_minor)
          from unnest($1, $2, $3, $4) n (id, state, paid_at, amount_minor) where d.id = n.id
        """;

    // Of a gift that is paid all the same, the payments that did not count say nothing.
    private const string HoldSql =
        """
        update donation d
           set held_minor = d.held_minor + n.minor, state = case when d.paid_at is not null then d.state when d.held_minor + n.minor > 0 then 'held' else 'refunded' end
          from unnest($1, $2) n (id, minor) where d.id = n.id
        """;

    private const string FallSql =
        """
        update donation d
           set returned_minor = d.returned_minor - n.minor, state = case when d.returned_minor - n.minor >= d.amount_minor then 'refunded' else 'paid' end
          from unnest($1, $2) n (id, minor) where d.id = n.id
        """;

    private const string HideSql =
        """
        update donation d set is_anonymous = n.is_anonymous, is_hidden_from_charity = n.is_hidden_from_charity
          from unnest($1, $2, $3) n (id, is_anonymous, is_hidden_from_charity) where d.id = n.id
        """;

    private readonly Dictionary<Guid, long> falls = [], holds = [];
    private readonly List<(DonationStarted Fact, long Position)> begun = [];
    private readonly Dictionary<Guid, (string State, DateTimeOffset? PaidAt, long? Minor)> states = [];
    private readonly Dictionary<Guid, DonationAnonymityChanged> hidden = [];

    public static DonationRows Fold(IReadOnlyList<Recorded> batch)
    {
        var rows = new DonationRows();
        foreach (var recorded in batch)
        {
            rows.Add(recorded);
        }

        return rows;
    }

    public IEnumerable<NpgsqlBatchCommand> Writes()
    {
        if (begun.Count > 0)
        {
            yield return Insert();
        }

        foreach (var (fact, _) in begun)
        {
            states.Remove(fact.DonationId);
            hidden.Remove(fact.DonationId);
        }

        if (hidden.Count > 0)
        {
            yield return new NpgsqlBatchCommand(HideSql)
                .With(hidden.Keys.ToArray()).With(hidden.Values.Select(h => h.IsAnonymous).ToArray()).With(hidden.Values.Select(h => h.IsHiddenFromCharity).ToArray());
        }

        if (states.Count > 0)
        {
            yield return new NpgsqlBatchCommand(UpdateSql)
                .With(states.Keys.ToArray()).With(states.Values.Select(s => s.State).ToArray()).With(states.Values.Select(s => s.PaidAt).ToArray())
                .With(states.Values.Select(s => s.Minor).ToArray());
        }

        if (holds.Count > 0)
        {
            yield return new NpgsqlBatchCommand(HoldSql).With(holds.Keys.ToArray()).With(holds.Values.ToArray());
        }

        if (falls.Count > 0)
        {
            yield return new NpgsqlBatchCommand(FallSql).With(falls.Keys.ToArray()).With(falls.Values.ToArray());
        }
    }

    private void Add(Recorded recorded)
    {
        if (GiftFall.Of(recorded.Data) is { } fall)
        {
            falls[fall.DonationId] = falls.GetValueOrDefault(fall.DonationId) + fall.Minor;
        }

        if (Hold(recorded.Data) is var (gift, minor))
        {
            holds[gift] = holds.GetValueOrDefault(gift) + minor;
        }

        switch (recorded.Data)
        {
            case DonationStarted e:
                begun.Add((e, recorded.Position));
                break;
            case PaymentDeclined e:
                states[e.DonationId] = ("declined", null, null);
                break;
            case PaymentAbandoned e:
                states[e.DonationId] = ("abandoned", null, null);
                break;
            case DonationAnonymityChanged e:
                hidden[e.DonationId] = e;
                break;
            case DonationPaid e:
                states[e.DonationId] = ("paid", recorded.At, e.Amount.Minor);
                break;
        }
    }

    // What more is held of it, or less. A second payment of a paid gift says nothing of the gift.
    private static (Guid Gift, long Minor)? Hold(object fact) => fact switch
    {
        PaymentHeld { Reason: not "paid_twice" } e => (e.DonationId, e.Received.Minor),
        HeldReturned { Held.Reason: not "paid_twice" } e => (e.DonationId, -e.Held.Amount.Minor),
        HeldReturnedByHand { Held.Reason: not "paid_twice" } e => (e.DonationId, -e.Held.Amount.Minor),
        HeldDisputeClosed { Held.Reason: not "paid_twice" } e => (e.DonationId, -e.Lost.Minor),
        HeldReturnFailed { AfterCompletion: true, Held.Reason: not "paid_twice" } e => (e.DonationId, e.Held.Amount.Minor),
        HeldCounted { Held.Reason: not "paid_twice" } e => (e.DonationId, -e.Held.Amount.Minor),
        _ => null,
    };

    private NpgsqlBatchCommand Insert()
    {
        T[] Each<T>(Func<DonationStarted, T> column) => [.. begun.Select(row => column(row.Fact))];
        return new NpgsqlBatchCommand(InsertSql)
            .With(Each(e => e.DonationId)).With(Each(e => states.GetValueOrDefault(e.DonationId, ("started", null, null)).State))
            .With(Each(e => e.Cause.ProgramId)).With(Each(e => e.Cause.SiteId)).With(Each(e => e.Cause.OrganisationId)).With(Each(e => e.Cause.HolderId))
            .With(Each(e => e.Cause.Division.Value)).With(Each(e => states.GetValueOrDefault(e.DonationId).Minor ?? e.Amount.Minor)).With(Each(e => e.Amount.Currency.Code))
            .With(Each(e => e.DonorId?.Value)).With(Each(e => hidden.GetValueOrDefault(e.DonationId)?.IsAnonymous ?? e.IsAnonymous)).With(Each(e => e.StartedAt))
            .With(Each(e => states.GetValueOrDefault(e.DonationId).PaidAt)).With(begun.ConvertAll(row => row.Position).ToArray())
            .With(Each(e => e.Cause.ProjectId)).With(Each(e => e.Cause.PageId))
            .With(Each(e => e.GiverId?.Value)).With(Each(e => hidden.GetValueOrDefault(e.DonationId)?.IsHiddenFromCharity ?? false));
    }
}
