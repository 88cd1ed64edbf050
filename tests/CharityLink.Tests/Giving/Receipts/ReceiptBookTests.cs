using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving;

/// <summary>From a paid gift to its receipt, voided and followed by another: numbers without gaps, one that holds at any time, nobody's business but the organisation's.</summary>
public sealed class ReceiptBookTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    private static readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    private Receipts Book => world.Get<Receipts>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_receipt_takes_the_next_number_and_the_old_one_keeps_its_own()
    {
        var cause = await world.Cause();
        var (first, second) = (await Issued(cause), await Issued(cause));
        Assert.Equal((1, 2), (first.Number, second.Number));
        await Done(new ReissueReceipt(Guid.CreateVersion7(), first.Id, Money.Cny(20_00), null, VoidCause.PartRefunded, _now));

        var next = await Holding(first.DonationId, receipt => receipt.Replaces == first.Id);
        Assert.Equal((3, first.HolderId, Money.Cny(20_00), first.PaidAt), (next.Number, next.HolderId, next.Amount, next.PaidAt));
        var old = await Book.Find(first.Id, Ct);
        Assert.Equal(("part_refunded", next.Id, 1), (old?.Voided?.Cause, old?.ReplacedBy, old?.Number));
        Assert.Equal(old, await Book.ByCode(first.Code, Ct));
        Assert.Equal([3, 2, 1], (await Book.Page(cause.HolderId, first.Year, int.MaxValue, false, 10, Ct)).Select(receipt => receipt.Number));
        Assert.Equal([1], (await Book.Page(cause.HolderId, first.Year, 3, true, 10, Ct)).Select(receipt => receipt.Number));
        Assert.Contains(new ReceiptRegister(cause.HolderId, first.Year, 3, 1), await Book.Registers(Ct));
        var register = (await world.Store.ReadStream(ReceiptIssuer.RegisterId(cause.HolderId, first.Year), 0, Ct)).Events;
        Assert.All(register, e => Assert.Equal(e.Version, ((ReceiptIssued)e.Data).Number));
    }

    [Fact]
    public async Task A_voided_receipt_is_the_gifts_until_another_follows()
    {
        var receipt = await Issued(await world.Cause());
        var command = new VoidReceipt(Guid.CreateVersion7(), receipt.Id, VoidCause.Refunded, _now);
        await Done(command);
        await Done(command);
        Assert.Equal(("refunded", receipt.Id), ((await Book.OfDonation(receipt.DonationId, Ct))?.Voided?.Cause, (await Book.OfDonation(receipt.DonationId, Ct))?.Id));
        Assert.Contains(new ReceiptRegister(receipt.HolderId, receipt.Year, 1, 1), await Book.Registers(Ct));
    }

    [Fact]
    public async Task Only_the_organisation_that_received_the_money_voids_its_receipts()
    {
        var cause = await world.Cause();
        var receipt = await Issued(cause);
        Assert.Equal("forbidden", await Refused(new VoidReceipt(Guid.CreateVersion7(), receipt.Id, VoidCause.NameWrong, _now), Officer(Role.FederationOfficer, Guid.CreateVersion7(), "440700")));
        Assert.Equal("forbidden", await Refused(new VoidReceipt(Guid.CreateVersion7(), receipt.Id, VoidCause.NameWrong, _now), Officer(Role.Auditor, cause.HolderId, "440703")));
        Assert.Equal("forbidden", await Refused(new ReissueReceipt(Guid.CreateVersion7(), receipt.Id, receipt.Amount, null, VoidCause.NameWrong, _now), Officer(Role.CharityOfficer, Guid.CreateVersion7(), "440703")));
        Assert.Equal("forbidden", await Refused(new VoidReceipt(Guid.CreateVersion7(), receipt.Id, VoidCause.NameWrong, _now), Caller.Public));
        await Done(new ReissueReceipt(Guid.CreateVersion7(), receipt.Id, receipt.Amount, null, VoidCause.NameWrong, _now), Officer(Role.CharityOfficer, cause.HolderId, "440703"));
    }

    [Fact]
    public async Task A_gift_in_kind_is_receipted_line_by_line()
    {
        var cause = await world.Cause();
        var id = Guid.CreateVersion7();
        GiftLine[] goods = [new("大米", "Rice", 20, "袋", Money.Cny(90_00)), new("食用油", "Oil", 1.5m, "升", Money.Cny(10_00))];
        await world.Begin(id, new DonationStarted(id, cause, Money.Cny(100_00), null, true, "in_kind", _now), new DonationPaid(id, id, cause, Money.Cny(100_00), null, true, "in_kind", Lines: goods));
        Assert.Equal(goods, (await Holding(id, _ => true)).Lines);
    }

    private static Caller Officer(Role role, Guid organisation, string division) =>
        new(Guid.CreateVersion7(), CallerKind.Account, [new Appointment(role, organisation, DivisionCode.Parse(division))]);

    private async Task<Receipt> Issued(GiftCause cause)
    {
        var start = GivingWorld.Asking(cause);
        Assert.Empty((await world.Send(start)).Refusals);
        Assert.Empty((await world.Send(GivingWorld.Paying(start.DonationId))).Refusals);
        return await Holding(start.DonationId, _ => true);
    }

    private async Task Done(ICommand command, Caller? caller = null)
    {
        var outcome = await world.Send(command, caller ?? Caller.System);
        Assert.Empty(outcome.Refusals);
        await world.Passed("receipts", outcome.Position);
    }

    private async Task<string> Refused(ICommand command, Caller caller) => Assert.Single((await world.Send(command, caller)).Refusals).Code;

    // Numbering is a reaction's work: looked at until it is done.
    private async Task<Receipt> Holding(Guid donation, Func<Receipt, bool> wanted)
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (await Book.OfDonation(donation, end.Token) is { } receipt && wanted(receipt))
            {
                return receipt;
            }

            await Task.Delay(20, end.Token);
        }
    }
}
