using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>A fact about what a giver says with a gift, in a stream beside the gift's. The words themselves are in the vault alone. The names are stored: they never change.</summary>
public interface IWordsEvent
{
    /// <summary>The gift.</summary>
    Guid DonationId { get; }
}

/// <summary>The giver left a message, a dedication or both, the first time or in the place of earlier ones. Nobody but staff reads them before they were let through.</summary>
/// <param name="TextId">Under which the vault keeps the words: forgotten with the giver.</param>
/// <param name="Dedication"><c>honour</c> or <c>memory</c> of somebody whose name is in the vault, too; null for a message alone.</param>
/// <param name="Language">In which they were written: <c>zh-CN</c>, <c>en</c>.</param>
public sealed record WordsLeft(Guid DonationId, PersonId TextId, GiftCause Cause, string? Dedication, string Language, DateTimeOffset LeftAt) : IWordsEvent;

/// <summary>Everybody may read them.</summary>
public sealed record WordsApproved(Guid DonationId, PersonId TextId, Guid? By) : IWordsEvent;

/// <summary>They are not shown, or no longer, for a reason that stays with them.</summary>
public sealed record WordsRefused(Guid DonationId, PersonId TextId, string Reason, Guid? By) : IWordsEvent;

/// <summary>The giver took them back.</summary>
public sealed record WordsTakenBack(Guid DonationId, PersonId TextId) : IWordsEvent;
