using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Store;
using CharityLink.Web.Giving;
using CharityLink.Web.Giving.Payments;
using CharityLink.Web.Site;

namespace CharityLink.Web.Demo;

/// <summary>Invented gifts all over the demonstration city, the same on every machine: named and anonymous, most paid, some not.</summary>
public static class DemoGifts
{
    private const int Count = 420;
    private const int AtOnce = 64;
    private const int LooksMax = 200; // Each waits for a new look of the book: ten seconds at most.
    private static readonly long[] Amounts = [20_00, 20_00, 60_00, 60_00, 60_00, 100_00, 120_00, 200_00, 200_00, 520_00, 1_000_00, 88_88];
    private static readonly string[] Families = ["陈", "李", "黄", "梁", "林", "吴", "谭", "冯", "伍", "余", "司徒", "甄"];
    private static readonly string[] Given = ["美玲", "建国", "晓明", "嘉欣", "志强", "秀英", "浩然", "丽华", "国栋", "婉仪", "俊杰", "小燕"];

    /// <summary>Loads what is missing; safe to call again after an interruption.</summary>
    public static async Task Load(IServiceProvider services, Action<string> progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(progress);
        progress($"{Count} gifts");
        var places = await Places(services.GetRequiredService<CauseBook>(), ct);
        var positions = new long[Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, Count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (number, stop) =>
        {
            // Some places are better known than others.
            var (program, site) = places[(int)(Chance(number, 1) * Chance(number, 2) * places.Count)];
            positions[number] = await Give(services, number, program, site, stop);
        });
        await services.GetRequiredService<ReadModelHost>().WaitFor("gift_totals", positions.Max(), TimeSpan.FromSeconds(10), ct);
    }

    private static async Task<long> Give(IServiceProvider services, int number, Guid program, Guid? site, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CommandContext>().Caller = Caller.System;
        var id = DemoId.Of($"gift:{number}");
        var giver = Chance(number, 3) < 0.6 ? new PersonFields(Pick(Families, number, 4) + Pick(Given, number, 5)) : null;
        var order = new GiveOrder(id, new CauseChoice(program, site, null, null), Money.Cny(Pick(Amounts, number, 6)), giver, giver is null, []);
        var begun = Done(await scope.ServiceProvider.GetRequiredService<GiftDesk>().Begin(order, Language.Chinese.Tag, SandboxProvider.Way, ct), number);
        var (result, reason) = Chance(number, 7) switch
        {
            < 0.03 => (PaymentResult.Declined, RecordSandboxPayment.InsufficientFunds),
            < 0.05 => (PaymentResult.Abandoned, null),
            _ => (PaymentResult.Paid, (string?)null),
        };
        var mediator = scope.ServiceProvider.GetRequiredService<MediatR.IMediator>();
        var clock = scope.ServiceProvider.GetRequiredService<TimeProvider>();
        var ended = await mediator.Send(
            new RecordSandboxPayment(DemoId.Of($"pay:{number}"), id, DemoId.Of($"attempt:{number}"), result, reason, clock.GetUtcNow()), ct);
        return Math.Max(begun, Done(ended, number));
    }

    // What can be given to reaches giving through the log, a moment after the programs were made.
    private static async Task<IReadOnlyList<(Guid Program, Guid? Site)>> Places(CauseBook causes, CancellationToken ct)
    {
        var open = new List<(Guid, Guid?)>();
        foreach (var program in DemoPrograms.All)
        {
            var sites = program.Sites.Where(site => site.ClosedBecause is null).Select(site => (Guid?)DemoId.Of($"site:{program.Key}:{site.Division}")).Append(null);
            foreach (var site in sites)
            {
                var offer = await causes.Find(new CauseChoice(program.Id, site, null, null), ct);
                for (var looks = 0; looks < LooksMax && (offer.Program is null || (site is not null && offer.Site is null)); looks++)
                {
                    offer = await causes.Find(new CauseChoice(program.Id, site, null, null), ct);
                }

                open.AddRange(offer.Standing.Cause is null ? [] : [(program.Id, site)]);
            }
        }

        return open;
    }

    private static long Done(Outcome outcome, int number) => outcome.IsDone
        ? outcome.Position
        : throw new InvalidOperationException($"The demonstration gift {number} was refused: {string.Join(", ", outcome.Refusals.Select(refusal => refusal.Code))}.");

    private static T Pick<T>(T[] from, int number, int question) => from[(int)(Chance(number, question) * from.Length)];

    // Between 0 and 1, and the same on every machine.
    private static double Chance(int number, int question) => BitConverter.ToUInt32(DemoId.Of($"chance:{number}:{question}").ToByteArray()) / ((double)uint.MaxValue + 1);
}
