using Npgsql;

namespace CharityLink.Giving;

/// <summary>A call to a provider as it stands.</summary>
/// <param name="Key">What the provider recognises a repeat by.</param>
/// <param name="State"><c>planned</c>, <c>sending</c>, <c>unknown</c>, <c>succeeded</c>, <c>declined</c>, <c>failed</c> or <c>dropped</c>.</param>
/// <param name="Tries">How often it was sent, this time included.</param>
/// <param name="FirstSentAt">From here the key lives; null before.</param>
/// <param name="IsSuspended">The provider refuses our access: nothing is sent but a try now and then.</param>
/// <param name="StreamId">On whose stream its facts stand; null: the aggregate's own.</param>
public sealed record PaymentOperation(
    Guid Id, string Key, string Provider, string Purpose, Guid AggregateId, int Attempt, Guid HolderId, StoredCall Call, string State, int Tries,
    DateTimeOffset PlannedAt, DateTimeOffset? NotAfter, DateTimeOffset? FirstSentAt, string? ObjectId, PaymentAnswer? Answer, string? Error, DateTimeOffset? EndedAt,
    bool IsSuspended, Guid? StreamId = null)
{
    /// <summary>It will not be sent any more.</summary>
    public bool HasEnded => EndedAt is not null;
}

/// <summary>What one sending of an operation brought.</summary>
/// <param name="Key">As it is from now on: another one where the old one ran out without effect.</param>
/// <param name="NextTryAt">When it is sent again, or its outcome carried on again.</param>
/// <param name="IsOver">Nothing follows from it: it needs no conclusion.</param>
internal sealed record OperationResult(
    Guid Id, string Key, string State, string? ObjectId, PaymentAnswer? Answer, string? Error, DateTimeOffset NextTryAt, DateTimeOffset? EndedAt, bool IsOver, bool IsFresh);

/// <summary>Shorthand for rows.</summary>
internal static class RowText
{
    /// <summary>A text, or null.</summary>
    public static string? Text(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
