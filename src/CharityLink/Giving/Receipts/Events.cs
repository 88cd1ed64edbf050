using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>Why a receipt holds no longer. The names are stored: they never change.</summary>
public enum VoidCause
{
    /// <summary>The whole gift is given back.</summary>
    Refunded,

    /// <summary>A part of the gift is given back: a new receipt over the rest follows.</summary>
    PartRefunded,

    /// <summary>The bank took the money back.</summary>
    Disputed,

    /// <summary>The giver's name was wrong.</summary>
    NameWrong,

    /// <summary>Something else on it was wrong.</summary>
    DetailsWrong,

    /// <summary>It was issued for a gift that has another one.</summary>
    Duplicate,

    /// <summary>As the note says.</summary>
    Other,
}

/// <summary>A fact in the life of one receipt after it was issued. Its stream is its own: nothing but issuing takes a number of the register.</summary>
public interface IIssuedReceiptEvent;

/// <summary>The receipt holds no longer. Its number stays taken.</summary>
/// <param name="Note">What staff wrote beside the cause; never a name.</param>
/// <param name="By">The account, or null for the platform.</param>
public sealed record ReceiptVoided(
    Guid ReceiptId, Guid DonationId, Guid HolderId, DivisionCode Division, VoidCause Cause, string? Note, Guid? By, DateTimeOffset VoidedAt) : IIssuedReceiptEvent;

/// <summary>A receipt that holds no longer is to be followed by another, under the register's next number.</summary>
/// <param name="ReplacementId">The id the new one will have.</param>
/// <param name="Amount">What it is over: what the organisation keeps.</param>
/// <param name="DonorId">Who gave, as the new one names them.</param>
public sealed record ReissueOrdered(
    Guid ReceiptId, Guid ReplacementId, Guid DonationId, GiftCause Cause, Money Amount, PersonId? DonorId, DateTimeOffset PaidAt, Guid? By, DateTimeOffset OrderedAt,
    IReadOnlyList<GiftLine>? Lines = null, PersonId? GiverId = null, string? Method = null) : IIssuedReceiptEvent;
