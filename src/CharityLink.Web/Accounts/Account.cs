using Microsoft.AspNetCore.Identity;

namespace CharityLink.Web.Accounts;

/// <summary>Somebody who can sign in. What they may do there stands in their appointments.</summary>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>The name colleagues read in the console. Kept here only; facts hold the id.</summary>
    [ProtectedPersonalData]
    public string DisplayName { get; set; } = "";

    /// <summary>The language of mails to this person.</summary>
    public string Language { get; set; } = Site.Language.Chinese.Tag;
}
