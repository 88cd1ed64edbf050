using System.Globalization;
using CharityLink.Kernel;
using CharityLink.Store;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Begins many drafts of one proposer at once: all of them or none.</summary>
/// <param name="Drafts">Each with an id that follows from its file, so that a second upload begins nothing twice.</param>
/// <param name="Lines">The line of the file each stands on.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker)]
public sealed record ImportProposals(Guid CommandId, Guid ProposerId, IReadOnlyList<DraftProject> Drafts, IReadOnlyList<int> Lines) : ICommand, IActsOn, IValidated
{
    /// <summary>The wish to import a file that was read without errors.</summary>
    public static ImportProposals Of(Guid proposerId, IReadOnlyList<(int Line, DraftProject Draft)> drafts) => new(
        StableId.Of($"import {string.Join(' ', drafts.Select(row => row.Draft.ProjectId))}"), proposerId, [.. drafts.Select(row => row.Draft)], [.. drafts.Select(row => row.Line)]);

    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(ProposerId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() =>
        Drafts.Count == 0 || Drafts.Count != Lines.Count ? [new Refusal("csv_empty")]
        : Drafts.Any(draft => draft.ProposerId != ProposerId) ? [new Refusal("proposer_unknown", "proposer")]
        : Drafts.SelectMany((draft, i) => draft.Validate().Select(why => AtLine(Lines[i], why)));

    /// <summary>A refusal with the line it is about before its field: <c>12:kind</c>.</summary>
    internal static Refusal AtLine(int line, Refusal why) => why with { Field = string.Create(CultureInfo.InvariantCulture, $"{line}:{why.Field}") };
}

internal sealed class ImportProposalsHandler(Aggregates aggregates, Neighbours neighbours, CommandContext context) : IRequestHandler<ImportProposals, Outcome>
{
    public async Task<Outcome> Handle(ImportProposals command, CancellationToken ct)
    {
        var proposer = await neighbours.Member(command.ProposerId, ct);
        var states = await Task.WhenAll(command.Drafts.Select(draft => aggregates.Load<Project, IProjectEvent>(draft.ProjectId, ct)));
        var (changes, wrong) = (new List<StreamChange>(), new List<Refusal>());
        foreach (var (i, draft) in command.Drafts.Index())
        {
            var decision = Project.Decide(states[i].State, draft, neighbours.Around(proposer, draft.Proposal), context.Caller);
            wrong.AddRange(decision.Refusals.Select(why => ImportProposals.AtLine(command.Lines[i], why)));
            if (decision.NewFacts.Count > 0)
            {
                changes.Add(new StreamChange(draft.ProjectId, "project", states[i].Version, decision.NewFacts));
            }
        }

        return wrong.Count > 0 ? Outcome.Refused(wrong)
            : changes.Count == 0 ? Outcome.Done(states.Max(state => state.Position))
            : await aggregates.Append(changes, ct);
    }
}
