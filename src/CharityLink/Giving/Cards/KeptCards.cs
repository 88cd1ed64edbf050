using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>A card, and what lives from it.</summary>
/// <param name="Owner">The kind of it: <see cref="ICardOwner.Kind"/>.</param>
public sealed record KeptCard(string Owner, Guid OwnerId, SavedCard Card);

/// <summary>A fact after which something lives from a card.</summary>
public interface IKeepsCard
{
    /// <summary>The card and its owner.</summary>
    KeptCard Keeps { get; }
}

/// <summary>A fact that says that a kept card is gone, without our having asked for it.</summary>
public interface ILosesCard
{
    /// <summary>The card that is gone.</summary>
    SavedCard Lost { get; }
}

/// <summary>Read model: whose each kept card is, since a provider that tells of a card names nothing else.</summary>
public sealed class KeptCards(NpgsqlDataSource database) : IReadModel
{
    private const string Columns = "select owner, owner_id ownerId, provider, customer, method, use from kept_card";

    private const string WriteSql =
        """
        delete from kept_card k using unnest(@providers, @methods) n (provider, method) where k.provider = n.provider and k.method = n.method;
        insert into kept_card (provider, method, customer, use, owner, owner_id)
        select * from unnest(@keptProviders, @keptMethods, @customers, @uses, @owners, @ownerIds)
        """;

    /// <inheritdoc/>
    public string Name => "kept_cards";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["kept_card"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Giving.Cards.kept_cards.sql");

    /// <summary>The card of a provider's id; null where nothing lives from it (any more).</summary>
    public async Task<KeptCard?> OfMethod(string provider, string method, CancellationToken ct) =>
        (await Rows($"{Columns} where provider = @provider and method = @id", provider, method, ct)).SingleOrDefault();

    /// <summary>The cards of one who pays, by the provider's id.</summary>
    public Task<IReadOnlyList<KeptCard>> OfCustomer(string provider, string customer, CancellationToken ct) =>
        Rows($"{Columns} where provider = @provider and customer = @id", provider, customer, ct);

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is IKeepsCard or ILosesCard or ILetsCardGo;

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var cards = new Dictionary<(string Provider, string Method), KeptCard?>();
        foreach (var fact in batch.Select(recorded => recorded.Data))
        {
            // One fact may do both: a card that takes the place of another.
            if ((fact as ILosesCard)?.Lost is { } lost)
            {
                cards[(lost.Provider, lost.Method)] = null;
            }

            if (fact is ILetsCardGo { LetGo: (var gone, _) })
            {
                cards[(gone.Provider, gone.Method)] = null;
            }

            if (fact is IKeepsCard { Keeps: var kept })
            {
                cards[(kept.Card.Provider, kept.Card.Method)] = kept;
            }
        }

        if (cards.Count > 0)
        {
            var keeps = cards.Values.OfType<KeptCard>().ToList();
            await connection.ExecuteAsync(new CommandDefinition(WriteSql, new
            {
                providers = cards.Keys.Select(key => key.Provider).ToArray(), methods = cards.Keys.Select(key => key.Method).ToArray(),
                keptProviders = keeps.ConvertAll(kept => kept.Card.Provider).ToArray(), keptMethods = keeps.ConvertAll(kept => kept.Card.Method).ToArray(),
                customers = keeps.ConvertAll(kept => kept.Card.Customer).ToArray(), uses = keeps.ConvertAll(kept => kept.Card.Use.ToString()).ToArray(),
                owners = keeps.ConvertAll(kept => kept.Owner).ToArray(), ownerIds = keeps.ConvertAll(kept => kept.OwnerId).ToArray(),
            }, cancellationToken: ct));
        }
    }

    private async Task<IReadOnlyList<KeptCard>> Rows(string sql, string provider, string id, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = await connection.QueryAsync<(string Owner, Guid OwnerId, string Provider, string Customer, string Method, string Use)>(
            new CommandDefinition(sql, new { provider, id }, cancellationToken: ct));
        return [.. rows.Select(row => new KeptCard(row.Owner, row.OwnerId, new SavedCard(row.Provider, row.Customer, row.Method, Enum.Parse<CardUse>(row.Use))))];
    }
}
