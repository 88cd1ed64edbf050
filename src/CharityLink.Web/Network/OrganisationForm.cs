using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Web.Site;

namespace CharityLink.Web.Network;

/// <summary>What is typed about an organisation, kept as typed until it is accepted.</summary>
/// <param name="Command">Made with the form: sent twice, it registers once.</param>
public sealed record OrganisationForm(Guid Command, Guid Id, string NameZh, string NameEn, string Kind, string Division, string Uscc, string Parent, string Pinyin = "")
{
    /// <summary>An empty form for a place.</summary>
    public static OrganisationForm At(Division division) => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), "", "", Enum.GetValues<OrganisationKind>().First(kind => kind.IsAt(division.Code.Level)).ToString(), division.Code.Value, "", "");

    /// <summary>The form that changes an organisation, filled with what is known.</summary>
    public static OrganisationForm Of(OrganisationRow row) => new(
        Guid.CreateVersion7(), row.OrganisationId, row.NameZh, row.NameEn, row.Kind, row.Division, row.Uscc ?? "", row.ParentId?.ToString() ?? "");

    /// <summary>As posted.</summary>
    public static OrganisationForm From(IFormCollection form) => new(
        Posted.Id(form, "command"), Posted.Id(form, "id"), form["name_zh"].ToString(), form["name_en"].ToString(), form["kind"].ToString(), form["division"].ToString(),
        form["uscc"].ToString(), form["parent"].ToString(), form["name_pinyin"].ToString());

    /// <summary>The wish; what cannot be read becomes what no rule accepts, so that it is refused at its field.</summary>
    public RegisterOrganisation Register() => new(
        Command, Id, NameZh, NameEn, Enum.TryParse<OrganisationKind>(Kind, out var kind) && Enum.IsDefined(kind) ? kind : (OrganisationKind)(-1),
        DivisionCode.TryParse(Division, out var code) ? code : default, Uscc, Posted.Reference(Parent), NamePinyin: NamePinyin);

    /// <summary>How the name sounds, or null: made from known words.</summary>
    public string? NamePinyin => Pinyin.Length == 0 ? null : Pinyin;
}
