using CharityLink.Giving;
using CharityLink.Projects;
using CharityLink.Store;
using Npgsql;

namespace CharityLink.Matching;

/// <summary>Read model: what each pool added to which gift, in the order of the log, and what is left of it.</summary>
public sealed partial class Matches(NpgsqlDataSource database) : IReadModel
{
    /// <inheritdoc/>
    public string Name => "matches";

    /// <inheritdoc/>
    public int Version => 3;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["match_pool", "match_project", "match_giver", "match_day", "match_allocation"];

    /// <inheritdoc/>
    public string Ddl { get; } = EmbeddedText.Beside(typeof(Matches), "matches.sql");

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is IMatchingEvent or ProjectEnded or CollectionEnded or DonationPaid { Cause.ProjectId: not null } || Fall(fact) is not null;

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        var facts = batch.ToList();
        var gifts = facts.Where(recorded => recorded.Data is DonationPaid).ToList();
        var book = await MatchBook.Read(
            [.. gifts.Select(recorded => MatchFold.GiverOf((DonationPaid)recorded.Data)).OfType<Guid>().Distinct()],
            [.. gifts.Select(recorded => MatchRule.DayOf(recorded.At)).Distinct()],
            [.. facts.Select(recorded => Fall(recorded.Data)).OfType<GiftFall>().Select(fall => fall.DonationId).Distinct()], connection, ct);
        var fold = new MatchFold(book);
        facts.ForEach(fold.Add);
        await connection.Run(new MatchWrites(book, fold).All(), ct);
    }

    private static GiftFall? Fall(object fact) => GiftFall.Of(fact) is { Gift.Cause.ProjectId: not null } fall ? fall : null;
}
