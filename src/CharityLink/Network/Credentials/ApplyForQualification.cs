using CharityLink.Kernel;
using CharityLink.Law;
using MediatR;

namespace CharityLink.Network;

/// <summary>Says when the organisation was registered, and when it was recognised as a charity.</summary>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record RecordStanding(Guid CommandId, Guid OrganisationId, DateOnly? RegisteredOn, DateOnly? RecognisedOn) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => CredentialText.All(RegisteredOn is null && RecognisedOn is null ? new Refusal("standing_missing", "registered_on") : null);
}

/// <summary>Says how one point of the checklist stands, and what was seen.</summary>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record RecordCondition(Guid CommandId, Guid OrganisationId, string Condition, bool IsMet, string Evidence) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => CredentialText.All(
        QualificationConditions.All.Contains(Condition, StringComparer.Ordinal) ? null : new Refusal("condition_unknown", "condition"),
        PlainText.Check(Evidence, "evidence", PlainText.NoteMax, lines: true));
}

/// <summary>Marks that the organisation applies to its authority for the qualification. Refused until it may.</summary>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record ApplyForQualification(Guid CommandId, Guid OrganisationId, DateOnly AppliedOn) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);
}

/// <content>The way to a qualification.</content>
public sealed partial record OrganisationCredentials
{
    /// <summary>Both days lie in the past, and recognition does not come before registration.</summary>
    internal static Decision<ICredentialEvent> Decide(OrganisationCredentials? credentials, RecordStanding command, CredentialSurroundings around)
    {
        var recorded = new StandingRecorded(command.OrganisationId, command.RegisteredOn, command.RecognisedOn, around.Sender);
        var reasons = CredentialText.All(
            around.Holder(),
            PastDay.Check(command.RegisteredOn, "registered_on", around.Today),
            PastDay.Check(command.RecognisedOn, "recognised_on", around.Today),
            command.RecognisedOn < command.RegisteredOn ? new Refusal("recognised_before_registered", "recognised_on") : null).ToList();
        return reasons.Count > 0 ? Decision.Refused<ICredentialEvent>(reasons)
            : credentials?.Standing is { } before && (before.RegisteredOn, before.RecognisedOn) == (command.RegisteredOn, command.RecognisedOn) ? []
            : [recorded];
    }

    /// <summary>Each point by itself; the newest word counts.</summary>
    internal static Decision<ICredentialEvent> Decide(OrganisationCredentials? credentials, RecordCondition command, CredentialSurroundings around)
    {
        var recorded = new ConditionRecorded(command.OrganisationId, command.Condition, command.IsMet, command.Evidence.Trim(), around.Sender);
        return around.Holder() is { } wrong ? wrong
            : credentials?.Conditions.GetValueOrDefault(command.Condition) is { } before && before with { By = around.Sender } == recorded ? []
            : [recorded];
    }

    /// <summary>All conditions on that day, or every one that is missing (CN-ORG-02, CN-ORG-03, CN-ORG-05).</summary>
    internal static Decision<ICredentialEvent> Decide(OrganisationCredentials? credentials, ApplyForQualification command, CredentialSurroundings around)
    {
        if (credentials?.AppliedOn == command.AppliedOn)
        {
            return [];
        }

        var known = credentials ?? None(command.OrganisationId);
        var reasons = CredentialText.All([
            around.Holder(),
            PastDay.Check(command.AppliedOn, "applied_on", around.Today),
            known.IsQualified ? new Refusal("qualification_in_force") : null,
            .. QualificationRules.Application(known, command.AppliedOn, around)]).ToList();
        return reasons.Count > 0 ? Decision.Refused<ICredentialEvent>(reasons) : [new QualificationAppliedFor(command.OrganisationId, command.AppliedOn, around.Sender)];
    }
}

internal sealed class ApplicationHandler(CredentialFile file) : IRequestHandler<RecordStanding, Outcome>, IRequestHandler<RecordCondition, Outcome>, IRequestHandler<ApplyForQualification, Outcome>
{
    public Task<Outcome> Handle(RecordStanding command, CancellationToken ct) =>
        file.Change(command.OrganisationId, (credentials, around) => OrganisationCredentials.Decide(credentials, command, around), ct);

    public Task<Outcome> Handle(RecordCondition command, CancellationToken ct) =>
        file.Change(command.OrganisationId, (credentials, around) => OrganisationCredentials.Decide(credentials, command, around), ct);

    public Task<Outcome> Handle(ApplyForQualification command, CancellationToken ct) =>
        file.Change(command.OrganisationId, (credentials, around) => OrganisationCredentials.Decide(credentials, command, around), ct);
}
