using CharityLink.Kernel;
using CharityLink.Network;
using MediatR;

namespace CharityLink.Giving;

/// <summary>Types in the details of an account of the organisation, for givers to transfer to.</summary>
/// <param name="AccountId">One of the organisation's confirmed accounts.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record EnterTransferAccount(Guid CommandId, Guid OrganisationId, Guid EntryId, Guid AccountId, string Payee, string Number) : ICommand, IActsOn, IValidated
{
    private const int NumberMin = 8;

    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[]
    {
        PlainText.Check(Payee, "payee", PlainText.NameMax),
        TransferAccounts.Digits(Number) is var digits && digits.Length is >= NumberMin and <= TransferAccounts.NumberMax && digits.All(char.IsAsciiDigit)
            ? null : new Refusal("account_number_malformed", "number"),
    }.OfType<Refusal>();
}

/// <summary>Types the number of an account again, unseen: givers are told it when both are the same.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record ConfirmTransferAccount(Guid CommandId, Guid OrganisationId, Guid EntryId, string NumberAgain) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);
}

/// <summary>Tells givers an account no more.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record WithdrawTransferAccount(Guid CommandId, Guid OrganisationId, Guid EntryId) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);
}

internal sealed class TransferAccountHandler(Aggregates aggregates, CredentialDirectory credentials, CommandContext context)
    : IRequestHandler<EnterTransferAccount, Outcome>, IRequestHandler<ConfirmTransferAccount, Outcome>, IRequestHandler<WithdrawTransferAccount, Outcome>
{
    public async Task<Outcome> Handle(EnterTransferAccount ask, CancellationToken ct)
    {
        var account = (await credentials.Find(ask.OrganisationId, ct)).Accounts.Find(one => one.Id == ask.AccountId && one.IsInUse);
        return await Change(ask.OrganisationId, state => TransferAccounts.Decide(state, ask, account?.Entered.LastFour, account?.Entered.Bank, context.Caller.AccountId), ct);
    }

    public Task<Outcome> Handle(ConfirmTransferAccount ask, CancellationToken ct) => Change(ask.OrganisationId, state => TransferAccounts.Decide(state, ask, context.Caller.AccountId), ct);

    public Task<Outcome> Handle(WithdrawTransferAccount ask, CancellationToken ct) => Change(ask.OrganisationId, state => TransferAccounts.Decide(state, ask, context.Caller.AccountId), ct);

    private Task<Outcome> Change(Guid organisation, Func<TransferAccounts?, Decision<ITransferAccountEvent>> decide, CancellationToken ct) =>
        aggregates.Change(TransferAccounts.StreamOf(organisation), decide, ct);
}
