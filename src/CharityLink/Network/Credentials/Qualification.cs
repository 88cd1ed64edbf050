using CharityLink.Kernel;
using CharityLink.Law;
using MediatR;

namespace CharityLink.Network;

/// <summary>Types in a certificate of public fundraising. It counts when somebody else confirms it: it grants the right to raise money.</summary>
/// <param name="QualificationId">Made with the form.</param>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record EnterQualification(Guid CommandId, Guid OrganisationId, Guid QualificationId, string CertificateNumber, DateOnly IssuedOn, string Evidence)
    : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => CredentialText.All(
        PlainText.Check(CertificateNumber, "certificate", PlainText.NameMax), PlainText.Check(Evidence, "evidence", PlainText.NoteMax, lines: true));
}

/// <summary>Says that the certificate was seen by a second person, too.</summary>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record ConfirmQualification(Guid CommandId, Guid OrganisationId, Guid QualificationId) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);
}

/// <summary>The authority took the qualification back. Every campaign of the organisation stops at once (CN-ORG-05).</summary>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record RevokeQualification(Guid CommandId, Guid OrganisationId, DateOnly RevokedOn, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => CredentialText.All(PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true));
}

/// <content>The certificate: four eyes, and what ends it.</content>
public sealed partial record OrganisationCredentials
{
    /// <summary>A certificate of a legal person, issued when it existed and, after a revocation, late enough for a new application.</summary>
    internal static Decision<ICredentialEvent> Decide(OrganisationCredentials? credentials, EnterQualification command, CredentialSurroundings around)
    {
        var entered = new QualificationEntered(
            command.OrganisationId, command.QualificationId, command.CertificateNumber.Trim(), command.IssuedOn, command.Evidence.Trim(), around.Sender);
        if (credentials?.Qualification?.QualificationId == command.QualificationId || credentials?.Pending == entered)
        {
            return [];
        }

        var reasons = CredentialText.All([
            around.Holder(),
            PastDay.Check(command.IssuedOn, "issued_on", around.Today),
            credentials is { IsQualified: true } ? new Refusal("qualification_in_force") : null,
            credentials?.Standing?.RegisteredOn is { } registered && command.IssuedOn < registered ? new Refusal("issued_before_registration", "issued_on") : null,
            .. QualificationRules.Certificate(credentials ?? None(command.OrganisationId), command.IssuedOn, around)]).ToList();
        return reasons.Count > 0 ? Decision.Refused<ICredentialEvent>(reasons) : [entered];
    }

    /// <summary>Confirmed by somebody who did not type it in: four eyes.</summary>
    internal static Decision<ICredentialEvent> Decide(OrganisationCredentials? credentials, ConfirmQualification command, Guid? confirmer) => credentials?.Pending switch
    {
        _ when credentials?.Qualification?.QualificationId == command.QualificationId => [],
        { } pending when pending.QualificationId == command.QualificationId => confirmer is not null && confirmer == pending.By
            ? new Refusal("confirmer_entered_it")
            : [new QualificationGranted(command.OrganisationId, pending.QualificationId, pending.CertificateNumber, pending.IssuedOn, confirmer)],
        _ => new Refusal("qualification_unknown"),
    };

    /// <summary>Revoking twice revokes once.</summary>
    internal static Decision<ICredentialEvent> Decide(OrganisationCredentials? credentials, RevokeQualification command, CredentialSurroundings around) => credentials?.Qualification switch
    {
        null => new Refusal("qualification_unknown"),
        _ when credentials.Revocation is not null => [],
        _ when PastDay.Check(command.RevokedOn, "revoked_on", around.Today) is { } wrong => wrong,
        { } held when command.RevokedOn < held.IssuedOn => new Refusal("revoked_before_issued", "revoked_on"),
        { } held => [new QualificationRevoked(command.OrganisationId, held.QualificationId, command.RevokedOn, command.Reason.Trim(), around.Sender)],
    };
}

internal sealed class QualificationHandler(CredentialFile file) : IRequestHandler<EnterQualification, Outcome>, IRequestHandler<ConfirmQualification, Outcome>, IRequestHandler<RevokeQualification, Outcome>
{
    public Task<Outcome> Handle(EnterQualification command, CancellationToken ct) =>
        file.Change(command.OrganisationId, (credentials, around) => OrganisationCredentials.Decide(credentials, command, around), ct);

    public Task<Outcome> Handle(ConfirmQualification command, CancellationToken ct) =>
        file.Change(command.OrganisationId, (credentials, around) => OrganisationCredentials.Decide(credentials, command, around.Sender), ct);

    public Task<Outcome> Handle(RevokeQualification command, CancellationToken ct) =>
        file.Change(command.OrganisationId, (credentials, around) => OrganisationCredentials.Decide(credentials, command, around), ct);
}
