using System.Collections.Concurrent;

namespace CharityLink.StripeFake.Http;

/// <summary>One request and its answer.</summary>
/// <param name="Operation">The call's name in the description; null when it is not known.</param>
/// <param name="Method">The verb.</param>
/// <param name="Path">Without the query.</param>
/// <param name="Form">Body or query as it came.</param>
/// <param name="Key">The idempotency key; null when none was sent.</param>
/// <param name="Version">The version of the interface that was asked for.</param>
/// <param name="Status">The status of the answer; 0 when none was sent.</param>
public sealed record JournalEntry(string? Operation, string Method, string Path, string Form, string? Key, string? Version, int Status)
{
    /// <summary>The connected account it was made for; null for the platform itself.</summary>
    public string? Account { get; init; }
}

/// <summary>What came in, what went out, and what the description has against it.</summary>
public sealed class Journal
{
    private readonly ConcurrentQueue<JournalEntry> entries = new();
    private readonly ConcurrentQueue<string> complaints = new();

    /// <summary>Every request in its order.</summary>
    public IReadOnlyCollection<JournalEntry> Entries => entries;

    /// <summary>Everything sent or answered that the description does not allow. Empty at the end of a good test.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    /// <summary>Forgets the complaints that a test provoked.</summary>
    public void ClearComplaints() => complaints.Clear();

    internal void Add(JournalEntry entry) => entries.Enqueue(entry);

    internal void Complain(IEnumerable<string> faults)
    {
        foreach (var fault in faults)
        {
            complaints.Enqueue(fault);
        }
    }
}
