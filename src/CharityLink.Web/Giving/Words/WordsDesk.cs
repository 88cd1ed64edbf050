using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving.Words;

/// <summary>Takes what a giver says: the words go to the vault, under the giver's mailbox, and the log is told that there are some. What is refused leaves nothing behind.</summary>
internal sealed class WordsDesk(IMediator mediator, WordsBook book, Vault vault, TimeProvider clock)
{
    /// <summary>Leaves them, in the place of earlier ones; the same form again changes nothing.</summary>
    /// <param name="donor">Who gave: with whom the words are forgotten. Null for who left no name: nobody can find those words by a mailbox, and only their key takes them back.</param>
    public async Task<Outcome> Leave(Guid donationId, PersonId? donor, WordsForm form, Language language, CancellationToken ct)
    {
        if (form.Check().ToList() is { Count: > 0 } wrong)
        {
            return Outcome.Refused(wrong);
        }

        var (before, text) = ((await book.Find(donationId, ct))?.Left.TextId, GiftWords.TextOf(donationId, form.Id));
        var fields = new PersonFields(
            Email: donor is { } giver ? (await vault.Read(giver, ct))?.Email : null, Language: language.Tag, Message: Said(form.Message), DedicatedTo: form.Dedication.Length > 0 ? form.To.Trim() : null);
        var remembered = await vault.Remember(text, fields, ct);
        if (remembered.How == Remembered.Other)
        {
            return Outcome.Refused(new Refusal("id_taken"));
        }

        var outcome = await mediator.Send(
            new LeaveWords(Guid.CreateVersion7(), donationId, text, form.Dedication.Length > 0 ? form.Dedication : null, language.Tag, clock.GetUtcNow()), ct);
        if (!outcome.IsDone && remembered.How == Remembered.New)
        {
            await vault.Forget(text, ct);
        }

        if (outcome.IsDone && before is { } old && old != text)
        {
            await vault.Forget(old, ct);
        }

        return outcome;
    }

    /// <summary>Takes them back, and has the vault forget them.</summary>
    public async Task<Outcome> TakeBack(Guid donationId, CancellationToken ct)
    {
        var outcome = await mediator.Send(new TakeWordsBack(Guid.CreateVersion7(), donationId), ct);
        if (outcome.IsDone && await book.Find(donationId, ct) is { } words)
        {
            await vault.Forget(words.Left.TextId, ct);
        }

        return outcome;
    }

    private static string? Said(string message) => string.IsNullOrWhiteSpace(message) ? null : message.Trim();
}
