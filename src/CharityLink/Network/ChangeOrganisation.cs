using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Network;

/// <summary>Corrects names or credit code. What was verified has to be verified anew.</summary>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record ChangeOrganisation(Guid CommandId, Guid OrganisationId, string NameZh, string NameEn, string? Uscc, string? NamePinyin = null) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => OrganisationText.Check(NameZh, NameEn, Uscc, NamePinyin);
}

internal sealed class ChangeOrganisationHandler(Register register, Divisions divisions, CommandContext context) : IRequestHandler<ChangeOrganisation, Outcome>
{
    public Task<Outcome> Handle(ChangeOrganisation command, CancellationToken ct) => register.Change(
        command.OrganisationId, command.Uscc,
        (organisation, holder) => Organisation.Decide(organisation, command, Around(command, organisation, holder)), ct);

    private Surroundings Around(ChangeOrganisation command, Organisation? organisation, Guid? holder) => new(
        null, null, holder, SearchKey.PinyinOf(command.NameZh, divisions.PathTo(organisation?.Division ?? default).Reverse()), context.Caller.AccountId);
}
