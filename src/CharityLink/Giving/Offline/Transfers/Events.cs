using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>The giver chose to pay by bank transfer: what is waited for, and until when. Nothing is counted before it arrives.</summary>
/// <param name="Reference">With which the transfer is found again.</param>
/// <param name="EntryId">The account the giver was told, see <see cref="TransferAccountEntered"/>.</param>
/// <param name="Until">Last day on which an arrival is taken for this gift without asking anybody.</param>
public sealed record TransferAwaited(Guid DonationId, string Reference, Guid EntryId, DateOnly Until) : IDonationEvent;

/// <summary>A fact about one reference: whose it is. A reference is never given twice.</summary>
public interface IReferenceEvent;

/// <summary>A reference was given to a gift.</summary>
public sealed record ReferenceReserved(string Reference, Guid DonationId) : IReferenceEvent;

/// <summary>A fact about the account details that givers are told.</summary>
public interface ITransferAccountEvent
{
    /// <summary>Whose account it is.</summary>
    Guid OrganisationId { get; }
}

/// <summary>The details of one of the organisation's own accounts were typed in. Givers see them once a second person has typed the number again.</summary>
/// <param name="AccountId">The account among the organisation's credentials: its own, seen by two people.</param>
/// <param name="Payee">The name the account stands under.</param>
/// <param name="Number">In full: givers need it.</param>
public sealed record TransferAccountEntered(Guid OrganisationId, Guid EntryId, Guid AccountId, string Payee, string Bank, string Number, Guid? By) : ITransferAccountEvent;

/// <summary>A second person typed the same number: givers are told it from now on, in the place of an earlier one of the same account.</summary>
public sealed record TransferAccountConfirmed(Guid OrganisationId, Guid EntryId, Guid? By) : ITransferAccountEvent;

/// <summary>Givers are told this account no more.</summary>
public sealed record TransferAccountWithdrawn(Guid OrganisationId, Guid EntryId, Guid? By) : ITransferAccountEvent;

/// <summary>A fact about one transfer that arrived on a charity's account.</summary>
public interface IArrivalEvent
{
    /// <summary>Follows from the charity and the bank's id of the transaction.</summary>
    Guid TransferId { get; }
}

/// <summary>Money arrived on the charity's account, as its bank says.</summary>
/// <param name="TransactionId">The bank's.</param>
/// <param name="Reference">What was read in the remark; null when nothing like a reference stands there.</param>
/// <param name="PayerId">Who paid, in the vault; null when the bank does not say.</param>
/// <param name="OpenBecause">Why no gift was found for it; null when one was.</param>
/// <param name="PledgeId">The promise whose number stands in the remark: proposed to whoever decides; null for none, or where a gift was found.</param>
public sealed record TransferArrived(
    Guid TransferId, Guid HolderId, DivisionCode Division, string TransactionId, Money Amount, DateOnly ArrivedOn, string? Reference, PersonId? PayerId, string? OpenBecause, Guid? By, Guid? PledgeId = null)
    : IArrivalEvent;

/// <summary>The transfer is this gift: the one that waited for it, or one that somebody made of it.</summary>
public sealed record TransferMatched(Guid TransferId, Guid DonationId, Guid? By) : IArrivalEvent;

/// <summary>The transfer is no gift: it is to go back.</summary>
public sealed record TransferMarkedForReturn(Guid TransferId, string Reason, Guid? By) : IArrivalEvent;

/// <summary>The transfer went back.</summary>
/// <param name="TransactionId">The bank's, of the transfer back.</param>
public sealed record TransferReturned(Guid TransferId, DateOnly ReturnedOn, string TransactionId, Guid? By) : IArrivalEvent;
