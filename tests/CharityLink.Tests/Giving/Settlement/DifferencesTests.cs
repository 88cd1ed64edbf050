using CharityLink.Giving;
using CharityLink.Kernel;
using Npgsql;
using Settled = CharityLink.Giving.Settlement;

namespace CharityLink.Tests.Giving;

/// <summary>What stands otherwise in a provider's books than in ours is seen whenever it appears, and what was found the same is not gone through again.</summary>
public sealed class DifferencesTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    private static readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private readonly string provider = $"bank{Guid.CreateVersion7():N}";
    private readonly GiftCause cause = new(Guid.CreateVersion7(), null, Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), DivisionCode.Parse("440703103201"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ProviderBooks Books => world.Get<ProviderBooks>();

    [Fact]
    public async Task What_both_sides_say_the_same_is_let_go_and_comes_back_when_the_provider_changes_it()
    {
        await List(Line("a"));
        Assert.Equal(["missing_here"], await Seen());
        await Books.Settle(Ct);
        Assert.Equal(["missing_here"], await Seen());
        await Book("a");
        Assert.Empty(await Seen());
        Assert.Equal(1, await Open());
        await Books.Settle(Ct);
        Assert.Equal(0, await Open());

        await List(Line("a"));
        Assert.Empty(await Seen());
        await Books.Settle(Ct);
        await List(Line("a") with { Gross = Money.Cny(101_00), Net = Money.Cny(97_26) });
        await Books.Settle(Ct);
        Assert.Equal(["booking_differs"], await Seen());
    }

    [Fact]
    public async Task What_was_let_go_is_not_looked_at()
    {
        await Book("b");
        await List(Line("b"));
        await Books.Settle(Ct);
        await using var command = world.Database.CreateCommand("update giving.provider_booking set gross_minor = 1 where provider = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = provider });
        await command.ExecuteNonQueryAsync(Ct);
        Assert.Empty(await Seen());
    }

    [Fact]
    public async Task What_the_provider_has_not_listed_is_missing_there_a_day_later_however_often_was_looked()
    {
        await Book("c");
        await Books.Settle(Ct);
        await Books.Move(provider, _now, _now, Ct);
        Assert.Empty(await Seen());
        await Books.Settle(Ct);
        await Books.Move(provider, _now.AddDays(1).AddHours(1), _now, Ct);
        Assert.Equal(["missing_there"], await Seen());
        await List(Line("c"));
        Assert.Empty(await Seen());
    }

    [Fact]
    public async Task Another_amount_than_the_gift_and_what_nobody_can_explain_stay_until_a_person_has_looked()
    {
        await Book("d", moved: 99_00);
        var odd = Line("e") with { Kind = "odd" };
        await world.Passed("ledger", await world.Begin(Settled.OfBooking(provider, "e"), new BookingUnexplained(provider, "e", "odd", odd.Gross, odd.Cost, odd.Net)));
        await List(Line("d"), odd);
        await Books.Settle(Ct);
        await Books.Settle(Ct);
        Assert.Equal(["gift_differs", "unexplained"], await Seen());
    }

    [Fact]
    public async Task A_payout_stands_in_our_books_under_its_own_name_and_what_was_passed_on_like_a_payment()
    {
        await List(Line("f") with { Kind = ProviderBooking.Remittance, SourceId = provider }, Line("g") with { Kind = ProviderBooking.Passed });
        await Books.Settle(Ct);
        Assert.Equal(["missing_here", "missing_here"], await Seen());
        await Book("g");
        Assert.Equal(["missing_here"], await Seen());
        await world.Passed("ledger", await world.Begin(
            Settled.OfRemittance(provider, provider), new RemittancePaid(provider, provider, Money.Cny(96_26), [new RemittanceShare(cause.HolderId, Money.Cny(96_26))])));
        Assert.Empty(await Seen());
        await Books.Settle(Ct);
        Assert.Equal(0, await Open());
    }

    [Fact]
    public async Task They_are_counted_as_far_as_is_asked_and_are_as_many_as_are_listed()
    {
        await Book("h", moved: 99_00);
        await Book("i", moved: 99_00);
        await Book("j");
        await List(Line("h"), Line("i"), Line("j"));
        Assert.Equal(2, await Books.CountDifferences([cause.HolderId], 99, Ct));
        Assert.Equal(2, (await Books.Differences([cause.HolderId], 99, Ct)).Count);
        Assert.Equal(1, await Books.CountDifferences([cause.HolderId], 1, Ct));
        Assert.Equal(0, await Books.CountDifferences([Guid.CreateVersion7()], 99, Ct));
    }

    private static ProviderBooking Line(string id) =>
        new(id, ProviderBooking.Charge, "ch", Money.Cny(100_00), Money.Cny(3_74), Money.Cny(96_26), _now, _ => Task.FromResult<IReadOnlyList<ICommand>>([]));

    private Task<IReadOnlySet<string>> List(params ProviderBooking[] lines) => Books.Take(provider, lines, Ct);

    private async Task Book(string id, long moved = 100_00)
    {
        var gift = Guid.CreateVersion7();
        await world.Passed("ledger", await world.Begin(
            gift,
            new PaymentSettled(gift, id, "charge", new PaidGift(cause, Money.Cny(moved), null, null, provider), Money.Cny(moved), Money.Cny(100_00), Money.Cny(3_74), Money.Cny(96_26))));
    }

    private async Task<List<string>> Seen() =>
        [.. (await Books.Differences([cause.HolderId, Settled.Nobody], 99, Ct)).Where(row => row.Provider == provider).Select(row => row.Why).Order(StringComparer.Ordinal)];

    private async Task<long> Open()
    {
        await using var command = world.Database.CreateCommand("select count(*) from giving.booking_open where provider = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = provider });
        return await command.ExecuteScalarAsync(Ct) is long count ? count : -1;
    }
}
