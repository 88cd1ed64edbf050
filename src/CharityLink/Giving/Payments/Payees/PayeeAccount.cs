using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Giving;

/// <summary>A fact about an account at a provider that takes gifts. The names are stored: they never change.</summary>
public interface IPayeeAccountEvent;

/// <summary>The provider says otherwise than before how it stands with an account that takes gifts.</summary>
/// <param name="AccountId">The provider's id of it.</param>
/// <param name="AskedAt">When the provider was asked: what it says is never older than this.</param>
public sealed record PayeeAccountChanged(string Provider, string AccountId, PayeeStanding Standing, DateTimeOffset AskedAt) : IPayeeAccountEvent;

/// <summary>How it stands with an account that takes gifts, as its provider says.</summary>
/// <param name="TakesGifts">It can be paid.</param>
/// <param name="PaysOut">What stands there can go to the bank.</param>
/// <param name="IsAsked">The provider wants something known or proven, or will switch it off.</param>
/// <param name="Why">Why it is switched off, as a code; null where it is not or nobody says.</param>
public sealed record PayeeStanding(bool TakesGifts, bool PaysOut, bool IsAsked, string? Why)
{
    /// <summary>The reason of an account whose owner took our access away.</summary>
    public const string Disconnected = "disconnected";

    /// <summary>As an account stands of which nothing was ever told.</summary>
    public static PayeeStanding Good { get; } = new(true, true, false, null);

    /// <summary>What a person has to know of it, as the kind of an alert, the worst alone; null for nothing.</summary>
    public string? Trouble => this switch
    {
        { Why: Disconnected } => "account_disconnected",
        { TakesGifts: false } => "account_takes_nothing",
        { PaysOut: false } => "account_pays_nothing",
        { IsAsked: true } => "account_asked",
        _ => null,
    };
}

/// <summary>An account at a provider that takes gifts, as a stream of its own.</summary>
public sealed record PayeeAccount(PayeeStanding Standing, DateTimeOffset AskedAt) : IState<PayeeAccount, IPayeeAccountEvent>
{
    /// <summary>The stream of an account.</summary>
    public static Guid IdOf(string provider, string accountId) => StableId.Of($"payee account {provider} {accountId}");

    /// <summary>Only what is new is written down, and an older answer never over a younger one.</summary>
    public static Decision<IPayeeAccountEvent> Decide(PayeeAccount? account, RecordPayeeAccount ask) =>
        account?.AskedAt > ask.AskedAt || (account?.Standing ?? PayeeStanding.Good) == ask.Standing ? [] : [new PayeeAccountChanged(ask.Provider, ask.AccountId, ask.Standing, ask.AskedAt)];

    /// <inheritdoc/>
    public static PayeeAccount Evolve(PayeeAccount? state, IPayeeAccountEvent fact) => fact switch
    {
        PayeeAccountChanged e => new(e.Standing, e.AskedAt),
        _ => throw new CorruptStreamException(state, fact),
    };
}

/// <summary>A provider was asked how it stands with an account that takes gifts. Sent by the platform, as often as it hears of it.</summary>
/// <param name="AskedAt">When it was asked.</param>
[Allow]
public sealed record RecordPayeeAccount(Guid CommandId, string Provider, string AccountId, PayeeStanding Standing, DateTimeOffset AskedAt) : ICommand;

internal sealed class PayeeAccountHandler(Aggregates aggregates) : IRequestHandler<RecordPayeeAccount, Outcome>
{
    public Task<Outcome> Handle(RecordPayeeAccount ask, CancellationToken ct) =>
        aggregates.Change<PayeeAccount, IPayeeAccountEvent>(PayeeAccount.IdOf(ask.Provider, ask.AccountId), account => PayeeAccount.Decide(account, ask), ct);
}
