using System.Collections.Immutable;
using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Web.Site;

namespace CharityLink.Web.Projects.Delivery;

/// <summary>One form of the page.</summary>
/// <param name="Name">Last part of its address.</param>
/// <param name="IsWorkers">For those who do the work, too; else the organiser's officers alone.</param>
/// <param name="Files">Its file field, or null.</param>
internal sealed record DeliveryAct(string Name, bool IsWorkers, string? Files = null, int FilesMax = 1);

/// <summary>Reads the forms of the page.</summary>
internal static class DeliveryForms
{
    /// <summary>Every form there is.</summary>
    public static IReadOnlyList<DeliveryAct> Acts { get; } =
    [
        new("ask", true), new("release", false), new("decline", false), new("proof", true, "files", EvidenceLimits.FilesMax), new("accept", false), new("return", false),
        new("spend", true, "receipt"), new("correct", false, "right_receipt"), new("move", false),
    ];

    /// <summary>What is wished; fields that could not be read are remembered in what was typed.</summary>
    public static ICommand Wish(Typed typed, Guid project, ImmutableArray<EvidenceFile> files)
    {
        var (id, step) = (typed.Id("command"), Of(typed, "step"));
        return typed.Act switch
        {
            "ask" => new RequestTranche(id, project, step, id, typed.Text("note")),
            "release" => new DecideTranche(id, project, step, Of(typed, "request"), null),
            "decline" => new DecideTranche(id, project, step, Of(typed, "request"), typed.Text("reason")),
            "proof" => new SubmitProof(id, project, step, id, typed.Text("text"), files),
            "accept" => new JudgeProof(id, project, step, Of(typed, "proof"), null),
            "return" => new JudgeProof(id, project, step, Of(typed, "proof"), typed.Text("reason")),
            "spend" => new RecordSpending(
                id, project, id, Of(typed, "line"), typed.NeededAmount("amount"), typed.NeededDay("paid_on"), typed.Text("payee"), typed.Text("purpose"), files.FirstOrDefault()),
            "correct" => new CorrectSpending(id, project, Of(typed, "spending"), id, Right(typed), typed.Text("reason"), files.FirstOrDefault()),
            "move" => new MoveBudget(id, project, id, Of(typed, "from"), Of(typed, "to"), typed.NeededAmount("amount"), typed.Text("reason")),
            _ => throw new InvalidOperationException($"There is no form {typed.Act}."),
        };
    }

    // A payment that never was is put right to nothing.
    private static Money Right(Typed typed) => TypedText.IsZero(typed.Text("amount")) ? Money.Cny(0) : typed.NeededAmount("amount");

    private static Guid Of(Typed typed, string name) => typed.Reference(name) ?? Guid.Empty;
}
