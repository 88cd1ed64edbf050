using System.Text.Json;
using CharityLink.Kernel;
using Npgsql;

namespace CharityLink.People;

/// <summary>What became of a wish to remember somebody.</summary>
public enum Remembered
{
    /// <summary>Written now.</summary>
    New,

    /// <summary>The same person was there already.</summary>
    Same,

    /// <summary>Somebody else is kept under that id, or was forgotten: nothing was written.</summary>
    Other,
}

/// <summary>What became of a wish to remember somebody, and who that giver is to other gifts.</summary>
/// <param name="Giver">The same for all persons with one e-mail address, random otherwise; null without one.</param>
public sealed record Kept(Remembered How, PersonId? Giver);

/// <summary>Keeps who people are, each sealed with a key of their own; without the key nothing can be read, backups included.</summary>
public sealed class Vault(NpgsqlDataSource database, MasterKeys keys) : IDisposable
{
    private const string ReadSql =
        """
        select p.id, p.sealed, k.master_key, k.wrapped
          from people.person p join people.person_key k on k.person_id = p.id
         where p.id = any($1) and p.sealed is not null
        """;

    // The contact goes with the last person who used it: nothing then leads from an address to the facts.
    private const string ForgetSql =
        """
        with gone as (delete from people.person_key where person_id = $1),
             was as (select giver_id from people.person where id = $1 and forgotten_at is null),
             contact as (delete from people.contact c using was where c.giver_id = was.giver_id
                          and not exists (select from people.person o where o.giver_id = was.giver_id and o.id <> $1 and o.forgotten_at is null))
        update people.person set sealed = null, forgotten_at = now() where id = $1 and forgotten_at is null
        """;

    // In hand again: it is not cleared away as somebody whom nothing named, see PersonSweep.
    private const string TakeSql = "update people.person set taken_at = now() where id = $1";

    private const string GiverSql = "select giver_id from people.person where id = $1";

    private readonly VaultWriter writer = new(database, keys);
    private readonly ContactMark marks = new(keys);

    /// <summary>Keeps a person under an id. The same again changes nothing; a forgotten person stays forgotten. One round trip when new.</summary>
    public async Task<Kept> Remember(PersonId person, PersonFields fields, CancellationToken ct)
    {
        var key = Seal.NewKey();
        var sealedFields = Seal.Close(key, JsonSerializer.SerializeToUtf8Bytes(fields), person.Value);
        var (isNew, giver) = await writer.Write(person.Value, sealedFields, Seal.Close(keys.Current, key, person.Value), marks.Of(fields), ct);
        if (!isNew && !await Take(person, ct))
        {
            // Cleared away since it was looked for: as if it had never been there.
            (isNew, giver) = await writer.Write(person.Value, sealedFields, Seal.Close(keys.Current, key, person.Value), marks.Of(fields), ct);
        }

        return isNew ? new(Remembered.New, Id(giver))
            : await Read(person, ct) == fields ? new(Remembered.Same, await GiverOf(person, ct))
            : new(Remembered.Other, null);
    }

    private async Task<bool> Take(PersonId person, CancellationToken ct)
    {
        await using var command = database.CreateCommand(TakeSql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = person.Value });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Who somebody is; null when never known or forgotten.</summary>
    public async Task<PersonFields?> Read(PersonId person, CancellationToken ct) => (await Read([person], ct)).GetValueOrDefault(person);

    /// <summary>Who several people are, in one query; those never known or forgotten are missing.</summary>
    public async Task<IReadOnlyDictionary<PersonId, PersonFields>> Read(IReadOnlyCollection<PersonId> persons, CancellationToken ct)
    {
        await using var command = database.CreateCommand(ReadSql);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. persons.Select(person => person.Value)] });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new Dictionary<PersonId, PersonFields>();
        while (await rows.ReadAsync(ct))
        {
            var id = rows.GetGuid(0);
            var key = Seal.Open(keys.Find(rows.GetString(2)), rows.GetFieldValue<byte[]>(3), id);
            found[new(id)] = JsonSerializer.Deserialize<PersonFields>(Seal.Open(key, rows.GetFieldValue<byte[]>(1), id))
                ?? throw new JsonException("A sealed person is the JSON null.");
        }

        return found;
    }

    /// <summary>Destroys the person's key and with it all that was kept. Facts keep the id, which then stands for nobody.</summary>
    public async Task Forget(PersonId person, CancellationToken ct)
    {
        await using var command = database.CreateCommand(ForgetSql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = person.Value });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();

    private static PersonId? Id(Guid? giver) => giver is { } id ? new PersonId(id) : null;

    /// <summary>As whom a person's gifts count where one giver is to count once; null without a mail address, or forgotten.</summary>
    public async Task<PersonId?> GiverOf(PersonId person, CancellationToken ct)
    {
        await using var command = database.CreateCommand(GiverSql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = person.Value });
        return await command.ExecuteScalarAsync(ct) is Guid giver ? new PersonId(giver) : null;
    }
}
