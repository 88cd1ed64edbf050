using System.Text.Json.Serialization;
using CharityLink.Evidence;
using CharityLink.Kernel;

namespace CharityLink.Projects;

/// <summary>The plan that is filed with the authority before a campaign opens (CN-PLAN-01). Everything may be missing while it is written.</summary>
/// <param name="OpensOn">First day, by the calendar of the project's place.</param>
/// <param name="ClosesOn">Last day, included.</param>
/// <param name="Area">Where it is raised.</param>
/// <param name="LeaderId">Who leads it, in the vault; a full-time worker of the organiser (CN-PLAN-07).</param>
/// <param name="Receiving">How gifts are received: <c>online</c>, <c>bank</c>, <c>cash</c>.</param>
/// <param name="AccountId">The organiser's own registered account (CN-PLAN-08).</param>
/// <param name="Expected">What it is expected to raise.</param>
/// <param name="CapacityAttested">The reviewer attests that the target fits the organiser's capacity (CN-PLAN-09).</param>
public sealed record FundraisingPlan(
    string? PurposeZh, string? PurposeEn, DateOnly? OpensOn, DateOnly? ClosesOn, DivisionCode? Area,
    PersonId? LeaderId, Guid? LeaderEmployerId, bool LeaderIsFullTime, string? OfficeAddress,
    IReadOnlyList<string> Receiving, Guid? AccountId, Money? Expected, bool CapacityAttested,
    Beneficiaries Beneficiaries, UseOfFunds Use, Surplus Surplus, JointFundraising? Partner, PlanDocuments Documents, Emergency? Emergency)
{
    /// <summary>The second filing at the host county, where money is raised by hand outside the organiser's area (CN-PLAN-14).</summary>
    public DateOnly? HostFiledOn { get; init; }

    /// <summary>All or nothing: so many hundredths of the minimum must really have come in once the promises by card are collected, or every gift goes back; null: it is carried out with what came in.</summary>
    public int? MinCollectPercent { get; init; }

    /// <summary>Nothing written yet.</summary>
    public static FundraisingPlan Empty { get; } = new(
        null, null, null, null, null, null, null, false, null, [], null, null, false,
        new(null, null, null, false), new(null, null, null, null), new(null, null), null, new(null, null, false, null), null);

    /// <summary>Every paper the plan rests on.</summary>
    [JsonIgnore]
    public IEnumerable<EvidenceFile> Papers => new[]
    {
        Documents.InternalDecision, Documents.LegalRepresentativeConsent, Documents.SupervisoryConsent, Partner?.Assessment, Partner?.Agreement,
    }.OfType<EvidenceFile>().Concat(Partner?.PersonDocuments ?? []);
}

/// <summary>Who is helped: a class of people with a number and a way of choosing, never one named person (CN-PLAN-10).</summary>
public sealed record Beneficiaries(string? Scope, int? Number, string? Method, bool IsOnePerson);

/// <summary>What the money pays, and what raising it costs (CN-PLAN-11).</summary>
/// <param name="CostPaidBy">Who bears the cost of fundraising: <c>organiser</c>, <c>plan</c>, <c>sponsor</c> or <c>beneficiary</c> (unlawful).</param>
public sealed record UseOfFunds(string? ToBeneficiaries, string? Administration, string? FundraisingCost, string? CostPaidBy);

/// <summary>What happens to what is left (CN-PLAN-12).</summary>
/// <param name="Use"><c>same</c> or <c>similar</c> charitable projects of the organiser; anything else is unlawful.</param>
public sealed record Surplus(string? Use, string? Text);

/// <summary>A partner without a qualification, in whose name nothing is raised and who holds no money (CN-JOINT-01 … 05).</summary>
/// <param name="Kind"><c>organisation</c> or <c>person</c>.</param>
/// <param name="OrganisationName">Public name of a partner organisation; a person's name is in the vault only.</param>
public sealed record JointFundraising(
    string Kind, string? OrganisationName, PersonId? PersonId, EvidenceFile? Assessment, bool IsLinkedToOrganiser, EvidenceFile? Agreement, DateOnly? SignedOn,
    IReadOnlyList<EvidenceFile> PersonDocuments, bool OrganiserHoldsAllMoney, bool PartnerSolicits);

/// <summary>Papers behind the plan (CN-PLAN-15, CN-PLAN-16).</summary>
public sealed record PlanDocuments(EvidenceFile? InternalDecision, EvidenceFile? LegalRepresentativeConsent, bool HasSupervisoryUnit, EvidenceFile? SupervisoryConsent);

/// <summary>A major emergency that the government declared: filing may follow within ten days (CN-EMG-01).</summary>
public sealed record Emergency(string GovernmentReference, DateOnly DeclaredOn);
