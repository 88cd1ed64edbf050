using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>What must go back to the givers of a project that missed its minimum.</summary>
public sealed record ToReturn(Guid ProjectId, string TitleZh, string TitleEn, DateTime EndedAt, long Gifts, long AmountMinor);

/// <summary>Lists gifts to failed all-or-nothing projects: they are to be given back, and stay on the list until that is recorded.</summary>
public sealed class GiftReturns(NpgsqlDataSource database)
{
    private const string ToReturnSql =
        """
        select p.id projectId, p.title_zh titleZh, p.title_en titleEn, p.ended_at endedAt, count(*) gifts, sum(d.amount_minor - d.returned_minor)::bigint amountMinor
          from cause_project p join donation d on d.project_id = p.id and d.state in ('paid', 'held')
         where p.state = 'failed' and (d.division like any(@divisions) or d.organisation_id = any(@organisations) or d.holder_id = any(@organisations))
         group by p.id order by p.ended_at, p.id
        """;

    /// <summary>Every failed project with paid gifts in the reader's sight, the longest waiting first.</summary>
    public async Task<IReadOnlyList<ToReturn>> ToReturn(Sight seen, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = await connection.QueryAsync<ToReturn>(new CommandDefinition(
            ToReturnSql, new { divisions = seen.Divisions.Select(division => division.Prefix + "%").ToArray(), organisations = seen.Organisations.ToArray() }, cancellationToken: ct));
        return rows.AsList();
    }
}
