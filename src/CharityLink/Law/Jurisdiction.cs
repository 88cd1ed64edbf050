using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Law;

/// <summary>A fact about whose law an organisation stands under.</summary>
public interface IJurisdictionEvent;

/// <summary>The organisation stands under this law from now on. Without one it stands under that of mainland China.</summary>
/// <param name="Jurisdiction">Of the catalogue: <c>CN</c>, <c>GB</c>, <c>US</c>, <c>EU</c>.</param>
public sealed record JurisdictionChosen(Guid OrganisationId, string Jurisdiction, Guid? By) : IJurisdictionEvent;

/// <summary>Whose law one organisation stands under. Its stream lies beside the organisation's.</summary>
public sealed record OrganisationJurisdiction(string Jurisdiction) : IState<OrganisationJurisdiction, IJurisdictionEvent>
{
    /// <summary>Mainland China: what holds for an organisation nobody chose anything for.</summary>
    public const string Default = "CN";

    /// <summary>The stream of an organisation.</summary>
    public static Guid StreamOf(Guid organisationId) => StableId.Beside(organisationId, "jurisdiction");

    /// <summary>A jurisdiction of the catalogue, for an organisation there is; the one that holds already changes nothing.</summary>
    public static Decision<IJurisdictionEvent> Decide(OrganisationJurisdiction? state, ChooseJurisdiction command, bool isOrganisation, Guid? by)
    {
        var known = Catalogue.Standard.Jurisdictions.Contains(command.Jurisdiction, StringComparer.Ordinal);
        return (isOrganisation, known, (state?.Jurisdiction ?? Default) == command.Jurisdiction) switch
        {
            (false, _, _) => new Refusal("organisation_unknown"),
            (_, false, _) => new Refusal("jurisdiction_unknown", "jurisdiction"),
            (_, _, true) => [],
            _ => [new JurisdictionChosen(command.OrganisationId, command.Jurisdiction, by)],
        };
    }

    /// <inheritdoc/>
    public static OrganisationJurisdiction Evolve(OrganisationJurisdiction? state, IJurisdictionEvent fact) => fact switch
    {
        JurisdictionChosen e => new(e.Jurisdiction),
        _ => throw new CorruptStreamException(state, fact),
    };
}

/// <summary>Puts an organisation under the law of a jurisdiction. What it did before stays judged by the law it was done under.</summary>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record ChooseJurisdiction(Guid CommandId, Guid OrganisationId, string Jurisdiction) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);
}

internal sealed class ChooseJurisdictionHandler(Aggregates aggregates, CommandContext context, IEnumerable<ILocator> locators) : IRequestHandler<ChooseJurisdiction, Outcome>
{
    public async Task<Outcome> Handle(ChooseJurisdiction command, CancellationToken ct)
    {
        var isOrganisation = await locators.Single(locator => locator.Kind == command.Subject.Kind).Locate(command.Subject.Key, ct) is not null;
        return await aggregates.Change<OrganisationJurisdiction, IJurisdictionEvent>(
            OrganisationJurisdiction.StreamOf(command.OrganisationId),
            state => OrganisationJurisdiction.Decide(state, command, isOrganisation, context.Caller.AccountId), ct);
    }
}

/// <summary>Whose law an organisation stands under, for those who judge and for pages.</summary>
public sealed class Jurisdictions(Aggregates aggregates)
{
    /// <summary>The one that was chosen for it, else mainland China's.</summary>
    public async Task<string> Of(Guid organisationId, CancellationToken ct) =>
        (await aggregates.Load<OrganisationJurisdiction, IJurisdictionEvent>(OrganisationJurisdiction.StreamOf(organisationId), ct)).State?.Jurisdiction ?? OrganisationJurisdiction.Default;

    /// <summary>The rules an organisation's act at a place on a day is judged by.</summary>
    public async Task<RuleBook> BookOf(Guid organisationId, DivisionCode division, DateOnly day, CancellationToken ct) =>
        RuleBook.Of(await Of(organisationId, ct), division, day);
}
