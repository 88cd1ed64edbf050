using System.Globalization;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Web.Hosting;
using CharityLink.Web.Mail;
using CharityLink.Web.Network;

namespace CharityLink.Web.Giving;

/// <summary>Tells givers that their statement of the year is ready, each once for an organisation and a year, with the way to it.</summary>
internal sealed class StatementMails(MailOutbox outbox, StatementBook book, OrganisationDirectory organisations, GiverLink keys, SiteAddress address) : IMailKind
{
    /// <summary>The kind of its mails.</summary>
    public const string Kind = "statement";

    private const int AtATime = 1_000;
    private const int FirstWithDay = 10_000_00;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds { get; } = [Kind];

    /// <summary>Owes a mail to every giver of an order that is to tell them. Ordered again it owes nothing more.</summary>
    public async Task Note(StatementJob job, CancellationToken ct)
    {
        if (!job.TellsGivers)
        {
            return;
        }

        await foreach (var some in book.All(job.HolderId, job.Fiscal, Guid.Empty, ct).Chunk(AtATime).WithCancellation(ct))
        {
            await outbox.Note([.. from statement in some where statement.DonorId is not null select Mail(job, statement)], ct);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The key is that of the mailbox, and is made when the mail is sent.</remarks>
    public async Task Complete(IReadOnlyList<MailDraft> drafts, CancellationToken ct)
    {
        var holders = await organisations.FindMany(drafts.Select(draft => draft.Mail.Facts.Subject.GetValueOrDefault()).Distinct(), ct);
        foreach (var draft in drafts)
        {
            var facts = draft.Mail.Facts;
            var fiscal = Year(facts.Number.GetValueOrDefault());
            var (holder, giver) = (facts.Subject.GetValueOrDefault(), facts.Item.GetValueOrDefault());
            draft.IsNeedless = !holders.TryGetValue(holder, out var row);
            draft.Values["organisation"] = row?.Name(draft.Language);
            draft.Values["year"] = fiscal.Name;
            draft.Values["link"] = $"{address.Base}/{draft.Language.Tag}{StatementRoutes.Address(holder, giver, fiscal.Year, fiscal.Start, keys.KeyTo(new PersonId(giver)))}";
        }
    }

    // 202604, or 20260406 where it begins in the middle of a month.
    private static int Number(FiscalYear fiscal) =>
        fiscal.Start.Day == 1 ? (fiscal.Year * 100) + fiscal.Start.Month : (((fiscal.Year * 100) + fiscal.Start.Month) * 100) + fiscal.Start.Day;

    private static FiscalYear Year(int number) => number < FirstWithDay ? new(number / 100, number % 100) : new(number / 100_00, new YearStart(number / 100 % 100, number % 100));

    private static NotedMail Mail(StatementJob job, GiverStatement statement) => new(
        StableId.Beside(statement.GiverId.Value, string.Create(CultureInfo.InvariantCulture, $"mail statement {job.HolderId} {job.Year} {job.Fiscal.Start}")), Kind,
        statement.DonorId.GetValueOrDefault(), "", new MailFacts(job.HolderId, Number: Number(job.Fiscal), Item: statement.GiverId.Value));
}
