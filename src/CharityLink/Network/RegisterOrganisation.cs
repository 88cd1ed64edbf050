using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Network;

/// <summary>Brings an organisation into the network. It raises nothing until somebody above verifies it.</summary>
/// <param name="Uscc">As typed; empty for a branch or station.</param>
/// <param name="ParentId">The organisation it is to stand under; null for the top of a tree or an independent charity.</param>
/// <param name="NamePinyin">How the Chinese name sounds; null: made from known words.</param>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record RegisterOrganisation(
    Guid CommandId, Guid OrganisationId, string NameZh, string NameEn, OrganisationKind Kind, DivisionCode Division, string? Uscc, Guid? ParentId,
    bool IsInvented = false, string? NamePinyin = null) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Of(Division);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => OrganisationText.Check(NameZh, NameEn, Uscc, NamePinyin);
}

/// <summary>The shape of what is typed about an organisation.</summary>
internal static class OrganisationText
{
    public static IEnumerable<Refusal> Check(string nameZh, string nameEn, string? uscc, string? pinyin) =>
        new[]
        {
            PlainText.Check(nameZh, "name_zh", PlainText.NameMax),
            PlainText.Check(nameEn, "name_en", PlainText.NameMax),
            string.IsNullOrWhiteSpace(uscc) ? null : Uscc.Read(uscc, "uscc", out _),
            PlainText.CheckOptional(pinyin, "name_pinyin", 2 * PlainText.NameMax),
        }.OfType<Refusal>();
}

internal sealed class RegisterOrganisationHandler(Register register, Divisions divisions, CommandContext context) : IRequestHandler<RegisterOrganisation, Outcome>
{
    public async Task<Outcome> Handle(RegisterOrganisation command, CancellationToken ct)
    {
        var parent = await register.Find(command.ParentId, ct);
        var pinyin = SearchKey.PinyinOf(command.NameZh, divisions.PathTo(command.Division).Reverse());
        return await register.Change(
            command.OrganisationId, command.Uscc,
            (organisation, holder) => Organisation.Decide(organisation, command, new(divisions.Find(command.Division), parent, holder, pinyin, context.Caller.AccountId)), ct);
    }
}
