using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Network;

/// <summary>Types in an account of the organisation. Money may go there when somebody else confirms it.</summary>
/// <param name="IsOwn">The sender saw that it was opened in the organisation's own name.</param>
/// <param name="LastFour">The last four digits of its number, and no more.</param>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record EnterAccount(Guid CommandId, Guid OrganisationId, Guid AccountId, string Bank, string LastFour, bool IsOwn, string Evidence) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => CredentialText.All(
        PlainText.Check(Bank, "bank", PlainText.NameMax), CredentialText.LastFour(LastFour, "last_four"), PlainText.Check(Evidence, "evidence", PlainText.NoteMax, lines: true));
}

/// <summary>Says that a second person saw whose account it is.</summary>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record ConfirmAccount(Guid CommandId, Guid OrganisationId, Guid AccountId) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);
}

/// <summary>The account is used no more.</summary>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record RemoveAccount(Guid CommandId, Guid OrganisationId, Guid AccountId) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);
}

/// <content>Accounts: the organisation's own, seen by two people.</content>
public sealed partial record OrganisationCredentials
{
    /// <summary>An account of a person, a partner, a branch or the platform is never entered (CN-PLAN-08).</summary>
    internal static Decision<ICredentialEvent> Decide(OrganisationCredentials? credentials, EnterAccount command, CredentialSurroundings around)
    {
        var entered = new BankAccountEntered(command.OrganisationId, command.AccountId, command.Bank.Trim(), command.LastFour, command.Evidence.Trim(), around.Sender);
        if (credentials?.Accounts.Find(one => one.Id == command.AccountId) is { } before)
        {
            return before.Entered == entered ? [] : new Refusal("account_id_reused");
        }

        var reasons = CredentialText.All(
            around.Holder(),
            command.IsOwn ? null : new Refusal("account_not_own", "is_own"),
            credentials?.Accounts.Exists(one => !one.IsRemoved && (one.Entered.Bank, one.Entered.LastFour) == (entered.Bank, entered.LastFour)) == true
                ? new Refusal("account_known", "last_four") : null).ToList();
        return reasons.Count > 0 ? Decision.Refused<ICredentialEvent>(reasons) : [entered];
    }

    /// <summary>Confirmed by somebody who did not type it in: four eyes.</summary>
    internal static Decision<ICredentialEvent> Decide(OrganisationCredentials? credentials, ConfirmAccount command, Guid? confirmer) =>
        credentials?.Accounts.Find(one => one.Id == command.AccountId) switch
        {
            null or { IsRemoved: true } => new Refusal("account_unknown"),
            { IsConfirmed: true } => [],
            var account when confirmer is not null && confirmer == account.Entered.By => new Refusal("confirmer_entered_it"),
            _ => [new BankAccountConfirmed(command.OrganisationId, command.AccountId, confirmer)],
        };

    /// <summary>Removing twice removes once.</summary>
    internal static Decision<ICredentialEvent> Decide(OrganisationCredentials? credentials, RemoveAccount command, Guid? sender) =>
        credentials?.Accounts.Find(one => one.Id == command.AccountId) switch
        {
            null => new Refusal("account_unknown"),
            { IsRemoved: true } => [],
            _ => [new BankAccountRemoved(command.OrganisationId, command.AccountId, sender)],
        };
}

internal sealed class AccountHandler(CredentialFile file) : IRequestHandler<EnterAccount, Outcome>, IRequestHandler<ConfirmAccount, Outcome>, IRequestHandler<RemoveAccount, Outcome>
{
    public Task<Outcome> Handle(EnterAccount command, CancellationToken ct) =>
        file.Change(command.OrganisationId, (credentials, around) => OrganisationCredentials.Decide(credentials, command, around), ct);

    public Task<Outcome> Handle(ConfirmAccount command, CancellationToken ct) =>
        file.Change(command.OrganisationId, (credentials, around) => OrganisationCredentials.Decide(credentials, command, around.Sender), ct);

    public Task<Outcome> Handle(RemoveAccount command, CancellationToken ct) =>
        file.Change(command.OrganisationId, (credentials, around) => OrganisationCredentials.Decide(credentials, command, around.Sender), ct);
}
