namespace CharityLink.Law;

/// <summary>A fact about whose law an organisation stands under.</summary>
public interface IJurisdictionEvent;

/// <summary>The organisation stands under this law from now on. Without one it stands under that of mainland China.</summary>
/// <param name="Jurisdiction">Of the catalogue: <c>CN</c>, <c>GB</c>, <c>US</c>, <c>EU</c>.</param>
public sealed record JurisdictionChosen(Guid OrganisationId, string Jurisdiction, Guid? By) : IJurisdictionEvent;
