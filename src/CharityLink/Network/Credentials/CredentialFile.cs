using CharityLink.Kernel;
using CharityLink.Law;

namespace CharityLink.Network;

/// <summary>What a decision about credentials has to know beyond them.</summary>
/// <param name="Organisation">Whose they are, or null when there is none of that id.</param>
/// <param name="Today">By the calendar of the network's place.</param>
/// <param name="Sender">The account that sends the command; null for the platform itself.</param>
/// <param name="Jurisdiction">Whose law the organisation stands under.</param>
internal sealed record CredentialSurroundings(Organisation? Organisation, DateOnly Today, Guid? Sender, string Jurisdiction)
{
    /// <summary>The rules of the organisation's law and place on a day.</summary>
    public RuleBook Book(DateOnly day) => RuleBook.Of(Jurisdiction, Organisation?.Division ?? default, day);

    /// <summary>Only a legal person holds a certificate, an account or a listing.</summary>
    public Refusal? Holder() =>
        Organisation is null ? new Refusal("organisation_unknown") : Organisation.Kind.IsLegalPerson() ? null : new Refusal("credentials_need_legal_person");
}

/// <summary>Loads an organisation's credentials with what surrounds them, and appends what was decided.</summary>
internal sealed class CredentialFile(Aggregates aggregates, Register register, Jurisdictions jurisdictions, CommandContext context, TimeProvider clock)
{
    public async Task<Outcome> Change(Guid organisation, Func<OrganisationCredentials?, CredentialSurroundings, Decision<ICredentialEvent>> decide, CancellationToken ct)
    {
        var around = new CredentialSurroundings(
            await register.Find(organisation, ct), WorkingDays.China.DayOf(clock.GetUtcNow()), context.Caller.AccountId, await jurisdictions.Of(organisation, ct));
        return await aggregates.Change<OrganisationCredentials, ICredentialEvent>(
            OrganisationCredentials.StreamOf(organisation), credentials => decide(credentials, around), ct);
    }
}
