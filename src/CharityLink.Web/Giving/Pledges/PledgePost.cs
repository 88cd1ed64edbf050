using System.Threading.Channels;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Store;
using CharityLink.Web.Accounts;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;
using MediatR;
using Npgsql;

namespace CharityLink.Web.Giving.Pledges;

/// <summary>Writes the mails about promises when their day has come, and ends the waiting where the rules say so. Any node may: each mail goes out once.</summary>
internal sealed partial class PledgePost(
    PledgeMails mails, PledgeList pledges, CauseBook causes, Vault vault, GiverLink link, Postbox postbox, SiteAddress address, ReadModelHost readModels,
    IServiceScopeFactory scopes, TimeProvider clock, ILogger<PledgePost> log) : BackgroundService
{
    private const int PerRoundMax = 500;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WaitAtMost = TimeSpan.FromSeconds(5);

    private readonly Channel<long> looks = Channel.CreateBounded<long>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Something was promised at this position of the log: its mail should not wait for the next round.</summary>
    public void Look(long position) => looks.Writer.TryWrite(position);

    /// <summary>One round: notes what is due, sends what waits, ends what is over.</summary>
    public async Task Work(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await mails.Note(now, ct);
        for (var sent = 0; sent < PerRoundMax && await mails.SendNext(mail => Send(mail, ct), now, ct); sent++)
        {
            // As long as there are any.
        }

        foreach (var pledge in await pledges.Lapsing(now, PerRoundMax, ct))
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CommandContext>().Caller = Caller.System;
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new LapsePledge(Guid.CreateVersion7(), pledge, now), ct);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await readModels.WaitFor(pledges.Name, await Next(stoppingToken), WaitAtMost, stoppingToken);
                await Work(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or StoreUnavailableException)
            {
                Later(log, e);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    // The position of what was just promised, or 0 when the minute is over.
    private async Task<long> Next(CancellationToken ct)
    {
        var looking = looks.Reader.WaitToReadAsync(ct).AsTask();
        await Task.WhenAny(looking, Task.Delay(Every, clock, ct));
        return looks.Reader.TryRead(out var position) ? position : 0;
    }

    // Whoever was forgotten is not written to: the mail counts as done.
    private async Task<bool> Send(PledgeMail mail, CancellationToken ct)
    {
        var giver = new PersonId(mail.DonorId);
        if (await vault.Read(giver, ct) is not { Email: { } email } person)
        {
            return true;
        }

        var texts = Texts.In(Language.TryParse(mail.Language, out var language) ? language : Language.Chinese);
        var cause = CauseName.Of(await causes.Find(mail.Choice, ct), texts.Language);
        var url = $"{address.Base}/{texts.Language.Tag}{PledgeRoutes.Address(mail.PledgeId, link.KeyTo(giver))}";
        object?[] values = [person.Name, Show.Money(mail.AmountMinor), cause, Show.Day(mail.DueOn, texts.Language), url];
        return await postbox.Deliver(new PlainMail(email, texts[$"pledge.mail.{mail.Kind}.subject", values], texts[$"pledge.mail.{mail.Kind}.body", values]), ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mails about promises wait for the next round")]
    private static partial void Later(ILogger log, Exception fault);
}
