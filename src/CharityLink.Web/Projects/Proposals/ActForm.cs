using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Web.Evidence;
using CharityLink.Web.Site;

namespace CharityLink.Web.Projects.Proposals;

/// <summary>What was typed into one of a project's act forms, kept for showing it again.</summary>
/// <param name="Files">What its file fields brought, by their names.</param>
public sealed record ActForm(Guid Command, string Act, IReadOnlyDictionary<string, string> Values, IReadOnlyDictionary<string, EvidenceIntake> Files)
{
    /// <summary>File fields of the acts that have some, and how many files each takes.</summary>
    private static readonly IReadOnlyList<(string Act, string Field, int Max)> _fields =
        [("verify", "files", VerifyProject.FilesMax), ("purpose_decide", "decision", 1), ("purpose_decide", "consents", 1), ("cover", "cover", 1)];

    /// <summary>As posted; files are taken in, so that a refused form keeps them.</summary>
    public static async Task<ActForm> From(HttpContext http, string act, EvidenceUploads uploads, CancellationToken ct)
    {
        var files = new Dictionary<string, EvidenceIntake>(StringComparer.Ordinal);
        foreach (var (_, field, max) in _fields.Where(field => field.Act == act))
        {
            files[field] = await uploads.Take(http, field, max, ct);
        }

        var form = http.Request.Form;
        return new(Posted.Id(form, "command"), act, form.ToDictionary(field => field.Key, field => Posted.Text(form, field.Key) ?? "", StringComparer.Ordinal), files);
    }

    /// <summary>What a file field brought.</summary>
    public EvidenceIntake Intake(string field) => Files.GetValueOrDefault(field, EvidenceIntake.None(field));

    /// <summary>Why files were not taken.</summary>
    public IReadOnlyList<Refusal> FilesRefused => [.. Files.Values.SelectMany(intake => intake.Refusals)];

    /// <summary>What stands in a field.</summary>
    public string Value(string field) => Values.GetValueOrDefault(field, "");

    /// <summary>The wish, or why what was typed is none; neither where there is no such act.</summary>
    public (ICommand? Command, IReadOnlyList<Refusal> Refusals) Read(Guid project, Caller caller) => Act switch
    {
        "verify" => (new VerifyProject(Command, project, Value("findings"), [.. Intake("files").Files]), []),
        "cover" => (new ChooseCover(Command, project, Intake("cover").Files.FirstOrDefault(), Value("alt_zh"), Value("alt_en")), []),
        "review" => (new ReviewProject(Command, project, Value("findings")), []),
        "approve" => (new ApproveProject(Command, project, Posted.Reference(Value("organiser")) ?? Guid.Empty, Value("findings")), []),
        "send_back" => (new SendBackProposal(Command, project, Value("reason")), []),
        "reject" => (new RejectProject(Command, project, Value("reason")), []),
        "stand_back" => (new DeclareRelation(Command, project, caller.AccountId ?? Guid.Empty, Value("relation")), []),
        "withdraw" => (new WithdrawProject(Command, project, Value("reason")), []),
        "extend" => OnDay("closes_on", day => new ExtendProject(Command, project, day, Value("reason"))),
        "pause" => (new PauseProject(Command, project, Value("reason")), []),
        "resume" => (new ResumeProject(Command, project), []),
        "end" => (new EndProjectEarly(Command, project, Value("reason")), []),
        "call_off" => (new AskCallOff(Command, project, Value("cause"), Value("reason")), []),
        "call_off_agree" => (new AgreeCallOff(Command, project), []),
        "call_off_decline" => (new DeclineCallOff(Command, project, Value("reason")), []),
        "carry_out" => OnDay("finished_on", day => new CarryOutProject(Command, project, day)),
        "settle" => Settle(project),
        "purpose_decide" when Intake("decision").Files.IsEmpty => (null, [new Refusal("council_decision_missing", "decision")]),
        "purpose_decide" => OnDay("decided_on", day => new DecidePurposeChange(
            Command, project, Posted.Reference(Value("change")) ?? Guid.Empty, Value("basis"), Value("purpose_zh"), Value("purpose_en"), Value("reason"), day,
            Intake("decision").Files[0], Intake("consents").Files.FirstOrDefault())),
        "purpose_file" => OnDay("filed_on", day => new FilePurposeChange(Command, project, Posted.Reference(Value("change")) ?? Guid.Empty, day, Value("reference"))),
        "purpose_publish" => OnDay("published_on", day => new PublishPurposeChange(Command, project, Posted.Reference(Value("change")) ?? Guid.Empty, day)),
        _ => (null, []),
    };

    private (ICommand? Command, IReadOnlyList<Refusal> Refusals) OnDay(string field, Func<DateOnly, ICommand> wish)
    {
        var wrong = new List<Refusal>();
        return TypedText.NeededDay(Value(field), field, wrong) is { } day ? (wish(day), []) : (null, wrong);
    }

    // The choice is "program:ID", "project:ID" or nothing.
    private (ICommand? Command, IReadOnlyList<Refusal> Refusals) Settle(Guid project)
    {
        if (!GiftAmount.TryParse(Value("amount"), out var amount, out var wrong))
        {
            return (null, [wrong ?? new Refusal("amount_not_a_number", "amount")]);
        }

        var (kind, id) = Value("target").Split(':') is [var before, var after] ? (before, Posted.Reference(after)) : ("", null);
        return (new SettleSurplus(Command, project, amount, kind == "program" ? id : null, kind == "project" ? id : null, Value("reason")), []);
    }
}
