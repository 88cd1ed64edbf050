namespace CharityLink.Store;

/// <summary>What is known about the making of an event beside the fact itself. Never personal data.</summary>
/// <param name="UserName">The account id of who did it (column <c>user_name</c>); null for the public and the system.</param>
/// <param name="CorrelationId">The trace the request ran under.</param>
/// <param name="CausationId">The command or event that led to it.</param>
/// <param name="CommandId">The id the caller brought; an append whose command id is known already is not done again.</param>
/// <param name="CommandName">The command's type name, for the audit trail.</param>
/// <param name="CommandHash">A hash of the command's content: tells a repeat from another command under the same id.</param>
public sealed record EventMetadata(
    string? UserName = null,
    string? CorrelationId = null,
    string? CausationId = null,
    Guid? CommandId = null,
    string? CommandName = null,
    string? CommandHash = null)
{
    /// <summary>Nothing known: tools and tests.</summary>
    public static EventMetadata None { get; } = new();
}
