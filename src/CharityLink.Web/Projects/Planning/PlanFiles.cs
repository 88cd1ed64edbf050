using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Web.Evidence;

namespace CharityLink.Web.Projects.Planning;

/// <summary>The papers of a step's form: what was handed in now, and what the plan names already.</summary>
public sealed class PlanFiles
{
    private const int DocumentsMax = 10;
    private readonly Dictionary<string, EvidenceIntake> intakes;

    private PlanFiles(IEnumerable<EvidenceIntake> fields) => intakes = fields.ToDictionary(field => field.Field, StringComparer.Ordinal);

    /// <summary>Why files were not taken.</summary>
    public IEnumerable<Refusal> Refusals => intakes.Values.SelectMany(intake => intake.Refusals);

    /// <summary>What the project and its plan name.</summary>
    public static PlanFiles Of(Project project)
    {
        ArgumentNullException.ThrowIfNull(project);
        var plan = project.Plan;
        return new(
        [
            Kept(PlanForms.Cover, project.Cover?.File),
            Kept("internal_decision", plan.Documents.InternalDecision), Kept("representative_consent", plan.Documents.LegalRepresentativeConsent),
            Kept("supervisory_consent", plan.Documents.SupervisoryConsent), Kept("partner_assessment", plan.Partner?.Assessment), Kept("partner_agreement", plan.Partner?.Agreement),
            EvidenceIntake.Of("partner_documents", plan.Partner?.PersonDocuments ?? []),
        ]);
    }

    /// <summary>What a step's form handed in; of steps without papers, nothing.</summary>
    public static async Task<PlanFiles> Take(HttpContext http, string step, EvidenceUploads uploads, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(uploads);
        var taken = new List<EvidenceIntake>();
        foreach (var (field, max) in Fields(step))
        {
            taken.Add(await uploads.Take(http, field, max, ct));
        }

        return new(taken);
    }

    /// <summary>A field of the form.</summary>
    public EvidenceIntake Of(string field) => intakes.GetValueOrDefault(field) ?? EvidenceIntake.None(field);

    /// <summary>The paper of a field that takes one.</summary>
    public EvidenceFile? One(string field) => Of(field).Files.FirstOrDefault();

    private static EvidenceIntake Kept(string field, EvidenceFile? file) => EvidenceIntake.Of(field, file is null ? [] : [file]);

    private static IEnumerable<(string Field, int Max)> Fields(string step) => step switch
    {
        PlanSections.Papers => [("internal_decision", 1), ("representative_consent", 1), ("supervisory_consent", 1)],
        PlanForms.Cover => [(PlanForms.Cover, 1)],
        PlanSections.Partner => [("partner_assessment", 1), ("partner_agreement", 1), ("partner_documents", DocumentsMax)],
        _ => [],
    };
}
