using CharityLink.Projects;
using CharityLink.Store;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>What a batch of the log changes in the list of promises: new ones with their parts, new states, what was kept.</summary>
internal sealed class PledgeRows
{
    private const string InsertSql =
        """
        insert into pledge (id, state, program_id, site_id, project_id, page_id, organisation_id, holder_id, division, amount_minor, fulfilled_minor,
                            donor_id, is_anonymous, is_public_promise, language, made_at, next_on, last_on, position, heard_position, by_card, is_entered, has_address)
        select id, 'made', program_id, site_id, project_id, page_id, organisation_id, holder_id, division, amount, 0, donor, anonymous, public, language, made_at, first_on, last_on, position, position, by_card, is_entered, has_address
          from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
               n (id, program_id, site_id, project_id, page_id, organisation_id, holder_id, division, amount, donor, anonymous, public, language, made_at, first_on, last_on, position, by_card, is_entered, has_address)
        """;

    private const string PartsSql =
        "insert into pledge_instalment (pledge_id, number, due_on, amount_minor, cumulative_minor) select * from unnest($1, $2, $3, $4, $5)";

    private const string ChangeSql =
        """
        update pledge p
           set fulfilled_minor = p.fulfilled_minor + n.kept,
               state = case when p.fulfilled_minor + n.kept = p.amount_minor then 'kept' else coalesce(n.state, p.state) end,
               next_on = coalesce((select min(i.due_on) from pledge_instalment i where i.pledge_id = p.id and i.cumulative_minor > p.fulfilled_minor + n.kept), p.last_on),
               collect_at = case when n.state = 'confirmed' or (n.state is null and n.kept = 0) then p.collect_at end,
               -- Once: one that is waited for again after a gift went back was confirmed before.
               confirmed_at = coalesce(p.confirmed_at, case when n.state = 'confirmed' then n.at end),
               reopened = p.reopened + n.reopened, reopened_at = case when n.reopened > 0 then n.at else p.reopened_at end,
               over_at = case when n.state in ('cancelled', 'released', 'lapsed') then n.at end, heard_position = greatest(p.heard_position, n.heard)
          from unnest($1, $2, $3, $4, $5, $6) n (id, state, kept, at, heard, reopened) where p.id = n.id
        """;

    // The one moment: whoever stands confirmed when the log says that the project has ended is on the list, and nobody else.
    private const string FreezeSql =
        """
        update pledge p set is_met = n.is_met, collect_at = n.at, state = case when n.is_met then 'collecting' else p.state end
          from unnest($1, $2, $3) n (project, is_met, at) where p.project_id = n.project and p.by_card and p.state = 'confirmed'
        """;

    private const string OpenCollectionSql = "insert into pledge_collection (project_id, ended_at) select * from unnest($1, $2)";
    private const string CloseCollectionSql = "delete from pledge_collection where project_id = any($1)";

    private const string ChargeSql =
        """
        update pledge p
           set collect_at = case when p.state in ('confirmed', 'collecting') then n.collect_at end, first_charge_at = coalesce(p.first_charge_at, n.begun_at, n.failed_at),
               is_live = n.begun_at is not null, failed_class = coalesce(n.class, p.failed_class), failed_at = coalesce(n.failed_at, p.failed_at),
               heard_position = greatest(p.heard_position, n.heard)
          from unnest($1, $2, $3, $4, $5, $6) n (id, collect_at, begun_at, class, failed_at, heard) where p.id = n.id
        """;

    private const string CardSql =
        """
        update pledge p
           set has_card = n.has_card, cards_lost = p.cards_lost + n.lost, collect_at = coalesce(n.next_at, p.collect_at),
               failed_class = case when n.next_at is null then p.failed_class else 'NeedsNewCard' end, heard_position = greatest(p.heard_position, n.heard)
          from unnest($1, $2, $3, $4, $5) n (id, has_card, lost, next_at, heard) where p.id = n.id
        """;

    private readonly List<(PledgeMade Fact, long Position)> made = [];
    private readonly Dictionary<Guid, (bool HasCard, int Lost, DateTimeOffset? NextAt, long Heard)> cards = [];
    private readonly Dictionary<Guid, (string? State, long Kept, DateTimeOffset At, long Heard, int Reopened)> changes = [];
    private readonly Dictionary<Guid, (DateTimeOffset? Next, DateTimeOffset? BegunAt, string? Class, DateTimeOffset? FailedAt, long Heard)> charges = [];
    private readonly List<ProjectEnded> ended = [];
    private readonly List<Guid> collected = [];

    /// <summary>A batch in stretches: a project that ends parts what stood confirmed before from what came after.</summary>
    public static IEnumerable<PledgeRows> Fold(IReadOnlyList<Recorded> batch)
    {
        var rows = new PledgeRows();
        foreach (var recorded in batch)
        {
            if (rows.ended.Count > 0 && recorded.Data is IPledgeEvent)
            {
                yield return rows;
                rows = new();
            }

            // A second charge of one promise within a batch needs the first one's row, and so does one behind a change of its card.
            if (recorded.Data is PledgeChargeBegun or PledgeChargeFailed or PledgeCardMissing && (rows.charges.ContainsKey(IdOf(recorded.Data)) || rows.cards.ContainsKey(IdOf(recorded.Data))))
            {
                yield return rows;
                rows = new();
            }

            switch (recorded.Data)
            {
                case ProjectEnded e: rows.ended.Add(e); break;
                case CollectionEnded e: rows.collected.Add(e.ProjectId); break;
                case PledgeChargeBegun e: rows.charges[e.PledgeId] = (e.WithGiver ? e.At.AddHours(26) : null, e.At, null, null, recorded.Position); break;
                case PledgeChargeFailed e: rows.charges[e.PledgeId] = (e.NextAt, null, e.Class?.ToString(), e.At, recorded.Position); break;
                case PledgeCardMissing e: rows.charges[e.PledgeId] = (e.NextAt, null, nameof(DeclineClass.NeedsNewCard), e.At, recorded.Position); break;
                case PledgeCardKept e: rows.cards[e.PledgeId] = (true, rows.cards.GetValueOrDefault(e.PledgeId).Lost, null, recorded.Position); break;
                case PledgeCardLost e: rows.cards[e.PledgeId] = (false, rows.cards.GetValueOrDefault(e.PledgeId).Lost + 1, e.NextAt, recorded.Position); break;
                case PledgeMade e: rows.made.Add((e, recorded.Position)); break;
                case PledgeConfirmed e: rows.Change(e.PledgeId, "confirmed", 0, recorded); break;
                case PledgeFulfilled e: rows.Change(e.PledgeId, null, e.Amount.Minor, recorded); break;
                case PledgeGiftReturned e: rows.Change(e.PledgeId, e.Ends is null ? "confirmed" : "returned", -e.Amount.Minor, recorded, e.Ends is null ? 1 : 0); break;
                case PledgeGiftRestored e: rows.Change(e.PledgeId, null, e.Amount.Minor, recorded); break;
                case PledgeCancelled e: rows.Change(e.PledgeId, "cancelled", 0, recorded); break;
                case PledgeReleased e: rows.Change(e.PledgeId, "released", 0, recorded); break;
                case PledgeLapsed e: rows.Change(e.PledgeId, "lapsed", 0, recorded); break;
            }
        }

        yield return rows;
    }

    public IEnumerable<NpgsqlBatchCommand> Writes()
    {
        if (made.Count > 0)
        {
            yield return Insert();
            yield return Parts();
        }

        if (changes.Count > 0)
        {
            yield return new NpgsqlBatchCommand(ChangeSql)
                .With(changes.Keys.ToArray()).With(changes.Values.Select(c => c.State).ToArray()).With(changes.Values.Select(c => c.Kept).ToArray())
                .With(changes.Values.Select(c => c.At).ToArray()).With(changes.Values.Select(c => c.Heard).ToArray())
                .With(changes.Values.Select(c => c.Reopened).ToArray());
        }

        if (charges.Count > 0)
        {
            yield return new NpgsqlBatchCommand(ChargeSql)
                .With(charges.Keys.ToArray()).With(charges.Values.Select(c => c.Next).ToArray()).With(charges.Values.Select(c => c.BegunAt).ToArray())
                .With(charges.Values.Select(c => c.Class).ToArray()).With(charges.Values.Select(c => c.FailedAt).ToArray())
                .With(charges.Values.Select(c => c.Heard).ToArray());
        }

        if (cards.Count > 0)
        {
            yield return new NpgsqlBatchCommand(CardSql)
                .With(cards.Keys.ToArray()).With(cards.Values.Select(c => c.HasCard).ToArray()).With(cards.Values.Select(c => c.Lost).ToArray())
                .With(cards.Values.Select(c => c.NextAt).ToArray()).With(cards.Values.Select(c => c.Heard).ToArray());
        }

        if (ended.Count > 0)
        {
            yield return new NpgsqlBatchCommand(FreezeSql)
                .With(ended.ConvertAll(e => e.ProjectId).ToArray()).With(ended.ConvertAll(e => e.IsMet).ToArray()).With(ended.ConvertAll(e => e.EndedAt.ToUniversalTime()).ToArray());
        }

        if (ended.Where(e => e is { IsMet: true, PledgedByCard: not null }).ToList() is { Count: > 0 } some)
        {
            yield return new NpgsqlBatchCommand(OpenCollectionSql).With(some.ConvertAll(e => e.ProjectId).ToArray()).With(some.ConvertAll(e => e.EndedAt.ToUniversalTime()).ToArray());
        }

        if (collected.Count > 0)
        {
            yield return new NpgsqlBatchCommand(CloseCollectionSql).With(collected.ToArray());
        }
    }

    private static Guid IdOf(object fact) => fact switch { PledgeChargeBegun e => e.PledgeId, PledgeChargeFailed e => e.PledgeId, PledgeCardMissing e => e.PledgeId, _ => Guid.Empty };

    // Several facts of one promise in a batch: the last state said, unless the sum says that it is kept in full.
    private void Change(Guid id, string? state, long kept, Recorded recorded, int reopened = 0)
    {
        var (before, sum, _, _, times) = changes.GetValueOrDefault(id);
        changes[id] = (state ?? before, sum + kept, recorded.At, recorded.Position, times + reopened);
    }

    private NpgsqlBatchCommand Insert()
    {
        T[] Each<T>(Func<PledgeMade, T> column) => [.. made.Select(row => column(row.Fact))];
        return new NpgsqlBatchCommand(InsertSql)
            .With(Each(e => e.PledgeId)).With(Each(e => e.Cause.ProgramId)).With(Each(e => e.Cause.SiteId)).With(Each(e => e.Cause.ProjectId)).With(Each(e => e.Cause.PageId))
            .With(Each(e => e.Cause.OrganisationId)).With(Each(e => e.Cause.HolderId)).With(Each(e => e.Cause.Division.Value)).With(Each(e => e.Amount.Minor))
            .With(Each(e => e.DonorId.Value)).With(Each(e => e.IsAnonymous)).With(Each(e => e.IsPublicMediaPromise)).With(Each(e => e.Language)).With(Each(e => e.MadeAt))
            .With(Each(e => e.Instalments[0].DueOn)).With(Each(e => e.Instalments[^1].DueOn)).With(made.ConvertAll(row => row.Position).ToArray())
            .With(Each(e => e.Consent is not null)).With(Each(e => e.IsEntered)).With(Each(e => e.HasAddress));
    }

    private NpgsqlBatchCommand Parts()
    {
        var parts = made.SelectMany(row => row.Fact.Instalments.Select((part, i) => (
            row.Fact.PledgeId, Part: part, UpTo: row.Fact.Instalments.Take(i + 1).Sum(before => before.Amount.Minor)))).ToArray();
        return new NpgsqlBatchCommand(PartsSql)
            .With(Array.ConvertAll(parts, p => p.PledgeId)).With(Array.ConvertAll(parts, p => p.Part.Number)).With(Array.ConvertAll(parts, p => p.Part.DueOn))
            .With(Array.ConvertAll(parts, p => p.Part.Amount.Minor)).With(Array.ConvertAll(parts, p => p.UpTo));
    }
}
