using System.Threading.Channels;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Web.Hosting;
using CharityLink.Web.Mail;
using CharityLink.Workers;

namespace CharityLink.Web.Giving.Pledges;

/// <summary>Owes the mails about promises when their day has come, and ends the waiting where the rules say so. Any node may: each mail is owed once.</summary>
internal sealed class PledgePost(
    PledgeMails mails, PledgeList pledges, MailOutbox outbox, ReadModelHost readModels, SystemCommands commands, TimeProvider clock, ILogger<PledgePost> log)
    : RecurringWork("mails about promises", Every, clock, log)
{
    private const int PerRoundMax = 500;
    private const int AtOnce = 32;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WaitAtMost = TimeSpan.FromSeconds(5);

    private readonly Channel<long> looks = Channel.CreateBounded<long>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Something was promised at this position of the log: its mail should not wait for the next round.</summary>
    public void Look(long position) => looks.Writer.TryWrite(position);

    /// <summary>One round: notes what is due, hands over what waits, ends what is over.</summary>
    public async Task Work(CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        await mails.Note(now, ct);
        while (await mails.HandOver(some => outbox.Note([.. some.Select(Owed)], ct), PerRoundMax, now, ct) == PerRoundMax)
        {
            // As long as there are any.
        }

        await Parallel.ForEachAsync(
            await pledges.Lapsing(now, PerRoundMax, ct), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (pledge, token) => await commands.Send(new LapsePledge(Guid.CreateVersion7(), pledge, now), token));
    }

    /// <inheritdoc/>
    protected override async Task Round(CancellationToken ct)
    {
        if (looks.Reader.TryRead(out var position))
        {
            await readModels.WaitFor(pledges.Name, position, WaitAtMost, ct);
        }

        await Work(ct);
    }

    /// <inheritdoc/>
    protected override async Task Rest(CancellationToken ct) => await Task.WhenAny(looks.Reader.WaitToReadAsync(ct).AsTask(), base.Rest(ct));

    private static NotedMail Owed(PledgeMail mail) => new(
        StableId.Beside(mail.PledgeId, $"mail {mail.Kind} {mail.Number}"), $"{PledgeMailKind.Prefix}{mail.Kind}", new PersonId(mail.DonorId), mail.Language,
        new MailFacts(
            mail.PledgeId, mail.AmountMinor, Currency.Cny.Code, mail.ProjectId is null ? mail.ProgramId : null, mail.ProjectId is null ? mail.SiteId : null, mail.ProjectId,
            mail.ProjectId is null ? null : mail.PageId, mail.DueOn, PledgeRoutes.Address(mail.PledgeId), HasKey: true));
}

/// <summary>Mails about promises at the moment they are sent: what has been kept or ended since is not written about, and a link to pay gets its secret.</summary>
internal sealed class PledgeMailKind(PledgeList pledges, PledgeLinks links, SiteAddress address) : IMailKind
{
    /// <summary>Before the kind that the promises have for it.</summary>
    public const string Prefix = "pledge_";

    private const string Mend = Prefix + "card_mend";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds { get; } =
    [
        .. new[] { "confirm", "entered", "reopened", "before_7", "due", "after_7", "after_30", "card_kept", "card_before", "card_lost", "card_mend", "card_dropped", "card_missed" }.Select(kind => Prefix + kind),
    ];

    /// <inheritdoc/>
    public async Task Complete(IReadOnlyList<MailDraft> drafts, CancellationToken ct)
    {
        var states = await pledges.States([.. drafts.Select(draft => draft.Mail.Facts.Subject.GetValueOrDefault())], ct);
        foreach (var draft in drafts)
        {
            var wanted = draft.Mail.Kind switch
            {
                Prefix + "confirm" => "made",
                Mend => "collecting",
                Prefix + "card_dropped" or Prefix + "card_missed" => "lapsed",
                _ => "confirmed",
            };
            draft.IsNeedless = states.GetValueOrDefault(draft.Mail.Facts.Subject.GetValueOrDefault()) != wanted;
        }

        var mends = drafts.Where(draft => draft is { IsNeedless: false, Mail.Kind: Mend }).ToList();
        if (mends.Count > 0)
        {
            var secrets = await links.Make([.. mends.Select(draft => (draft.Mail.Id, draft.Mail.Facts.Subject.GetValueOrDefault()))], ct);
            foreach (var draft in mends)
            {
                draft.Values["link"] = $"{address.Base}/{draft.Language.Tag}{MendRoutes.Address(draft.Mail.Facts.Subject.GetValueOrDefault(), draft.Mail.Id, secrets[draft.Mail.Id])}";
            }
        }
    }
}
