using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Store;
using MediatR;

namespace CharityLink.Web.Demo;

/// <summary>Invented gifts outside the web: a gift that waits for a transfer, transfers nobody knows yet, a cash box that was counted twice and one that waits.</summary>
public static class DemoOffline
{
    private const string County = "440703";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <summary>Loads what is missing; safe to call again. The county's account is one of those the campaigns bring.</summary>
    public static async Task Load(IServiceProvider services, Action<string> progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(progress);
        progress("gifts by bank transfer and in boxes");
        // The accounts the campaigns brought are read from there.
        await services.GetRequiredService<ReadModelHost>().WaitFor("organisation_credentials", await services.GetRequiredService<EventStore>().ReadEnd(ct), _patience, ct);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var (holder, today) = (DemoId.Of("org:" + County), Pledge.DayOf(now));
        var project = await Project(services.GetRequiredService<CauseBook>(), holder, ct);
        foreach (var command in Transfers(holder, project, today, now).Concat(Boxes(holder, project, today, now)))
        {
            await Send(services, command, ct);
        }
    }

    private static IEnumerable<ICommand> Transfers(Guid holder, Guid? project, DateOnly today, DateTimeOffset now)
    {
        var entry = DemoId.Of("transfer-account:" + County);
        yield return new EnterTransferAccount(DemoId.Of("enter:transfer-account"), holder, entry, DemoId.Of("account:" + County), "蓬江区慈善会（演示）", "6200 0000 0000 0000");
        yield return new ConfirmTransferAccount(DemoId.Of("confirm:transfer-account"), holder, entry, "6200000000000000");
        if (project is not null)
        {
            var gift = DemoId.Of("gift:transfer");
            yield return new StartTransfer(
                DemoId.Of("start:transfer"),
                new StartDonation(DemoId.Of("start:transfer"), gift, null, null, Money.Cny(2_000_00), null, true, OfflineMethods.BankTransfer, now, project));
        }

        yield return new RecordTransfers(
            DemoId.Of("record:transfers"), holder,
            [new ArrivedTransfer(2, "DEMO-0001", Money.Cny(500_00), today, null), new ArrivedTransfer(3, "DEMO-0002", Money.Cny(500_00), today, null)], now);
    }

    private static IEnumerable<ICommand> Boxes(Guid holder, Guid? project, DateOnly today, DateTimeOffset now)
    {
        if (project is null)
        {
            yield break;
        }

        foreach (var (box, total) in new[] { (1, 386_50L), (2, 1_204_00L) })
        {
            yield return new EnterBatch(
                DemoId.Of($"enter:box:{box}"), DemoId.Of($"box:{box}"), holder, new(null, null, project, null), $"演示捐款箱 Demonstration box {box}", today, Money.Cny(total), [], now);
        }

        yield return new ConfirmBatch(DemoId.Of("confirm:box:1"), DemoId.Of("box:1"), Money.Cny(386_50), now);
    }

    // One whose filed plan takes both ways; none in a city without campaigns.
    private static async Task<Guid?> Project(CauseBook causes, Guid holder, CancellationToken ct)
    {
        var projects = await causes.Projects(ct);
        return projects.Values.Where(one => one.OrganiserId == holder && one.State == CharityLink.Projects.ProjectState.Live && !one.IsPaused
            && one.Receiving.Contains(OfflineMethods.ViaBank, StringComparer.Ordinal) && one.Receiving.Contains(OfflineMethods.ViaCash, StringComparer.Ordinal)).OrderBy(one => one.Position).FirstOrDefault()?.Id;
    }

    private static async Task Send(IServiceProvider services, ICommand command, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CommandContext>().Caller = Caller.System;
        var outcome = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, ct);
        if (!outcome.IsDone)
        {
            throw new InvalidOperationException($"{command.GetType().Name} of the demonstration was refused: {string.Join(", ", outcome.Refusals.Select(refusal => refusal.Code))}.");
        }
    }
}
