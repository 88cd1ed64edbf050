using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Programs;
using CharityLink.Store;

namespace CharityLink.Tests.Giving;

/// <summary>Gifts through the whole pipeline, on PostgreSQL.</summary>
public sealed class GiftCommandTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gift_is_begun_and_paid_and_its_receipt_is_found_by_its_code()
    {
        var ask = GivingWorld.Asking(await world.Cause());
        Assert.True((await world.Send(ask)).IsDone);
        var paid = await world.Send(GivingWorld.Paying(ask.DonationId));
        Assert.True(paid.IsDone);

        await world.Passed("donations", paid.Position);
        var row = await world.Get<DonationList>().Find(ask.DonationId, Ct);
        Assert.Equal(("paid", ask.Amount), (row!.State, row.Amount));
        var receipt = await ReceiptOf(ask.DonationId);
        Assert.Equal((1, ask.Amount, row.PaidAt), (receipt.Number, receipt.Amount, receipt.PaidAt));
        Assert.Equal(receipt, await world.Get<Receipts>().ByCode(receipt.Code, Ct));
    }

    [Fact]
    public async Task Twenty_equal_forms_at_once_begin_one_gift()
    {
        var ask = GivingWorld.Asking(await world.Cause());
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => world.Send(ask with { CommandId = Guid.CreateVersion7() }), Ct)));

        Assert.All(outcomes, outcome => Assert.True(outcome.IsDone));
        Assert.Equal(1, (await world.Store.ReadStream(ask.DonationId, 0, Ct)).Version);
        Assert.Single(outcomes.Select(outcome => outcome.Position).Distinct());
    }

    [Fact]
    public async Task Twenty_payments_at_once_pay_once()
    {
        var ask = GivingWorld.Asking(await world.Cause());
        await world.Send(ask);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => world.Send(GivingWorld.Paying(ask.DonationId)), Ct)));

        Assert.All(outcomes, outcome => Assert.True(outcome.IsDone || outcome.Refusals[0].Code == "busy"));
        Assert.Equal(2, (await world.Store.ReadStream(ask.DonationId, 0, Ct)).Version);
    }

    [Fact]
    public async Task One_id_with_another_amount_is_refused_and_nothing_is_stored()
    {
        var ask = GivingWorld.Asking(await world.Cause());
        await world.Send(ask);
        var other = await world.Send(ask with { CommandId = Guid.CreateVersion7(), Amount = Money.Cny(61_00) });

        Assert.Equal("donation_id_reused", Assert.Single(other.Refusals).Code);
        Assert.Equal(1, (await world.Store.ReadStream(ask.DonationId, 0, Ct)).Version);
    }

    [Fact]
    public async Task A_form_that_brings_the_id_of_something_else_is_refused_and_the_other_thing_is_untouched()
    {
        var cause = await world.Cause();
        var before = (await world.Store.ReadStream(cause.HolderId, 0, Ct)).Version;

        var begun = await world.Send(GivingWorld.Asking(cause) with { DonationId = cause.HolderId });
        var paid = await world.Send(GivingWorld.Paying(cause.HolderId));

        Assert.Equal("id_taken", Assert.Single(begun.Refusals).Code);
        Assert.Equal("id_taken", Assert.Single(paid.Refusals).Code);
        Assert.Equal(before, (await world.Store.ReadStream(cause.HolderId, 0, Ct)).Version);
    }

    [Fact]
    public async Task A_site_that_was_closed_takes_no_gift_a_second_later()
    {
        var cause = await world.Cause();
        Assert.True((await world.Send(GivingWorld.Asking(cause))).IsDone);
        var program = await world.Store.ReadStream(cause.ProgramId!.Value, 0, Ct);
        var closed = await world.Store.Append(
            [new StreamChange(cause.ProgramId!.Value, "test", program.Version, [new SiteClosed(cause.ProgramId!.Value, cause.SiteId!.Value, "moved")])], EventMetadata.None, Ct);
        await world.Passed("causes", Assert.IsType<AppendResult.Appended>(closed).Position);

        Outcome outcome;
        var tries = 0;
        do
        {
            outcome = await world.Send(GivingWorld.Asking(cause));
        }
        while (outcome.IsDone && ++tries < 10_000);
        Assert.Equal(new Refusal("site_closed", "site"), Assert.Single(outcome.Refusals));
    }

    [Fact]
    public async Task What_was_opened_a_moment_ago_can_be_given_to_at_once()
    {
        await world.Send(GivingWorld.Asking(await world.Cause()));
        Assert.True((await world.Send(GivingWorld.Asking(await world.Cause()))).IsDone);
    }

    [Fact]
    public async Task Gifts_are_listed_newest_first_page_by_page_within_what_may_be_seen()
    {
        var (here, there) = (await world.Cause("440705101202"), await world.Cause("440784100001"));
        var gifts = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            var ask = GivingWorld.Asking(here, 10_00 + i);
            await world.Send(ask);
            gifts.Add(ask.DonationId);
        }

        await world.Send(GivingWorld.Paying(gifts[1]));
        await world.Send(GivingWorld.Paying(gifts[2], PaymentResult.Declined));
        var last = await world.Send(GivingWorld.Asking(there));
        await world.Passed("donations", last.Position);
        var list = world.Get<DonationList>();
        var mine = new DonationFilter(new Sight([DivisionCode.Parse("440705")], []));

        var first = await list.List(mine, 3, Ct);
        var second = await list.List(mine with { Before = first[^1].Position }, 3, Ct);
        Assert.Equal([gifts[4], gifts[3], gifts[2], gifts[1], gifts[0]], first.Concat(second).Select(row => row.Id));
        Assert.Equal([gifts[1]], (await list.List(mine with { State = "paid" }, 9, Ct)).Select(row => row.Id));
        Assert.Equal([gifts[2]], (await list.List(mine with { State = "declined" }, 9, Ct)).Select(row => row.Id));
        Assert.Equal(5, (await list.List(mine with { ProgramId = here.ProgramId }, 9, Ct)).Count);
        Assert.Empty(await list.List(mine with { ProgramId = there.ProgramId }, 9, Ct));
        Assert.Empty(await list.List(mine with { Until = first[^1].StartedAt.AddDays(-1) }, 9, Ct));
        Assert.Empty(await list.List(mine with { Division = DivisionCode.Parse("440784") }, 9, Ct));
        Assert.Equal(5, (await list.List(mine with { Division = DivisionCode.Parse("440705101") }, 9, Ct)).Count);
        Assert.Empty(await list.List(new DonationFilter(new Sight([], [])), 9, Ct));
        Assert.Equal([last.Position], (await list.List(new DonationFilter(new Sight([], [there.HolderId])), 9, Ct)).Select(row => row.Position));
    }

    private async Task<Receipt> ReceiptOf(Guid donation)
    {
        for (var tries = 0; ; tries++)
        {
            if (await world.Get<Receipts>().OfDonation(donation, Ct) is { } receipt)
            {
                return receipt;
            }

            Assert.InRange(tries, 0, 500);
            await Task.Delay(10, Ct);
        }
    }
}
