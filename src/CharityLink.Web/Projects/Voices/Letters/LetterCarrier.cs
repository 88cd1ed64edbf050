using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Projects;
using CharityLink.Web.Accounts;
using CharityLink.Workers;

namespace CharityLink.Web.Projects.Voices.Letters;

/// <summary>Sends what is owed, a few at a time, each at most once; what the mail server does not take is tried again later.</summary>
internal sealed class LetterCarrier(
    LetterBook letters, LetterText text, Vault vault, ProjectDirectory projects, VoiceList voices, Postbox mails, TimeProvider clock, ILogger<LetterCarrier> log)
    : RecurringWork("letters", _every, clock, log, _every)
{
    private const int AtOnce = 50;
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(3);

    /// <summary>One round; how many letters were looked at.</summary>
    public async Task<int> RunOnce(CancellationToken ct)
    {
        var taken = await letters.Take(AtOnce, ct);
        if (taken.Count == 0)
        {
            return 0;
        }

        var persons = vault.Read([.. taken.Select(letter => new PersonId(letter.PersonId)).Distinct()], ct);
        var about = projects.FindMany(taken.Select(letter => letter.ProjectId), ct);
        var said = voices.FindMany([.. taken.Select(letter => letter.SubjectId).Distinct()], ct);
        await Task.WhenAll(persons, about, said);
        var (updates, questions) = await said;
        var (sent, failed) = (new List<Letter>(), new List<Letter>());
        foreach (var letter in taken)
        {
            // Somebody who was forgotten, or a thing that is gone: there is nothing to send, and nothing to try again.
            var mail = (await persons).GetValueOrDefault(new PersonId(letter.PersonId))?.Email is { } to && (await about).GetValueOrDefault(letter.ProjectId) is { } project
                ? updates.GetValueOrDefault(letter.SubjectId) is { } update ? text.Update(to, letter.ReceiverId, project, update)
                    : questions.GetValueOrDefault(letter.SubjectId) is { } question ? text.Answer(to, project, question) : null
                : null;
            (mail is null || await mails.Deliver(mail, ct) ? sent : failed).Add(letter);
        }

        await letters.End(sent.Select(letter => letter.LetterId), failed.Select(letter => letter.LetterId), ct);
        foreach (var asked in sent.Where(letter => letter.Kind == "answer"))
        {
            // The address was left for this one answer.
            await vault.Forget(new PersonId(asked.PersonId), ct);
        }

        return taken.Count;
    }

    /// <inheritdoc/>
    protected override async Task Round(CancellationToken ct)
    {
        while (await RunOnce(ct) == AtOnce)
        {
            // As long as the plate is full, the next one follows at once.
        }
    }
}
