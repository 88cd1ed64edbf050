using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Projects;

namespace CharityLink.Tests.Giving.Regular;

/// <summary>Regular gifts through the whole pipeline, on PostgreSQL: each period a gift of its own, begun once, whoever begins it.</summary>
public sealed class RegularTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_period_becomes_an_ordinary_gift_of_the_same_giver_by_the_kept_card()
    {
        var ask = await Running(await world.Cause());
        var first = await Donation(RegularGift.GiftOf(ask.RegularGiftId, 0, 1));
        Assert.Equal((ask.RegularGiftId, null, CardUse.Recurring, ask.DonorId), (first.RegularGiftId, first.Card, first.KeepCardFor, first.DonorId));
        await Due(ask, 1);
        var second = await Donation(RegularGift.GiftOf(ask.RegularGiftId, 1, 1));
        Assert.Equal((RegularFacts.Card, null, ask.GiverId, ask.Amount), (second.Card, second.KeepCardFor, second.GiverId, second.Amount));
    }

    [Fact]
    public async Task Many_nodes_begin_a_period_once()
    {
        var ask = await Running(await world.Cause());
        var at = Calendar(ask).DueAt(1);
        var begun = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.Send(new BeginDueGift(Guid.CreateVersion7(), ask.RegularGiftId, at), Caller.System)));
        Assert.All(begun, outcome => Assert.True(outcome.IsDone || outcome.Refusals[0].Code == "busy"));
        Assert.Single((await Facts(ask)).OfType<RegularChargeBegun>(), charge => charge.Period == 1);
    }

    [Fact]
    public async Task What_became_of_its_gifts_is_told_to_it_once()
    {
        var ask = await Running(await world.Cause());
        await Due(ask, 1);
        var gift = RegularGift.GiftOf(ask.RegularGiftId, 1, 1);
        var declined = RecordUnpaid.OfCharge(gift, PaymentOrder.IdOf(CardCharge.Purpose, gift, 1), "stripe", "insufficient_funds", DeclineClass.TryAgain, "pi_1");
        await Told(await world.Send(declined, Caller.System));
        await Told(await world.Send(declined, Caller.System));
        var fact = Assert.Single((await Facts(ask)).OfType<RegularChargeDeclined>());
        Assert.Equal((1, DeclineClass.TryAgain, 1), (fact.Period, fact.Why, fact.Declines));
        await Told(await world.Send(Paid(gift), Caller.System));
        Assert.Single((await Facts(ask)).OfType<RegularChargePaid>(), paid => paid.Period == 1);
    }

    [Fact]
    public async Task A_try_on_a_page_that_stays_open_ends_nothing()
    {
        var ask = Asking(await world.Cause());
        await world.Send(ask);
        var gift = RegularGift.GiftOf(ask.RegularGiftId, 0, 1);
        await Told(await world.Send(RecordUnpaid.OfTry(gift, "stripe", "ch_1", "generic_decline"), Caller.System));
        Assert.DoesNotContain(await Facts(ask), fact => fact is RegularChargeLeft);
        await Told(await world.Send(RecordUnpaid.Of(gift, PaymentOrder.IdOf(GiftPayment.Purpose, gift, 1), "stripe", PaymentResult.Abandoned, ""), Caller.System));
        Assert.Contains(await Facts(ask), fact => fact is RegularChargeLeft);
    }

    [Fact]
    public async Task The_list_knows_what_is_due_and_shows_each_to_those_who_may_see_it()
    {
        var cause = await world.Cause();
        var ask = await Running(cause);
        var (list, due) = (world.Get<RegularList>(), Calendar(ask).DueAt(1));
        Assert.DoesNotContain(ask.RegularGiftId, await list.Due(due.AddSeconds(-1), 1000, Ct));
        Assert.Contains(ask.RegularGiftId, await list.Due(due, 1000, Ct));
        var row = Assert.Single(await list.List(new Sight([], [cause.HolderId]), "running", null, 9, Ct));
        Assert.Equal((ask.RegularGiftId, "month", 50_00, 1, Calendar(ask).DayOf(1), "visa", new DateOnly(2031, 5, 31)), (row.Id, row.Every, row.AmountMinor, row.Gifts, row.NextOn, row.CardBrand, row.CardExpiresOn));
        Assert.Empty(await list.List(new Sight([], [Guid.CreateVersion7()]), null, null, 9, Ct));
        Assert.Contains(await list.List(new Sight([DivisionCode.Parse("440703")], []), null, null, 999, Ct), one => one.Id == ask.RegularGiftId);
        Assert.Equal(ask.RegularGiftId, Assert.Single(await list.OfGivers([ask.GiverId.GetValueOrDefault()], 9, Ct)).Id);
        Assert.Equal(ask.RegularGiftId, Assert.Single(await list.OpenOf([], [ask.DonorId], 9, Ct)));

        await Seen(await world.Send(new StopRegularGift(Guid.CreateVersion7(), ask.RegularGiftId)));
        Assert.DoesNotContain(ask.RegularGiftId, await list.Due(due, 1000, Ct));
        Assert.Empty(await list.OpenOf([], [ask.DonorId], 9, Ct));
    }

    [Fact]
    public async Task One_that_was_only_asked_for_is_shown_to_nobody()
    {
        var cause = await world.Cause();
        var ask = Asking(cause);
        await Seen(await world.Send(ask));
        Assert.Empty(await world.Get<RegularList>().List(new Sight([], [cause.HolderId]), null, null, 9, Ct));
        Assert.Empty(await world.Get<RegularList>().OfGivers([ask.GiverId.GetValueOrDefault()], 9, Ct));
    }

    [Fact]
    public async Task A_card_that_ends_soon_is_told_of()
    {
        var ask = await Running(await world.Cause(), new CardFace("visa", Now.Year, Now.Month));
        var last = new DateOnly(Now.Year, Now.Month, 1).AddMonths(1).AddDays(-1);
        Assert.Contains(await world.Get<RegularList>().Expiring(last.AddDays(-1), last, 0, 999, Ct), row => row.Id == ask.RegularGiftId);
        Assert.DoesNotContain(await world.Get<RegularList>().Expiring(last.AddDays(1), last.AddDays(30), 0, 999, Ct), row => row.Id == ask.RegularGiftId);
    }

    [Fact]
    public async Task A_project_that_is_over_ends_it_before_anything_is_due()
    {
        var cause = await world.Project(Now.AddDays(200));
        var ask = await Running(cause);
        Assert.DoesNotContain(ask.RegularGiftId, await world.Get<RegularList>().Due(Now, 1000, Ct));
        await world.Then(cause.ProjectId!.Value, new ProjectEnded(cause.ProjectId.Value, Now, Money.Cny(0), 1, true, "deadline")); // Set by the world.
        Assert.Contains(ask.RegularGiftId, await world.Get<RegularList>().Due(Now, 1000, Ct));
        var tries = 0;
        do
        {
            await world.Send(new BeginDueGift(Guid.CreateVersion7(), ask.RegularGiftId, Now), Caller.System);
        }
        while (!(await Facts(ask)).OfType<RegularGiftStopped>().Any() && ++tries < 10_000);
        Assert.Equal("cause_over", Assert.Single((await Facts(ask)).OfType<RegularGiftStopped>()).Why);
    }

    [Fact]
    public async Task The_clock_begins_what_is_due()
    {
        var ask = await Running(await world.Cause(), since: Now.AddDays(-40));
        await world.Get<RegularClock>().Work(Ct);
        Assert.Single((await Facts(ask)).OfType<RegularChargeBegun>(), charge => charge.Period == 1);
        await Seen(await world.Send(Paid(RegularGift.GiftOf(ask.RegularGiftId, 1, 1)), Caller.System));
        await world.Get<RegularClock>().Work(Ct);
        Assert.Equal(2, (await Facts(ask)).OfType<RegularChargeBegun>().Count());
    }

    [Fact]
    public async Task A_form_with_the_id_of_something_else_is_refused()
    {
        var ask = Asking(await world.Cause());
        Assert.Equal("id_taken", (await world.Send(ask with { RegularGiftId = ask.Choice.ProgramId.GetValueOrDefault() })).Refusals[0].Code);
        Assert.Null(await Find(Guid.CreateVersion7()));
        Assert.Null(await Find(ask.Choice.ProgramId.GetValueOrDefault()));
    }

    private static RegularCalendar Calendar(AskRegularGift ask) => new(ask.Every, new RegularCalendar(ask.Every, default, ask.Zone).LocalDay(ask.At), ask.Zone);

    private static RecordPayment Paid(Guid gift) => RecordPayment.Of(gift, PaymentOrder.IdOf(CardCharge.Purpose, gift, 1), "stripe", $"pi_{gift:N}", "card", Money.Cny(50_00));

    private static AskRegularGift Asking(GiftCause cause, DateTimeOffset? since = null) => RegularFacts.Ask with
    {
        CommandId = Guid.CreateVersion7(),
        RegularGiftId = Guid.CreateVersion7(),
        Choice = CauseChoice.Of(cause),
        DonorId = new PersonId(Guid.CreateVersion7()),
        GiverId = new PersonId(Guid.CreateVersion7()),
        At = since ?? Now,
    };

    private async Task<AskRegularGift> Running(GiftCause cause, CardFace? face = null, DateTimeOffset? since = null)
    {
        var ask = Asking(cause, since);
        Assert.Empty((await world.Send(ask)).Refusals);
        var gift = RegularGift.GiftOf(ask.RegularGiftId, 0, 1);
        await world.Send(KeepCard.Of(gift, RegularFacts.Card, face ?? RegularFacts.Face), Caller.System);
        await Told(await world.Send(Paid(gift), Caller.System));
        Assert.Contains(await Facts(ask), fact => fact is RegularGiftBegan);
        return ask;
    }

    private async Task Due(AskRegularGift ask, int period) =>
        Assert.Empty((await world.Send(new BeginDueGift(Guid.CreateVersion7(), ask.RegularGiftId, Calendar(ask).DueAt(period)), Caller.System)).Refusals);

    // The gift's fact has been passed on, and the list shows what that made of it.
    private async Task Told(Outcome outcome)
    {
        Assert.Empty(outcome.Refusals);
        await world.Passed("regular_keeper", outcome.Position);
        await world.Passed("regular_gifts", await world.Store.ReadEnd(Ct));
    }

    private Task Seen(Outcome outcome) => Told(outcome);

    private async Task<IReadOnlyList<object>> Facts(AskRegularGift ask) => [.. (await world.Store.ReadStream(ask.RegularGiftId, 0, Ct)).Events.Select(recorded => recorded.Data)];

    private async Task<DonationStarted> Donation(Guid gift) => Assert.IsType<DonationStarted>((await world.Store.ReadStream(gift, 0, Ct)).Events[0].Data);

    private async Task<RegularGift?> Find(Guid id)
    {
        await using var scope = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(world.Get<IServiceProvider>());
        return await Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<RegularGifts>(scope.ServiceProvider).Find(id, Ct);
    }
}
