using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>A fact about a provider's books that belongs to no single gift. The names are stored: they never change.</summary>
public interface ISettlementEvent;

/// <summary>The provider booked something that nobody here can explain. It stands in suspense until a person does.</summary>
/// <param name="Kind">The provider's own word for it.</param>
public sealed record BookingUnexplained(string Provider, string TransactionId, string Kind, Money Gross, Money Cost, Money Net) : ISettlementEvent;

/// <summary>What of a payout belongs to one organisation.</summary>
/// <param name="HolderId">Empty for what no gift explains.</param>
/// <param name="IsAgain">It had been paid out before and come back.</param>
public sealed record RemittanceShare(Guid HolderId, Money Amount, bool IsAgain = false);

/// <summary>The provider paid out to the bank what it had booked before.</summary>
/// <param name="RemittanceId">The provider's id of it.</param>
public sealed record RemittancePaid(string Provider, string RemittanceId, Money Amount, IReadOnlyList<RemittanceShare> Shares) : ISettlementEvent;

/// <summary>A payout came back from the bank: the money is with the provider again.</summary>
public sealed record RemittanceFailed(string Provider, string RemittanceId, Money Amount, IReadOnlyList<RemittanceShare> Shares) : ISettlementEvent;
