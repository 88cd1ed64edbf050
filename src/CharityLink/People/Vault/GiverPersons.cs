using System.Text.Json;
using CharityLink.Kernel;
using Npgsql;

namespace CharityLink.People;

/// <summary>Everybody the vault keeps under one mailbox: each gift, promise and question has a person of its own, and all of one giver are found, changed and forgotten together.</summary>
public sealed class GiverPersons(NpgsqlDataSource database, MasterKeys keys, Vault vault)
{
    private const string GiverSql = "select giver_id from people.contact where mark = $1";
    private const string PersonsSql = "select id from people.person where giver_id = any($1) and forgotten_at is null order by id desc";

    // A key of its own anew: what older backups hold of the text cannot be read with it.
    private const string ChangeSql =
        """
        with input as (select * from unnest($1, $2, $3) i (id, sealed, wrapped)),
             keyed as (update people.person_key k set wrapped = i.wrapped, master_key = $4 from input i where k.person_id = i.id)
        update people.person p set sealed = i.sealed from input i where p.id = i.id and p.forgotten_at is null
        """;

    private const string ForgetSql =
        """
        with persons as (select id from people.person where giver_id = any($1) or id = any($2)),
             gone as (delete from people.person_key k using persons p where k.person_id = p.id),
             contact as (delete from people.contact where giver_id = any($1))
        update people.person set sealed = null, forgotten_at = now() where id in (select id from persons) and forgotten_at is null
        """;

    // Held against gifts that begin from the new mailbox meanwhile: whoever comes first decides as whom it counts.
    private const string LockSql = "select 1 from people.contact where mark = $1 for update";
    private const string AloneSql = "select not exists (select from people.person p join people.person k on k.giver_id = p.giver_id where k.id = $1 and p.id <> $1)";

    private const string FreeSql = "delete from people.contact where mark = $1";
    private const string JoinSql = "update people.person set giver_id = $2 where id = $1";
    private const string CarrySql = "insert into people.contact (mark, giver_id) values ($1, $2) on conflict (giver_id) do update set mark = excluded.mark";

    private const string ReleaseSql = "delete from people.contact where giver_id = any($1)";
    private readonly ContactMark marks = new(keys);

    /// <summary>As whom the gifts of a mailbox count; null where nobody gave or promised from it.</summary>
    public async Task<PersonId?> Giver(string email, CancellationToken ct)
    {
        if (marks.Of(new PersonFields(Email: email)) is not { } mark)
        {
            return null;
        }

        await using var command = database.CreateCommand(GiverSql);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = mark });
        return await command.ExecuteScalarAsync(ct) is Guid giver ? new PersonId(giver) : null;
    }

    /// <summary>The persons of some mailboxes that are not forgotten, the newest first.</summary>
    public async Task<IReadOnlyList<PersonId>> Persons(IEnumerable<PersonId> givers, CancellationToken ct)
    {
        await using var command = database.CreateCommand(PersonsSql);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = Values(givers) });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var persons = new List<PersonId>();
        while (await rows.ReadAsync(ct))
        {
            persons.Add(new(rows.GetGuid(0)));
        }

        return persons;
    }

    /// <summary>Changes what is kept of some persons. As whom their gifts count stays.</summary>
    public async Task Change(IReadOnlyCollection<PersonId> persons, Func<PersonFields, PersonFields> change, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(change);
        var changed = (await vault.Read(persons, ct)).Select(person =>
        {
            var (id, key) = (person.Key.Value, Seal.NewKey());
            return (Id: id, Sealed: Seal.Close(key, JsonSerializer.SerializeToUtf8Bytes(change(person.Value)), id), Wrapped: Seal.Close(keys.Current, key, id));
        }).ToList();
        await using var command = database.CreateCommand(ChangeSql);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. changed.Select(one => one.Id)] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. changed.Select(one => one.Sealed)] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. changed.Select(one => one.Wrapped)] });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = keys.CurrentId });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>A giver's new mailbox stands for the same giver as the old one, if nobody gave or promised from it before; false where somebody did, and it stays another giver.</summary>
    /// <param name="giver">As whom the old one counts.</param>
    /// <param name="pending">The person kept under the new mailbox.</param>
    public async Task<bool> Carry(PersonId giver, PersonId pending, string email, CancellationToken ct)
    {
        if (marks.Of(new PersonFields(Email: email)) is not { } mark)
        {
            return false;
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Run(connection, LockSql, ct, new NpgsqlParameter<byte[]> { TypedValue = mark });
        await using (var alone = new NpgsqlCommand(AloneSql, connection) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = pending.Value } } })
        {
            if (await alone.ExecuteScalarAsync(ct) is not true)
            {
                return false;
            }
        }

        await Run(connection, FreeSql, ct, new NpgsqlParameter<byte[]> { TypedValue = mark });
        await Run(connection, JoinSql, ct, new NpgsqlParameter<Guid> { TypedValue = pending.Value }, new NpgsqlParameter<Guid> { TypedValue = giver.Value });
        await Run(connection, CarrySql, ct, new NpgsqlParameter<byte[]> { TypedValue = mark }, new NpgsqlParameter<Guid> { TypedValue = giver.Value });
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Lets go of the mailboxes: whoever uses such an address from now on is somebody else.</summary>
    public Task Release(IEnumerable<PersonId> givers, CancellationToken ct) => Run(ReleaseSql, [Values(givers)], ct);

    /// <summary>Destroys the keys of all persons of some mailboxes, and of some more, in one statement.</summary>
    public Task Forget(IEnumerable<PersonId> givers, IEnumerable<PersonId> others, CancellationToken ct) => Run(ForgetSql, [Values(givers), Values(others)], ct);

    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static Guid[] Values(IEnumerable<PersonId> ids) => [.. ids.Select(id => id.Value)];

    private async Task Run(string sql, Guid[][] lists, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(lists.Select(list => new NpgsqlParameter<Guid[]> { TypedValue = list }).ToArray());
        await command.ExecuteNonQueryAsync(ct);
    }
}
