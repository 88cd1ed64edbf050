namespace CharityLink.Law;

/// <summary>An organisation that applies for the certificate, or whose certificate is being recorded.</summary>
/// <param name="CharitySince">Registered, or recognised, as a charity.</param>
/// <param name="LastRevokedOn">An earlier certificate was revoked then.</param>
/// <param name="ConditionsMet">Which of the conditions are proven, by their names in the parameters of CN-ORG-03.</param>
public sealed record QualificationFacts(DateOnly CharitySince, DateOnly AppliedOn, DateOnly? LastRevokedOn, IReadOnlySet<string> ConditionsMet);

/// <summary>Somebody who is to be responsible for an organisation. Never who it is.</summary>
/// <param name="HasFullCapacity">May act for itself in law.</param>
/// <param name="SentenceEndedOn">End of a sentence for an intentional crime.</param>
/// <param name="LedRevokedOn">Was responsible for an organisation that was closed down then.</param>
/// <param name="IsBarredOtherwise">Another law bars that person.</param>
public sealed record ResponsiblePersonFacts(DateOnly AppointedOn, bool HasFullCapacity, DateOnly? SentenceEndedOn, DateOnly? LedRevokedOn, bool IsBarredOtherwise);
