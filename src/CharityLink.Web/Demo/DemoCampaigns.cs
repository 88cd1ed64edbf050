using CharityLink.Disclosure;
using CharityLink.Evidence;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Giving;
using CharityLink.Web.Giving.Payments;
using CharityLink.Web.Site;
using MediatR;
using PdfSharp.Pdf;

namespace CharityLink.Web.Demo;

/// <summary>Takes the demonstration's projects through their lives, by the same commands that people send.</summary>
public static class DemoCampaigns
{
    private const int GiftsPerProject = 8;
    private static readonly TimeSpan CatchUpAtMost = TimeSpan.FromSeconds(20);

    /// <summary>Loads what is missing; safe to call again after an interruption.</summary>
    public static async Task Load(IServiceProvider services, Action<string> progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var (divisions, today) = (services.GetRequiredService<Divisions>(), WorkingDays.China.DayOf(services.GetRequiredService<TimeProvider>().GetUtcNow()));
        var projects = DemoProjects.Of(divisions);
        progress($"{projects.Count} projects");
        var paper = await Paper(services, ct);
        var counties = DemoBodies.Of(divisions).Where(body => projects.Any(project => project.County == body.Key)).ToDictionary(body => body.Key, StringComparer.Ordinal);
        foreach (var county in counties.Values)
        {
            await services.GetRequiredService<Vault>().Remember(NameResponsiblePerson.PersonOf(DemoId.Of("leader:" + county.Key)), new PersonFields("演示负责人 Demo Leader"), ct);
        }

        await Task.WhenAll(counties.Values.Select(county => Send(services, Credentials(county, today), ct)));
        await Task.WhenAll(projects.Select(project => Send(services, [project.Draft(), .. project.Decide(), .. project.Open(counties[project.County].Uscc ?? "", paper, today)], ct)));
        // Some have a picture and some have none, as in life.
        await Task.WhenAll(projects.Where(project => project.Percent > 0 && project.Number % 3 != 0).Select(project => Picture(services, project, ct)));
        await Heard(services, "causes", ct);
        foreach (var project in projects.Where(project => project.Percent > 0))
        {
            await Live(services, project, paper, today, ct);
        }
    }

    private static IEnumerable<ICommand> Credentials(DemoBody county, DateOnly today)
    {
        const string seen = "Demonstration data. 演示数据。";
        var (certificate, account) = (DemoId.Of("certificate:" + county.Key), DemoId.Of("account:" + county.Key));
        yield return new RecordStanding(DemoId.Of("standing:" + county.Key), county.Id, today.AddYears(-6), today.AddYears(-5));
        yield return new EnterQualification(DemoId.Of("enter:certificate:" + county.Key), county.Id, certificate, $"DEMO-{county.Key}", today.AddYears(-3), seen);
        yield return new ConfirmQualification(DemoId.Of("confirm:certificate:" + county.Key), county.Id, certificate);
        yield return new EnterAccount(DemoId.Of("enter:account:" + county.Key), county.Id, account, "演示银行 Demonstration Bank", "0000", true, seen);
        yield return new ConfirmAccount(DemoId.Of("confirm:account:" + county.Key), county.Id, account);
        yield return new NameResponsiblePerson(
            DemoId.Of("name:leader:" + county.Key), county.Id, DemoId.Of("leader:" + county.Key), NameResponsiblePerson.PersonOf(DemoId.Of("leader:" + county.Key)), "campaign_leader", county.Id, true,
            today.AddYears(-2), true, null, null, false);
    }

    // Gifts first, then whatever came after them.
    private static async Task Live(IServiceProvider services, DemoProject project, EvidenceFile paper, DateOnly today, CancellationToken ct)
    {
        await Give(services, project, ct);
        await Heard(services, "gift_totals", ct);
        Guid Step(string name) => DemoId.Of($"{name}-project:{project.Key}");
        if (project.Until is ProjectState.Live)
        {
            await Send(services, project.Number == 17 ? [new PauseProject(Step("pause"), project.Id, "核实一项举报，期间暂停接受捐赠。 Gifts are paused while a complaint is looked into.")] : [], ct);
            return;
        }

        await Send(services, [new EndProjectEarly(Step("end"), project.Id, "已达到预期，提前结束。 Closed early by its organiser.")], ct);
        if (project.Until is ProjectState.Failed)
        {
            return;
        }

        await Send(services, DemoDelivery.Of(project, paper, today), ct);
        if (project.Until is ProjectState.Ended)
        {
            return;
        }

        await Send(services, [Report(project, ReportKind.CampaignFinal, today), new CarryOutProject(Step("carry-out"), project.Id, today)], ct);
        if (project.Until is ProjectState.CarriedOut)
        {
            return;
        }

        await Send(services, [Report(project, ReportKind.ProjectFinal, today)], ct);
        if (project.Until is ProjectState.Closed)
        {
            // The project hears of its report through the log, a moment later.
            await Heard(services, "final_reporter", ct);
            await Send(services, [new SettleSurplus(Step("settle"), project.Id, Money.Cny(0), null, null, "没有结余。 Nothing was left.")], ct);
        }
    }

    private static PublishReport Report(DemoProject project, ReportKind kind, DateOnly today)
    {
        var spent = kind == ReportKind.ProjectFinal ? project.GoalFen * project.Percent / 100 : 0;
        return new PublishReport(
            DemoId.Of($"publish:{kind}:{project.Key}"), project.Id, DemoId.Of($"report:{kind}:{project.Key}"), kind, today, today,
            new(Money.Cny(project.GoalFen * project.Percent / 100), Money.Cny(spent), "演示报告：款项按预算使用。", "A demonstration report: the money was used as the budget says."),
            [DemoId.Of("org:" + project.Village.Code.Value)], new DateTimeOffset(today.ToDateTime(new TimeOnly(4, 0)), TimeSpan.Zero));
    }

    private static async Task Give(IServiceProvider services, DemoProject project, CancellationToken ct)
    {
        var parts = Money.Cny(project.GoalFen * project.Percent / 100).Split(1, 2, 3, 5, 8, 13, 21, 34);
        await Task.WhenAll(parts.Select(async (part, i) =>
        {
            await using var scope = services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CommandContext>().Caller = Caller.System;
            var id = DemoId.Of($"gift:project:{project.Key}:{i}");
            var choice = new CauseChoice(null, null, project.Id, null);
            var giver = i % 3 == 0 ? null : new PersonFields($"演示捐赠人{i}", $"giver{i}@demo.charitylink.example");
            var begun = await scope.ServiceProvider.GetRequiredService<GiftDesk>().Begin(new GiveOrder(id, choice, part, giver, giver is null, []), Language.Chinese.Tag, SandboxProvider.Way, ct);
            Check(begun, "gift");
            var paid = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RecordSandboxPayment(
                DemoId.Of($"pay:project:{project.Key}:{i}"), id, DemoId.Of($"attempt:project:{project.Key}:{i}"), PaymentResult.Paid, null,
                scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow()), ct);
            Check(paid, "payment");
        }).Take(GiftsPerProject));
    }

    // What one part of the program tells another goes through the log: all of it that is written so far has been heard.
    private static async Task Heard(IServiceProvider services, string follower, CancellationToken ct)
    {
        var end = await services.GetRequiredService<EventStore>().ReadEnd(ct);
        if (!await services.GetRequiredService<ReadModelHost>().WaitFor(follower, end, CatchUpAtMost, ct))
        {
            throw new InvalidOperationException($"The demonstration city cannot be loaded: {follower} does not follow the log.");
        }
    }

    // One page that says what it is: every paper of the demonstration.
    private static async Task<EvidenceFile> Paper(IServiceProvider services, CancellationToken ct)
    {
        using var document = new PdfDocument();
        document.AddPage();
        using var bytes = new MemoryStream();
        document.Save(bytes, false);
        bytes.Position = 0;
        return await Keep(services, bytes, ct);
    }

    private static async Task Picture(IServiceProvider services, DemoProject project, CancellationToken ct)
    {
        using var bytes = new MemoryStream(DemoPicture.Draw(project.Number));
        var (zh, en) = DemoPicture.Words(project);
        await Send(services, [new ChooseCover(DemoId.Of("cover:project:" + project.Key), project.Id, await Keep(services, bytes, ct), zh, en)], ct);
    }

    private static async Task<EvidenceFile> Keep(IServiceProvider services, Stream bytes, CancellationToken ct)
    {
        var kept = await services.GetRequiredService<EvidenceStore>().Keep(bytes, ct);
        return kept.File ?? throw new InvalidOperationException($"A file of the demonstration was refused: {kept.Why?.Code}.");
    }

    private static async Task Send(IServiceProvider services, IEnumerable<ICommand> commands, CancellationToken ct)
    {
        foreach (var command in commands)
        {
            await using var scope = services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CommandContext>().Caller = Caller.System;
            Check(await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, ct), command.GetType().Name);
        }
    }

    // Loading went on after an interruption on another day: what was done then stands.
    private static void Check(Outcome outcome, string what)
    {
        if (!outcome.IsDone && outcome.Refusals.Any(refusal => refusal.Code != "command_id_reused"))
        {
            throw new InvalidOperationException($"The demonstration city cannot be loaded: {what} {string.Join(", ", outcome.Refusals.Select(refusal => $"{refusal.Code}({refusal.Field})"))}.");
        }
    }
}
