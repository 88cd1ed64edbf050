using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>A project at this moment: the project itself, not what is known of it in memory.</summary>
internal static class ProjectNow
{
    /// <summary>The project, and its stream at the version that was read, to be held where something is written; null and nothing where there is none.</summary>
    public static async Task<(CauseProject? Project, IReadOnlyList<StreamChange> Held)> Read(EventStore store, Guid id, CancellationToken ct)
    {
        var stream = await store.ReadFacts(id, ct);
        var project = stream.Facts.OfType<IProjectEvent>().Aggregate((CauseProject?)null, (row, fact) => CauseProject.After(row, fact, stream.Position));
        return (project, project is null ? [] : [new StreamChange(id, "project", stream.Version, [])]);
    }

    /// <summary>Why it takes no payment, and its stream as it was read: no payment is written behind a failure (decisions 0010 and 0017).</summary>
    public static async Task<(Refusal? Closed, IReadOnlyList<StreamChange> Held)> AtPayment(EventStore store, Guid id, CancellationToken ct)
    {
        var (project, held) = await Read(store, id, ct);
        return (project is null ? new Refusal("project_unknown", "project") : project.PaymentRefused, held);
    }
}
