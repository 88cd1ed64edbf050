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

    /// <summary>Lets go of the mailboxes: whoever uses such an address from now on is somebody else.</summary>
    public Task Release(IEnumerable<PersonId> givers, CancellationToken ct) => Run(ReleaseSql, [Values(givers)], ct);

    /// <summary>Destroys the keys of all persons of some mailboxes, and of some more, in one statement.</summary>
    public Task Forget(IEnumerable<PersonId> givers, IEnumerable<PersonId> others, CancellationToken ct) => Run(ForgetSql, [Values(givers), Values(others)], ct);

    private static Guid[] Values(IEnumerable<PersonId> ids) => [.. ids.Select(id => id.Value)];

    private async Task Run(string sql, Guid[][] lists, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(lists.Select(list => new NpgsqlParameter<Guid[]> { TypedValue = list }).ToArray());
        await command.ExecuteNonQueryAsync(ct);
    }
}
