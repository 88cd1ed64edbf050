using CharityLink.Store;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>What a batch of the log changes in the list of promises: new ones with their parts, new states, what was kept.</summary>
internal sealed class PledgeRows
{
    private const string InsertSql =
        """
        insert into pledge (id, state, program_id, site_id, project_id, page_id, organisation_id, holder_id, division, amount_minor, fulfilled_minor,
                            donor_id, is_anonymous, is_public_promise, language, made_at, next_on, last_on, position)
        select id, 'made', program_id, site_id, project_id, page_id, organisation_id, holder_id, division, amount, 0, donor, anonymous, public, language, made_at, first_on, last_on, position
          from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
               n (id, program_id, site_id, project_id, page_id, organisation_id, holder_id, division, amount, donor, anonymous, public, language, made_at, first_on, last_on, position)
        """;

    private const string PartsSql =
        "insert into pledge_instalment (pledge_id, number, due_on, amount_minor, cumulative_minor) select * from unnest($1, $2, $3, $4, $5)";

    private const string ChangeSql =
        """
        update pledge p
           set fulfilled_minor = p.fulfilled_minor + n.kept,
               state = case when p.fulfilled_minor + n.kept = p.amount_minor then 'kept' else coalesce(n.state, p.state) end,
               next_on = coalesce((select min(i.due_on) from pledge_instalment i where i.pledge_id = p.id and i.cumulative_minor > p.fulfilled_minor + n.kept), p.last_on)
          from unnest($1, $2, $3) n (id, state, kept) where p.id = n.id
        """;

    private readonly List<(PledgeMade Fact, long Position)> made = [];
    private readonly Dictionary<Guid, (string? State, long Kept)> changes = [];

    public static PledgeRows Fold(IReadOnlyList<Recorded> batch)
    {
        var rows = new PledgeRows();
        foreach (var recorded in batch)
        {
            switch (recorded.Data)
            {
                case PledgeMade e: rows.made.Add((e, recorded.Position)); break;
                case PledgeConfirmed e: rows.Change(e.PledgeId, "confirmed", 0); break;
                case PledgeFulfilled e: rows.Change(e.PledgeId, null, e.Amount.Minor); break;
                case PledgeCancelled e: rows.Change(e.PledgeId, "cancelled", 0); break;
                case PledgeReleased e: rows.Change(e.PledgeId, "released", 0); break;
                case PledgeLapsed e: rows.Change(e.PledgeId, "lapsed", 0); break;
            }
        }

        return rows;
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
                .With(changes.Keys.ToArray()).With(changes.Values.Select(c => c.State).ToArray()).With(changes.Values.Select(c => c.Kept).ToArray());
        }
    }

    // Several facts of one promise in a batch: the last state said, unless the sum says that it is kept in full.
    private void Change(Guid id, string? state, long kept)
    {
        var (before, sum) = changes.GetValueOrDefault(id);
        changes[id] = (state ?? before, sum + kept);
    }

    private NpgsqlBatchCommand Insert()
    {
        T[] Each<T>(Func<PledgeMade, T> column) => [.. made.Select(row => column(row.Fact))];
        return new NpgsqlBatchCommand(InsertSql)
            .With(Each(e => e.PledgeId)).With(Each(e => e.Cause.ProgramId)).With(Each(e => e.Cause.SiteId)).With(Each(e => e.Cause.ProjectId)).With(Each(e => e.Cause.PageId))
            .With(Each(e => e.Cause.OrganisationId)).With(Each(e => e.Cause.HolderId)).With(Each(e => e.Cause.Division.Value)).With(Each(e => e.Amount.Minor))
            .With(Each(e => e.DonorId.Value)).With(Each(e => e.IsAnonymous)).With(Each(e => e.IsPublicMediaPromise)).With(Each(e => e.Language)).With(Each(e => e.MadeAt))
            .With(Each(e => e.Instalments[0].DueOn)).With(Each(e => e.Instalments[^1].DueOn)).With(made.ConvertAll(row => row.Position).ToArray());
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
