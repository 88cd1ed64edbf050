using CharityLink.Store;
using Npgsql;

namespace CharityLink.People;

/// <summary>Somebody the vault keeps of whom it is not known that a fact names them.</summary>
/// <param name="Giver">As whom their gifts would count; null without a mail address.</param>
/// <param name="TakenAt">When somebody last wished to keep them.</param>
public sealed record UnnamedPerson(Guid Id, Guid? Giver, DateTime TakenAt);

/// <summary>Those in the vault whom nothing may name: who wished to give is written down before the fact is, and a process may die in between.</summary>
public sealed class UnnamedPersons(NpgsqlDataSource database)
{
    private const string OldSql =
        """
        select id, giver_id, taken_at from people.person
         where not is_named and forgotten_at is null and taken_at < $1 and ($3::timestamptz is null or (taken_at, id) > ($3, $4))
         order by taken_at, id limit $2
        """;

    private const string NameSql = "update people.person set is_named = true where id = any($1)";

    // What this program keeps besides the log and what is derived from it: accounts, mails, links, operations. A table that comes later is looked at, too.
    private const string TablesSql =
        """
        select format('%I.%I', n.nspname, c.relname)
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'events', 'read') and n.nspname not like 'pg\_%' and n.nspname not like 'read\_%'
           and not (n.nspname = 'people' and c.relname in ('person', 'person_key', 'contact', 'schema_file'))
         order by 1
        """;

    // Whoever was taken in hand since is young again, and the row says so once it can be locked.
    private const string ClearSql =
        """
        with old as (select id, giver_id from people.person where id = any($1) and not is_named and forgotten_at is null and taken_at < $2 for update),
             keys as (delete from people.person_key k using old where k.person_id = old.id),
             contacts as (delete from people.contact c using old where c.giver_id = old.giver_id
                           and not exists (select from people.person o where o.giver_id = old.giver_id and o.forgotten_at is null and o.id not in (select id from old)))
        select id from old
        """;

    /// <summary>At most so many whom nobody wished to keep since then, the longest waiting first.</summary>
    /// <param name="after">The last one that was looked at; null to begin.</param>
    public async Task<IReadOnlyList<UnnamedPerson>> Old(DateTimeOffset before, UnnamedPerson? after, int max, CancellationToken ct)
    {
        await using var command = database.CreateCommand(OldSql);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = before.ToUniversalTime() });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = max });
        command.Parameters.Add(new NpgsqlParameter<DateTime?> { TypedValue = after?.TakenAt });
        command.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = after?.Id });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new List<UnnamedPerson>();
        while (await rows.ReadAsync(ct))
        {
            found.Add(new(rows.GetGuid(0), rows.GetFieldValue<Guid?>(1), rows.GetDateTime(2)));
        }

        return found;
    }

    /// <summary>Which of some ids stand anywhere in what is kept beside the log, in whatever kind of column.</summary>
    public async Task<IReadOnlySet<Guid>> KeptElsewhere(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var tables = new List<string>();
        await using (var list = database.CreateCommand(TablesSql))
        await using (var rows = await list.ExecuteReaderAsync(ct))
        {
            while (await rows.ReadAsync(ct))
            {
                tables.Add(rows.GetString(0));
            }
        }

        // The whole row as text: ids in lists and in JSON are found like those in a column.
        return tables.Count == 0
            ? new HashSet<Guid>()
            : await Mentions.Ids(database, string.Join("\nunion all\n", tables.Select(table => $"select t::text from {table} t")), ids, ct);
    }

    /// <summary>Facts name these: they are not looked at again.</summary>
    public async Task Name(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        await using var command = database.CreateCommand(NameSql);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. ids] });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Clears away those of them whom nobody took in hand meanwhile, as if they had never been written; how many. A contact goes with the last person who used it.</summary>
    public async Task<int> Clear(IReadOnlyCollection<Guid> ids, DateTimeOffset before, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var gone = new List<Guid>();
        await using (var clear = new NpgsqlCommand(ClearSql, connection, transaction))
        {
            clear.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. ids] });
            clear.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = before.ToUniversalTime() });
            await using var rows = await clear.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                gone.Add(rows.GetGuid(0));
            }
        }

        await using var delete = new NpgsqlCommand("delete from people.person where id = any($1)", connection, transaction);
        delete.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. gone] });
        await delete.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return gone.Count;
    }
}
