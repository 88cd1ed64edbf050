using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Store;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CharityLink.Tests.Giving;

/// <summary>The books through the whole pipeline, on PostgreSQL.</summary>
public sealed class LedgerTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gift_is_booked_and_a_refund_of_a_part_lowers_every_figure()
    {
        var cause = await world.Project();
        var gift = await Given(cause, 100_00, new PersonId(Guid.CreateVersion7()));
        await Returned(gift, cause, 40_00);

        Assert.Equal([(-60_00L, "charity_payable"), (60_00L, "pending:sandbox"), (0L, "refund_payable")], await Balances(cause));
        Assert.Equal(new Totals(60_00, 1, 1), await world.Get<GiftTotals>().Of(GiftTotals.Project, $"{cause.ProjectId}", Ct));
        Assert.Equal(("paid", 40_00), await world.Get<DonationList>().Find(gift, Ct) is { } row ? (row.State, row.ReturnedMinor) : default);
        Assert.Equal("completed", Assert.Single(await world.Get<RefundList>().OfGift(gift, Ct)).State);
        Assert.Equal((60_00, false), await Receipt(gift));
        await Holds();
    }

    [Fact]
    public async Task A_gift_that_went_back_whole_counts_no_gift_and_no_giver()
    {
        var cause = await world.Project();
        var giver = new PersonId(Guid.CreateVersion7());
        var (gift, other) = (await Given(cause, 30_00, giver), await Given(cause, 5_00, giver));
        await Returned(gift, cause, 30_00);
        Assert.Equal(new Totals(5_00, 1, 1), await world.Get<GiftTotals>().Of(GiftTotals.Project, $"{cause.ProjectId}", Ct));
        await Returned(other, cause, 5_00);
        Assert.Equal(new Totals(0, 0, 0), await world.Get<GiftTotals>().Of(GiftTotals.Project, $"{cause.ProjectId}", Ct));
        Assert.Equal("refunded", (await world.Get<DonationList>().Find(gift, Ct))?.State);
        Assert.Equal((30_00, true), await Receipt(gift));
        await Holds();
    }

    [Fact]
    public async Task F2_two_people_who_ask_for_sixty_of_a_hundred_at_once_do_not_both_get_it()
    {
        var cause = await world.Cause();
        var gift = await Given(cause, 100_00, null);
        var officer = Staff.Holding(Role.CharityOfficer, "440703", cause.HolderId);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(
            () => world.Send(new RequestRefund(Guid.CreateVersion7(), gift, Guid.CreateVersion7(), Money.Cny(60_00), "duplicate", "Paid twice."), officer), Ct)));
        Assert.Single(outcomes, outcome => outcome.IsDone);
        Assert.Equal("refund_exceeds_gift", Assert.Single(outcomes, outcome => !outcome.IsDone).Refusals[0].Code);
        await Holds();
    }

    [Fact]
    public async Task An_entry_is_never_changed()
    {
        await Given(await world.Cause(), 1_00, null);
        await using var command = world.Database.CreateCommand("update ledger_entry set minor = minor + 1");
        await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Ct));
    }

    [Fact]
    public async Task What_came_through_a_provider_goes_back_by_bank_transfer_alone()
    {
        var (cause, gift, refund) = (await world.Cause(), Guid.CreateVersion7(), Guid.CreateVersion7());
        Assert.IsType<AppendResult.Appended>(await world.Store.Append(
            [new StreamChange(gift, "donation", 0,
            [
                new DonationStarted(gift, cause, Money.Cny(50_00), null, true, "stripe", TimeProvider.System.GetUtcNow()),
                new DonationPaid(gift, Guid.CreateVersion7(), cause, Money.Cny(50_00), null, true, "stripe", Method: "card", PaymentId: "pi_1"),
            ])], EventMetadata.None, Ct));
        Assert.Empty((await world.Send(new AskRefund(Guid.CreateVersion7(), gift, refund, Money.Cny(50_00), "duplicate"))).Refusals);
        var officer = Staff.Holding(Role.CharityOfficer, "440703", cause.HolderId);
        ApproveRefund By(string route) => new(Guid.CreateVersion7(), gift, refund, route, TimeProvider.System.GetUtcNow());
        Assert.Equal("refund_route_not_offered", Assert.Single((await world.Send(By(Refund.ByProvider), officer)).Refusals).Code);
        Assert.Empty((await world.Send(By(Refund.ByBankTransfer), officer)).Refusals);
    }

    [Fact]
    public async Task A_false_balance_is_found()
    {
        var cause = await world.Cause();
        await Given(cause, 7_00, null);
        var wrong = $"update ledger_balance set credit_minor = credit_minor + 1 where holder_id = '{cause.HolderId}' and account = 'charity_payable'";
        await Run(wrong);
        try
        {
            Assert.Equal(["I4", "I8", "I12"], (await Checked()).Where(invariant => !invariant.Holds).Select(invariant => invariant.Id), StringComparer.Ordinal);
        }
        finally
        {
            await Run(wrong.Replace("+ 1", "- 1", StringComparison.Ordinal));
        }
    }

    // The receipt that holds, else the last that did: what it is over, and whether it is void.
    private async Task<(long, bool)> Receipt(Guid gift)
    {
        await world.Passed("receipt_issuer", await world.Store.ReadEnd(Ct));
        await world.Passed("receipts", await world.Store.ReadEnd(Ct));
        return await world.Get<Receipts>().OfDonation(gift, Ct) is { } receipt ? (receipt.Amount.Minor, receipt.Voided is not null) : default;
    }

    private async Task<Guid> Given(GiftCause cause, long fen, PersonId? donor)
    {
        var ask = GivingWorld.Asking(cause, fen, donor);
        Assert.True((await world.Send(ask)).IsDone);
        var paid = await world.Send(GivingWorld.Paying(ask.DonationId));
        Assert.True(paid.IsDone);
        await world.Passed("ledger", paid.Position);
        return ask.DonationId;
    }

    // Asked for by the giver, agreed to by an officer of the receiving organisation, carried out by the sandbox.
    private async Task Returned(Guid gift, GiftCause cause, long fen)
    {
        var refund = Guid.CreateVersion7();
        Assert.Empty((await world.Send(new AskRefund(Guid.CreateVersion7(), gift, refund, Money.Cny(fen), "duplicate"))).Refusals);
        var agreed = await world.Send(
            new ApproveRefund(Guid.CreateVersion7(), gift, refund, Refund.ByProvider, TimeProvider.System.GetUtcNow()), Staff.Holding(Role.CharityOfficer, "440703", cause.HolderId));
        Assert.Empty(agreed.Refusals);
        await world.Passed("refund_starter", agreed.Position);
        var end = (await world.Store.ReadLast(gift, Ct))!; // It has facts.
        await world.Passed("refund_starter", end.Position);
        end = (await world.Store.ReadLast(gift, Ct))!; // It has facts.
        Assert.IsType<RefundCompleted>(end.Data);
        foreach (var model in new[] { "ledger", "gift_totals", "donations", "refunds" })
        {
            await world.Passed(model, end.Position);
        }
    }

    private async Task<IEnumerable<(long, string)>> Balances(GiftCause cause) =>
        (await world.Get<Ledger>().Balances([cause.HolderId], Ct)).Select(balance => (balance.Balance.Minor, balance.Account));

    private async Task Holds() => Assert.All(await Checked(), invariant => Assert.Empty(invariant.Broken));

    private async Task<IReadOnlyList<Invariant>> Checked()
    {
        while (true)
        {
            var end = await world.Store.ReadEnd(Ct);
            await world.Passed("ledger", end);
            await world.Passed("gift_totals", end);
            // Somebody else's fact may have reached one of them by now and not the other: nothing can be said then.
            if (await LedgerInvariants.Check(world.Database, world.Store, Ct) is { } found)
            {
                return found;
            }
        }
    }

    private async Task Run(string sql)
    {
        await using var command = world.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
