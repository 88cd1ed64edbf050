using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Web.Site;
using Microsoft.AspNetCore.Components;

namespace CharityLink.Web.Network.Credentials;

/// <summary>What every part of the credentials page is given.</summary>
/// <param name="Row">The organisation.</param>
/// <param name="Names">Who people are, for those who may know.</param>
/// <param name="Account">The reader's own: nobody confirms what they typed in themselves.</param>
public sealed record CredentialView(
    OrganisationRow Row, OrganisationCredentials Credentials, IReadOnlyDictionary<PersonId, People.PersonFields> Names, bool MayAct, Typed Typed, IReadOnlyList<Refusal> Refusals,
    DateOnly Today, Guid? Account)
{
    /// <summary>What was wrong with one form; other forms of the page have fields of the same name.</summary>
    public IReadOnlyList<Refusal> Of(string act) => Typed.Act == act ? Refusals : [];

    /// <summary>What was wrong with the form of one entry or point.</summary>
    public IReadOnlyList<Refusal> Of(string act, string field, string value) => Typed.Text(field) == value ? Of(act) : [];

    /// <summary>The form that came back stands open; the others are folded away.</summary>
    public bool IsOpen(string act) => Typed.Act == act && Refusals.Count > 0;

    /// <summary>The form that was sent still stands on the page: somebody else may have done what it asks since it was opened.</summary>
    public bool HasForm => MayAct && Typed.Act switch
    {
        "apply" or "qualification" => !Credentials.IsQualified,
        "revoke" => Credentials.IsQualified,
        "person-left" or "disqualify" => Credentials.People.Any(person => person.LeftOn is null && person.Id.ToString() == Typed.Text("entry")),
        _ => true,
    };

    /// <summary>What stands in a field.</summary>
    public string Shown(string act, string field, string? known = null) => Typed.Shown(act, field, known);
}

/// <summary>A part of the credentials page.</summary>
public abstract class CredentialPart : SiteComponent
{
    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired]
    public CredentialView View { get; set; } = null!; // Always given.
}
