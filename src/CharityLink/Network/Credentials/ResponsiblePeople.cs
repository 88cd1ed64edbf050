using CharityLink.Kernel;
using CharityLink.Law;
using MediatR;

namespace CharityLink.Network;

/// <summary>Names somebody who answers for the organisation or leads its campaigns. The name itself goes to the vault first.</summary>
/// <param name="EntryId">Made with the form.</param>
/// <param name="EmployerId">The organisation that employs the person.</param>
/// <param name="HasFullCapacity">May act for itself in law.</param>
/// <param name="SentenceEndedOn">End of a sentence for an intentional crime; judged and not kept.</param>
/// <param name="LedRevokedOn">Was responsible for an organisation that was closed down then; judged and not kept.</param>
/// <param name="IsBarredOtherwise">Another law bars that person; judged and not kept.</param>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record NameResponsiblePerson(
    Guid CommandId, Guid OrganisationId, Guid EntryId, PersonId PersonId, string Post, Guid EmployerId, bool IsFullTime, DateOnly NamedOn,
    bool HasFullCapacity, DateOnly? SentenceEndedOn, DateOnly? LedRevokedOn, bool IsBarredOtherwise) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => CredentialText.All(
        Posts.Contains(Post, StringComparer.Ordinal) ? null : new Refusal("post_unknown", "post"),
        EmployerId == Guid.Empty ? new Refusal("employer_missing", "employer") : null);

    /// <summary>The person behind an entry of a form: as new as the entry itself, so that nobody else's data is touched.</summary>
    public static PersonId PersonOf(Guid entryId) => new(StableId.Beside(entryId, "person"));

    /// <summary>What somebody can be: <c>legal_representative</c>, <c>secretary_general</c>, <c>campaign_leader</c>.</summary>
    public static IReadOnlyList<string> Posts { get; } = ["legal_representative", "secretary_general", "campaign_leader"];
}

/// <summary>A person in charge lost the right to be one until a day has passed.</summary>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record RecordDisqualification(Guid CommandId, Guid OrganisationId, Guid EntryId, DateOnly Until) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);
}

/// <summary>Somebody answers for the organisation no more.</summary>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record EndResponsibility(Guid CommandId, Guid OrganisationId, Guid EntryId, DateOnly LeftOn) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);
}

/// <content>People in charge.</content>
public sealed partial record OrganisationCredentials
{
    // Longer than any period the law knows; a year typed wrong is caught.
    private const int DisqualificationYearsMax = 60;

    /// <summary>Nobody is put in charge who may not be (CN-ORG-06).</summary>
    internal static Decision<ICredentialEvent> Decide(OrganisationCredentials? credentials, NameResponsiblePerson command, CredentialSurroundings around)
    {
        var named = new ResponsiblePersonNamed(
            command.OrganisationId, command.EntryId, command.PersonId, command.Post, command.EmployerId, command.IsFullTime, command.NamedOn, around.Sender);
        if (credentials?.People.Find(one => one.Id == command.EntryId) is { } before)
        {
            return before.Named == named ? [] : new Refusal("person_id_reused");
        }

        var reasons = CredentialText.All([around.Holder(), PastDay.Check(command.NamedOn, "named_on", around.Today), .. QualificationRules.InCharge(command, around)]).ToList();
        return reasons.Count > 0 ? Decision.Refused<ICredentialEvent>(reasons) : [named];
    }

    /// <summary>Recorded for who is in charge; the organisation opens no campaign as long as such a person stays.</summary>
    internal static Decision<ICredentialEvent> Decide(OrganisationCredentials? credentials, RecordDisqualification command, CredentialSurroundings around) =>
        credentials?.People.Find(one => one.Id == command.EntryId) switch
        {
            null or { LeftOn: not null } => new Refusal("person_unknown"),
            { DisqualifiedUntil: { } until } when until == command.Until => [],
            _ when command.Until < around.Today || command.Until > around.Today.AddYears(DisqualificationYearsMax) => new Refusal("disqualification_day", "until"),
            _ => [new DisqualificationRecorded(command.OrganisationId, command.EntryId, command.Until, around.Sender)],
        };

    /// <summary>Leaving twice leaves once.</summary>
    internal static Decision<ICredentialEvent> Decide(OrganisationCredentials? credentials, EndResponsibility command, CredentialSurroundings around) =>
        credentials?.People.Find(one => one.Id == command.EntryId) switch
        {
            null => new Refusal("person_unknown"),
            { LeftOn: not null } => [],
            _ when PastDay.Check(command.LeftOn, "left_on", around.Today) is { } wrong => wrong,
            _ => [new ResponsiblePersonLeft(command.OrganisationId, command.EntryId, command.LeftOn, around.Sender)],
        };
}

internal sealed class ResponsiblePeopleHandler(CredentialFile file)
    : IRequestHandler<NameResponsiblePerson, Outcome>, IRequestHandler<RecordDisqualification, Outcome>, IRequestHandler<EndResponsibility, Outcome>
{
    public Task<Outcome> Handle(NameResponsiblePerson command, CancellationToken ct) =>
        file.Change(command.OrganisationId, (credentials, around) => OrganisationCredentials.Decide(credentials, command, around), ct);

    public Task<Outcome> Handle(RecordDisqualification command, CancellationToken ct) =>
        file.Change(command.OrganisationId, (credentials, around) => OrganisationCredentials.Decide(credentials, command, around), ct);

    public Task<Outcome> Handle(EndResponsibility command, CancellationToken ct) =>
        file.Change(command.OrganisationId, (credentials, around) => OrganisationCredentials.Decide(credentials, command, around), ct);
}
