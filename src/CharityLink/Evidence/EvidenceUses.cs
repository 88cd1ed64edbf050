using CharityLink.Kernel;
using CharityLink.Store;
using Npgsql;

namespace CharityLink.Evidence;

/// <summary>Read model: who may see which file.</summary>
public sealed class EvidenceUses(NpgsqlDataSource database) : IReadModel
{
    private const string UpsertSql =
        """
        insert into evidence_use (hash, subject_kind, subject_key, is_public)
        select * from unnest($1, $2, $3, $4)
        on conflict (hash, subject_kind, subject_key) do update set is_public = evidence_use.is_public or excluded.is_public
        """;

    private const string NamedSql = "select distinct hash from evidence_use where hash = any($1)";

    private const string OfSql = "select subject_kind, subject_key, is_public from evidence_use where hash = $1";

    /// <inheritdoc/>
    public string Name => "evidence";

    /// <inheritdoc/>
    public int Version => 2;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["evidence_use"];

    /// <inheritdoc/>
    public string Ddl { get; } = EmbeddedText.Beside(typeof(EvidenceUses), "evidence_uses.sql");

    /// <inheritdoc/>
    public Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        // One row per file and subject: a statement may touch a row only once.
        var uses = (from recorded in batch
                    where recorded.Data is INamesFiles
                    from use in ((INamesFiles)recorded.Data).Files()
                    group use.IsPublic by (use.File.Hash, use.Of) into one
                    select (one.Key.Hash, one.Key.Of, IsPublic: one.Any(isPublic => isPublic))).ToList();
        return connection.Run(uses.Count == 0 ? [] : [new NpgsqlBatchCommand(UpsertSql)
            .With(uses.Select(use => use.Hash).ToArray()).With(uses.Select(use => use.Of.Kind).ToArray())
            .With(uses.Select(use => use.Of.Key).ToArray()).With(uses.Select(use => use.IsPublic).ToArray())], ct);
    }

    /// <summary>Which of some files a fact names.</summary>
    public async Task<IReadOnlySet<string>> Named(IReadOnlyCollection<string> hashes, CancellationToken ct)
    {
        await using var command = database.CreateCommand(NamedSql);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. hashes] });
        await using var row = await command.ExecuteReaderAsync(ct);
        var named = new HashSet<string>(StringComparer.Ordinal);
        while (await row.ReadAsync(ct))
        {
            named.Add(row.GetString(0));
        }

        return named;
    }

    /// <summary>Whose facts name a file; nobody's while it has only been handed in.</summary>
    public async Task<IReadOnlyList<(Subject Of, bool IsPublic)>> Of(string hash, CancellationToken ct)
    {
        await using var command = database.CreateCommand(OfSql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = hash });
        await using var row = await command.ExecuteReaderAsync(ct);
        var uses = new List<(Subject, bool)>();
        while (await row.ReadAsync(ct))
        {
            uses.Add((new Subject(row.GetString(0), row.GetString(1)), row.GetBoolean(2)));
        }

        return uses;
    }
}
