using CharityLink.Kernel;
using CharityLink.Store;
using Npgsql;

namespace CharityLink.Evidence;

/// <summary>Read model: who may see which file.</summary>
public sealed class EvidenceUses(NpgsqlDataSource database) : IReadModel
{
    private const string UpsertSql =
        """
        insert into evidence_use (hash, subject_kind, subject_key, frame, is_public)
        select * from unnest($1, $2, $3, $4, $5)
        on conflict (hash, subject_kind, subject_key, frame) do update set is_public = evidence_use.is_public or excluded.is_public
        """;

    // Before the files of the batch are hung. Staff still see what hung there.
    private const string TakeDownSql =
        """
        update evidence_use u set is_public = false
          from unnest($1, $2, $3) f (subject_kind, subject_key, frame)
         where (u.subject_kind, u.subject_key, u.frame) = (f.subject_kind, f.subject_key, f.frame) and u.is_public
        """;

    private const string NamedSql = "select distinct hash from evidence_use where hash = any($1)";

    private const string OfSql = "select subject_kind, subject_key, is_public from evidence_use where hash = $1";

    /// <inheritdoc/>
    public string Name => "evidence";

    /// <inheritdoc/>
    public int Version => 3;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["evidence_use"];

    /// <inheritdoc/>
    public string Ddl { get; } = EmbeddedText.Beside(typeof(EvidenceUses), "evidence_uses.sql");

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is INamesFiles;

    /// <inheritdoc/>
    public Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        // One row per file, subject and frame: a statement may touch a row only once.
        var (uses, frames) = (new Dictionary<(string Hash, Subject Of, string Frame), bool>(), new HashSet<EvidenceFrame>());
        foreach (var fact in batch.Select(recorded => (INamesFiles)recorded.Data))
        {
            if (fact.Frame is { } frame)
            {
                frames.Add(frame);
                foreach (var hung in uses.Keys.Where(use => use.Of == frame.Of && use.Frame == frame.Name).ToList())
                {
                    uses[hung] = false;
                }
            }

            foreach (var use in fact.Files())
            {
                var key = (use.File.Hash, use.Of, fact.Frame?.Name ?? "");
                uses[key] = use.IsPublic || uses.GetValueOrDefault(key);
            }
        }

        return connection.Run(
            [
                .. frames.Count == 0 ? Array.Empty<NpgsqlBatchCommand>() : [new NpgsqlBatchCommand(TakeDownSql)
                    .With(frames.Select(frame => frame.Of.Kind).ToArray()).With(frames.Select(frame => frame.Of.Key).ToArray()).With(frames.Select(frame => frame.Name).ToArray())],
                .. uses.Count == 0 ? Array.Empty<NpgsqlBatchCommand>() : [new NpgsqlBatchCommand(UpsertSql)
                    .With(uses.Keys.Select(use => use.Hash).ToArray()).With(uses.Keys.Select(use => use.Of.Kind).ToArray())
                    .With(uses.Keys.Select(use => use.Of.Key).ToArray()).With(uses.Keys.Select(use => use.Frame).ToArray()).With(uses.Values.ToArray())],
            ], ct);
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
