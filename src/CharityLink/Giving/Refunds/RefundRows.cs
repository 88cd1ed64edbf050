using CharityLink.Store;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>What a batch of the log changes in the list of refunds and disputes: one statement each for new rows and for changes.</summary>
internal sealed class RefundRows
{
    private const string InsertSql =
        """
        insert into refund (id, donation_id, amount_minor, currency, cause, reason, source, asked_by, asked_at, position, state, changed_at)
        select *, 'requested', n.asked_at from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) n (id, donation_id, amount_minor, currency, cause, reason, source, asked_by, asked_at, position)
        """;

    private const string ChangeSql =
        """
        update refund r
           set state = coalesce(n.state, r.state), route = coalesce(n.route, r.route), agreed_by = coalesce(n.agreed_by, r.agreed_by), note = case when n.state = 'completed' then null else coalesce(n.note, r.note) end,
               transfer_by = case when n.has_transfer then n.transfer_by else r.transfer_by end,
               transfer_ref = case when n.has_transfer then n.transfer_ref else r.transfer_ref end,
               paid_on = case when n.has_transfer then n.paid_on else r.paid_on end, changed_at = n.changed_at
          from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) n (id, state, route, agreed_by, note, has_transfer, transfer_by, transfer_ref, paid_on, changed_at)
         where r.id = n.id
        """;

    private const string OpenSql =
        """
        insert into dispute (donation_id, id, amount_minor, currency, state, evidence_by, opened_at, is_answered)
        select *, false from unnest($1, $2, $3, $4, $5, $6, $7)
        on conflict (donation_id, id) do update set amount_minor = excluded.amount_minor, state = excluded.state, evidence_by = excluded.evidence_by
        """;

    private const string StateSql =
        """
        update dispute s set state = coalesce(n.state, s.state), is_answered = coalesce(n.answered, s.is_answered), refused = case when n.answered is null then s.refused else n.refused end
          from unnest($1, $2, $3, $4, $5) n (donation_id, id, state, answered, refused) where s.donation_id = n.donation_id and s.id = n.id
        """;

    private readonly List<(RefundRequested Fact, DateTimeOffset At, long Position)> asked = [];
    private readonly Dictionary<Guid, Change> changes = [];
    private readonly Dictionary<(Guid, string), (DisputeOpened Fact, DateTimeOffset At)> opened = [];
    private readonly Dictionary<(Guid Gift, string Id), DisputeChange> states = [];

    public static RefundRows Fold(IReadOnlyList<Recorded> batch)
    {
        var rows = new RefundRows();
        foreach (var recorded in batch)
        {
            rows.Add(recorded);
        }

        return rows;
    }

    public IEnumerable<NpgsqlBatchCommand> Writes()
    {
        T[] New<T>(Func<RefundRequested, T> column) => [.. asked.Select(row => column(row.Fact))];
        if (asked.Count > 0)
        {
            yield return new NpgsqlBatchCommand(InsertSql)
                .With(New(e => e.RefundId)).With(New(e => e.DonationId)).With(New(e => e.Amount.Minor)).With(New(e => e.Amount.Currency.Code)).With(New(e => e.Cause)).With(New(e => e.Reason))
                .With(New(e => e.From)).With(New(e => e.By)).With(asked.ConvertAll(row => row.At).ToArray()).With(asked.ConvertAll(row => row.Position).ToArray());
        }

        T[] Each<T>(Func<Change, T> column) => [.. changes.Values.Select(column)];
        if (changes.Count > 0)
        {
            yield return new NpgsqlBatchCommand(ChangeSql)
                .With(changes.Keys.ToArray()).With(Each(c => c.State)).With(Each(c => c.Route)).With(Each(c => c.AgreedBy)).With(Each(c => c.Note)).With(Each(c => c.HasTransfer))
                .With(Each(c => c.Transfer?.By)).With(Each(c => c.Transfer?.Reference)).With(Each(c => c.Transfer?.PaidOn)).With(Each(c => c.At));
        }

        T[] Open<T>(Func<DisputeOpened, T> column) => [.. opened.Values.Select(row => column(row.Fact))];
        if (opened.Count > 0)
        {
            yield return new NpgsqlBatchCommand(OpenSql)
                .With(Open(e => e.DonationId)).With(Open(e => e.DisputeId)).With(Open(e => e.Amount.Minor)).With(Open(e => e.Amount.Currency.Code))
                .With(Open(e => e.IsInquiry ? "inquiry" : "open")).With(Open(e => e.EvidenceBy)).With(opened.Values.Select(row => row.At).ToArray());
        }

        if (states.Count > 0)
        {
            yield return new NpgsqlBatchCommand(StateSql)
                .With(states.Keys.Select(key => key.Gift).ToArray()).With(states.Keys.Select(key => key.Id).ToArray())
                .With(states.Values.Select(row => row.State).ToArray()).With(states.Values.Select(row => row.IsAnswered).ToArray())
                .With(states.Values.Select(row => row.Refused).ToArray());
        }
    }

    private void Add(Recorded recorded)
    {
        switch (recorded.Data)
        {
            case RefundRequested e: asked.Add((e, recorded.At, recorded.Position)); break;
            case RefundAgreed e: Of(e.RefundId, recorded).AgreedBy = e.By; break;
            case RefundApproved e: (Of(e.RefundId, recorded).State, Of(e.RefundId, recorded).Route) = ("approved", e.Route); break;
            case RefundRejected e: (Of(e.RefundId, recorded).State, Of(e.RefundId, recorded).Note) = ("rejected", e.Reason); break;
            case RefundPending e: Of(e.RefundId, recorded).Note = e.Waits; break;
            case RefundStarted e: Of(e.RefundId, recorded).State = "started"; break;
            case RefundTransferEntered e: (Of(e.RefundId, recorded).HasTransfer, Of(e.RefundId, recorded).Transfer) = (true, e); break;
            case RefundTransferDenied e: (Of(e.RefundId, recorded).HasTransfer, Of(e.RefundId, recorded).Transfer, Of(e.RefundId, recorded).Note) = (true, null, e.Reason); break;
            case RefundCompleted e: Of(e.RefundId, recorded).State = "completed"; break;
            case RefundFailed e: (Of(e.RefundId, recorded).State, Of(e.RefundId, recorded).Note) = ("failed", e.Reason); break;
            case DisputeOpened e: opened[(e.DonationId, e.DisputeId)] = (e, recorded.At); break;
            case DisputeAnswered e: states[(e.DonationId, e.DisputeId)] = Of(e.DonationId, e.DisputeId) with { IsAnswered = true, Refused = null }; break;
            case DisputeAnswerRefused e: states[(e.DonationId, e.DisputeId)] = Of(e.DonationId, e.DisputeId) with { IsAnswered = false, Refused = e.Reason }; break;
            case HeldDisputeClosed e: states[(e.DonationId, e.DisputeId)] = Of(e.DonationId, e.DisputeId) with { State = e.Outcome }; break;
            case DisputeClosed e: states[(e.DonationId, e.DisputeId)] = Of(e.DonationId, e.DisputeId) with { State = e.Outcome }; break;
        }
    }

    private DisputeChange Of(Guid gift, string dispute) => states.GetValueOrDefault((gift, dispute), new(null, null, null));

    private Change Of(Guid refund, Recorded recorded)
    {
        var change = changes.TryGetValue(refund, out var known) ? known : changes[refund] = new();
        change.At = recorded.At;
        return change;
    }

    private sealed record DisputeChange(string? State, bool? IsAnswered, string? Refused);

    private sealed class Change
    {
        public string? State { get; set; }

        public string? Route { get; set; }

        public Guid? AgreedBy { get; set; }

        public string? Note { get; set; }

        public bool HasTransfer { get; set; }

        public RefundTransferEntered? Transfer { get; set; }

        public DateTimeOffset At { get; set; }
    }
}
