using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Web.Evidence;
using CharityLink.Web.Site;

namespace CharityLink.Web.Projects.Delivery;

/// <summary>Everything the page of the work shows: the project, how far it is, what the reader may do, and the form that came back.</summary>
public sealed record DeliveryView(
    Project Project, ProjectDelivery? Delivery, DeliveryPowers Powers, Typed Typed, EvidenceIntake? Files, IReadOnlyList<Refusal> Refusals, DateOnly Today, IReadOnlyDictionary<Guid, string> Names)
{
    /// <summary>Address of the page, or of one of its forms.</summary>
    public string Path(string? act = null) => $"/console/projects/{Project.Id}/delivery{(act is null ? "" : "/" + act)}";

    /// <summary>What was wrong with a form.</summary>
    public IReadOnlyList<Refusal> Of(string act) => Typed.Act == act ? Refusals : [];

    /// <summary>What a form's file field brought.</summary>
    public EvidenceIntake Intake(string act, string field) => Typed.Act == act && Files is { } files ? files : EvidenceIntake.None(field);

    /// <summary>Refusals of a form that the page does not show any more, or that was about an earlier step: they stand at the top.</summary>
    public IReadOnlyList<Refusal> Homeless => IsShown ? [] : Refusals;

    /// <summary>A line of the budget in the reader's language.</summary>
    public string Line(Guid lineId, Language lang) => Delivery?.Budget.Find(line => line.LineId == lineId) is { } line ? Show.Name(line.NameZh, line.NameEn, lang) : "";

    private bool IsShown => Powers.May(Typed.Act) && Typed.Act switch
    {
        "correct" => Delivery?.Spendings.Exists(one => one.First.SpendingId == Typed.Reference("spending")) == true,
        "spend" or "move" => true,
        _ => Typed.Reference("step") == Delivery?.Current?.Plan.MilestoneId,
    };
}
