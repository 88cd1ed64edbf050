using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Mail;

namespace CharityLink.Web.Projects.Voices.Letters;

/// <summary>Reaction: an update is owed to every giver who left an address, an answer to whoever asked for it by mail.</summary>
/// <param name="host">Late, because the host is made of its reactions.</param>
public sealed class LetterWriter(LetterBook letters, MailOutbox outbox, VoiceList voices, Lazy<ReadModelHost> host) : IReaction
{
    private const int AtATime = 5_000;
    private static readonly TimeSpan CatchUpAtMost = TimeSpan.FromSeconds(10);

    // What was brought in with an earlier date (imports, the demonstration) is no news to anybody.
    private static readonly TimeSpan NewsFor = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public string Name => "letter_writer";

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is UpdatePosted or QuestionAnswered;

    /// <inheritdoc/>
    public async Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var updates = batch.Where(recorded => recorded.Data is UpdatePosted said && recorded.At - said.PostedAt < NewsFor).ToList();
        var answers = batch.Where(recorded => recorded.Data is QuestionAnswered said && recorded.At - said.AnsweredAt < NewsFor).ToList();
        if (updates.Count + answers.Count == 0)
        {
            return;
        }

        // Who gave and who asked stands in the read model.
        if (!await host.Value.WaitFor(voices.Name, batch[^1].Position, CatchUpAtMost, ct))
        {
            throw new StoreUnavailableException("Voices are behind; letters are written when they have caught up.");
        }

        await Note(LetterKind.Update, await letters.Givers([.. updates.Select(recorded => (UpdatePosted)recorded.Data).Select(said => (said.ProjectId, said.UpdateId))], ct), ct);
        await Note(LetterKind.Answer, await letters.Askers(answers.Select(recorded => ((QuestionAnswered)recorded.Data).QuestionId), ct), ct);
    }

    // Each once, however often the log is read: the id follows from what is told and to whom.
    private async Task Note(string kind, IReadOnlyList<LetterReceiver> receivers, CancellationToken ct)
    {
        foreach (var some in receivers.Chunk(AtATime))
        {
            await outbox.Note(
                [.. some.Select(one => new NotedMail(
                    StableId.Beside(one.SubjectId, $"letter {one.Box}"), kind, new PersonId(one.PersonId), one.Language, new MailFacts(one.SubjectId, Project: one.ProjectId, Item: one.Box)))], ct);
        }
    }
}
