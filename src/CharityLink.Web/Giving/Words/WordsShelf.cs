using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;

namespace CharityLink.Web.Giving.Words;

/// <summary>A giver's words as they are shown.</summary>
/// <param name="Name">The giver's, masked; null where they are not to be named.</param>
public sealed record ShownWords(WordsRow Row, string? Message, string? DedicatedTo, string? Name);

/// <summary>What givers say, to be shown: the words and the names come from the vault at this moment, so that what was forgotten is gone.</summary>
internal sealed class WordsShelf(WordsList words, Vault vault)
{
    private const int ShownMax = 10;

    // Some of the newest may have been forgotten.
    private const int ReadMax = 30;

    /// <summary>The newest of a project.</summary>
    public async Task<IReadOnlyList<ShownWords>> OfProject(Guid project, CancellationToken ct) => [.. (await ForPublic(await words.OfProject(project, ReadMax, ct), ct)).Take(ShownMax)];

    /// <summary>The newest of a program.</summary>
    public async Task<IReadOnlyList<ShownWords>> OfProgram(Guid program, CancellationToken ct) => [.. (await ForPublic(await words.OfProgram(program, ReadMax, ct), ct)).Take(ShownMax)];

    /// <summary>For those who decide: with the name the charity may know.</summary>
    public Task<IReadOnlyList<ShownWords>> ForCharity(IReadOnlyList<WordsRow> rows, CancellationToken ct) => Open(rows, row => row.IsHiddenFromCharity, ct);

    private Task<IReadOnlyList<ShownWords>> ForPublic(IReadOnlyList<WordsRow> rows, CancellationToken ct) => Open(rows, row => row.IsAnonymous, ct);

    // One question to the vault for all of them.
    private async Task<IReadOnlyList<ShownWords>> Open(IReadOnlyList<WordsRow> rows, Func<WordsRow, bool> isHidden, CancellationToken ct)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var persons = await vault.Read([.. rows.Select(row => new PersonId(row.TextId)), .. rows.Where(row => !isHidden(row)).Select(row => row.DonorId).OfType<Guid>().Select(id => new PersonId(id))], ct);
        return
        [
            .. from row in rows
               let text = persons.GetValueOrDefault(new PersonId(row.TextId))
               where text is not null
               let name = row.DonorId is { } donor && !isHidden(row) ? persons.GetValueOrDefault(new PersonId(donor))?.Name : null
               select new ShownWords(row, text.Message, text.DedicatedTo, name is null ? null : PersonMask.Of(name)),
        ];
    }
}
